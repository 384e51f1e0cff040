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

/// The template of a *Standar Pelayanan*: a sheet of the library. `definition::standard::sheet` makes its values.
pub const STANDARD: &str = "#include \"/standar.typ\"";
