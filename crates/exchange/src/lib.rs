#![doc = include_str!("../README.md")]

mod exchange;
mod pages;

pub use exchange::{Deps, Exchange};
pub use pages::{LOCALE, room};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
