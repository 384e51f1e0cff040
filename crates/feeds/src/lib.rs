#![doc = include_str!("../README.md")]

mod acts;
mod answer;
pub mod check;
mod events;
pub mod explain;
mod failed;
mod feeds;
mod forget;
pub mod model;
mod pages;
mod pattern;
mod read;
mod refusal;
pub mod rights;
mod run;
mod schedule;
pub mod select;
mod shape;
mod source;
mod standing;
mod taking;
pub mod value;

pub use answer::SELF;
pub use feeds::{Broken, Deps, Feeds, MappingFile, read_folder};
pub use pages::{LOCALE, room};
pub use pattern::Pattern;
pub use refusal::Refused;
pub use run::{Ran, Trigger, jobs};
pub use source::Secrets;
pub use standing::{RejectLine, RunLine, Standing};
pub use taking::{Counts, Reject};

use store::Migration;

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration::common("20261129-feeds-01-feeds", include_str!("migrations/feeds.sql"))];
