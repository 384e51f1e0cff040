#![doc = include_str!("../README.md")]

mod pages;
mod signon;

pub use pages::{LOCALE, room};
pub use signon::{Deps, Signon};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[];
