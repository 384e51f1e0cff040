#![doc = include_str!("../README.md")]

pub mod condition;
pub mod model;
pub mod names;
pub mod number;
pub mod say;
pub mod value;

pub use condition::{Condition, Formula, Truth};
pub use model::Definition;
pub use number::Number;
pub use say::Say;
pub use value::{Address, Answers, Point, Value};
