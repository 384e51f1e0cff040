#![doc = include_str!("../README.md")]

pub mod indicator;
mod pages;
mod programme;

pub use pages::{LOCALE, room};
pub use programme::{Deps, Programme, Services};

use kernel::Zone;
use store::{Migration, Projection};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-programme-10-indicators", include_str!("migrations/indicators.sql"))];

/// What follows the log here; months are those of the region's zone.
pub fn projections(zone: Zone) -> Vec<Box<dyn Projection>> {
    vec![Box::new(indicator::Happenings(zone))]
}
