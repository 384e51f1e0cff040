//! Forgets records that are older than the operator keeps them: their rows, and with them the salts, so that no hash can be
//! held against a short body any more (docs/adr/0069). Entries of the ledger and the figures by the hour stay.

use crate::gateway::Gateway;
use crate::monitor::first_id;
use crate::refusal::Refused;
use kernel::{Id, Instant};
use store::{Commit, CommitError, Job, Pace, Running, Statement, Worked, values};

const DAY: i64 = 86_400;
/// Rows that go in one turn.
const TURN: i64 = 1_000;

/// Days that records are kept where the operator says nothing: a year and a month, so that a year can be looked back on.
pub const KEPT_DAYS: i64 = 400;
/// The fewest days that an operator may set: what goes wrong in a quarter is asked about after it.
pub const LEAST_DAYS: i64 = 90;

pub(crate) fn job(gateway: &Gateway) -> Box<dyn Job> {
    Box::new(Sweep { gateway: gateway.clone(), pace: Pace::every(DAY) })
}

struct Sweep {
    gateway: Gateway,
    pace: Pace,
}

impl Job for Sweep {
    fn name(&self) -> &'static str {
        "gateway.sweep"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if !self.pace.is_due(now) {
                return Ok(Worked::default());
            }
            let swept = self.gateway.sweep(now).await?;
            if !swept.more {
                self.pace.rest(now);
            }
            Ok(swept)
        })
    }
}

impl Gateway {
    async fn sweep(&self, now: Instant) -> Result<Worked, CommitError> {
        let sql = "SELECT id FROM gateway_calls WHERE region = $1 AND id < $2 ORDER BY id LIMIT $3";
        let old = self.store().rows(sql, &values![self.region(), self.first_kept(now), TURN]).await?;
        let Some(last) = old.last() else {
            return Ok(Worked::default());
        };
        let gone = Statement::new(
            "DELETE FROM gateway_calls WHERE region = $1 AND id <= $2",
            values![self.region(), last.text(0)?],
        );
        self.store().commit_waiting(Commit::of_statements(self.region(), vec![gone]), now).await?;
        Ok(Worked { done: old.len() as u64, more: old.len() as i64 == TURN })
    }

    /// Why there is no record of this call: it is too old, or there never was one.
    pub(crate) fn missing(&self, id: &str) -> Refused {
        let first = self.first_kept(self.deps().clock.now());
        let swept = Id::parse(id).is_some_and(|id| id.to_string() < first);
        if swept { Refused::Swept(self.deps().kept_days) } else { Refused::NotThere }
    }

    /// The smallest id of a call that is kept.
    fn first_kept(&self, now: Instant) -> String {
        first_id(now.plus_seconds(-self.deps().kept_days * DAY).seconds() * 1000)
    }
}
