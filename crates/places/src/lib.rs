#![doc = include_str!("../README.md")]

pub mod alias;
pub mod areas;
pub mod atlas;
pub mod boundaries;
pub mod find;
mod gazetteer;
pub mod locate;
pub mod names;
pub mod outline;
mod stored;

pub use alias::Aliases;
pub use areas::{Areas, Regency, regencies};
pub use gazetteer::Places;
pub use stored::{BoundaryReport, keep};

use std::sync::Arc;
use store::{Job, Migration, Store};

/// The room's tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261122-places-01-outlines", include_str!("migrations/20261122-places-01-outlines.sql"))];

/// The room's job: outlines that another process imported are read.
pub fn jobs(places: &Arc<Places>, store: &Store) -> Vec<Box<dyn Job>> {
    vec![Box::new(gazetteer::Refresh { places: Arc::clone(places), store: store.clone() })]
}
