//! A new version held against every case of its service that runs. Nothing is changed, nothing sealed is opened.

use crate::Desk;
use crate::model::CaseHead;
use crate::queries::{HEAD, head};
use crate::refusal::Desked;
use cases::Rehearsal;
use definition::Definition;
use store::values;

/// A running case, and what the new version would mean for it.
#[derive(Debug)]
pub struct Rehearsed {
    /// The case.
    pub head: CaseHead,
    /// The version number under which it runs.
    pub version: u32,
    /// Whether it stays or moves, and what does not fit.
    pub rehearsal: Rehearsal,
}

/// Some of the running cases, in the order in which they were opened.
#[derive(Debug, Default)]
pub struct RehearsalPage {
    /// The cases.
    pub rows: Vec<Rehearsed>,
    /// Where the next page begins: hand it in as `after`. Empty on the last.
    pub next: String,
}

impl Desk {
    /// Holds `new` against running cases of its service, at most `limit` of them, after the internal id `after` (empty:
    /// from the oldest). Each is replayed from its stream.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn rehearse(&self, new: &Definition, after: &str, limit: u32) -> Desked<RehearsalPage> {
        let sql = format!(
            "SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.service = $2 AND c.ended_at IS NULL AND c.id > $3 \
             ORDER BY c.id LIMIT $4"
        );
        let most = i64::from(limit);
        let rows = self.store().heavy_rows(sql, values![self.region(), &new.id, after, most + 1]).await?;
        let mut page = RehearsalPage::default();
        for row in &rows {
            let head = head(row)?;
            if page.rows.len() == usize::try_from(limit).unwrap_or(usize::MAX) {
                page.next = page.rows.last().map(|last: &Rehearsed| last.head.id.clone()).unwrap_or_default();
                break;
            }
            let loaded = self.load_closed(&head.id).await?;
            let rehearsal = cases::rehearse(&loaded.definition, new, &loaded.case);
            page.rows.push(Rehearsed { head, version: loaded.definition.version, rehearsal });
        }
        Ok(page)
    }

    /// How many cases of a service run.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn running_cases(&self, service: &str) -> Desked<i64> {
        let sql = "SELECT COUNT(*) FROM desk_cases WHERE region = $1 AND service = $2 AND ended_at IS NULL";
        let rows = self.store().heavy_rows(sql, values![self.region(), service]).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.int(0))?)
    }
}
