//! The rules of the gateway: pure, without time, network or store.

pub mod address;
pub mod fields;
pub mod headers;
pub mod histogram;
pub mod leaf;
pub mod operations;
