//! Practices that others may take over, with who did; and the partners of the movement.

use super::region::{Entry, entry};
use super::said;
use crate::model::record::Kind;
use crate::movement::Movement;
use crate::records::{EVERYBODY, Record};
use crate::refusal::Refused;
use crate::rights::{Enter, Read, ReadAll, Score, Steer, own_areas};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Permission as _, Session, Submission, View, Visitor, in_time, unsent};

const PAGE: usize = 30;
const FORM: &str = "gerakan teladan";

#[derive(Template)]
#[template(path = "teladan.html")]
struct Page {
    v: View,
    officer: bool,
    steers: bool,
    scores: bool,
    partners: bool,
    error: String,
    rows: Vec<Row>,
    /// Regions for which this login writes that a practice was taken over.
    mine: Vec<Choice>,
    may_adopt: bool,
    first: String,
    next: String,
}

struct Row {
    id: String,
    entry: Entry,
    area: String,
    href: String,
    adopters: Vec<String>,
}

pub(super) async fn public(visitor: Visitor, State(movement): State<Movement>) -> Answer {
    drawn(visitor.view, None, &movement, (Kind::Practice, StatusCode::OK, String::new())).await
}

pub(super) async fn officers(officer: May<Read>, State(movement): State<Movement>) -> Answer {
    drawn(officer.view, Some(&officer.session), &movement, (Kind::Practice, StatusCode::OK, String::new())).await
}

pub(super) async fn partners(officer: May<Steer>, State(movement): State<Movement>) -> Answer {
    drawn(officer.view, Some(&officer.session), &movement, (Kind::Partner, StatusCode::OK, String::new())).await
}

async fn drawn(
    v: View,
    session: Option<&Session>,
    movement: &Movement,
    (kind, status, error): (Kind, StatusCode, String),
) -> Answer {
    movement.steering()?;
    let after = v.asked("sesudah");
    let records = movement.all_of(kind, &after, PAGE as i64 + 1).await?;
    let adoptions = movement.adoptions().await?;
    let more = records.get(PAGE - 1).filter(|_| records.len() > PAGE).map(|last| last.id.clone());
    let base = if session.is_some() { "/dasbor/gerakan/daerah" } else { "/gerakan/daerah" };
    let writes = |one: &Record| session.is_some_and(|session| crate::rights::writes(session, &one.area, kind));
    let row = |one: &Record| Row {
        entry: entry(&v, one, movement.today(), writes(one)),
        area: if one.area == EVERYBODY { String::new() } else { movement.area_name(&one.area) },
        href: format!("{base}/{}", one.area),
        adopters: adoptions.iter().filter(|(id, _)| *id == one.id).map(|(_, area)| movement.area_name(area)).collect(),
        id: one.id.clone(),
    };
    let own = session.map(own_areas).unwrap_or_default();
    let mine = own.iter().map(|code| ((*code).to_owned(), movement.area_name(code)));
    let page = Page {
        rows: records.iter().take(PAGE).map(row).collect(),
        mine: Choice::all(mine, []),
        may_adopt: kind == Kind::Practice && session.is_some_and(Enter::allows),
        officer: session.is_some(),
        steers: session.is_some_and(Steer::allows),
        scores: session.is_some_and(|session| Score::allows(session) || ReadAll::allows(session)),
        partners: kind == Kind::Partner,
        next: more.map(|id| v.with_query("sesudah", &id)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        error,
        v,
    };
    web::page_with(status, &page)
}

pub(super) async fn adopt(
    officer: May<Enter>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        movement.steering()?;
        match movement.adopt(&session, &id, sent.text("daerah")).await {
            // Taken over twice is taken over.
            Err(Refused::Moved) => Ok(()),
            other => other,
        }
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(()) => web::redirect(&format!("/dasbor/gerakan/teladan#p-{id}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, Some(&session), &movement, (Kind::Practice, status, error)).await
        }
    }
}
