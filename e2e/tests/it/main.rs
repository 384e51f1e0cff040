//! Journeys of personas through the real program in a real browser.

mod bad_input;
mod browser;
mod crawl;
mod inspection;
mod journeys;
mod people;
mod script;
mod text_browser;
mod town;
