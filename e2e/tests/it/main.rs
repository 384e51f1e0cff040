//! Journeys of personas through the real program in a real browser.

mod bad_input;
mod browser;
mod crawl;
mod form;
mod inspection;
mod journeys;
mod machine;
mod people;
mod script;
mod text_browser;
mod town;
