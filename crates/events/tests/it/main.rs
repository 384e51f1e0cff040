//! Events on both databases, with a settable clock and receivers that listen on this machine.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod api;
mod clients;
mod delivery;
mod feed;
mod office;
mod pages;
mod receiver;
mod trouble;
