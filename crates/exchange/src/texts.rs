//! Names, purposes and reasons are texts of agencies and public among them (ADR 0054): they stand readable beside the log, the
//! event holds a reference and a salted hash.

use crate::exchange::Exchange;
use kernel::ids::hex;
use kernel::{Id, Instant, TextRef};
use ring::digest;
use store::{Statement, values};

const SALT: usize = 16;

impl Exchange {
    /// Keeps a text: the reference that may stand in an event, and the statement that keeps it.
    pub(crate) fn keep_text(&self, text: &str, now: Instant) -> (TextRef, Statement) {
        let mut salt = [0; SALT];
        self.chance().fill(&mut salt);
        let (salt, id) = (hex(&salt), Id::new(now, self.chance()).to_string());
        let hash = digest_of(&format!("{salt}{text}"));
        let statement = Statement::new(
            "INSERT INTO exchange_texts (region, id, salt, text) VALUES ($1, $2, $3, $4)",
            values![self.region(), &id, salt, text],
        );
        (TextRef { id, hash }, statement)
    }
}

/// SHA-256 in lower-case hexadecimal digits.
pub(crate) fn digest_of(text: &str) -> String {
    hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}
