#![doc = include_str!("../README.md")]

pub mod check;
pub mod explain;
pub mod model;
pub mod pages;
mod read;
pub mod report;
pub mod shipped;
pub mod values;

pub use check::{Checked, check, load};
pub use model::index::{Simulation, simulate};
pub use model::published::{Published, compare};
pub use model::raise::raises;
pub use model::{Answer, Answers, Instrument};
pub use pages::{LOCALE, room};
pub use values::Values;
