//! What the gateway tells other rooms: traffic between applications, and how services are.

use crate::counters::{HOUR, classes};
use crate::gateway::Gateway;
use crate::model::histogram::Histogram;
use cases::doors::{Answer, Health, Joins, Offered, Rung, Statuses, Traffic};
use kernel::Instant;
use std::collections::BTreeMap;
use store::{Row, StoreError, values};

impl Joins for Gateway {
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async move { self.pairs(since).await.map_err(|error| error.to_string()) })
    }

    /// Services are offered by exchange; the gateway only carries them.
    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl Statuses for Gateway {
    fn healths(&self) -> Answer<'_, Result<Vec<Health>, String>> {
        Box::pin(async move { self.lately().await.map_err(|error| error.to_string()) })
    }
}

fn hour(at: Instant) -> i64 {
    (at.seconds() * 1000).div_euclid(HOUR)
}

impl Gateway {
    /// Calls that were answered, refusals left out: nothing went over with those.
    async fn pairs(&self, since: Instant) -> Result<Vec<Traffic>, StoreError> {
        let sql = "SELECT provider, application, CAST(SUM(calls - refused) AS BIGINT), MAX(last_at) FROM gateway_hours \
                   WHERE region = $1 AND hour >= $2 GROUP BY provider, application \
                   HAVING SUM(calls - refused) > 0 ORDER BY provider, application";
        let rows = self.store().heavy_rows(sql, values![self.region(), hour(since)]).await?;
        let one = |row: &Row| {
            Ok(Traffic {
                from: row.string(0)?,
                to: row.string(1)?,
                rung: Rung::Api,
                count: row.int(2)?,
                last: row.instant(3)?,
            })
        };
        rows.iter().map(one).collect()
    }

    async fn lately(&self) -> Result<Vec<Health>, StoreError> {
        let now = self.deps().clock.now();
        let sums: Vec<String> = classes().iter().map(|class| format!("CAST(SUM({class}) AS BIGINT)")).collect();
        let sql = format!(
            "SELECT service, CAST(SUM(calls) AS BIGINT), CAST(SUM(failed) AS BIGINT), {} FROM gateway_hours \
             WHERE region = $1 AND hour > $2 GROUP BY service",
            sums.join(", ")
        );
        let rows = self.store().heavy_rows(sql, values![self.region(), hour(now) - 24]).await?;
        let mut healths: BTreeMap<String, Health> = BTreeMap::new();
        for row in &rows {
            let health = Health {
                service: row.string(0)?,
                up: Some(true),
                calls: row.int(1)?,
                failed: row.int(2)?,
                p95_ms: took(row, 3)?.percentile(95),
            };
            healths.insert(health.service.clone(), health);
        }
        for service in self.services().now().services() {
            if service.is_down(now) {
                let key = service.callable.key.clone();
                let unknown = Health { service: key.clone(), up: None, calls: 0, failed: 0, p95_ms: 0 };
                healths.entry(key).or_insert(unknown).up = Some(false);
            }
        }
        Ok(healths.into_values().collect())
    }
}

/// The classes that begin at this column.
pub(crate) fn took(row: &Row, from: usize) -> Result<Histogram, StoreError> {
    let mut took = Histogram::default();
    for (at, count) in took.0.iter_mut().enumerate() {
        *count = row.int(from + at)?;
    }
    Ok(took)
}
