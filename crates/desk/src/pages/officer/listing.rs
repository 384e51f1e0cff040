//! Which cases an officer's list holds: tabs, filters, pages and counts, all from the address.

use super::{city_wide, query};
use crate::Desk;
use crate::model::{CaseHead, Due, Status};
use crate::queries::{HEAD, head};
use crate::refusal::Desked;
use crate::rights::Officer;
use crate::rows::NEVER;
use definition::model::By;
use kernel::{Instant, Role};
use store::{Row, StoreError, Value, values};

/// Which part of the cases is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// `giliran`: the officer may take the step's actions.
    Mine,
    /// `terbuka`: everything open in the officer's units.
    Open,
    /// `menunggu`: waits for the resident.
    Waiting,
    /// `berakhir`: ended, held or last held by the officer's units.
    Ended,
    /// `impor`: imported and not taken over.
    Imported,
    /// `kota`: heads of the whole city, for those who may.
    City,
}

impl Tab {
    pub const ALL: [Self; 6] = [
        Self::Mine,
        Self::Open,
        Self::Waiting,
        Self::Imported,
        Self::Ended,
        Self::City,
    ];

    /// The word in addresses and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine => "giliran",
            Self::Open => "terbuka",
            Self::Waiting => "menunggu",
            Self::Ended => "berakhir",
            Self::Imported => "impor",
            Self::City => "kota",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.word() == word)
    }

    /// The tabs of this officer.
    pub fn of(officer: &Officer) -> Vec<Self> {
        let works = !officer.working_units().is_empty();
        let city = city_wide(officer).is_some();
        Self::ALL
            .into_iter()
            .filter(|tab| if *tab == Self::City { city } else { works })
            .collect()
    }

    /// Where the officer starts: whoever takes steps sees their turn, a liaison or head everything of the unit.
    fn first(officer: &Officer) -> Self {
        let takes = officer.has(Role::Verifier) || officer.has(Role::FieldOfficer);
        match (officer.working_units().is_empty(), takes) {
            (true, _) => Self::City,
            (false, true) => Self::Mine,
            (false, false) => Self::Open,
        }
    }
}

/// What an officer wants to see; stands in the address.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub tab: Tab,
    pub unit: String,
    pub service: String,
    pub status: String,
    pub district: String,
    pub number: String,
    pub after: String,
    pub limit: usize,
}

impl Filter {
    /// Reads it from an address or from the hidden field of the export.
    pub fn read(text: &str, officer: &Officer) -> Self {
        let value = |name: &str| query(text, name);
        let tabs = Tab::of(officer);
        Self {
            tab: Tab::parse(&value("daftar"))
                .filter(|tab| tabs.contains(tab))
                .unwrap_or_else(|| Tab::first(officer)),
            unit: value("unit"),
            service: value("layanan"),
            status: value("status"),
            district: value("kecamatan"),
            number: value("q"),
            after: value("sesudah"),
            limit: 25,
        }
    }

    /// Whether anything narrows the list besides the tab.
    pub fn narrows(&self) -> bool {
        [
            &self.unit,
            &self.service,
            &self.status,
            &self.district,
            &self.number,
        ]
        .iter()
        .any(|part| !part.is_empty())
    }

    /// Without the page: what an export covers, and what its fact says.
    pub fn as_query(&self) -> String {
        let parts = [
            ("daftar", self.tab.word()),
            ("unit", &self.unit),
            ("layanan", &self.service),
            ("status", &self.status),
            ("kecamatan", &self.district),
            ("q", &self.number),
        ];
        let set = parts.iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| format!("{name}={}", super::encoded(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

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

/// A unit of the officer, with the titles whose steps the officer may take there.
struct Place {
    unit: String,
    titles: Vec<String>,
}

async fn places(desk: &Desk, officer: &Officer, unit: &str) -> Desked<Vec<Place>> {
    let own = officer
        .working_units()
        .into_iter()
        .filter(|own| unit.is_empty() || own == unit);
    let all = titles(desk).await?;
    let places = own.map(|unit| {
        let may = |title: &String| {
            let wanted = desk
                .agencies()
                .role_of(title, &unit)
                .unwrap_or(Role::Liaison);
            officer
                .grants
                .iter()
                .any(|grant| grant.unit == unit && grant.role == wanted)
        };
        let titles = all.iter().filter(|title| may(title)).cloned().collect();
        Place { unit, titles }
    });
    Ok(places.collect())
}

/// Every job title that any definition under which a case may run names.
async fn titles(desk: &Desk) -> Desked<Vec<String>> {
    let sql = "SELECT hash FROM desk_definitions WHERE region = $1";
    let catalogue = desk.catalogue();
    let mut titles = Vec::new();
    for row in desk.store().rows(sql, &values![desk.region()]).await? {
        let Some(definition) = catalogue.pinned(row.text(0)?) else {
            continue;
        };
        for step in definition.steps.values() {
            if let By::Office(office) = &step.by {
                titles.push(office.title.clone());
            }
            titles.extend(
                step.lapse
                    .iter()
                    .filter_map(|lapse| lapse.escalate.as_ref())
                    .map(|above| above.title.clone()),
            );
        }
        let total = definition
            .deadline
            .lapse
            .iter()
            .filter_map(|lapse| lapse.escalate.as_ref());
        titles.extend(total.map(|above| above.title.clone()));
    }
    titles.sort_unstable();
    titles.dedup();
    Ok(titles)
}

/// A page of the officer's list: overdue first, then due today, then the rest; ended ones latest first.
pub(super) async fn list(desk: &Desk, officer: &Officer, filter: &Filter) -> Desked<Listing> {
    if filter.tab == Tab::City {
        return city(desk, officer, filter).await;
    }
    let places = places(desk, officer, &filter.unit).await?;
    if places.is_empty() {
        return Ok(Listing::default());
    }
    let (sql, values) = of_units(desk, &places, filter);
    page(
        desk.store().rows(&sql, &values).await?,
        filter,
        |due, id| format!("{due}.{id}"),
    )
}

/// One index range per unit, merged; the case itself is read for the rows of the page only, unless a filter needs it.
fn of_units(desk: &Desk, places: &[Place], filter: &Filter) -> (String, Vec<Value>) {
    let (due, case) = cursor(&filter.after);
    let mut values = values![
        desk.region(),
        due,
        case,
        i64::try_from(filter.limit).unwrap_or(25) + 1
    ];
    let ended = filter.tab == Tab::Ended;
    let (order, open) = if ended { ("DESC", 0) } else { ("", 1) };
    let from = match (ended, filter.after.is_empty()) {
        (false, _) => "(h.due, h.case_id) > ($2, $3)",
        (true, true) => "h.due >= $2 AND h.case_id >= $3",
        (true, false) => "h.due = $2 AND h.case_id < $3",
    };
    let rules = conditions(filter, &mut values);
    let mut parts = Vec::with_capacity(places.len());
    for place in places {
        values.push(place.unit.as_str().into());
        let at = values.len();
        let of_tab = of_tab(filter.tab, &place.titles, &mut values);
        parts.push(format!(
            "SELECT * FROM (SELECT h.unit, h.due, h.escalated, h.case_id FROM desk_holders h \
             JOIN desk_cases c ON c.region = h.region AND c.id = h.case_id \
             WHERE h.region = $1 AND h.unit = ${at} AND h.open = {open} AND {from}{of_tab}{rules} \
             ORDER BY h.due {order}, h.case_id {order} LIMIT $4) AS u{at}"
        ));
    }
    let sql = format!(
        "SELECT {HEAD}, k.due, k.escalated FROM ({}) AS k \
         JOIN desk_cases c ON c.region = $1 AND c.id = k.case_id ORDER BY k.due {order}, k.case_id {order} LIMIT $4",
        parts.join(" UNION ALL ")
    );
    (sql, values)
}

/// What makes a row belong to the tab, besides being open or not.
fn of_tab(tab: Tab, titles: &[String], values: &mut Vec<Value>) -> String {
    match tab {
        Tab::Mine => format!(" AND c.dormant = 0 AND {}", of_titles(titles, values)),
        Tab::Waiting => format!(" AND h.title = '' AND h.due = {NEVER}"),
        Tab::Imported => format!(" AND h.due = {NEVER} AND c.dormant = 1"),
        Tab::Ended => {
            format!(" AND h.due = {NEVER} AND c.status IN ('berakhir', 'tidak_diketahui')")
        }
        Tab::Open | Tab::City => String::new(),
    }
}

fn of_titles(titles: &[String], values: &mut Vec<Value>) -> String {
    if titles.is_empty() {
        return "1 = 0".to_owned();
    }
    let mut places = Vec::with_capacity(titles.len());
    for title in titles {
        values.push(title.as_str().into());
        places.push(format!("${}", values.len()));
    }
    format!("h.title IN ({})", places.join(", "))
}

fn conditions(filter: &Filter, values: &mut Vec<Value>) -> String {
    let mut rules = String::new();
    let status = Status::parse(&filter.status)
        .map(Status::word)
        .unwrap_or_default();
    let wanted = [
        ("service", filter.service.as_str()),
        ("status", status),
        ("district", &filter.district),
    ];
    for (column, wanted) in wanted.into_iter().filter(|(_, wanted)| !wanted.is_empty()) {
        values.push(wanted.into());
        rules.push_str(&format!(" AND c.{column} = ${}", values.len()));
    }
    let number = filter.number.to_uppercase();
    let number: String = number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    if !number.is_empty() {
        values.push(format!("%{number}%").into());
        rules.push_str(&format!(" AND c.number LIKE ${}", values.len()));
    }
    rules
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
    let sql = format!(
        "SELECT {HEAD}, {NEVER}, 0 FROM desk_cases c WHERE c.region = $1{rules} ORDER BY c.id DESC LIMIT $2"
    );
    page(desk.store().rows(&sql, &values).await?, filter, |_, id| {
        id.to_owned()
    })
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
    Ok(Listing {
        rows,
        next: if more { next } else { String::new() },
    })
}

fn listed(row: &Row) -> Result<(i64, Listed), StoreError> {
    let head = head(row)?;
    let due = row.int(32)?;
    let until = match due {
        NEVER if head.status.is_open() && !head.dormant => {
            super::words::earlier(head.step_due, head.total_due)
        }
        NEVER => Due::None,
        at => Due::At(Instant::from_micros(at)),
    };
    Ok((
        due,
        Listed {
            due: until,
            escalated: row.flag(33)?,
            head,
        },
    ))
}

/// `DUE.CASE` of the last row before.
fn cursor(after: &str) -> (i64, String) {
    let parsed = after
        .split_once('.')
        .and_then(|(due, case)| Some((due.parse().ok()?, case.to_owned())));
    parsed.unwrap_or((i64::MIN, String::new()))
}

/// How many cases stand behind each tab: one query per unit, each count bounded.
pub(super) async fn counts(desk: &Desk, officer: &Officer) -> Desked<Counts> {
    let mut counts = Counts::default();
    let now = desk.now();
    let tomorrow = now
        .date(desk.zone())
        .saturating_add(jiff::Span::new().days(1));
    let midnight = Instant::at(tomorrow, 0, desk.zone());
    for place in places(desk, officer, "").await? {
        let mut values = values![desk.region(), place.unit, now, midnight];
        let titles = of_titles(&place.titles, &mut values);
        let count = |join: &str, rule: &str| {
            let most = Counts::MOST;
            format!(
                "(SELECT COUNT(*) FROM (SELECT 1 AS one FROM desk_holders h {join} WHERE h.region = $1 AND h.unit = $2 \
                 AND h.open = 1 {rule} LIMIT {most}) AS counted)"
            )
        };
        let case = "JOIN desk_cases c ON c.region = h.region AND c.id = h.case_id";
        let columns = [
            count(case, &format!("AND c.dormant = 0 AND {titles}")),
            count("", ""),
            count("", &format!("AND h.due = {NEVER} AND h.title = ''")),
            count(case, &format!("AND h.due = {NEVER} AND c.dormant = 1")),
            count("", "AND h.due < $3"),
            count("", "AND h.due >= $3 AND h.due < $4"),
        ];
        let row = desk
            .store()
            .row(&format!("SELECT {}", columns.join(", ")), &values)
            .await?;
        if let Some(row) = row {
            counts.add(&row)?;
        }
    }
    Ok(counts)
}

impl Counts {
    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let all = [
            &mut self.mine,
            &mut self.open,
            &mut self.waiting,
            &mut self.imported,
            &mut self.overdue,
            &mut self.today,
        ];
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
            Tab::Ended | Tab::City => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::OfficerId;
    use web::Grant;

    fn officer(role: Role) -> Officer {
        let grant = Grant {
            role,
            unit: "dinas-pupr".into(),
        };
        Officer {
            id: OfficerId("p1".into()),
            grants: vec![grant],
        }
    }

    #[test]
    fn whoever_takes_steps_starts_with_their_turn_and_a_liaison_with_everything_open() {
        assert_eq!(
            Filter::read("", &officer(Role::FieldOfficer)).tab,
            Tab::Mine
        );
        assert_eq!(Filter::read("", &officer(Role::Liaison)).tab, Tab::Open);
        assert_eq!(Filter::read("", &officer(Role::Leader)).tab, Tab::City);
    }

    #[test]
    fn a_tab_that_is_not_the_officers_is_not_opened_by_its_address() {
        assert_eq!(
            Filter::read("daftar=kota", &officer(Role::FieldOfficer)).tab,
            Tab::Mine
        );
        assert_eq!(
            Filter::read("daftar=terbuka", &officer(Role::Auditor)).tab,
            Tab::City
        );
    }

    #[test]
    fn what_is_typed_into_a_filter_never_becomes_sql() {
        let filter = Filter::read(
            "layanan=x'%20OR%201%3D1&q=12%25_'%3B&status=nonsense",
            &officer(Role::Liaison),
        );
        let mut values = Vec::new();
        let rules = conditions(&filter, &mut values);
        assert_eq!(rules, " AND c.service = $1 AND c.number LIKE $2");
        assert_eq!(values[1], Value::Text("%12%".into()));
    }

    #[test]
    fn a_filter_written_into_an_address_reads_back_as_itself() {
        let read = Filter::read(
            "daftar=berakhir&layanan=jalan-rusak&q=PGD%202026",
            &officer(Role::Head),
        );
        let again = Filter::read(&read.as_query(), &officer(Role::Head));
        assert_eq!(
            (again.tab, &again.service, &again.number),
            (Tab::Ended, &read.service, &read.number)
        );
        assert!(
            again.narrows() && !Filter::read("daftar=berakhir", &officer(Role::Head)).narrows()
        );
    }

    #[test]
    fn a_cursor_that_was_tampered_with_begins_at_the_beginning() {
        assert_eq!(cursor("12.abc"), (12, "abc".to_owned()));
        for text in ["", "x", "x.y", "12"] {
            assert_eq!(cursor(text), (i64::MIN, String::new()), "{text}");
        }
    }
}
