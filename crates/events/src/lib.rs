#![doc = include_str!("../README.md")]

mod pages;
mod room;

pub use pages::{LOCALE, room};
pub use room::{Deps, Events};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
