//! Rules of this room: pure, with time and chance as arguments.

pub mod asyncapi;
pub mod envelope;
pub mod registry;
pub mod schedule;
pub mod signature;
pub mod target;
pub mod wish;
