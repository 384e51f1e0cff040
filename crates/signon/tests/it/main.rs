//! Sign-on on both databases, with a settable clock, a played inventory, played services and played codes.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod address;
mod farewells;
mod keys;
mod office;
mod pages;
mod programs;
mod receiver;
mod replay;
mod residents;
mod sign_on;
mod site;
mod sweep;
