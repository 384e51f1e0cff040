#![doc = include_str!("../README.md")]

mod asking;
mod clients;
mod consents;
mod contacts;
mod departures;
mod doors;
mod endings;
mod events;
mod exchange;
mod families;
mod farewells;
mod issue;
mod jobs;
mod machines;
pub mod model;
mod oauth;
mod pages;
mod people;
mod refusal;
pub mod rights;
mod secrets;
mod signing;
mod signon;
mod sweep;
mod visits;

pub use clients::{Key, KeyChange, NewKey, Registered};
pub use consents::Consent;
pub use jobs::jobs;
pub use oauth::OAuthError;
pub use pages::{LOCALE, room};
pub use refusal::Refused;
pub use secrets::{NewSecret, Secret};
pub use signon::{Deps, Signon};
pub use visits::{Visit, VisitKind};

use store::{Migration, Projection};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration::common("20261129-signon-01-signon", include_str!("migrations/signon.sql")),
    Migration::common("20261129-signon-02-farewells", include_str!("migrations/farewells.sql")),
];

/// What follows the log: officers who leave.
pub fn projections() -> Vec<Box<dyn Projection>> {
    vec![Box::new(departures::Departures)]
}
