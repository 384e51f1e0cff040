//! What is to be sent outside: written in the commit, sent by a worker, at least once, recognisable by its key.

use crate::{Commit, CommitError, Row, Statement, Store, StoreError, values};
use kernel::Instant;

/// Something claimed by this worker until its lease ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Region code.
    pub region: String,
    /// For example `messages`.
    pub topic: String,
    /// The key that makes it recognisable to the receiver.
    pub once_key: String,
    /// What the commit wrote.
    pub payload: serde_json::Value,
    /// 1 for the first try.
    pub attempt: i64,
    /// When it was written.
    pub created_at: Instant,
}

impl Store {
    /// Takes what is due, oldest first, and keeps it from other workers for `lease_seconds`.
    /// Whoever dies in between leaves it to be claimed again after the lease.
    ///
    /// # Errors
    /// The database refused, or a payload is damaged.
    pub async fn claim(
        &self,
        region: &str,
        topic: &str,
        limit: i64,
        lease_seconds: i64,
        now: Instant,
    ) -> Result<Vec<Claimed>, CommitError> {
        // An idle worker asks every second: reading costs no flush, claiming does.
        let waiting = "SELECT 1 FROM store_outbox WHERE region = $1 AND topic = $2 AND state = 'waiting' AND due_at <= $3 LIMIT 1";
        if self.row(waiting, &values![region, topic, now]).await?.is_none() {
            return Ok(Vec::new());
        }
        let lock = self.skip_locked();
        let statement = Statement::new(
            format!(
                "UPDATE store_outbox SET due_at = $4, attempts = attempts + 1
                 WHERE region = $1 AND topic = $2 AND state = 'waiting' AND once_key IN (
                   SELECT once_key FROM store_outbox
                   WHERE region = $1 AND topic = $2 AND state = 'waiting' AND due_at <= $3
                   ORDER BY due_at LIMIT $5{lock})
                 RETURNING region, topic, once_key, payload, attempts, created_at"
            ),
            values![region, topic, now, now.plus_seconds(lease_seconds), limit],
        );
        let rows = self.returning(statement).await?;
        let mut claimed: Vec<Claimed> = rows.iter().map(read).collect::<Result<_, _>>()?;
        claimed.sort_by(|a, b| (a.created_at, &a.once_key).cmp(&(b.created_at, &b.once_key)));
        Ok(claimed)
    }

    /// It was delivered.
    ///
    /// # Errors
    /// [`CommitError::Guard`]: the lease had ended and another worker took it.
    pub async fn done(&self, claimed: &Claimed, now: Instant) -> Result<(), CommitError> {
        self.settle(finish(claimed, "done", None, now), claimed, now).await
    }

    /// It failed for now.
    ///
    /// # Errors
    /// [`CommitError::Guard`]: the lease had ended and another worker took it.
    pub async fn retry_later(
        &self,
        claimed: &Claimed,
        reason: &str,
        due_at: Instant,
        now: Instant,
    ) -> Result<(), CommitError> {
        self.settle(finish(claimed, "waiting", Some(reason), due_at), claimed, now).await
    }

    /// It failed for good; people look after it.
    ///
    /// # Errors
    /// [`CommitError::Guard`]: the lease had ended and another worker took it.
    pub async fn dead(&self, claimed: &Claimed, reason: &str, now: Instant) -> Result<(), CommitError> {
        self.settle(finish(claimed, "dead", Some(reason), now), claimed, now).await
    }

    /// How many of a topic wait and how many are dead.
    ///
    /// # Errors
    /// The database refused.
    pub async fn outbox_depth(&self, region: &str, topic: &str) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0),
                          COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0)
                   FROM store_outbox WHERE region = $1 AND topic = $2";
        match self.row(sql, &values![region, topic]).await? {
            Some(row) => Ok((row.int(0)?, row.int(1)?)),
            None => Ok((0, 0)),
        }
    }

    /// Forgets what was delivered before `before`, and receipts of sends from before then.
    ///
    /// # Errors
    /// The database refused.
    pub async fn sweep_delivered(&self, region: &str, before: Instant, now: Instant) -> Result<(), CommitError> {
        let statements = vec![
            Statement::new(
                "DELETE FROM store_outbox WHERE region = $1 AND state = 'done' AND due_at < $2",
                values![region, before],
            ),
            Statement::new("DELETE FROM store_sends WHERE region = $1 AND sent_at < $2", values![region, before]),
        ];
        self.commit_waiting(Commit::of_statements(region, statements), now).await.map(drop)
    }

    async fn settle(&self, statement: Statement, claimed: &Claimed, now: Instant) -> Result<(), CommitError> {
        self.commit_waiting(Commit::of_statements(claimed.region.as_str(), vec![statement]), now).await.map(drop)
    }
}

/// The same within a room's own commit: what was claimed is settled together with the fact that it was delivered.
/// `due_at` is when it was settled or, for `waiting`, when to try again.
fn finish(claimed: &Claimed, state: &str, reason: Option<&str>, due_at: Instant) -> Statement {
    Statement::new(
        "UPDATE store_outbox SET state = $4, reason = $5, due_at = $6
         WHERE region = $1 AND topic = $2 AND once_key = $3 AND state = 'waiting' AND attempts = $7",
        values![&claimed.region, &claimed.topic, &claimed.once_key, state, reason, due_at, claimed.attempt],
    )
    .exactly_one()
}

impl Claimed {
    /// Settles it as delivered within a room's own commit, together with the event that says so.
    pub fn delivered(&self, now: Instant) -> Statement {
        finish(self, "done", None, now)
    }

    /// Settles it as undeliverable within a room's own commit.
    pub fn undeliverable(&self, reason: &str, now: Instant) -> Statement {
        finish(self, "dead", Some(reason), now)
    }
}

fn read(row: &Row) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        region: row.string(0)?,
        topic: row.string(1)?,
        once_key: row.string(2)?,
        payload: serde_json::from_str(row.text(3)?)
            .map_err(|error| StoreError::Damaged(format!("outbox payload: {error}")))?,
        attempt: row.int(4)?,
        created_at: row.instant(5)?,
    })
}
