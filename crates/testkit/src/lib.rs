#![doc = include_str!("../README.md")]

mod chance;
mod clock;
mod codes;
mod ledger;
mod names;

pub use chance::SeededChance;
pub use clock::SetClock;
pub use codes::codes_in;
pub use ledger::{Engine, Ledger, ledgers, sqlite_ledger};
pub use names::Names;
