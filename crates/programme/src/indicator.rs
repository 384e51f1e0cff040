//! Indicators that compute: what is measured, from which facts, against which promise.

mod answer;
pub mod baselines;
pub mod check;
pub mod compute;
mod enter;
pub mod explain;
pub mod facts;
mod happenings;
mod import;
pub(crate) mod judge;
pub mod model;
pub(crate) mod overview;
pub(crate) mod pages;
pub mod period;
mod projection;
mod read;
mod refusal;
mod rights;
pub mod shipped;
pub(crate) mod stored;
pub mod typed;

pub use check::{Checked, check};
pub use enter::NewTarget;
pub use model::{Indicator, Library};
pub use overview::PillarIndex;
pub use period::{Period, Span};
pub use projection::Happenings;
pub use refusal::Refused;
pub use rights::{EnterValues, SetTargets};
