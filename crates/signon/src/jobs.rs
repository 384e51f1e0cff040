//! What nobody opens a page for: keys change by the calendar, what is over is swept.

use crate::signon::Signon;
use kernel::Instant;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Job, Running, Statement, StoreError, Worked, values};

/// Between two rounds.
const EVERY: i64 = 60;
/// Ended sign-ons stay for so many seconds, so that a code or refresh token that comes again is still known.
const REMEMBERED: i64 = 40 * 86_400;
/// Proofs swept in one turn.
const TURN: i64 = 200;

/// The jobs of this room.
pub fn jobs(signon: &Signon) -> Vec<Box<dyn Job>> {
    vec![Box::new(Keeping { signon: signon.clone(), next: AtomicI64::new(i64::MIN) })]
}

struct Keeping {
    signon: Signon,
    next: AtomicI64,
}

impl Job for Keeping {
    fn name(&self) -> &'static str {
        "signon.keeping"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if now.seconds() < self.next.load(Ordering::Relaxed) {
                return Ok(Worked::default());
            }
            let rotated = self.signon.rotate(now).await?;
            let (swept, more) = self.signon.sweep(now).await?;
            if !more {
                self.next.store(now.seconds() + EVERY, Ordering::Relaxed);
            }
            Ok(Worked { done: rotated + swept, more })
        })
    }
}

impl Signon {
    /// Forgets what is over: how many proofs went, and whether more wait.
    async fn sweep(&self, now: Instant) -> Result<(u64, bool), StoreError> {
        let old = now.plus_seconds(-REMEMBERED);
        let mut statements = Vec::new();
        for (found, gone, before) in [
            ("SELECT 1 FROM signon_access WHERE region = $1 AND until_at <= $2 LIMIT 1", ACCESS, now),
            ("SELECT 1 FROM signon_once WHERE region = $1 AND until_at <= $2 LIMIT 1", ONCE, old),
            ("SELECT 1 FROM signon_families WHERE region = $1 AND until_at <= $2 LIMIT 1", FAMILIES, old),
        ] {
            if self.store().row(found, &values![self.region(), before]).await?.is_some() {
                statements.push(Statement::new(gone, values![self.region(), before]));
            }
        }
        let sql =
            "SELECT hash, person FROM signon_proofs WHERE region = $1 AND until_at <= $2 ORDER BY until_at LIMIT $3";
        let proofs = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        for row in &proofs {
            statements.extend(self.forgotten(row.text(0)?, row.text(1)?, now));
        }
        if !statements.is_empty() {
            let swept = self.store().commit_waiting(self.rows(statements), now).await;
            swept.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok((proofs.len() as u64, proofs.len() as i64 == TURN))
    }
}

const ACCESS: &str = "DELETE FROM signon_access WHERE region = $1 AND until_at <= $2";
const ONCE: &str = "DELETE FROM signon_once WHERE region = $1 AND until_at <= $2";
const FAMILIES: &str = "DELETE FROM signon_families WHERE region = $1 AND until_at <= $2";
