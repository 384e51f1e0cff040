#![doc = include_str!("../README.md")]

mod asking;
mod clients;
mod consents;
mod contacts;
mod doors;
mod events;
mod exchange;
mod families;
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
mod visits;

pub use clients::{Key, NewKey, Registered};
pub use consents::Consent;
pub use jobs::jobs;
pub use oauth::OAuthError;
pub use pages::{LOCALE, room};
pub use refusal::Refused;
pub use secrets::{NewSecret, Secret};
pub use signon::{Deps, Signon};
pub use visits::{Visit, VisitKind};

use store::Migration;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-signon-01-signon", include_str!("migrations/signon.sql"))];
