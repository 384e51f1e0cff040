//! The inventory on both databases, with a settable clock, played agencies, cases, traffic and addresses.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod banten;
mod imports;
mod office;
mod pages;
mod story;
