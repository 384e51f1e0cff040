//! Journeys of personas through the real program in a real browser.

mod applicant;
mod bad_input;
mod browser;
mod conditions;
mod crawl;
mod crawl_permits;
mod field;
mod form;
mod guide;
mod indicators;
mod inspection;
mod journeys;
mod letters;
mod line;
mod long_forms;
mod machine;
mod people;
mod permits;
mod plan;
mod play;
mod script;
mod studio;
mod text_browser;
mod town;
