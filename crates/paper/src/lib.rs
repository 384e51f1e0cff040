#![doc = include_str!("../README.md")]

pub mod book;
#[cfg(feature = "typeset")]
mod fault;
#[cfg(feature = "typeset")]
mod fonts;
#[cfg(feature = "typeset")]
mod press;
#[cfg(feature = "typeset")]
mod say;
#[cfg(feature = "typeset")]
mod values;
#[cfg(feature = "typeset")]
mod world;

#[cfg(feature = "typeset")]
pub use fault::{Fault, Place};
#[cfg(feature = "typeset")]
pub use press::{Order, Paper, Sheet};

/// The template of a *Standar Pelayanan*: a sheet of the library. `definition::standard::sheet` makes its values.
pub const STANDARD: &str = "#include \"/standar.typ\"";
