#![doc = include_str!("../README.md")]

mod chance;
mod clock;
mod ledger;

pub use chance::SeededChance;
pub use clock::SetClock;
pub use ledger::{Engine, Ledger, ledgers, sqlite_ledger};
