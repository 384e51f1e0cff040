//! How long a service really took in the last quarter that is over, for whoever is about to apply.

use crate::model::{median, month};
use cases::doors::{Answer, Durations, Took};
use kernel::{Clock, Instant, Zone};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Store, StoreError, values};

/// So long an answer is kept, in seconds: a quarter that is over hardly moves.
const FRESH: i64 = 600;
/// Services whose answer is kept.
const KEPT: usize = 500;

/// Reads the projected cells; one per region.
pub struct Quarter {
    region: String,
    zone: Zone,
    store: Store,
    clock: Arc<dyn Clock>,
    kept: Mutex<HashMap<String, (Instant, Took)>>,
}

impl Quarter {
    /// Reads nothing yet.
    pub fn new(region: &str, zone: Zone, store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { region: region.to_owned(), zone, store, clock, kept: Mutex::default() }
    }

    async fn read(&self, service: &str, now: Instant) -> Result<Took, StoreError> {
        let (from, to) = last_quarter(now.date(self.zone));
        let asked = values![&self.region, month(from), month(to), service];
        let sql = "SELECT CAST(COALESCE(SUM(received), 0) AS BIGINT), CAST(COALESCE(SUM(ended), 0) AS BIGINT), \
                   CAST(COALESCE(SUM(in_time), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT) \
                   FROM figures_cells WHERE region = $1 AND month >= $2 AND month <= $3 AND service = $4";
        let counts = self.store.row(sql, &asked).await?;
        let count = |column: usize| counts.as_ref().map_or(Ok(0), |row| row.int(column));
        let sql = "SELECT bucket, CAST(SUM(cases) AS BIGINT) FROM figures_histograms WHERE region = $1 \
                   AND month >= $2 AND month <= $3 AND service = $4 AND kind = 'selesai' GROUP BY bucket ORDER BY bucket";
        let rows = self.store.rows(sql, &asked).await?;
        let histogram: Result<Vec<_>, StoreError> = rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect();
        let histogram = histogram?;
        Ok(Took {
            from,
            to,
            received: count(0)?,
            ended: count(1)?,
            in_time: count(2)?,
            late: count(3)?,
            timed: histogram.iter().map(|(_, cases)| cases).sum(),
            days: median(&histogram),
        })
    }

    fn known(&self, service: &str, now: Instant) -> Option<Took> {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(service).filter(|(at, _)| now.seconds() - at.seconds() < FRESH).map(|(_, took)| took.clone())
    }
}

impl Durations for Quarter {
    fn of_service<'a>(&'a self, service: &'a str) -> Answer<'a, Option<Took>> {
        Box::pin(async move {
            let now = self.clock.now();
            if let Some(known) = self.known(service, now) {
                return Some(known);
            }
            let took = match self.read(service, now).await {
                Ok(took) => took,
                Err(error) => {
                    tracing::warn!(%error, "how long a service took cannot be read");
                    return None;
                }
            };
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, (at, _)| now.seconds() - at.seconds() < FRESH);
            if all.len() < KEPT {
                all.insert(service.to_owned(), (now, took.clone()));
            }
            Some(took)
        })
    }
}

/// First day of the first and of the last month of the quarter before the one of `today`.
fn last_quarter(today: jiff::civil::Date) -> (jiff::civil::Date, jiff::civil::Date) {
    let into = i64::from((today.month() - 1) % 3);
    let this = today.first_of_month().saturating_sub(jiff::Span::new().months(into));
    (this.saturating_sub(jiff::Span::new().months(3)), this.saturating_sub(jiff::Span::new().months(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_quarter_is_the_one_that_is_over() {
        for day in [date(2027, 1, 1), date(2027, 3, 31)] {
            assert_eq!(last_quarter(day), (date(2026, 10, 1), date(2026, 12, 1)));
        }
        assert_eq!(last_quarter(date(2026, 11, 28)), (date(2026, 7, 1), date(2026, 9, 1)));
    }
}
