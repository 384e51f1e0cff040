//! Which cases an officer's list holds, page by page.

use super::city_wide;
use super::filter::{Filter, Tab};
use super::place::{Place, of_titles, places};
use crate::Desk;
use crate::model::{CaseHead, Due, Status};
use crate::queries::{HEAD, head};
use crate::refusal::Desked;
use crate::rights::Officer;
use crate::rows::NEVER;
use kernel::Instant;
use store::{Row, StoreError, Value, values};

/// The case of a row, where a filter asks it.
const CASE: &str = "JOIN desk_cases c ON c.region = h.region AND c.id = h.case_id";

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub head: CaseHead,
    pub due: Due,
    pub escalated: bool,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub rows: Vec<Listed>,
    /// Where the next page begins; empty on the last.
    pub next: String,
}

/// A page of the officer's list: overdue first, then due today, then the rest; ended ones latest first.
pub(super) async fn list(desk: &Desk, officer: &Officer, filter: &Filter) -> Desked<Listing> {
    match filter.tab {
        Tab::City => return city(desk, officer, filter).await,
        Tab::Sample => return sample(desk, officer, filter).await,
        _ => {}
    }
    let places = places(desk, officer, &filter.unit);
    if places.is_empty() {
        return Ok(Listing::default());
    }
    let (sql, values) = of_units(desk.region(), &places, filter);
    let rows = found(desk, filter, sql, values).await?;
    page(rows, filter, |due, id| format!("{due}.{id}"))
}

/// A list is read at once; what a filter has to look for waits on the bounded pool.
async fn found(desk: &Desk, filter: &Filter, sql: String, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
    if filter.narrows() { desk.store().heavy_rows(sql, values).await } else { desk.store().rows(&sql, &values).await }
}

/// One index range per unit and list, merged; cases are read for the rows of the page only, unless a filter asks them.
fn of_units(region: &str, places: &[Place], filter: &Filter) -> (String, Vec<Value>) {
    let (due, case) = cursor(&filter.after);
    let most = i64::try_from(filter.limit).unwrap_or(25) + 1;
    let mut values = values![region, due, case, most];
    let ended = filter.tab == Tab::Ended;
    let order = if ended { "DESC" } else { "" };
    let from = match (ended, filter.after.is_empty()) {
        (false, _) => "(h.due, h.case_id) > ($2, $3)",
        (true, true) => "h.due >= $2 AND h.case_id >= $3",
        (true, false) => "h.due = $2 AND h.case_id < $3",
    };
    let rules = conditions(filter, &mut values);
    let join = if rules.is_empty() { "" } else { CASE };
    let mut parts = Vec::with_capacity(places.len());
    for place in places {
        values.push(place.unit.as_str().into());
        let at = values.len();
        let mine = match filter.tab {
            Tab::Mine => of_titles(&place.titles, &mut values),
            _ => String::new(),
        };
        for list in filter.tab.lists() {
            let list = *list as i64;
            parts.push(format!(
                "SELECT * FROM (SELECT h.due, h.escalated, h.case_id FROM desk_holders h {join} WHERE h.region = $1 \
                 AND h.unit = ${at} AND h.list = {list} AND {from}{mine}{rules} \
                 ORDER BY h.due {order}, h.case_id {order} LIMIT $4) AS u{at}_{list}"
            ));
        }
    }
    let sql = format!(
        "SELECT {HEAD}, k.due, k.escalated FROM ({}) AS k \
         JOIN desk_cases c ON c.region = $1 AND c.id = k.case_id ORDER BY k.due {order}, k.case_id {order} LIMIT $4",
        parts.join(" UNION ALL ")
    );
    (sql, values)
}

/// Heads of the whole city, latest first.
async fn city(desk: &Desk, officer: &Officer, filter: &Filter) -> Desked<Listing> {
    let Some(secret) = city_wide(officer) else {
        return Ok(Listing::default());
    };
    let mut values = values![desk.region(), i64::try_from(filter.limit).unwrap_or(25) + 1];
    let mut rules = conditions(filter, &mut values);
    if !secret {
        rules.push_str(" AND c.secret = 0");
    }
    if !filter.unit.is_empty() {
        values.push(filter.unit.as_str().into());
        rules.push_str(&format!(" AND c.unit = ${}", values.len()));
    }
    if !filter.after.is_empty() {
        values.push(filter.after.as_str().into());
        rules.push_str(&format!(" AND c.id < ${}", values.len()));
    }
    let sql =
        format!("SELECT {HEAD}, {NEVER}, 0 FROM desk_cases c WHERE c.region = $1{rules} ORDER BY c.id DESC LIMIT $2");
    let rows = found(desk, filter, sql, values).await?;
    page(rows, filter, |_, id| id.to_owned())
}

/// Cases of the whole city drawn by chance, other ones each time.
async fn sample(desk: &Desk, officer: &Officer, filter: &Filter) -> Desked<Listing> {
    let drawn = desk.sample(officer, filter.limit).await?.into_iter();
    let rows = drawn.map(|head| Listed { due: until(&head), escalated: false, head });
    Ok(Listing { rows: rows.collect(), next: String::new() })
}

/// What a row without a due of its own says.
fn until(head: &CaseHead) -> Due {
    if head.status.is_open() && !head.dormant {
        super::words::earlier(head.step_due, head.total_due)
    } else {
        Due::None
    }
}

fn page(found: Vec<Row>, filter: &Filter, key: impl Fn(i64, &str) -> String) -> Desked<Listing> {
    let more = found.len() > filter.limit;
    let mut rows: Vec<Listed> = Vec::with_capacity(found.len());
    let mut next = String::new();
    for row in found.iter().take(filter.limit) {
        let (due, listed) = listed(row)?;
        next = key(due, &listed.head.id);
        // A case that two units of the officer hold is listed once.
        if rows.iter().all(|known| known.head.id != listed.head.id) {
            rows.push(listed);
        }
    }
    Ok(Listing { rows, next: if more { next } else { String::new() } })
}

fn listed(row: &Row) -> Result<(i64, Listed), StoreError> {
    let head = head(row)?;
    let due = row.int(32)?;
    let until = match due {
        NEVER => until(&head),
        at => Due::At(Instant::from_micros(at)),
    };
    Ok((due, Listed { due: until, escalated: row.flag(33)?, head }))
}

fn conditions(filter: &Filter, values: &mut Vec<Value>) -> String {
    let mut rules = String::new();
    let status = Status::parse(&filter.status).map(Status::word).unwrap_or_default();
    let wanted = [("service", filter.service.as_str()), ("status", status), ("district", &filter.district)];
    for (column, wanted) in wanted.into_iter().filter(|(_, wanted)| !wanted.is_empty()) {
        values.push(wanted.into());
        rules.push_str(&format!(" AND c.{column} = ${}", values.len()));
    }
    let number = filter.number.to_uppercase();
    let number: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if !number.is_empty() {
        values.push(format!("%{number}%").into());
        rules.push_str(&format!(" AND c.number LIKE ${}", values.len()));
    }
    rules
}

/// `DUE.CASE` of the last row before.
fn cursor(after: &str) -> (i64, String) {
    let parsed = after.split_once('.').and_then(|(due, case)| Some((due.parse().ok()?, case.to_owned())));
    parsed.unwrap_or((i64::MIN, String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::plan;
    use kernel::{OfficerId, Role};
    use web::Grant;

    fn officer(role: Role) -> Officer {
        let grant = Grant { role, unit: "dinas-pupr".into() };
        Officer { id: OfficerId("p1".into()), grants: vec![grant], mandates: Vec::new() }
    }

    #[test]
    fn what_is_typed_into_a_filter_never_becomes_sql() {
        let filter = Filter::read("layanan=x'%20OR%201%3D1&q=12%25_'%3B&status=nonsense", &officer(Role::Liaison));
        let mut values = Vec::new();
        let rules = conditions(&filter, &mut values);
        assert_eq!(rules, " AND c.service = $1 AND c.number LIKE $2");
        assert_eq!(values[1], Value::Text("%12%".into()));
    }

    #[test]
    fn a_cursor_that_was_tampered_with_begins_at_the_beginning() {
        assert_eq!(cursor("12.abc"), (12, "abc".to_owned()));
        for text in ["", "x", "x.y", "12"] {
            assert_eq!(cursor(text), (i64::MIN, String::new()), "{text}");
        }
    }

    fn of_two_units(address: &str) -> (String, Vec<Value>) {
        let grants = ["dinas-pupr", "dinas-kominfo"].map(|unit| Grant { role: Role::FieldOfficer, unit: unit.into() });
        let officer = Officer { id: OfficerId("p1".into()), grants: grants.into(), mandates: Vec::new() };
        let places = officer
            .working_units()
            .into_iter()
            .map(|unit| Place { unit, titles: vec!["verifikator".into(), "pengawas-jalan".into()] });
        let places: Vec<Place> = places.collect();
        of_units("35.17", &places, &Filter::read(address, &officer))
    }

    #[tokio::test]
    async fn every_list_is_a_range_of_one_index_and_reads_only_the_cases_it_shows() {
        let ledger = testkit::sqlite_ledger(crate::MIGRATIONS).await;
        for list in ["giliran", "terbuka", "menunggu", "impor", "berakhir"] {
            for after in ["", "&sesudah=9223372036854775807.abc"] {
                let (sql, values) = of_two_units(&format!("daftar={list}{after}"));
                let plan = plan(&ledger.store, &sql, &values).await;
                let holders: Vec<_> = plan.iter().filter(|step| step.contains(" h ")).collect();
                assert!(!holders.is_empty(), "{plan:?}");
                for step in holders {
                    assert!(step.contains("COVERING INDEX desk_holders_list"), "{step}");
                    assert!(step.contains("list=?"), "{step}");
                }
                let cases = plan.iter().filter(|step| step.contains("SEARCH c "));
                assert_eq!(cases.count(), 1, "{plan:?}");
                assert!(!plan.iter().any(|step| step.contains("SCAN c")), "{plan:?}");
            }
        }
        ledger.store.close().await;
    }

    #[tokio::test]
    async fn the_head_of_a_case_is_found_by_its_number() {
        let ledger = testkit::sqlite_ledger(crate::MIGRATIONS).await;
        let sql = crate::queries::by_number();
        let plan = plan(&ledger.store, &sql, &values!["35.17", "PGD-1"]).await;
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(plan[0].contains("desk_cases_number"), "{plan:?}");
        ledger.store.close().await;
    }
}
