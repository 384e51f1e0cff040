#![doc = include_str!("../README.md")]

mod aside;
mod attempts;
mod courier;
mod facts;
mod feed;
mod joins;
mod keys;
mod leaving;
mod line;
pub mod model;
mod notice;
mod pages;
mod refusal;
pub mod rights;
mod room;
mod round;
mod subscription;
mod subscriptions;
mod sweep;
mod told;
mod trial;

pub use aside::{Aside, Range};
pub use attempts::Attempt;
pub use feed::{Asked, Page};
pub use keys::PublicKey;
pub use pages::{LOCALE, room};
pub use refusal::Refused;
pub use room::{Deps, Events};
pub use subscription::{Format, State, Subscription};
pub use subscriptions::{NewSubscription, Opened};

use std::sync::Arc;
use store::{Job, Migration, Projection};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-events-01-events", include_str!("migrations/events.sql"))];

/// What follows the log.
pub fn projections(events: &Events) -> Vec<Box<dyn Projection>> {
    vec![Box::new(leaving::Leaves(Arc::clone(events.registry())))]
}

/// What the worker does: old attempts and keys are swept.
pub fn jobs(events: &Events) -> Vec<Box<dyn Job>> {
    vec![Box::new(sweep::Sweep::new(events.clone()))]
}
