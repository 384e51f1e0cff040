//! The desk on both databases, with a settable clock.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod appeal;
mod calendar;
mod citizen;
mod citizen_site;
mod counter;
mod differences;
mod disguised;
mod earned;
mod facts;
mod fees;
mod field;
mod import;
mod intake;
mod lists;
mod long_forms;
mod long_lists;
mod mandate;
mod manners;
mod moves;
mod office;
mod officer_pages;
mod once;
mod renewal;
mod report_faults;
mod request;
mod review;
mod rights;
mod story;
mod studio;
mod town;
mod uploads;
mod withdraw;
mod setup_pages;
mod sheets;
