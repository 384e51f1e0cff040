#![doc = include_str!("../README.md")]

mod applications;
mod events;
mod health;
mod imports;
mod inventory;
mod links;
pub mod model;
mod pages;
mod proposals;
mod quarters;
mod records;
mod refusal;
mod review;
pub mod rights;
mod sample;
mod table;

pub use applications::{Applications, Deps};
pub use health::{Health, Probed, Probes, State, Web};
pub use imports::{Import, Report};
pub use inventory::Inventory;
pub use pages::{LOCALE, room};
pub use proposals::{Asked, Outcome, projections};
pub use quarters::Kept;
pub use records::Change;
pub use refusal::Refused;
pub use review::Review;
pub use sample::{CELLS as SAMPLE, Sample};
pub use table::{to_csv, to_json, to_xlsx};

use store::{Job, Migration};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-applications-01-inventory", include_str!("migrations/applications.sql"))];

/// What the worker does for this room.
pub fn jobs(room: &Applications) -> Vec<Box<dyn Job>> {
    vec![proposals::job(room), health::job(room), quarters::job(room)]
}
