//! The form of a yearly evaluation.

use super::{decimal, said};
use crate::evaluations::{INSTRUMENTS, NewEvaluation};
use crate::model::evaluation::{Evaluation, Texts};
use crate::model::yardstick::Yardstick;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::Steer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "evaluasi.html")]
struct Page {
    v: View,
    code: String,
    name: String,
    error: String,
    year: String,
    instruments: Vec<Choice>,
    /// Id, name and value of each dimension.
    levels: Vec<(String, String, String)>,
    published: String,
    before: String,
    texts: Texts,
    revision: i64,
}

const FORM: &str = "gerakan evaluasi";

pub(super) async fn page(officer: May<Steer>, State(movement): State<Movement>, Path(code): Path<String>) -> Answer {
    drawn(officer.view, &movement, &code, None).await
}

/// What a form says, as the form itself keeps it.
fn typed<'a>(sent: &'a Submission, level: crate::model::record::Typed<'a>) -> NewEvaluation<'a> {
    let text = |name: &str| sent.text(name).to_owned();
    NewEvaluation {
        year: sent.text("tahun").trim().parse().unwrap_or(0),
        instrument: sent.text("instrumen"),
        level,
        published: sent.text("terbit"),
        before: sent.text("sebelum"),
        texts: Texts {
            source: text("sumber"),
            assessors: text("penilai"),
            strengths: text("kuat"),
            weaknesses: text("lemah"),
            advice: text("saran"),
        },
        seen: sent.text("revisi").parse().unwrap_or(-1),
    }
}

pub(super) async fn enter(
    officer: May<Steer>,
    State(movement): State<Movement>,
    Path(code): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let level = |name: &str| sent.text(&format!("d-{name}")).to_owned();
    let act = movement.evaluate(&session, &code, typed(&sent, &level));
    match in_time(&v, FORM, &sent, act).await? {
        Ok(()) => web::redirect(&format!("/dasbor/gerakan/daerah/{code}#evaluasi")),
        Err(refused) => {
            let told = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &movement, &code, Some((told, &sent))).await
        }
    }
}

async fn drawn(v: View, movement: &Movement, code: &str, told: Option<((StatusCode, String), &Submission)>) -> Answer {
    movement.steering()?;
    let name = movement.area(code).ok_or(Refused::NotThere)?.name.clone();
    let year: i64 = v.asked("tahun").parse().unwrap_or(0);
    let there = movement.evaluations(code).await?.into_iter().find(|one| one.year == year);
    let all: Vec<&Yardstick> =
        movement.deps().yardsticks.iter().filter(|one| one.id.starts_with(INSTRUMENTS)).collect();
    let level = |id: &str| match &told {
        Some((_, sent)) => sent.text(&format!("d-{id}")).to_owned(),
        None => decimal(&v, there.as_ref().and_then(|one| one.levels.get(id).copied()), 3).replace('–', ""),
    };
    // Every known weighting judges the same five dimensions.
    let dimensions = all.first().map(|one| one.criteria.as_slice()).unwrap_or_default();
    let levels = dimensions.iter().map(|one| (one.id.clone(), one.name.clone(), level(&one.id))).collect();
    let shown = match &told {
        Some((_, sent)) => shown_of(sent),
        None => shown_there(&v, there.as_ref(), year),
    };
    let instruments = all.iter().map(|one| (one.id.clone(), one.name.clone()));
    let (status, error) = told.map_or((StatusCode::OK, String::new()), |(told, _)| told);
    let page = Page {
        code: code.to_owned(),
        instruments: Choice::all(instruments, [shown.instrument.as_str()]),
        year: shown.year,
        published: shown.published,
        before: shown.before,
        texts: shown.texts,
        revision: shown.revision,
        name,
        error,
        levels,
        v,
    };
    web::page_with(status, &page)
}

/// What the form shows besides the levels.
struct Filled {
    year: String,
    instrument: String,
    published: String,
    before: String,
    texts: Texts,
    revision: i64,
}

fn shown_of(sent: &Submission) -> Filled {
    let new = typed(sent, &|_| String::new());
    Filled {
        year: sent.text("tahun").to_owned(),
        instrument: new.instrument.to_owned(),
        published: new.published.to_owned(),
        before: new.before.to_owned(),
        texts: new.texts.clone(),
        revision: new.seen,
    }
}

fn shown_there(v: &View, there: Option<&Evaluation>, year: i64) -> Filled {
    let figure = |number: Option<definition::Number>| number.map(|_| decimal(v, number, 3)).unwrap_or_default();
    Filled {
        year: if year > 0 { year.to_string() } else { String::new() },
        instrument: there.map(|one| one.instrument.clone()).unwrap_or_default(),
        published: figure(there.and_then(|one| one.published)),
        before: figure(there.and_then(|one| one.before)),
        texts: there.map(|one| one.texts.clone()).unwrap_or_default(),
        revision: there.map_or(0, |one| one.revision),
    }
}

impl Page {
    fn back(&self) -> String {
        format!("/dasbor/gerakan/daerah/{}", self.code)
    }
}
