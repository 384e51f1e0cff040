//! `/dasbor/aksi/data`: what each body owes in figures, what it gave in time, what is missing and who acts next.

use super::{Tabs, agency_name, period_name, year};
use crate::indicator::Span;
use crate::monev::rights::{own, sees_all};
use crate::monev::{Body, Missing, ReadActions};
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use web::{Answer, May, View};

/// Missing things that are named for each body; the rest is counted.
const NAMED: usize = 8;

#[derive(Template)]
#[template(path = "monev/data.html")]
struct Page {
    v: View,
    tabs: Tabs,
    year: i16,
    rows: Vec<Row>,
    years: Vec<i16>,
}

struct Row {
    name: String,
    owed: i64,
    in_time: i64,
    late: i64,
    unknown: i64,
    missing: Vec<(String, String)>,
    more: usize,
    complete: String,
    next: String,
}

pub(super) async fn page(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let year = year(&programme, &v.asked("tahun"));
    let mut bodies = programme.data_duty(year).await?;
    if !sees_all(&session) {
        let mine = own(&session);
        bodies.retain(|body| mine.contains(&body.unit));
    }
    let page = Page {
        tabs: Tabs::new(&v, &programme, &session).await?,
        rows: bodies.iter().map(|body| row(&v, &programme, year, body)).collect(),
        years: programme.years_without_days().await?,
        year,
        v,
    };
    web::page(&page)
}

fn row(v: &View, programme: &Programme, year: i16, body: &Body) -> Row {
    let missing = body.missing.iter().take(NAMED).map(|one| missing(v, programme, (&body.unit, year), one));
    let next = match (body.missing.is_empty(), body.level) {
        (true, _) => "aksi-giliran-tidak-ada",
        (_, 0 | 1) => "aksi-giliran-penghubung",
        (_, 2) => "aksi-giliran-kepala",
        _ => "aksi-giliran-pimpinan",
    };
    Row {
        name: agency_name(programme, &body.unit),
        owed: body.owed,
        in_time: body.in_time,
        late: body.late,
        unknown: body.unknown,
        missing: missing.collect(),
        more: body.missing.len().saturating_sub(NAMED),
        complete: body.complete().map_or_else(|| "–".to_owned(), |whole| v.words().percent(whole as f64 / 100.0)),
        next: v.t(next).to_owned(),
    }
}

/// Where it is to be entered, and what it is.
fn missing(v: &View, programme: &Programme, (unit, year): (&str, i16), one: &Missing) -> (String, String) {
    use crate::monev::model::due::Period;
    match one {
        Missing::Duty(period) => {
            let href = match period {
                Period::Month(month) => format!("/dasbor/aksi/isi/{unit}/{year}/{month}"),
                Period::Quarter(quarter) => format!("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}"),
            };
            (href, v.t1("aksi-laporan-n", "periode", period_name(v, year, *period)))
        }
        Missing::Value(id, period) => {
            let name = programme.library().get(id).map_or(*id, |one| one.name.lang(v.lang()));
            let part = u8::try_from(period.part()).unwrap_or(1);
            let when = match period.span() {
                Span::Month => period_name(v, year, Period::Month(part)),
                Span::Quarter => period_name(v, year, Period::Quarter(part)),
                Span::Year => year.to_string(),
            };
            (format!("/dasbor/indikator/{id}/isi?periode={period}"), format!("{name}, {when}"))
        }
    }
}
