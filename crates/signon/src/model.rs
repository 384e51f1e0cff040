//! What is true without a database: addresses, scopes, terms of a key, signatures, rotation. Pure.

pub mod address;
pub mod audience;
pub mod farewell;
pub mod jws;
pub mod params;
pub mod pkce;
pub mod receiver;
pub mod rotation;
pub mod scope;
pub mod terms;
