//! Reading what may leave, in the order of the log.

use crate::leaving::NAME;
use crate::model::registry::Place;
use crate::model::wish::Leaving;
use crate::refusal::Refused;
use crate::room::Events;
use kernel::Instant;
use store::{Row, StoreError, values};

const COLUMNS: &str =
    "f.log_index, f.fact, f.subject, f.unit, f.service, f.area, f.secret, f.happened_at, f.recorded_at, f.data";

impl Events {
    /// Up to which index the log has been looked through.
    pub(crate) async fn known(&self) -> Result<i64, Refused> {
        Ok(self.store().cursor(self.region(), NAME).await?.unwrap_or(0))
    }

    /// The next facts after an index.
    pub(crate) async fn facts_after(&self, after: i64, limit: i64) -> Result<Vec<Leaving>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events_facts f WHERE f.region = $1 AND f.log_index > $2 ORDER BY f.log_index LIMIT $3"
        );
        let rows = self.store().rows(&sql, &values![self.region(), after, limit]).await?;
        Ok(rows.iter().map(leaving).collect::<Result<_, _>>()?)
    }

    /// The next facts that a subscription is to get again.
    pub(crate) async fn facts_again(&self, subscription: &str, limit: i64) -> Result<Vec<Leaving>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events_aside a JOIN events_facts f ON f.region = a.region AND f.log_index = a.log_index \
             WHERE a.region = $1 AND a.subscription = $2 AND a.state = 'ulang' ORDER BY a.log_index LIMIT $3"
        );
        let rows = self.store().rows(&sql, &values![self.region(), subscription, limit]).await?;
        Ok(rows.iter().map(leaving).collect::<Result<_, _>>()?)
    }

    /// The index of the first fact recorded at this moment or later; one past the end where there is none yet.
    pub(crate) async fn index_at(&self, at: Instant) -> Result<i64, Refused> {
        let sql = "SELECT log_index FROM events_facts WHERE region = $1 AND recorded_at >= $2 \
                   ORDER BY recorded_at, log_index LIMIT 1";
        match self.store().row(sql, &values![self.region(), at]).await? {
            Some(row) => Ok(row.int(0)?),
            None => Ok(self.known().await? + 1),
        }
    }
}

fn leaving(row: &Row) -> Result<Leaving, StoreError> {
    let damaged = || StoreError::Damaged("fact that leaves".to_owned());
    Ok(Leaving {
        index: row.int(0)?,
        fact: row.string(1)?,
        subject: row.string(2)?,
        place: Place { unit: row.string(3)?, service: row.string(4)?, area: row.string(5)? },
        secret: row.flag(6)?,
        happened_at: row.instant(7)?,
        recorded_at: row.instant(8)?,
        data: serde_json::from_str(row.text(9)?).map_err(|_| damaged())?,
    })
}
