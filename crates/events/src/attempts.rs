//! Attempts as they are kept: when, what, how it went, and the beginning of the answer.

use crate::line::Reply;
use crate::model::schedule::Outcome;
use crate::refusal::Refused;
use crate::room::Events;
use crate::subscription::Subscription;
use kernel::Instant;
use store::{Row, Statement, StoreError, values};

/// Attempts older than so many seconds are swept.
pub(crate) const KEPT_FOR: i64 = 30 * 24 * 3600;
/// The index of a test delivery.
pub(crate) const TRIAL: i64 = 0;

/// One attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// 1, 2, 3 … within its subscription.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// The first event that it carried; 0 for a test delivery.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// How many.
    pub count: i64,
    /// HTTP status, where an answer came.
    pub status: Option<i64>,
    /// `diterima`, `ditolak`, `gangguan` or `dicabut`.
    pub outcome: String,
    /// Why no answer came, as a code; empty otherwise.
    pub why: String,
    /// How long it took, in microseconds.
    pub micros: i64,
    /// The beginning of the answer, at most 4 KiB.
    pub answer: Vec<u8>,
}

/// What one attempt carried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried {
    pub first: i64,
    pub last: i64,
    pub count: i64,
}

impl Events {
    /// The row of an attempt, `after` so many of the same commit; the commit then counts them in the subscription's row. The
    /// number is read where it is written: a test may be sent while a turn is under way.
    pub(crate) fn attempted(
        &self,
        (subscription, after): (&str, i64),
        carried: Carried,
        (reply, outcome): (&Reply, Outcome),
        at: Instant,
    ) -> Statement {
        Statement::new(
            "INSERT INTO events_attempts (region, subscription, number, at, first_index, last_index, count, status, outcome, \
             why, micros, answer) SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), s.attempts + 1 + CAST($3 AS BIGINT), \
             CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), \
             CAST($9 AS TEXT), CAST($10 AS TEXT), CAST($11 AS BIGINT), $12 \
             FROM events_subscriptions s WHERE s.region = $1 AND s.id = $2",
            values![
                self.region(),
                subscription,
                after,
                at,
                carried.first,
                carried.last,
                carried.count,
                reply.status.map(i64::from),
                outcome.word(),
                reply.why,
                reply.micros,
                reply.answer.as_slice()
            ],
        )
    }

    /// The attempts of a subscription before a number (0: the newest), newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn attempts(&self, one: &Subscription, before: i64, limit: i64) -> Result<Vec<Attempt>, Refused> {
        let sql = "SELECT number, at, first_index, last_index, count, status, outcome, why, micros, answer FROM events_attempts \
                   WHERE region = $1 AND subscription = $2 AND number < $3 ORDER BY number DESC LIMIT $4";
        let before = if before > 0 { before } else { i64::MAX };
        let rows = self.store().rows(sql, &values![self.region(), &one.id, before, limit]).await?;
        Ok(rows.iter().map(attempt).collect::<Result<_, _>>()?)
    }
}

fn attempt(row: &Row) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        number: row.int(0)?,
        at: row.instant(1)?,
        first: row.int(2)?,
        last: row.int(3)?,
        count: row.int(4)?,
        status: row.int_or_null(5)?,
        outcome: row.string(6)?,
        why: row.string(7)?,
        micros: row.int(8)?,
        answer: row.bytes(9)?.to_vec(),
    })
}
