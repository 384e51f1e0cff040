#![doc = include_str!("../README.md")]

pub mod alias;
pub mod areas;
pub mod boundaries;
pub mod find;
pub mod locate;
pub mod names;
pub mod outline;
