#![doc = include_str!("../README.md")]

mod calls;
pub mod channel;
mod intake;
mod jobs;
mod messages;
pub mod model;
mod pages;
mod refusal;
mod sending;

pub use calls::{Call, Notice, Reach};
pub use jobs::jobs;
pub use messages::{Channels, Deps, Messages};
pub use pages::{CallResidents, LOCALE, room};
pub use refusal::Refused;

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration::common("20261122-messages-01-deliveries", include_str!("migrations/deliveries.sql")),
    store::Migration::common("20261129-messages-02-until", include_str!("migrations/until.sql")),
];
