#![doc = include_str!("../README.md")]

mod convert;
pub mod lapor;
pub mod mapping;
pub mod registers;
pub mod report;
pub mod run;
pub mod times;

pub use report::{Progress, Report};
pub use run::{Doors, ImportError, Job, Region, Watch, import};
pub use sheet::{Source, table};
