//! Instruments from outside: what ships, what is broken, what was published.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod anything;
mod assessed;
mod assessing;
mod broken;
mod explanations;
mod levels;
mod pages;
mod properties;
mod published;
mod region;
mod rules;
mod said;
mod shipped;
mod what_if;

use definition::{Diagnostic, Number};
use instruments::Instrument;

/// The instrument that tests break and explain.
pub const EXAMPLE: &str = include_str!("../data/contoh.toml");

/// A shipped instrument.
pub fn shipped(id: &str) -> Instrument {
    let text = instruments::shipped::text(id).unwrap_or_else(|| panic!("no instrument `{id}`"));
    instruments::load(text).unwrap_or_else(|found| panic!("{id}: {found:?}"))
}

/// An exact number.
pub fn number(text: &str) -> Number {
    text.parse().unwrap()
}

/// Code and place of each finding, as `E002 6:1`.
pub fn places(found: &[Diagnostic], text: &str) -> Vec<String> {
    let place = |one: &Diagnostic| {
        one.position(text).map_or_else(|| "-".to_owned(), |(line, column)| format!("{line}:{column}"))
    };
    found.iter().map(|one| format!("{} {}", one.code, place(one))).collect()
}
