//! The engine against published traces, and against itself.

mod vectors;
