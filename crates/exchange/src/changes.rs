//! What became of services: published, changed, deprecated, withdrawn; for whoever calls them.

use crate::exchange::Exchange;
use crate::offers::Where;
use crate::refusal::Refused;
use kernel::{Id, Instant};
use store::{Row, Statement, StoreError, values};

/// One line of the changelog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id: grows with time.
    pub id: String,
    /// Key of the service.
    pub offer: String,
    /// Name of the service.
    pub name: String,
    /// `terbit`, `berubah`, `usang`, `ditarik`.
    pub kind: String,
    /// Why; may be empty.
    pub note: String,
    /// When.
    pub at: Instant,
    /// The instant from which it can be called no more.
    pub sunset: Option<Instant>,
}

impl Exchange {
    pub(crate) fn noted(&self, key: &str, (kind, note): (&str, &str), now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO exchange_changes (region, id, offer, kind, note, happened_at) VALUES ($1, $2, $3, $4, $5, $6)",
            values![self.region(), Id::new(now, self.chance()).to_string(), key, kind, note, now],
        )
    }

    /// What became of services that everybody may read about, the newest first; those before `before` where it names one, and
    /// of one service where `offer` does.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn changes(&self, (before, offer): (&str, &str), most: i64) -> Result<Vec<Change>, Refused> {
        let mut asked = Where { sql: "c.region = $1".to_owned(), values: vec![self.region().into()] };
        if !before.is_empty() {
            asked.and("c.id < ?", before);
        }
        if !offer.is_empty() {
            asked.and("c.offer = ?", offer);
        }
        let sql = format!(
            "SELECT c.id, c.offer, o.name, c.kind, c.note, c.happened_at, o.sunset FROM exchange_changes c \
             JOIN exchange_offers o ON o.region = c.region AND o.offer = c.offer WHERE {} AND o.is_open = 1 \
             ORDER BY c.id DESC LIMIT {most}",
            asked.sql
        );
        let one = |row: &Row| {
            Ok::<_, StoreError>(Change {
                id: row.string(0)?,
                offer: row.string(1)?,
                name: row.string(2)?,
                kind: row.string(3)?,
                note: row.string(4)?,
                at: row.instant(5)?,
                sunset: row.instant_or_null(6)?,
            })
        };
        Ok(self.store().rows(&sql, &asked.values).await?.iter().map(one).collect::<Result<_, _>>()?)
    }
}
