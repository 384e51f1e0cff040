//! Tables that follow the log: figures, maps, open data. They may lag a second and say "as of".

use crate::events::{event, log_index, name};
use crate::{Commit, CommitError, Statement, Store, values};
use kernel::{Event, Instant};

/// A table, or several, computed from the log alone.
pub trait Projection: Send + Sync {
    /// Name of its cursor, for example `figures.daily`. A changed meaning gets a new name and is rebuilt.
    fn name(&self) -> &'static str;
    /// Whether events of this name change anything; the others are passed over unread.
    fn hears(&self, name: &str) -> bool;
    /// What one event changes. Pure: the same event always gives the same statements.
    fn project(&self, event: &Event) -> Vec<Statement>;
    /// What empties its tables for `region` before a rebuild.
    fn reset(&self, region: &str) -> Vec<Statement>;
}

impl Store {
    /// Carries a projection on by up to `limit` events, in log order, each exactly once: its statements and its
    /// cursor are one transaction. Answers how many events were taken; 0 also when another node was faster.
    ///
    /// # Errors
    /// The database refused, or an event is damaged.
    pub async fn run_projection(
        &self,
        projection: &dyn Projection,
        region: &str,
        limit: i64,
        now: Instant,
    ) -> Result<u64, CommitError> {
        let cursor = self.cursor(region, projection.name()).await?;
        let from = cursor.unwrap_or(0);
        let mut rows = self.rows_after(region, from, limit).await?;
        if rows.is_empty() {
            self.sequence(region).await?;
            rows = self.rows_after(region, from, limit).await?;
        }
        let Some(last) = rows.last() else {
            return Ok(0);
        };
        let mut statements = vec![step(region, projection.name(), cursor, log_index(last)?)];
        for row in &rows {
            if projection.hears(name(row)?) {
                statements.extend(projection.project(&event(row)?));
            }
        }
        match self.commit_waiting(Commit::of_statements(region, statements), now).await {
            Ok(_) => Ok(rows.len() as u64),
            Err(CommitError::Guard) => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Empties a projection so that it is computed anew from the first event.
    ///
    /// # Errors
    /// The database refused.
    pub async fn rebuild_projection(
        &self,
        projection: &dyn Projection,
        region: &str,
        now: Instant,
    ) -> Result<(), CommitError> {
        let mut statements = projection.reset(region);
        statements.push(Statement::new(
            "DELETE FROM store_cursors WHERE region = $1 AND name = $2",
            values![region, projection.name()],
        ));
        self.commit_waiting(Commit::of_statements(region, statements), now).await.map(drop)
    }

    /// The log index up to which a projection has come; "as of" is when that event was recorded.
    ///
    /// # Errors
    /// The database refused.
    pub async fn cursor(&self, region: &str, name: &str) -> Result<Option<i64>, CommitError> {
        let sql = "SELECT log_index FROM store_cursors WHERE region = $1 AND name = $2";
        let row = self.row(sql, &values![region, name]).await?;
        Ok(row.map(|row| row.int(0)).transpose()?)
    }
}

/// Moves the cursor, if nobody else has.
fn step(region: &str, name: &str, from: Option<i64>, to: i64) -> Statement {
    let statement = match from {
        None => Statement::new(
            "INSERT INTO store_cursors (region, name, log_index) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![region, name, to],
        ),
        Some(from) => Statement::new(
            "UPDATE store_cursors SET log_index = $3 WHERE region = $1 AND name = $2 AND log_index = $4",
            values![region, name, to, from],
        ),
    };
    statement.exactly_one()
}
