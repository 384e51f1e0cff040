//! Reading the log.

use crate::{Row, Store, StoreError, values};
use kernel::{Actor, Event, NewEvent};

const COLUMNS: &str =
    "SELECT region, stream, version, log_index, name, happened_at, recorded_at, actor, data FROM store_events";

impl Store {
    /// Everything that happened to one thing, in order. An event that has no log index yet (PostgreSQL, for
    /// less than a second) shows 0 there.
    ///
    /// # Errors
    /// The database refused, or an event is damaged.
    pub async fn stream(&self, region: &str, stream: &str) -> Result<Vec<Event>, StoreError> {
        let sql = format!("{COLUMNS} WHERE region = $1 AND stream = $2 ORDER BY version");
        let rows = self.rows(&sql, &values![region, stream]).await?;
        rows.iter().map(event).collect()
    }

    /// The version of a stream; 0 if there is none.
    ///
    /// # Errors
    /// The database refused.
    pub async fn version(&self, region: &str, stream: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(version), 0) FROM store_events WHERE region = $1 AND stream = $2";
        let row = self.row(sql, &values![region, stream]).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// The next events of a region's log, in the one order that every reader follows.
    ///
    /// # Errors
    /// The database refused, or an event is damaged.
    pub async fn events_after(&self, region: &str, log_index: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
        self.rows_after(region, log_index, limit).await?.iter().map(event).collect()
    }

    /// The same as rows, for readers that hear only some of them.
    pub(crate) async fn rows_after(&self, region: &str, log_index: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
        let sql = format!("{COLUMNS} WHERE region = $1 AND log_index > $2 ORDER BY log_index LIMIT $3");
        self.rows(&sql, &values![region, log_index, limit]).await
    }

    /// The log index of the newest event; 0 in an empty region.
    ///
    /// # Errors
    /// The database refused.
    pub async fn head(&self, region: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(log_index), 0) FROM store_events WHERE region = $1";
        let row = self.row(sql, &values![region]).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }
}

pub(crate) fn name(row: &Row) -> Result<&str, StoreError> {
    row.text(4)
}

pub(crate) fn log_index(row: &Row) -> Result<i64, StoreError> {
    Ok(row.int_or_null(3)?.unwrap_or(0))
}

pub(crate) fn event(row: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        region: row.string(0)?,
        stream: row.string(1)?,
        version: row.int(2)?,
        log_index: log_index(row)?,
        recorded_at: row.instant(6)?,
        fact: NewEvent {
            name: name(row)?.to_owned(),
            happened_at: row.instant(5)?,
            actor: json::<Actor>(row, 7)?,
            data: json(row, 8)?,
        },
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.text(column)?).map_err(|error| {
        StoreError::Damaged(format!("event {} of {}: {error}", row.int(2).unwrap_or(0), row.text(1).unwrap_or("?")))
    })
}
