#![doc = include_str!("../README.md")]

mod board;
mod cohorts;
mod evaluations;
mod events;
pub mod model;
mod movement;
mod own;
mod pages;
mod records;
mod refusal;
pub mod rights;
mod selections;
mod summaries;
mod table;
mod texts;

pub use board::{Line, Wish};
pub use cohorts::NewCohort;
pub use evaluations::NewEvaluation;
pub use movement::{Area, Deps, Movement};
pub use own::{Made, Prepared};
pub use pages::{LOCALE, room};
pub use records::{EVERYBODY, Record};
pub use refusal::Refused;
pub use selections::{Chosen, NewScores};
pub use summaries::{Kept, Took};

use store::Migration;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-movement-01-movement", include_str!("migrations/movement.sql"))];
