//! `/dasbor/impor-indikator`: values from a table. First it is read and told cell by cell, then it is stored.

use super::{genuine, spoken};
use crate::indicator::Refused;
use crate::indicator::import::{Fate, Line, Table, Weight};
use crate::indicator::rights::EnterValues;
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, Markup, May, Submission, View, download, media};

const FORM: &str = "indikator impor";
/// Rows that are told; the counts are of all.
const TOLD: usize = 200;

#[derive(Template)]
#[template(path = "indikator/import.html")]
struct Page {
    v: View,
    error: String,
    counts: Vec<(Markup, usize)>,
    rows: Vec<Row>,
    more: usize,
    stored: Option<usize>,
    asks: bool,
}

struct Row {
    line: usize,
    what: String,
    tag: Markup,
    remarks: Vec<String>,
}

impl Page {
    const fn empty(v: View) -> Self {
        Self { v, error: String::new(), counts: Vec::new(), rows: Vec::new(), more: 0, stored: None, asks: false }
    }

    fn told(mut self, table: &Table) -> Self {
        let v = &self.v;
        let fates = [Fate::Accepted, Fate::Repaired, Fate::Unchanged, Fate::Rejected];
        let counts = fates.into_iter().map(|fate| (fate_tag(v, fate), table.count(fate))).collect();
        let faults = table.faults.iter().map(|fault| format!("{}: {}", fault.cell, fault.say.lang(v.lang())));
        let error = faults.collect::<Vec<_>>().join(" ");
        let told: Vec<&Line> = table.lines.iter().filter(|line| !line.remarks.is_empty()).collect();
        let rows = told.iter().take(TOLD).map(|line| row(v, line)).collect();
        self.more = told.len().saturating_sub(TOLD);
        (self.counts, self.rows, self.error) = (counts, rows, error);
        self
    }
}

fn fate_tag(v: &View, fate: Fate) -> Markup {
    let (kind, key) = match fate {
        Fate::Accepted => ("good", "indikator-baris-diterima"),
        Fate::Repaired => ("work", "indikator-baris-diperbaiki"),
        Fate::Unchanged => ("plain", "indikator-baris-sama"),
        Fate::Rejected => ("stop", "indikator-baris-ditolak"),
    };
    web::component::tag(kind, v.t(key))
}

fn row(v: &View, line: &Line) -> Row {
    let name = line.indicator.map_or("–", |one| one.name.lang(v.lang()));
    let period = line.period.map_or_else(|| "–".to_owned(), |period| spoken(v, period));
    let remark = |remark: &crate::indicator::import::Remark| {
        let mark = if remark.weight == Weight::Rejected { "✗" } else { "↻" };
        format!("{mark} {}: {}", remark.cell, remark.say.lang(v.lang()))
    };
    Row {
        line: line.number,
        what: format!("{name}, {period}"),
        tag: fate_tag(v, line.fate()),
        remarks: line.remarks.iter().map(remark).collect(),
    }
}

pub(super) async fn page(officer: May<EnterValues>, State(_): State<Programme>) -> Answer {
    web::page(&Page::empty(officer.view))
}

/// An empty table with the indicators of this officer.
pub(super) async fn sheet(officer: May<EnterValues>, State(programme): State<Programme>) -> Answer {
    download("indikator.csv", media::CSV, programme.sheet(&officer.session))
}

pub(super) async fn send(officer: May<EnterValues>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, FORM, &sent)?;
    let (v, session) = (officer.view, officer.session);
    let Some(file) = sent.files_of("tabel").next() else {
        let error = v.t("indikator-tabel-tiada").to_owned();
        return web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..Page::empty(v) });
    };
    let table = programme.read_table(&session, &file.bytes).await?;
    let wants = sent.text("simpan") == "ya";
    let some = sent.text("sebagian") == "ya";
    if !wants || !table.changes() || (table.refused() && !some) || !table.faults.is_empty() {
        let asks = table.changes();
        let status = if wants && table.refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return web::page_with(status, &Page { asks, ..Page::empty(v).told(&table) });
    }
    let hash = definition::reader::hash(&String::from_utf8_lossy(&file.bytes));
    match programme.store_table(&session, &table, &hash).await {
        Ok(stored) => web::page(&Page { stored: Some(stored), ..Page::empty(v).told(&table) }),
        Err(refused @ Refused::Moved) => {
            let error = v.said(&refused);
            let page = Page { asks: true, ..Page::empty(v).told(&table) };
            web::page_with(StatusCode::CONFLICT, &Page { error, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}
