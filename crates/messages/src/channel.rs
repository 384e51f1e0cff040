//! The ways out of the house.

pub mod http;
pub mod mail;

/// Why a channel did not take a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Refused for good, with a stable code.
    Refused(&'static str),
    /// It did not work now, with a stable code and words for the log (never the text or the recipient).
    Later(&'static str, String),
}
