#![doc = include_str!("../README.md")]

mod agencies;
mod chance;
mod clock;
mod codes;
mod form;
mod joined;
mod ledger;
mod mariadb;
mod people;
mod site;

pub use agencies::Offices;
pub use chance::SeededChance;
pub use clock::SetClock;
pub use codes::codes_in;
pub use form::{filled, form, multipart};
pub use joined::{Book, Inventory, Tokens, application, callable, machine};
pub use ledger::{Engine, Ledger, ledgers, sqlite_ledger};
pub use mariadb::MariaDb;
pub use people::{Names, People, officer};
pub use site::{Reply, Site};

/// What was made, or the end of the test.
fn sure<T, E: std::fmt::Display>(made: Result<T, E>, what: &str) -> T {
    match made {
        Ok(made) => made,
        Err(error) => panic!("{what}: {error}"),
    }
}
