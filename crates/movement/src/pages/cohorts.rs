//! Cohorts: `/gerakan` for everybody, `/dasbor/gerakan/angkatan` for the secretariat; each cohort with its named members.

use super::said;
use crate::cohorts::NewCohort;
use crate::model::cohort::{Cohort, Count, count};
use crate::model::record::Kind;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::Steer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, Submission, View, Visitor, in_time, unsent};

#[derive(Template)]
#[template(path = "angkatan.html")]
struct Page {
    v: View,
    officer: bool,
    error: String,
    sent: Submission,
    rows: Vec<Row>,
    summed: String,
    published: String,
    difference: i64,
    explained: i64,
    named: String,
    twice: Vec<(String, String, String)>,
    partners: Vec<(String, String, String)>,
}

struct Row {
    href: String,
    year: i64,
    size: String,
    named: String,
    total: String,
    note: String,
    source: String,
}

#[derive(Template)]
#[template(path = "satu_angkatan.html")]
struct OnePage {
    v: View,
    officer: bool,
    error: String,
    sent: Submission,
    cohort: Cohort,
    total: String,
    members: Vec<Member>,
}

impl OnePage {
    fn plain_total(&self) -> String {
        self.cohort.total.map(|total| total.to_string()).unwrap_or_default()
    }
}

struct Member {
    code: String,
    href: String,
    name: String,
    source: String,
}

const FORM: &str = "gerakan angkatan";

pub(super) async fn public(visitor: Visitor, State(movement): State<Movement>) -> Answer {
    drawn(visitor.view, &movement, false, (StatusCode::OK, String::new(), Submission::default())).await
}

pub(super) async fn page(officer: May<Steer>, State(movement): State<Movement>) -> Answer {
    drawn(officer.view, &movement, true, (StatusCode::OK, String::new(), Submission::default())).await
}

async fn drawn(
    v: View,
    movement: &Movement,
    officer: bool,
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    movement.steering()?;
    let cohorts = movement.cohorts().await?;
    let counted: Count = count(&cohorts);
    let base = if officer { "/dasbor/gerakan" } else { "/gerakan" };
    let twice = |(code, years): &(String, Vec<i64>)| {
        (format!("{base}/daerah/{code}"), movement.area_name(code), super::years(years))
    };
    let partners = movement.all_of(Kind::Partner, "", 100).await?;
    let partner = |one: &crate::records::Record| {
        let kind = v.t(&format!("gerakan-pilihan-{}", one.cell("golongan"))).to_owned();
        (one.cell("nama").to_owned(), kind, one.cell("peran").to_owned())
    };
    let page = Page {
        rows: cohorts.iter().map(|one| row(&v, base, one)).collect(),
        summed: v.words().count(counted.summed),
        published: counted.published.map(|count| v.words().count(count)).unwrap_or_default(),
        difference: counted.difference(),
        explained: counted.explained(),
        named: v.words().count(counted.named),
        twice: counted.twice.iter().map(twice).collect(),
        partners: partners.iter().map(partner).collect(),
        officer,
        error,
        sent,
        v,
    };
    web::page_with(status, &page)
}

fn row(v: &View, base: &str, one: &Cohort) -> Row {
    Row {
        href: format!("{base}/angkatan/{}", one.year),
        year: one.year,
        size: v.words().count(one.size),
        named: v.words().count(one.named()),
        total: one.total.map_or_else(|| "–".to_owned(), |total| v.words().count(total)),
        note: one.note.clone(),
        source: one.source.clone(),
    }
}

fn typed(sent: &Submission) -> Option<NewCohort<'_>> {
    let whole = |name: &str| sent.text(name).trim().parse::<i64>().ok();
    let total = sent.text("jumlah").trim();
    Some(NewCohort {
        year: whole("tahun")?,
        size: whole("ukuran")?,
        total: if total.is_empty() { None } else { Some(total.parse().ok()?) },
        note: sent.text("catatan"),
        source: sent.text("sumber"),
    })
}

pub(super) async fn open(officer: May<Steer>, State(movement): State<Movement>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let new = typed(&sent).ok_or(Refused::Cohort)?;
        movement.write_cohort(&session, new, None).await.map(|()| new.year)
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(year) => web::redirect(&format!("/dasbor/gerakan/angkatan/{year}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &movement, true, (status, error, sent)).await
        }
    }
}

pub(super) async fn public_one(visitor: Visitor, State(movement): State<Movement>, Path(year): Path<i64>) -> Answer {
    one_drawn(visitor.view, &movement, (year, false), (StatusCode::OK, String::new(), Submission::default())).await
}

pub(super) async fn one(officer: May<Steer>, State(movement): State<Movement>, Path(year): Path<i64>) -> Answer {
    one_drawn(officer.view, &movement, (year, true), (StatusCode::OK, String::new(), Submission::default())).await
}

async fn one_drawn(
    v: View,
    movement: &Movement,
    (year, officer): (i64, bool),
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    movement.steering()?;
    let known = movement.cohorts().await?.into_iter().find(|one| one.year == year);
    let cohort = known.ok_or_else(web::Error::not_found)?;
    let base = if officer { "/dasbor/gerakan/daerah" } else { "/gerakan/daerah" };
    let member = |(code, source): (String, String)| Member {
        href: format!("{base}/{code}"),
        name: movement.area_name(&code),
        code,
        source,
    };
    let members = movement.member_sources(year).await?.into_iter().map(member).collect();
    let total = cohort.total.map(|total| v.words().count(total)).unwrap_or_default();
    web::page_with(status, &OnePage { officer, error, sent, total, members, cohort, v })
}

pub(super) async fn change(
    officer: May<Steer>,
    State(movement): State<Movement>,
    Path(year): Path<i64>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let sent = sent.with("tahun", &year.to_string());
        let new = typed(&sent).ok_or(Refused::Cohort)?;
        movement.write_cohort(&session, new, Some(sent.text("revisi").parse().unwrap_or(-1))).await
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    one_answered(v, &movement, year, sent, done).await
}

pub(super) async fn member(
    officer: May<Steer>,
    State(movement): State<Movement>,
    Path(year): Path<i64>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let area = sent.text("daerah");
        match sent.text("tindakan") {
            "keluarkan" => movement.remove_member(&session, year, area).await,
            _ => movement.add_member(&session, year, area, sent.text("sumber")).await,
        }
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    one_answered(v, &movement, year, sent, done).await
}

async fn one_answered(
    v: View,
    movement: &Movement,
    year: i64,
    sent: Submission,
    done: Result<(), Option<Refused>>,
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/gerakan/angkatan/{year}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            one_drawn(v, movement, (year, true), (status, error, sent)).await
        }
    }
}
