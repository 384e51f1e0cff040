#![doc = include_str!("../README.md")]
#![cfg(feature = "typeset")]

mod fault;
mod fonts;
mod press;
mod say;
mod values;
mod world;

pub use fault::{Fault, Place};
pub use press::{Order, Paper, Sheet};

/// The template of a *Standar Pelayanan*; its values are `data.kota`, `data.judul`, `data.keadaan`, `data.komponen`.
pub const STANDARD: &str = include_str!("library/standar.typ");
