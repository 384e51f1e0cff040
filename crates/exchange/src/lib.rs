#![doc = include_str!("../README.md")]

mod access;
mod changes;
mod directory;
mod ends;
mod events;
mod exchange;
mod grants;
mod joins;
pub mod model;
mod offers;
mod pages;
mod refusal;
mod register;
mod requests;
pub mod rights;
mod settle;
mod texts;
mod upload;
mod warnings;

pub use access::Ask;
pub use changes::Change;
pub use exchange::{Deps, Exchange};
pub use grants::{Grant, Side};
pub use offers::{Offer, State, Wish};
pub use pages::{LOCALE, room};
pub use refusal::Refused;
pub use register::NewOffer;
pub use requests::{Asked, Narrowed, RequestState};
pub use settle::{SERVICE, projections};
pub use upload::Uploaded;
pub use warnings::Warning;

use store::{Job, Migration};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-exchange-01-exchange", include_str!("migrations/exchange.sql"))];

/// What the worker does for this room: grants of ended cases, services whose last day passed, warnings before an end.
pub fn jobs(exchange: &Exchange) -> Vec<Box<dyn Job>> {
    vec![settle::job(exchange), ends::job(exchange), warnings::job(exchange)]
}
