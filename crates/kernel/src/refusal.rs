//! What every room answers when it will not do what was asked.

/// What kind of refusal it is; `web` maps it to an HTTP status, the command line to exit code 1 or 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The input is wrong; the person can mend it (HTTP 422).
    Invalid,
    /// Nobody is signed in (HTTP 401).
    SignInFirst,
    /// The person may not do this (HTTP 403).
    Forbidden,
    /// There is no such thing, or it may not be known (HTTP 404).
    NotFound,
    /// It was true when the form was drawn, and no longer is (HTTP 409).
    Conflict,
    /// Too large (HTTP 413).
    TooLarge,
    /// Too often (HTTP 429).
    TooMany,
    /// The system cannot do it now; nothing was changed (HTTP 503).
    Unavailable,
}

/// A refusal is a fact, not half an act: nothing was changed. Each room has its own small enum.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// Stable code, also the translation key (`tolak-…` in the Fluent files).
    fn code(&self) -> &'static str;
    /// What kind it is.
    fn kind(&self) -> RefusalKind;
    /// Values that the translated sentence names.
    fn arguments(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
