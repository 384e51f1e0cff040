//! Does what nobody opens a page for: silence, messages, figures. Once a second, and at once while more is waiting.

use crate::city::City;
use kernel::Clock;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::watch;

/// Events projected in one transaction.
const BATCH: i64 = 200;
/// Between two rounds: figures may lag a second, and an idle machine stays idle.
const REST: Duration = Duration::from_secs(1);

/// Works until `stop` turns true.
pub async fn run(cities: Arc<Vec<City>>, store: Store, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let mut more = false;
        for city in cities.iter() {
            more |= round(city, &store, clock.as_ref()).await;
        }
        if more {
            continue;
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// One round of everything in one region; whether more is waiting.
pub async fn round(city: &City, store: &Store, clock: &dyn Clock) -> bool {
    let mut more = false;
    for job in city.jobs() {
        match job.run(clock.now()).await {
            Ok(worked) => more |= worked.more,
            Err(error) => {
                tracing::error!(job = job.name(), region = city.regency.code, %error, "a job failed; it runs again")
            }
        }
    }
    for projection in city.projections() {
        match store.run_projection(projection.as_ref(), &city.regency.code, BATCH, clock.now()).await {
            Ok(taken) => more |= i64::try_from(taken).is_ok_and(|taken| taken == BATCH),
            Err(error) => {
                tracing::error!(projection = projection.name(), region = city.regency.code, %error, "a projection failed; it runs again")
            }
        }
    }
    more
}

/// Rounds until nothing is waiting: before figures are compared, and after an import.
pub async fn settle(city: &City, store: &Store, clock: &dyn Clock) {
    while round(city, store, clock).await {}
}
