//! The exchange on both databases, with a settable clock, played applications, feeds, keys and a played desk.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod access;
mod bad;
mod directory;
mod ends;
mod office;
mod pages;
mod services;
mod site;
