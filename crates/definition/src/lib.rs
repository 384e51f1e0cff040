#![doc = include_str!("../README.md")]

mod check;
pub mod condition;
pub mod diagnostic;
pub mod diagram;
pub mod difference;
pub mod explain;
pub mod form;
pub mod lists;
pub mod message;
pub mod model;
pub mod names;
pub mod number;
pub mod origin;
pub mod plain;
mod plain_letter;
mod read;
pub mod reader;
pub mod say;
pub mod sketch;
pub mod standard;
pub mod units;
pub mod value;

pub use check::{Checked, Region, check};
pub use condition::{Condition, Formula, Truth};
pub use diagnostic::{Diagnostic, Severity};
pub use diagram::diagram;
pub use difference::{Difference, difference};
pub use explain::{Explanation, explain};
pub use form::{FieldError, Input, Sheet, Stage, View, check_answers};
pub use lists::Lists;
pub use model::Definition;
pub use number::Number;
pub use plain_letter::plain_letter;
pub use say::Say;
pub use sketch::{Sketch, sketch};
pub use standard::{Standard, standard};
pub use units::Units;
pub use value::{Address, Answers, Point, Value};

/// JSON Schema (draft 7) of the language, for editors.
pub fn schema() -> serde_json::Value {
    read::schema()
}

/// Reads a definition without asking for the region's offices and lists.
///
/// # Errors
/// Everything that is wrong with the text itself.
pub fn load(text: &str) -> Result<Definition, Vec<Diagnostic>> {
    let reading = read::read(text);
    match reading.model {
        Some(definition) if reading.faults.is_empty() => Ok(definition),
        _ => Err(reading.faults),
    }
}
