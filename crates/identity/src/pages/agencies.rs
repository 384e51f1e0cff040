//! `/atur/opd`: the agencies of the region.

use super::sign_in::query;
use super::{administrator, in_time, may_change};
use crate::identity::Identity;
use crate::model::agencies::{Directory, Kind};
use crate::model::import::{self, Report};
use crate::permission::{ManageOfficers, SeeOfficers};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::{Answer, May, Submission, View};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "agencies.html")]
struct Page {
    v: View,
    search: String,
    rows: Vec<Row>,
    first: String,
    next: String,
    may_change: bool,
    typed: [String; 3],
    error: String,
}

struct Row {
    unit: String,
    name: String,
    short: String,
    titles: Vec<String>,
}

impl Page {
    fn read(v: View, directory: &Directory, may_change: bool) -> Self {
        let search = query(v.query(), "q");
        let wanted = search.trim().to_lowercase();
        let from: usize = query(v.query(), "dari").parse().unwrap_or(0);
        let found = directory.offices().iter().filter(|office| {
            wanted.is_empty()
                || [&office.name, &office.short, &office.unit].iter().any(|text| text.to_lowercase().contains(&wanted))
        });
        let mut rows: Vec<Row> = found
            .skip(from)
            .take(PAGE + 1)
            .map(|office| Row {
                unit: office.unit.clone(),
                name: office.name.clone(),
                short: office.short.clone(),
                titles: office.titles.values().map(|title| title.name.clone()).collect(),
            })
            .collect();
        let next = if rows.len() > PAGE { v.with_query("dari", &(from + PAGE).to_string()) } else { String::new() };
        rows.truncate(PAGE);
        let first = if from == 0 { String::new() } else { v.with_query("dari", "0") };
        Self { v, search, rows, first, next, may_change, typed: Default::default(), error: String::new() }
    }
}

pub(super) async fn page(officer: May<SeeOfficers>, State(identity): State<Identity>) -> Answer {
    let may = may_change(&officer.session);
    web::page(&Page::read(officer.view, &identity.directory(), may))
}

/// Adds or renames one agency: judged by the same rules as a row of an import.
pub(super) async fn keep(admin: May<ManageOfficers>, State(identity): State<Identity>, form: Submission) -> Answer {
    let typed = ["unit", "nama", "singkatan"].map(|field| form.text(field).trim().to_owned());
    let refused = if in_time(&admin.view, "opd", form.text("_tanda"))? {
        let row = csv_line(&typed);
        let (offices, report) = import::compare(row.as_bytes(), &identity.directory()).unwrap_or_default();
        match offices.into_iter().next() {
            Some(office) if office.kind == Kind::Agency => {
                identity.keep_agency(office, &administrator(&admin.session), admin.view.now()).await?;
                return web::redirect("/atur/opd");
            }
            _ => why(report),
        }
    } else {
        None
    };
    let error = refused.unwrap_or_else(|| admin.view.t("opd-tidak-berubah").to_owned());
    let mut page = Page::read(admin.view, &identity.directory(), true);
    page.typed = typed;
    page.error = error;
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn why(report: Report) -> Option<String> {
    report.remarks.into_iter().next().map(|remark| remark.reason)
}

fn csv_line(typed: &[String; 3]) -> String {
    let quoted = typed.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("unit,nama,singkatan\n{}\n", quoted.collect::<Vec<_>>().join(","))
}
