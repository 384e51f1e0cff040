#![doc = include_str!("../README.md")]

mod gateway;
mod pages;

pub use gateway::{Deps, Gateway};
pub use pages::{LOCALE, room};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
