//! What this room is about, without databases or pages.

pub mod agencies;
pub mod import;
pub mod letter;
pub mod naming;
pub mod officer;
pub mod password;
pub mod session;
pub mod throttle;
