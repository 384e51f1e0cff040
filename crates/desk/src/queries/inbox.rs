//! The inbox of an agency: open cases, overdue and due today first, keyset-paged.

use super::{HEAD, head};
use crate::Desk;
use crate::model::{CaseHead, Due, Status};
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Officer;
use crate::rows::NEVER;
use kernel::Instant;
use store::{Row, StoreError, Value, values};

/// What an officer wants to see; stands in the address.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Only this unit of the officer's; empty: all of them.
    pub unit: String,
    /// Only this service; empty: all.
    pub service: String,
    /// Only this status word; empty: all that are open.
    pub status: String,
    /// Only this district; empty: all.
    pub district: String,
    /// A number or a part of it; empty: none.
    pub number: String,
    /// Only what came in by an import and waits to be taken over.
    pub imported: bool,
    /// Where the page before ended (`InboxPage::next`); empty: from the beginning.
    pub after: String,
    /// Rows on a page; 25 if zero, 100 at most.
    pub limit: usize,
}

/// One row.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// The head of the case.
    pub head: CaseHead,
    /// The officer's unit by which the row is in this inbox.
    pub unit: String,
    /// The earliest of this unit's step and the whole case.
    pub due: Due,
    /// The unit may act because the step was escalated to it.
    pub escalated: bool,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct InboxPage {
    /// The rows, what is overdue or due today first.
    pub rows: Vec<InboxRow>,
    /// For the address of the next page; empty on the last.
    pub next: String,
}

/// How many cases wait, for the head of the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// All open ones.
    pub open: i64,
    /// Past due.
    pub overdue: i64,
    /// Due by the end of today, not past.
    pub today: i64,
}

impl Desk {
    /// A page of the open cases that the officer's units hold (or held last, while they wait for the resident). Sorted by
    /// due, so what is overdue comes first, then what is due today; what has no due comes last.
    ///
    /// # Errors
    /// The store failed. An unit that is not the officer's gives an empty page.
    pub async fn inbox(&self, officer: &Officer, filter: &InboxFilter) -> Desked<InboxPage> {
        let units = units(officer, filter);
        if units.is_empty() {
            return Ok(InboxPage::default());
        }
        let limit = match filter.limit {
            0 => 25,
            asked => asked.min(100),
        };
        let (sql, values) = self.inbox_query(&units, filter, limit);
        let found = self.store().rows(&sql, &values).await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in &found {
            rows.push(inbox_row(row)?);
        }
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|(key, _)| key.clone())
            .unwrap_or_default();
        Ok(InboxPage {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            next,
        })
    }

    /// One index range per unit, merged; the case itself is read for the rows of the page only, unless a filter needs it.
    fn inbox_query(
        &self,
        units: &[String],
        filter: &InboxFilter,
        limit: usize,
    ) -> (String, Vec<Value>) {
        let (due, case) = cursor(&filter.after);
        let mut values = values![
            self.region(),
            due,
            case,
            i64::try_from(limit).unwrap_or(25) + 1
        ];
        let condition = conditions(filter, &mut values);
        let mut parts = Vec::with_capacity(units.len());
        for unit in units {
            values.push(unit.as_str().into());
            parts.push(format!(
                "SELECT * FROM (SELECT h.unit, h.due, h.escalated, h.case_id FROM desk_holders h {join} \
                 WHERE h.region = $1 AND h.unit = ${at} AND h.open = 1 AND (h.due, h.case_id) > ($2, $3){condition} \
                 ORDER BY h.due, h.case_id LIMIT $4) AS u{at}",
                at = values.len(),
                join = if condition.is_empty() { "" } else { "JOIN desk_cases c ON c.region = h.region AND c.id = h.case_id" },
            ));
        }
        let sql = format!(
            "SELECT {HEAD}, k.unit, k.due, k.escalated FROM ({}) AS k \
             JOIN desk_cases c ON c.region = $1 AND c.id = k.case_id ORDER BY k.due, k.case_id LIMIT $4",
            parts.join(" UNION ALL ")
        );
        (sql, values)
    }

    /// Cases drawn by chance for an auditor: of all agencies and services, never a secret one, each at most once.
    ///
    /// # Errors
    /// The officer is no auditor, or the store failed.
    pub async fn sample(&self, officer: &Officer, count: usize) -> Desked<Vec<CaseHead>> {
        if !officer.has(kernel::Role::Auditor) {
            return Err(DeskRefusal::Forbidden.into());
        }
        let all = "SELECT COUNT(*) FROM desk_cases WHERE region = $1 AND secret = 0";
        let rows = self.store().heavy_rows(all, values![self.region()]).await?;
        let all = rows.first().map_or(Ok(0), |row| row.int(0))?;
        let mut drawn = std::collections::BTreeSet::new();
        for _ in 0..count.min(50) {
            let mut bytes = [0; 8];
            self.chance().fill(&mut bytes);
            drawn.insert(i64::from_le_bytes(bytes).rem_euclid(all.max(1)));
        }
        let sql = format!(
            "SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.secret = 0 ORDER BY c.id LIMIT 1 OFFSET $2"
        );
        let mut heads = Vec::with_capacity(drawn.len());
        for place in drawn {
            let rows = self
                .store()
                .heavy_rows(sql.clone(), values![self.region(), place])
                .await?;
            for row in &rows {
                heads.push(head(row)?);
            }
        }
        Ok(heads)
    }

    /// How many open cases the officer's units have, and how many are late or due today.
    ///
    /// # Errors
    /// The store failed.
    pub async fn inbox_counts(&self, officer: &Officer) -> Desked<InboxCounts> {
        let mut counts = InboxCounts::default();
        let now = self.now();
        let tomorrow = now
            .date(self.zone())
            .saturating_add(jiff::Span::new().days(1));
        let midnight = Instant::at(tomorrow, 0, self.zone());
        let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN due < $3 THEN 1 ELSE 0 END), 0) AS BIGINT), \
                   CAST(COALESCE(SUM(CASE WHEN due >= $3 AND due < $4 THEN 1 ELSE 0 END), 0) AS BIGINT) \
                   FROM desk_holders WHERE region = $1 AND unit = $2 AND open = 1";
        for unit in officer.working_units() {
            let values = values![self.region(), unit, now, midnight];
            if let Some(row) = self.store().row(sql, &values).await? {
                counts.open += row.int(0)?;
                counts.overdue += row.int(1)?;
                counts.today += row.int(2)?;
            }
        }
        Ok(counts)
    }
}

fn units(officer: &Officer, filter: &InboxFilter) -> Vec<String> {
    let own = officer.working_units().into_iter();
    own.filter(|unit| filter.unit.is_empty() || *unit == filter.unit)
        .collect()
}

fn conditions(filter: &InboxFilter, values: &mut Vec<Value>) -> String {
    let mut condition = String::new();
    let status = Status::parse(&filter.status)
        .map(Status::word)
        .unwrap_or_default();
    for (column, wanted) in [
        ("service", filter.service.as_str()),
        ("status", status),
        ("district", &filter.district),
    ] {
        if !wanted.is_empty() {
            values.push(wanted.into());
            condition.push_str(&format!(" AND c.{column} = ${}", values.len()));
        }
    }
    let digits: String = filter
        .number
        .to_uppercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    if !digits.is_empty() {
        values.push(format!("%{digits}%").into());
        condition.push_str(&format!(" AND c.number LIKE ${}", values.len()));
    }
    if filter.imported {
        condition.push_str(" AND c.dormant = 1");
    }
    condition
}

/// `DUE.CASE` of the last row before.
fn cursor(after: &str) -> (i64, String) {
    let parsed = after
        .split_once('.')
        .and_then(|(due, case)| Some((due.parse().ok()?, case.to_owned())));
    parsed.unwrap_or((i64::MIN, String::new()))
}

fn inbox_row(row: &Row) -> Result<(String, InboxRow), StoreError> {
    let head = head(row)?;
    let due = row.int(33)?;
    let key = format!("{due}.{}", head.id);
    let due = match (due, head.step_due, head.total_due) {
        (NEVER, Due::Missing(year), _) | (NEVER, _, Due::Missing(year)) => Due::Missing(year),
        (NEVER, ..) => Due::None,
        (at, ..) => Due::At(Instant::from_micros(at)),
    };
    Ok((
        key,
        InboxRow {
            unit: row.string(32)?,
            due,
            escalated: row.flag(34)?,
            head,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_was_tampered_with_begins_at_the_beginning() {
        assert_eq!(cursor("12.abc"), (12, "abc".to_owned()));
        for text in ["", "x", "x.y", "12"] {
            assert_eq!(cursor(text), (i64::MIN, String::new()), "{text}");
        }
    }

    #[test]
    fn what_is_typed_into_a_filter_never_becomes_sql() {
        let filter = InboxFilter {
            service: "x' OR 1=1 --".into(),
            number: "12%_' ;".into(),
            status: "nonsense".into(),
            ..InboxFilter::default()
        };
        let mut values = Vec::new();
        let condition = conditions(&filter, &mut values);
        assert_eq!(condition, " AND c.service = $1 AND c.number LIKE $2");
        assert_eq!(values[1], Value::Text("%12%".into()));
    }
}
