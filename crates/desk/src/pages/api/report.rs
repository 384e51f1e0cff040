//! `/api/v1/laporan`: a report is sent, and what everyone may know of one. A program that says who it is sends as the
//! application of its agency.

use super::programs::{self, APPLICATION, Reading, Sending};
use crate::commands::OpenCase;
use crate::model::{Due, Holder, Receipt, due_at};
use crate::queries::CaseView;
use crate::refusal::{DeskError, DeskRefusal};
use crate::requests::typed;
use crate::rights::Viewer;
use crate::{Desk, pages::citizen::words};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use definition::model::Channel;
use definition::{Definition, FieldError};
use kernel::{CaseNumber, Lang};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use web::{Answer, Caller, View};

/// What an app sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    service: String,
    answers: Map<String, Json>,
    #[serde(default)]
    anonymous: bool,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    /// Handle of the draft with its files, as `/api/v1/unggahan` gave it.
    #[serde(default)]
    draft: String,
}

pub(super) async fn send(caller: Caller<Sending>, State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Answer {
    let v = &caller.view;
    programs::counted(v, caller.machine.as_deref())?;
    let Some(key) = programs::key(&headers, caller.machine.as_deref()) else { return programs::keyless(v) };
    let report: Report = match serde_json::from_slice(&body) {
        Ok(report) => report,
        Err(error) => return programs::unreadable(v, &error),
    };
    let definition = desk.catalogue().offered_service(&report.service).ok_or(DeskRefusal::NoSuchService)?;
    let input = match typed(&definition, &report.answers) {
        Ok(input) => input,
        Err(misfits) => return programs::misfits(v, &misfits),
    };
    let sent_by = caller.machine.as_deref().map(programs::sent_by);
    let channel = if sent_by.is_some() { APPLICATION } else { Channel::Web.key() };
    let wish = OpenCase {
        service: report.service,
        input,
        draft: report.draft,
        anonymous: report.anonymous,
        secret: report.secret,
        name: report.name,
        phone: report.phone,
        email: report.email,
        channel: channel.to_owned(),
        sent_by,
        form_key: key,
        lang: v.lang(),
        ..OpenCase::default()
    };
    match desk.open_case(wish).await {
        Ok(receipt) => created(v, &receipt),
        Err(DeskError::Refused(DeskRefusal::Answers(errors))) => wrong(v, said(&definition, &errors, v.lang())),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) fn said(definition: &Definition, errors: &[FieldError], lang: Lang) -> Vec<Json> {
    let each = errors.iter().map(|error| {
        let label = definition.fields.get(&error.field).map(|field| field.label.as_str());
        json!({ "field": error.field, "label": label, "code": error.code, "message": error.say.lang(lang) })
    });
    each.collect()
}

pub(super) fn wrong(v: &View, errors: Vec<Json>) -> Answer {
    let (title, more) = (v.t("tolak-isian-keliru"), json!({ "errors": errors }));
    web::problem(StatusCode::UNPROCESSABLE_ENTITY, "isian-keliru", title, more)
}

/// 201 the first time, 200 with the same receipt for the same sending.
fn created(v: &View, receipt: &Receipt) -> Answer {
    let zone = v.city().zone;
    let home = v.frame().public_url();
    let mut answer: Response = web::json(&json!({
        "number": receipt.number.as_str(),
        "code": receipt.code.printed(),
        "link": format!("{home}/l/{}", receipt.token.secret()),
        "service": receipt.service,
        "opened_at": receipt.opened_at.rfc3339(zone),
        "due_at": due_at(receipt.total_due).map(|at| at.rfc3339(zone)),
        "waits_for_calendar": missing(receipt.total_due),
        "repeated": receipt.repeated,
    }))?;
    if !receipt.repeated {
        *answer.status_mut() = StatusCode::CREATED;
    }
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/laporan/{}", receipt.number)) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn missing(due: Due) -> Option<i16> {
    match due {
        Due::Missing(year) => Some(year.0),
        _ => None,
    }
}

pub(super) async fn one(caller: Caller<Reading>, State(desk): State<Desk>, Path(number): Path<String>) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchCase)?;
    match caller.machine.as_deref() {
        Some(machine) => programs::seen(&caller, &desk, &number, machine).await,
        None => web::json(&public(&caller, &desk, &desk.view(&number, &Viewer::Stranger).await?)),
    }
}

/// What everyone may know of a case that is not secret.
pub(super) fn public(v: &View, desk: &Desk, view: &CaseView) -> Json {
    let (head, zone) = (&view.head, v.city().zone);
    let holder = |holder: &Holder| {
        json!({
            "unit": Some(&holder.unit).filter(|unit| !unit.is_empty()),
            "name": words::holder(v, desk, holder),
            "step": holder.step,
            "step_name": holder.step_name,
            "since": holder.since.rfc3339(zone),
            "due_at": holder.due.map(|at| at.rfc3339(zone)),
        })
    };
    let history = view.history.iter().map(|entry| {
        json!({
            "at": entry.at.rfc3339(zone),
            "who": words::said(v, &entry.who),
            "what": words::said(v, &entry.what),
            "text": entry.text,
        })
    });
    json!({
        "number": head.number.as_str(),
        "service": head.service,
        "service_name": head.service_name,
        "status": head.status.word(),
        "overdue": head.is_overdue(v.now()),
        "holders": head.holders.iter().map(holder).collect::<Vec<_>>(),
        "place": Some(words::place(desk, view)).filter(|place| !place.is_empty()),
        "opened_at": head.opened_at.rfc3339(zone),
        "moved_at": head.moved_at.rfc3339(zone),
        "due_at": due_at(head.total_due).map(|at| at.rfc3339(zone)),
        "waits_for_calendar": missing(head.total_due),
        "answered_at": head.answered_at.map(|at| at.rfc3339(zone)),
        "ended_at": head.ended_at.map(|at| at.rfc3339(zone)),
        "end": Some(&head.end_name).filter(|end| !end.is_empty()),
        "outcome": Some(&head.outcome).filter(|outcome| !outcome.is_empty()),
        "closed_by": head.closed_by.map(crate::model::ClosedBy::word),
        "answer": view.latest_answer,
        "supporters": head.supports,
        "history": history.collect::<Vec<_>>(),
    })
}
