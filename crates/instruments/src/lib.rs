#![doc = include_str!("../README.md")]

pub mod assessment;
pub mod check;
pub mod explain;
pub mod model;
pub mod pages;
mod read;
mod refusal;
pub mod report;
pub mod shipped;
pub mod values;

pub use assessment::{Assessments, Deps};
pub use check::{Checked, check, load};
pub use model::index::{Simulation, simulate};
pub use model::published::{Published, compare};
pub use model::raise::raises;
pub use model::{Answer, Answers, Instrument};
pub use pages::{LOCALE, room};
pub use refusal::Refused;
pub use values::Values;

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration::common("20261129-instruments-01-assessments", include_str!("migrations/assessments.sql"))];
