//! What is seen to be joined by events: counted by day and application, also what clients fetch with a cursor.

use crate::refusal::Refused;
use crate::room::Events;
use cases::doors::{Answer, Joins, Offered, Rung, Traffic};
use kernel::Instant;
use store::{Commit, Statement, values};

/// Gapura itself, which gives every event.
const FROM: &str = "gapura";
const DAY: i64 = 24 * 3600;

impl Events {
    /// Counts events that an application took.
    pub(crate) fn counted(&self, application: &str, count: u64, now: Instant) -> Statement {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Statement::new(
            "INSERT INTO events_days (region, application, day, count, last_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (region, application, day) DO UPDATE SET count = events_days.count + excluded.count, \
             last_at = excluded.last_at",
            values![self.region(), application, now.seconds().div_euclid(DAY), count, now],
        )
    }
}

impl Events {
    /// Counts what a client fetched; nothing where it got nothing, so that polling writes nothing.
    pub(crate) async fn fetched(&self, application: &str, count: usize) -> Result<(), Refused> {
        if count == 0 || application.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let statements = vec![self.counted(application, count as u64, now)];
        self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await?;
        Ok(())
    }
}

impl Joins for Events {
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async move {
            let sql = "SELECT application, CAST(SUM(count) AS BIGINT), MAX(last_at) FROM events_days \
                       WHERE region = $1 AND day >= $2 GROUP BY application ORDER BY application";
            let day = since.seconds().div_euclid(DAY);
            let rows = self.store().rows(sql, &values![self.region(), day]).await.map_err(|error| error.to_string())?;
            let line = |row: &store::Row| {
                Ok::<_, store::StoreError>(Traffic {
                    from: FROM.to_owned(),
                    to: row.string(0)?,
                    rung: Rung::Events,
                    count: row.int(1)?,
                    last: row.instant(2)?,
                })
            };
            rows.iter().map(line).collect::<Result<_, _>>().map_err(|error| error.to_string())
        })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let sql = "SELECT COALESCE(MIN(recorded_at), 0) FROM events_facts WHERE region = $1";
            let row = self.store().row(sql, &values![self.region()]).await.map_err(|error| error.to_string())?;
            let since = row.map(|row| row.instant(0)).transpose().map_err(|error| error.to_string())?;
            let since = since.unwrap_or_else(|| self.now());
            let one = |kind: &crate::model::registry::Kind| Offered {
                application: FROM.to_owned(),
                rung: Rung::Events,
                name: kind.id.clone(),
                since,
            };
            Ok(self.registry().kinds().iter().map(one).collect())
        })
    }
}
