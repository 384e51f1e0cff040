//! Public lists. A secret case is in none of them.

use super::{HEAD, head};
use crate::Desk;
use crate::model::{CaseHead, Finding};
use crate::refusal::Desked;
use crate::rows::NEVER;
use store::{StoreError, values};

/// A page of a public list.
#[derive(Clone, Debug, Default)]
pub struct PublicPage {
    /// Heads of cases that are not secret.
    pub rows: Vec<CaseHead>,
    /// For the address of the next page; empty on the last.
    pub next: String,
}

const ROWS: usize = 25;

impl Desk {
    /// Cases that a definition says are to be named in public because a promise was broken (`umumkan`), the longest
    /// overdue first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn overdue_in_public(&self, after: &str) -> Desked<PublicPage> {
        let (due, id) =
            after.split_once('.').and_then(|(due, id)| Some((due.parse().ok()?, id))).unwrap_or((i64::MIN, ""));
        let sql = format!(
            "SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.publicised = 1 AND c.secret = 0 \
             AND (COALESCE(c.step_due, $2), c.id) > ($3, $4) ORDER BY COALESCE(c.step_due, $2), c.id LIMIT $5"
        );
        let rows = self.store().rows(&sql, &values![self.region(), NEVER, due, id, ROWS as i64 + 1]).await?;
        let mut heads = rows.iter().map(head).collect::<Result<Vec<_>, _>>()?;
        let more = heads.len() > ROWS;
        heads.truncate(ROWS);
        let last = heads.last().filter(|_| more);
        let next = last.map(|head| {
            let due = crate::model::due_at(head.step_due).map_or(NEVER, kernel::Instant::micros);
            format!("{due}.{}", head.id)
        });
        Ok(PublicPage { next: next.unwrap_or_default(), rows: heads })
    }

    /// What an operator is to look at (semantics R14): cases that wait for a holiday list, and from 1 October the list of
    /// the coming year.
    ///
    /// # Errors
    /// The store failed.
    pub async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        let sql = "SELECT missing_year, COUNT(*) FROM desk_cases WHERE region = $1 AND missing_year IS NOT NULL \
                   GROUP BY missing_year ORDER BY missing_year";
        for row in self.store().rows(sql, &values![self.region()]).await? {
            let year = i16::try_from(row.int(0)?).unwrap_or(i16::MAX);
            findings.push(Finding::CasesWaitForYear { year, cases: row.int(1)? });
        }
        let today = self.now().date(self.zone());
        let coming = today.year() + i16::from(today.month() >= 10);
        for year in today.year()..=coming {
            if !self.calendar().plan().years.contains(&year) {
                findings.push(Finding::YearMissing { year });
            }
        }
        Ok(findings)
    }
}
