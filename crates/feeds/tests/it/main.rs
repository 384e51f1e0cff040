//! Feeds from outside: mapping files, files that come, databases that are read, what is answered.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod broken;
mod explanations;
mod files;
mod joined;
mod mariadb;
mod pages;
mod sftp;
mod site;
mod views;

/// The mapping file that tests break, explain and run: a workbook in a folder.
pub const EXAMPLE: &str = include_str!("../data/contoh.toml");
/// A view of a database.
pub const DATABASE: &str = include_str!("../data/basisdata.toml");
