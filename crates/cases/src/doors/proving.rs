//! The door for proving a phone number or address by a code (docs/adr/0029, 0078): drawn, counted and sent by desk, which
//! counts for every asker together what one contact is sent in a day.

use super::Answer;
use kernel::{Instant, Lang, Token};

/// Who wants to prove what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactWish {
    /// Number or address as it was typed.
    pub typed: String,
    /// What it is for, as the message says it: the name of an application.
    pub purpose: String,
    /// Language of the message.
    pub lang: Lang,
}

/// A number or address in the one way in which it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvedContact {
    /// `+62812…` or the address.
    pub contact: String,
    /// Whether it is an address.
    pub by_email: bool,
}

impl std::fmt::Debug for ProvedContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProvedContact(…)")
    }
}

/// What became of the wish for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeOrdered {
    /// It is on its way; the handle stands for this try and goes into the next form.
    Sent {
        /// Stands for this try.
        handle: Token,
        /// The contact as its writer needs to see it: `0812••••890`.
        masked: String,
        /// Until when the code holds.
        until: Instant,
    },
    /// The contact was sent as many as are sent in a day; another one from this moment on.
    Tomorrow(Instant),
    /// Neither a mobile number of this country nor an address.
    BadContact,
    /// The region has no way to send to it.
    NoWay,
}

/// What became of a typed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeTried {
    /// It was the right one; it serves once.
    Proved(ProvedContact),
    /// It was not; so many tries are left.
    Wrong(i64),
    /// It is over, used, or was tried too often: another one is needed.
    Over,
}

/// Proves contacts; answered by desk, used by signon.
pub trait ContactCodes: Send + Sync {
    /// Sends a code to what was typed. The caller counts by address before it asks.
    fn order(&self, wish: ContactWish) -> Answer<'_, Result<CodeOrdered, String>>;
    /// Tries a code: counted first, then compared. `typed` is the contact of the order, typed the same way or another.
    fn attempt<'a>(&'a self, handle: &'a Token, typed: &'a str, code: &'a str)
    -> Answer<'a, Result<CodeTried, String>>;
}

/// A region without any way to send codes.
#[derive(Clone, Copy, Debug)]
pub struct NoCodes;

impl ContactCodes for NoCodes {
    fn order(&self, _: ContactWish) -> Answer<'_, Result<CodeOrdered, String>> {
        Box::pin(std::future::ready(Ok(CodeOrdered::NoWay)))
    }

    fn attempt<'a>(&'a self, _: &'a Token, _: &'a str, _: &'a str) -> Answer<'a, Result<CodeTried, String>> {
        Box::pin(std::future::ready(Ok(CodeTried::Over)))
    }
}
