//! What this room is about, without networks, databases or pages.

pub mod gateway;
pub mod patience;
pub mod safe;
