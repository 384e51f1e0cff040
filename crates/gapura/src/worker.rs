//! Does what nobody opens a page for: silence, messages, figures. Once a second, and at once while more is waiting.

use crate::city::City;
use kernel::Clock;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Events projected in one transaction.
const BATCH: i64 = 500;
/// Between two looks at the log during an import: each batch should be a full one.
const FOLLOW: Duration = Duration::from_millis(100);
/// Between two rounds: figures may lag a second, and an idle machine stays idle.
const REST: Duration = Duration::from_secs(1);

/// Works until `stop` turns true.
pub async fn run(cities: Arc<Vec<City>>, store: Store, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut couriers = JoinSet::new();
    for city in cities.iter() {
        let (events, stop) = (city.joined.events.clone(), stop.clone());
        couriers.spawn(async move { events.follow(stop).await });
    }
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
    couriers.join_all().await;
}

/// One round of everything in one region; whether more is waiting.
pub async fn round(city: &City, store: &Store, clock: &dyn Clock) -> bool {
    let mut more = false;
    for job in &city.jobs {
        match job.run(clock.now()).await {
            Ok(worked) => more |= worked.more,
            Err(error) => {
                tracing::error!(job = job.name(), region = city.regency.code, %error, "a job failed; it runs again")
            }
        }
    }
    more | project(city, store, clock).await
}

/// Carries every table that follows the log on by one batch; whether more is waiting.
async fn project(city: &City, store: &Store, clock: &dyn Clock) -> bool {
    let mut more = false;
    for projection in &city.projections {
        match store.run_projection(projection.as_ref(), &city.regency.code, BATCH, clock.now()).await {
            Ok(taken) => more |= i64::try_from(taken).is_ok_and(|taken| taken == BATCH),
            Err(error) => {
                tracing::error!(projection = projection.name(), region = city.regency.code, %error, "a projection failed; it runs again")
            }
        }
    }
    more
}

/// Everything that is waiting, to its end: before figures are compared, and after an import.
pub async fn settle(city: &City, store: &Store, clock: &dyn Clock) {
    loop {
        while project(city, store, clock).await {}
        if !round(city, store, clock).await {
            break;
        }
    }
    if let Err(error) = city.joined.events.deliver().await {
        tracing::error!(region = city.regency.code, %error, "events could not be sent");
    }
}

/// Does `work`, for example an import, while figures follow beside it; then everything that is left.
pub async fn beside<T>(city: &City, store: &Store, clock: &dyn Clock, work: impl Future<Output = T>) -> T {
    let following = async {
        loop {
            if !project(city, store, clock).await {
                tokio::time::sleep(FOLLOW).await;
            }
        }
    };
    // Dropped in the middle of a batch it loses nothing: batch and cursor are one transaction.
    let done = tokio::select! {
        done = work => done,
        never = following => never,
    };
    settle(city, store, clock).await;
    done
}
