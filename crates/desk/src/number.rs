//! Numbers, tracking codes and link tokens of cases.
//!
//! Code and token are derived from the case's id with the region's sealed key (HMAC-SHA-256), not drawn and stored: so
//! the same form sent twice gets the same receipt, later messages can carry the link, and the database alone (without
//! the master key) gives nobody either of them. Only the token's hash is kept, to find its case.

use crate::Desk;
use definition::model::Kind;
use kernel::ids::Chance;
use kernel::{CaseNumber, Instant, Token, TrackingCode, Zone};
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Draw;

/// Three letters in front of the number.
pub(crate) const fn prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Complaint => "PGD",
        Kind::Request => "PMH",
        Kind::Information => "INF",
    }
}

/// Draws the next number of the year in which the case is opened here.
pub(crate) fn draw(kind: Kind, now: Instant, zone: Zone) -> Draw {
    let (prefix, year) = (prefix(kind), now.date(zone).year());
    Draw {
        series: format!("{prefix}/{year:04}"),
        format: Box::new(move |count| CaseNumber::new(prefix, year, count).to_string()),
    }
}

/// "Chance" that is the same for the same secret: the bytes behind a code or token.
struct Derived {
    bytes: Vec<u8>,
    used: AtomicUsize,
}

impl Chance for Derived {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let at = self.used.fetch_add(1, Ordering::Relaxed);
            *byte = self.bytes.get(at % self.bytes.len().max(1)).copied().unwrap_or(0);
        }
    }
}

impl Desk {
    fn derived(&self, purpose: &str, id: &str) -> Derived {
        let hex = self.0.vault.search_hash(purpose, id);
        let pairs = hex.as_bytes().chunks_exact(2);
        let nibble = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0);
        let bytes = pairs.filter_map(|pair| match pair {
            [high, low] => u8::try_from(nibble(*high) * 16 + nibble(*low)).ok(),
            _ => None,
        });
        Derived { bytes: bytes.collect(), used: AtomicUsize::new(0) }
    }

    /// The code that opens the tracking page of a case.
    pub(crate) fn code_of(&self, id: &str) -> TrackingCode {
        TrackingCode::new(&self.derived("desk tracking code 1", id))
    }

    /// The token of `/l/{token}`.
    pub(crate) fn token_of(&self, id: &str) -> Token {
        Token::new(&self.derived("desk link token 1", id))
    }

    /// The token of `/t/{token}`: for one stay of one token of a case (semantics R47).
    pub(crate) fn once_token(&self, id: &str, token: u32) -> Token {
        Token::new(&self.derived("desk one-time link 1", &format!("{id}/{token}")))
    }

    /// The address that residents get: it redirects, is redacted in logs and sends no referrer.
    pub(crate) fn link_of(&self, id: &str) -> String {
        format!("{}/l/{}", self.0.parts.public_url, self.token_of(id).secret())
    }

    /// The address of the officers' case page.
    pub(crate) fn work_link_of(&self, number: &str) -> String {
        format!("{}/kerja/kasus/{number}", self.0.parts.public_url)
    }

    /// Whether a typed code opens the case; compared without telling how much of it fits.
    pub(crate) fn code_fits(&self, id: &str, typed: &TrackingCode) -> bool {
        let (known, typed) = (self.code_of(id), typed.secret().as_bytes());
        let known = known.secret().as_bytes();
        let different = known.iter().zip(typed).fold(0, |seen, (a, b)| seen | (a ^ b));
        known.len() == typed.len() && different == 0
    }
}
