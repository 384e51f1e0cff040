//! Forgets old attempts, keys that sign no more, and days that nobody asks for.

use crate::attempts::KEPT_FOR;
use crate::room::Events;
use kernel::Instant;
use std::sync::{Mutex, PoisonError};
use store::{Commit, Job, Running, Statement, Worked, values};

/// Seconds between two sweeps.
const EVERY: i64 = 3600;
const DAY: i64 = 24 * 3600;
/// Days of deliveries that are kept.
const DAYS: i64 = 800;
/// Keys stay readable for so long after their last signature.
const KEYS: i64 = 7 * 24 * 3600;

/// The job.
pub(crate) struct Sweep {
    events: Events,
    last: Mutex<Option<Instant>>,
}

impl Sweep {
    pub fn new(events: Events) -> Self {
        Self { events, last: Mutex::default() }
    }

    /// Whether it is time again; from now on it is not.
    fn is_due(&self, now: Instant) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|last| now.seconds() - last.seconds() >= EVERY);
        if due {
            *last = Some(now);
        }
        due
    }
}

impl Job for Sweep {
    fn name(&self) -> &'static str {
        "events.sweep"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if !self.is_due(now) {
                return Ok(Worked::default());
            }
            let region = self.events.region();
            let silent = now.plus_seconds(-KEYS);
            let sql = "SELECT sealed FROM events_keys WHERE region = $1 AND until IS NOT NULL AND until < $2";
            let rows = self.events.store().rows(sql, &values![region, silent]).await?;
            let sealed = rows.iter().map(|row| Ok(store::unsealed(region, row.text(0)?)));
            let mut statements = sealed.collect::<Result<Vec<_>, store::StoreError>>()?;
            let old = |sql: &'static str, before: i64| Statement::new(sql, values![region, before]);
            statements.extend([
                old("DELETE FROM events_attempts WHERE region = $1 AND at < $2", now.plus_seconds(-KEPT_FOR).micros()),
                old("DELETE FROM events_keys WHERE region = $1 AND until IS NOT NULL AND until < $2", silent.micros()),
                old("DELETE FROM events_days WHERE region = $1 AND day < $2", now.seconds().div_euclid(DAY) - DAYS),
            ]);
            self.events.store().commit_waiting(Commit::of_statements(region, statements), now).await?;
            Ok(Worked { done: 1, more: false })
        })
    }
}
