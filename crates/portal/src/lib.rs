#![doc = include_str!("../README.md")]

mod calls;
mod console;
mod guides;
mod pages;
mod portal;
mod status;

pub use calls::{Call, Called, Caller, MOST};
pub use console::{Filled, Plan, Unfit, plan};
pub use guides::{Example, Language, TOPICS, Topic};
pub use pages::{LOCALE, room};
pub use portal::{Deps, Portal, Service};
pub use status::{State, state};
