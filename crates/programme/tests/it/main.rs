//! What a region promises, from outside.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod indicators;
