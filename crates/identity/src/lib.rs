#![doc = include_str!("../README.md")]

mod agencies;
mod facts;
mod fault;
mod hasher;
mod identity;
mod jobs;
mod letters;
pub mod model;
mod officers;
mod pages;
pub mod permission;
mod queries;
mod refusal;
mod sessions;

pub use fault::Fault;
pub use identity::{Deps, Identity};
pub use jobs::jobs;
pub use letters::Letter;
pub use officers::NewOfficer;
pub use pages::{LOCALE, room};
pub use queries::Listed;
pub use refusal::Refused;
pub use sessions::{From as SignInFrom, OwnSession};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration::common("20261122-identity-01-officers", include_str!("migrations/officers.sql")),
    store::Migration::common("20261128-identity-02-letters", include_str!("migrations/letters.sql")),
];
