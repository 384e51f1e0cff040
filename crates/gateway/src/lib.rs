#![doc = include_str!("../README.md")]

mod beside;
mod body;
mod call;
mod counters;
mod doors;
mod gateway;
mod limits;
pub mod model;
mod monitor;
mod pages;
mod problem;
mod record;
mod recorder;
mod refusal;
pub mod rights;
mod schema;
mod services;
mod stages;
mod upstream;

pub use beside::beside;
pub use call::SCOPE;
pub use counters::projections;
pub use gateway::{Deps, Gateway, IDLE};
pub use monitor::{Call, Filter, Line, Receipt};
pub use pages::{LOCALE, room};
pub use recorder::RECORDED;
pub use refusal::{Refused, Why};
pub use stages::Spent;

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration::common("20261129-gateway-01-calls", include_str!("migrations/gateway.sql"))];
