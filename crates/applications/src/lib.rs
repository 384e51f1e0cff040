#![doc = include_str!("../README.md")]

mod applications;
mod pages;

pub use applications::{Applications, Deps};
pub use pages::{LOCALE, room};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
