//! Committed events get their log index here: one node at a time for each region, in the order of arrival.
//! A transaction that started earlier may become visible later; because an index is given only to what is
//! visible, and under a lock, no reader that follows the index ever misses an event.

use super::{Postgres, refused};
use crate::{StoreError, values};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

const AT_ONCE: i64 = 5000;

/// Events of other nodes that died before giving an index wait for at most this long.
const PAUSE: Duration = Duration::from_millis(400);

/// Follows the writer until it ends.
pub(super) fn start(database: Arc<Postgres>, mut wake: mpsc::Receiver<()>) {
    tokio::spawn(async move {
        loop {
            let woken = tokio::time::timeout(PAUSE, wake.recv()).await;
            if let Err(error) = all(&database).await {
                tracing::warn!(%error, "no log index could be given");
            }
            if matches!(woken, Ok(None)) {
                break;
            }
        }
    });
}

async fn all(database: &Postgres) -> Result<u64, StoreError> {
    let regions = database.rows("SELECT DISTINCT region FROM store_events WHERE log_index IS NULL", &values![]).await?;
    let mut given = 0;
    for region in regions {
        given += sequence(database, region.text(0)?, false).await?;
    }
    Ok(given)
}

/// Gives an index to every event of `region` that has none. `wait`: also if another node is at it just now.
pub(crate) async fn sequence(database: &Postgres, region: &str, wait: bool) -> Result<u64, StoreError> {
    let lock = if wait {
        "SELECT pg_advisory_xact_lock(hashtextextended('gapura sequencer ' || current_schema() || $1::text, 0)) IS NOT NULL"
    } else {
        "SELECT pg_try_advisory_xact_lock(hashtextextended('gapura sequencer ' || current_schema() || $1::text, 0))"
    };
    let mut given = 0;
    loop {
        let mut client = database.client().await?;
        let transaction = client.transaction().await.map_err(refused)?;
        let locked = transaction.query_one(lock, &[&region]).await.map_err(refused)?;
        if !wait && !locked.try_get::<_, bool>(0).map_err(refused)? {
            return Ok(given);
        }
        let count = transaction
            .execute(
                "WITH head AS (SELECT COALESCE(MAX(log_index), 0) AS n FROM store_events WHERE region = $1),
                 waiting AS (SELECT stream, version, arrival FROM store_events
                             WHERE region = $1 AND log_index IS NULL ORDER BY arrival LIMIT $2),
                 fresh AS (SELECT stream, version, ROW_NUMBER() OVER (ORDER BY arrival) AS place FROM waiting)
                 UPDATE store_events e SET log_index = head.n + fresh.place FROM head, fresh
                 WHERE e.region = $1 AND e.stream = fresh.stream AND e.version = fresh.version",
                &[&region, &AT_ONCE],
            )
            .await
            .map_err(refused)?;
        transaction.commit().await.map_err(refused)?;
        given += count;
        if count < AT_ONCE.unsigned_abs() {
            return Ok(given);
        }
    }
}
