//! Everything of a feed whose mapping file was taken away is forgotten: rows, files, rejects, and the key of its personal values.
//! What its runs counted stays.

use crate::events::event;
use crate::feeds::Feeds;
use crate::refusal::Refused;
use kernel::Actor;
use serde_json::json;
use store::{Statement, erasure, values};

impl Feeds {
    /// Forgets a feed; how many rows it had.
    ///
    /// # Errors
    /// There is none, its mapping file is still there, it is being read, or the store failed.
    pub async fn forget(&self, id: &str, by: &Actor) -> Result<i64, Refused> {
        let standing = self.standing(id).await?;
        if self.feeds().contains_key(id) {
            return Err(Refused::StillThere);
        }
        let (rows, now) = (self.rows_there(id).await?, self.now());
        let gone = |sql: &'static str| Statement::new(sql, values![self.region(), id]);
        let mut statements = vec![
            Statement::new(
                "DELETE FROM feeds_feeds WHERE region = $1 AND id = $2 AND lease_until <= $3",
                values![self.region(), id, now],
            )
            .exactly_one(),
            gone("DELETE FROM feeds_rows WHERE region = $1 AND feed = $2"),
            gone("DELETE FROM feeds_rejects WHERE region = $1 AND feed = $2"),
            gone("DELETE FROM feeds_files WHERE region = $1 AND feed = $2"),
        ];
        if let Some(person) = &standing.person {
            statements.extend(erasure(self.region(), person, now));
        }
        let facts = vec![event("feed.forgotten", now, by, json!({ "feed": id, "rows": rows }))];
        self.store().commit_waiting(self.on(id, facts, statements), now).await?;
        Ok(rows)
    }
}
