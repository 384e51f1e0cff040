//! Journeys of personas through the real program in a real browser.

mod browser;
mod crawl;
mod inspection;
mod journeys;
mod people;
mod town;
