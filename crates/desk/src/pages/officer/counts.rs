//! How many cases stand behind the tabs of an officer's list.

use super::filter::Tab;
use super::place::{of_titles, places};
use crate::Desk;
use crate::refusal::Desked;
use crate::rights::Officer;
use crate::rows::InList;
use kernel::Instant;
use store::{Row, StoreError, values};

/// How many cases stand behind a tab; counted up to [`Counts::MOST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub mine: i64,
    pub open: i64,
    pub waiting: i64,
    pub imported: i64,
    pub overdue: i64,
    pub today: i64,
}

impl Counts {
    /// More are shown as "200+": counting on would cost more than it tells.
    pub const MOST: i64 = 200;
}

/// How many cases stand behind each tab: one query per unit, each count bounded.
pub(super) async fn counts(desk: &Desk, officer: &Officer) -> Desked<Counts> {
    let mut counts = Counts::default();
    let now = desk.now();
    let tomorrow = now.date(desk.zone()).saturating_add(jiff::Span::new().days(1));
    let midnight = Instant::at(tomorrow, 0, desk.zone());
    for place in places(desk, officer, "") {
        let mut values = values![desk.region(), place.unit, now, midnight];
        let sql = counting(&of_titles(&place.titles, &mut values));
        let row = desk.store().row(&sql, &values).await?;
        if let Some(row) = row {
            counts.add(&row)?;
        }
    }
    Ok(counts)
}

/// The counts of one unit: ranges of the index of lists, each read up to [`Counts::MOST`].
fn counting(mine: &str) -> String {
    let count = |rule: &str| {
        let most = Counts::MOST;
        format!(
            "(SELECT COUNT(*) FROM (SELECT 1 AS one FROM desk_holders h WHERE h.region = $1 AND h.unit = $2 \
             AND {rule} LIMIT {most}) AS counted)"
        )
    };
    let [working, waiting, imported] = [InList::Working, InList::Waiting, InList::Imported].map(|list| list as i64);
    let columns = [
        count(&format!("h.list = {working}{mine}")),
        count(&format!("h.list BETWEEN {working} AND {imported}")),
        count(&format!("h.list = {waiting}")),
        count(&format!("h.list = {imported}")),
        count(&format!("h.list = {working} AND h.due < $3")),
        count(&format!("h.list = {working} AND h.due >= $3 AND h.due < $4")),
    ];
    format!("SELECT {}", columns.join(", "))
}

impl Counts {
    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let all =
            [&mut self.mine, &mut self.open, &mut self.waiting, &mut self.imported, &mut self.overdue, &mut self.today];
        for (column, count) in all.into_iter().enumerate() {
            *count += row.int(column)?;
        }
        Ok(())
    }

    /// The count behind a tab, where one is kept.
    pub const fn of(&self, tab: Tab) -> Option<i64> {
        match tab {
            Tab::Mine => Some(self.mine),
            Tab::Open => Some(self.open),
            Tab::Waiting => Some(self.waiting),
            Tab::Imported => Some(self.imported),
            Tab::Ended | Tab::City | Tab::Sample => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::plan;

    #[tokio::test]
    async fn every_count_is_a_range_of_the_index_of_lists_and_stops_at_its_bound() {
        let ledger = testkit::sqlite_ledger(crate::MIGRATIONS).await;
        let mut values = values!["35.17", "dinas-pupr", 5_i64, 9_i64];
        let sql = counting(&of_titles(&["verifikator".to_owned()], &mut values));
        let plan = plan(&ledger.store, &sql, &values).await;
        let read: Vec<_> = plan.iter().filter(|step| step.contains("SEARCH")).collect();
        assert_eq!(read.len(), 6, "{plan:?}");
        for step in read {
            assert!(step.contains("COVERING INDEX desk_holders_list"), "{step}");
        }
        assert!(!plan.iter().any(|step| step.contains("SCAN h")), "{plan:?}");
        assert_eq!(sql.matches(&format!("LIMIT {}", Counts::MOST)).count(), 6);
        ledger.store.close().await;
    }

    #[test]
    fn an_officer_whose_titles_are_unknown_has_no_turn() {
        assert!(counting(&of_titles(&[], &mut Vec::new())).contains("h.list = 1 AND 1 = 0"));
    }
}
