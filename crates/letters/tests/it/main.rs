//! Letters on both databases, with a settable clock and a desk that is played.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod bsre;
mod numbers;
mod office;
mod pages;
mod signing;
mod story;

use office::{Office, offices};
