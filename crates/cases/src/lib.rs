//! The case engine: open, act, pause, return, escalate, close
pub mod doors;
