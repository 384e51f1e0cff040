//! The plan on both databases, with a settable clock and a town that is played.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod books;
mod cells;
mod indicators;
mod leader;
mod monev;
mod office;
mod pages;
mod reports;
mod skills;
mod steering;
mod story;
mod table;

use office::{Office, offices, written};
