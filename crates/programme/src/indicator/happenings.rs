//! From a figure down to its events: the list of what was counted, a page at a time.

use super::facts::Fact;
use super::period::Period;
use crate::programme::Programme;
use kernel::Instant;
use store::{Row, StoreError, values};

/// One event that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Its place in the ledger, with which the exported ledger is searched.
    pub log_index: i64,
    pub unit: String,
    /// Public number of the case or letter; id of the service; empty for officers.
    pub number: String,
    pub at: Instant,
    pub amount: i64,
    pub paused: i64,
    /// Thousandths of a working day.
    pub working: Option<i64>,
}

/// Whose events are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Everything.
    All,
    /// Only what these units did.
    Units(Vec<String>),
}

/// What is listed.
pub(crate) struct Listing<'a> {
    pub fact: &'a Fact,
    pub period: Period,
    /// Only this unit; empty: every unit of the scope.
    pub unit: &'a str,
    /// Where the page before ended: month and place in the ledger.
    pub before: Option<(String, i64)>,
}

impl Programme {
    /// A page of what a fact counted, the newest first, and where the next page begins.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn counted(
        &self,
        listing: &Listing<'_>,
        scope: &Scope,
        limit: i64,
    ) -> Result<(Vec<Counted>, Option<(String, i64)>), StoreError> {
        let kind = match listing.fact.measure {
            super::facts::Measure::Different => super::projection::seen(listing.period.span()),
            _ => listing.fact.kind,
        };
        let (from, to) = listing.period.months();
        let from = if listing.fact.measure == super::facts::Measure::Standing { "0000-00".to_owned() } else { from };
        let mut asked = values![self.region(), kind.word(), from, to, listing.unit, listing.fact.marks];
        let mut condition = "region = $1 AND kind = $2 AND month >= $3 AND month <= $4 AND ($5 = '' OR unit = $5) \
                             AND ($6 = 0 OR (marks & $6) <> 0)"
            .to_owned();
        if let Scope::Units(units) = scope {
            let marks: Vec<String> = units.iter().enumerate().map(|(at, _)| format!("${}", at + 7)).collect();
            let none = if marks.is_empty() { "''".to_owned() } else { marks.join(", ") };
            condition.push_str(&format!(" AND unit IN ({none})"));
            asked.extend(units.iter().map(store::Value::from));
        }
        if let Some((month, index)) = &listing.before {
            let (one, other) = (asked.len() + 1, asked.len() + 2);
            condition.push_str(&format!(" AND (month < ${one} OR (month = ${one} AND log_index < ${other}))"));
            asked.extend(values![month, *index]);
        }
        let sql = format!(
            "SELECT log_index, unit, number, happened_at, amount, paused, working, month FROM programme_happenings \
             WHERE {condition} ORDER BY month DESC, log_index DESC LIMIT {}",
            limit + 1
        );
        let rows = self.store().rows(&sql, &asked).await?;
        let more = rows.len() as i64 > limit;
        let shown = rows.iter().take(usize::try_from(limit).unwrap_or_default());
        let last = shown.clone().next_back().filter(|_| more);
        let next = last.map(|row| Ok::<_, StoreError>((row.string(7)?, row.int(0)?))).transpose()?;
        let counted: Result<Vec<Counted>, StoreError> = shown.map(read).collect();
        Ok((counted?, next))
    }
}

fn read(row: &Row) -> Result<Counted, StoreError> {
    Ok(Counted {
        log_index: row.int(0)?,
        unit: row.string(1)?,
        number: row.string(2)?,
        at: row.instant(3)?,
        amount: row.int(4)?,
        paused: row.int(5)?,
        working: row.int_or_null(6)?,
    })
}
