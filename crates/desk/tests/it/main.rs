//! The desk on both databases, with a settable clock.

mod calendar;
mod import;
mod intake;
mod rights;
mod story;
mod town;
