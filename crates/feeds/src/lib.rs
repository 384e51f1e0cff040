#![doc = include_str!("../README.md")]

mod feeds;
mod pages;

pub use feeds::{Deps, Feeds};
pub use pages::{LOCALE, room};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
