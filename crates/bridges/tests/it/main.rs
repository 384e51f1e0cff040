//! Whole imports and exports against rooms that only remember.

mod dirty;
mod lapor;
mod real;
mod town;
