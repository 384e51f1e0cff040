#![doc = include_str!("../README.md")]

pub mod bsre;
mod draft;
mod events;
mod issue;
mod letters;
pub mod model;
mod pages;
mod prepare;
mod queries;
mod refusal;
mod register;
mod sheet;
mod sign;
mod table;
mod tell;

pub use issue::Scan;
pub use letters::{Deps, Letters};
pub use pages::{LOCALE, ReadRegister, WorkLetters, room};
pub use paper::Press;
pub use prepare::projections;
pub use queries::Letter;
pub use refusal::Refused;
pub use register::{Filter, Listed};
pub use sheet::sample;

use cases::doors::Endings;
use std::sync::Arc;
use store::Job;

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration::common("20261128-letters-01-register", include_str!("migrations/letters.sql")),
    store::Migration::common("20261128-letters-02-signature", include_str!("migrations/signature.sql")),
    store::Migration::common("20261128-letters-03-tellings", include_str!("migrations/tellings.sql")),
    store::Migration::common("20261128-letters-04-validity", include_str!("migrations/validity.sql")),
];

/// What the worker does for this room: letters of ended cases, then what their holders are told.
pub fn jobs(letters: &Letters, endings: &Arc<dyn Endings>) -> Vec<Box<dyn Job>> {
    vec![prepare::job(letters, endings), tell::job(letters, endings)]
}
