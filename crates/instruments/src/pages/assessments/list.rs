//! `/dasbor/penilaian`: every assessment that the reader may know of, and starting one.

use super::{levels, said, stage_tag};
use crate::Assessments;
use crate::assessment::Summary;
use crate::assessment::rights::{Coordinate, ReadAssessments};
use crate::model::Instrument;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Instant;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View, in_time, unsent};

const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "assessments/list.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
    first: String,
    next: String,
    /// The reader may start one.
    starts: bool,
    /// Ids and names of instruments to choose from, newest years first.
    instruments: Vec<(String, String)>,
    instrument: String,
    year: String,
    error: String,
}

struct Row {
    href: String,
    name: String,
    stage: Markup,
    filled: String,
    own: String,
    judged: String,
}

/// The name of an instrument with the years for which it is.
pub(super) fn named(v: &View, one: &Instrument) -> String {
    let years = one.valid.map(|years| match years.until {
        None => v.t1("indeks-sejak", "dari", years.from.to_string()),
        Some(until) if until == years.from => until.to_string(),
        Some(until) => format!("{}–{until}", years.from),
    });
    years.map_or_else(|| one.name.clone(), |years| format!("{}, {years}", one.name))
}

impl Page {
    async fn read(v: View, session: &Session, assessments: &Assessments) -> Result<Self, Refused> {
        let after = cursor(v.query());
        let listed = assessments.list(session, after.clone(), PAGE).await?;
        let mut rows = Vec::new();
        for one in &listed.rows {
            rows.push(row(&v, session, assessments, one).await?);
        }
        let starts = Coordinate::allows(session);
        let known = if starts { crate::shipped::all() } else { Vec::new() };
        let next = listed.next.map(|(at, id)| v.with_query("sesudah", &format!("{}.{id}", at.micros())));
        Ok(Self {
            rows,
            first: if after.is_some() { v.with_query("sesudah", "") } else { String::new() },
            next: next.unwrap_or_default(),
            starts,
            instruments: known.iter().map(|one| (one.id.clone(), named(&v, one))).collect(),
            instrument: String::new(),
            year: assessments.today().year().to_string(),
            error: String::new(),
            v,
        })
    }
}

async fn row(v: &View, session: &Session, assessments: &Assessments, one: &Summary) -> Result<Row, Refused> {
    let pinned = assessments.pinned(&one.hash).await?;
    let figure = |index| levels::index(v, &pinned.instrument, index);
    // Agencies see their own indicators, not what they all come to.
    let whole = crate::assessment::rights::sees_all(session) || session.has_role(kernel::Role::Assessor);
    let seen = |index: Option<_>| index.filter(|_| whole).map_or_else(|| "–".to_owned(), |index| figure(Some(index)));
    Ok(Row {
        href: format!("/dasbor/penilaian/{}", one.id),
        name: format!("{} {}", pinned.instrument.name, one.year),
        stage: stage_tag(v, one.stage),
        filled: v.t2("penilaian-terisi", "jumlah", one.claimed, "semua", one.indicators),
        own: seen(one.own_index),
        judged: seen(one.judged_index),
    })
}

/// Where the page before ended.
fn cursor(query: &str) -> Option<(Instant, String)> {
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sesudah")?.1.into_owned();
    let (at, id) = found.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.to_owned()))
}

pub(super) async fn page(officer: May<ReadAssessments>, State(assessments): State<Assessments>) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &assessments).await?)
}

pub(super) async fn start(
    officer: May<Coordinate>,
    State(assessments): State<Assessments>,
    sent: Submission,
) -> Answer {
    let v = officer.view;
    let (instrument, year) = (sent.text("instrumen").to_owned(), sent.text("tahun").trim().to_owned());
    let act = async {
        let year = year.parse().map_err(|_| Refused::Year)?;
        assessments.start(&officer.session, &instrument, year).await
    };
    let (status, error) = match in_time(&v, "penilaian baru", &sent, act).await? {
        Ok(id) => return web::redirect(&format!("/dasbor/penilaian/{id}")),
        // A choice of this form, not the address of a page.
        Err(Some(Refused::NoInstrument)) => (StatusCode::UNPROCESSABLE_ENTITY, said(&v, &Refused::NoInstrument)),
        Err(refused) => unsent(&v, refused, |one| said(&v, one))?,
    };
    let page = Page::read(v, &officer.session, &assessments).await?;
    web::page_with(status, &Page { instrument, year, error, ..page })
}
