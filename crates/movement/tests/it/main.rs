//! The movement on both databases, with a settable clock, a played staff and played facts.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod office;
mod pages;
mod story;
mod summaries;
