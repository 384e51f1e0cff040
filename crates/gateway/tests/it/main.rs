//! The gateway on both databases, with upstreams that behave and upstreams that do not.
#![expect(clippy::unwrap_used, reason = "a story test reads from top to bottom and fails where it stands")]

mod answers;
mod certificates;
mod failures;
mod gate;
mod grants;
mod pages;
mod records;
mod server;
mod sweep;
mod upstream;
mod wire;
