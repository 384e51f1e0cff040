#![doc = include_str!("../README.md")]

pub mod book;
pub mod docx;
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

use kernel::Instant;
use serde_json::Value;
use std::sync::Arc;

#[cfg(feature = "typeset")]
pub use fault::{Fault, Place};
#[cfg(feature = "typeset")]
pub use press::{Bounds, Order, Paper, Sheet};

/// Turns a template and values into a PDF at a moment; the error holds the template's lines. `Paper` answers it where the
/// program is built with the typesetter.
pub type Press = Arc<dyn Fn(&str, &Value, Instant) -> Result<Vec<u8>, String> + Send + Sync>;

/// The template of a [`book::Book`]: a sheet of the library. [`book::values`] makes its values. It may have more pages than a
/// letter, and take longer.
pub const BOOK: &str = "#include \"/buku.typ\"";

/// The template of a *Standar Pelayanan*: a sheet of the library. `definition::standard::sheet` makes its values.
pub const STANDARD: &str = "#include \"/standar.typ\"";
