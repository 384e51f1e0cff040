#![doc = include_str!("../README.md")]

mod beside;
mod body;
mod call;
mod certificates;
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
mod sweep;
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
pub use sweep::{KEPT_DAYS, LEAST_DAYS};

use store::{Job, Migration};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration::common("20261129-gateway-01-calls", include_str!("migrations/gateway.sql")),
    Migration::common("20261129-gateway-02-certificates", include_str!("migrations/certificates.sql")),
];

/// What the worker does for this room: certificates of upstreams are looked at, records that are old enough are swept.
pub fn jobs(gateway: &Gateway) -> Vec<Box<dyn Job>> {
    vec![certificates::job(gateway), sweep::job(gateway)]
}
