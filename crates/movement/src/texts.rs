//! Texts of the movement are public, as those of a plan are (ADR 0054): they stand readable beside the log, the event holds a
//! reference and a salted hash.

use crate::movement::Movement;
use kernel::ids::hex;
use kernel::{Id, Instant, TextRef};
use ring::digest;
use store::{Statement, values};

const SALT: usize = 16;

impl Movement {
    /// Keeps a text: the reference that may stand in an event, and the statement that keeps it.
    pub(crate) fn keep_text(&self, text: &str, now: Instant) -> (TextRef, Statement) {
        let mut salt = [0; SALT];
        self.chance().fill(&mut salt);
        let (salt, id) = (hex(&salt), Id::new(now, self.chance()).to_string());
        let hash = hex(digest::digest(&digest::SHA256, format!("{salt}{text}").as_bytes()).as_ref());
        let statement = Statement::new(
            "INSERT INTO movement_texts (region, id, salt, text) VALUES ($1, $2, $3, $4)",
            values![self.region(), &id, salt, text],
        );
        (TextRef { id, hash }, statement)
    }
}

/// Days are kept as days since 1970.
pub(crate) fn day(date: jiff::civil::Date) -> i64 {
    kernel::time::day_number(date)
}
