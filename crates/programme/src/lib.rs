#![doc = include_str!("../README.md")]

mod indicator;
mod pages;
mod programme;

pub use pages::{LOCALE, room};
pub use programme::{Deps, Programme, Services};

use kernel::Zone;
use store::{Migration, Projection};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[];

/// What follows the log here; months are those of the region's zone.
pub fn projections(_zone: Zone) -> Vec<Box<dyn Projection>> {
    Vec::new()
}
