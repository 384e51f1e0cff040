//! `/api/v1/laporan`: a report is sent, and what everyone may know of one.

use crate::commands::OpenCase;
use crate::model::{Due, Holder, Receipt, due_at};
use crate::queries::CaseView;
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use crate::{Desk, pages::citizen::words};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use definition::{Definition, FieldError};
use kernel::{CaseNumber, Lang};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use web::{Answer, Purpose, View, Visitor};

/// Reports from one address.
const SENDING: Purpose = Purpose { name: "api-kirim", burst: 120, per_hour: 1200 };
/// Longest idempotency key.
const KEY: usize = 64;

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
}

pub(super) async fn send(visitor: Visitor, State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(SENDING, &v.address())?;
    let Some(key) = idempotency_key(&headers) else {
        let title = v.t("api-tanpa-kunci");
        return web::problem(StatusCode::BAD_REQUEST, "kunci-pengiriman", title, json!({}));
    };
    let report: Report = match serde_json::from_slice(&body) {
        Ok(report) => report,
        Err(error) => {
            let more = json!({ "detail": error.to_string() });
            return web::problem(StatusCode::UNPROCESSABLE_ENTITY, "tidak-terbaca", v.t("api-tidak-terbaca"), more);
        }
    };
    let definition = desk.catalogue().service(&report.service).ok_or(DeskRefusal::NoSuchService)?;
    let input = match definition::plain::answers(&definition, &report.answers) {
        Ok(answers) => web::form::input(&web::form::texts(&answers)),
        Err(misfits) => {
            let errors = misfits.iter().map(
                |misfit| json!({ "field": misfit.field, "code": misfit.code, "message": misfit.say.lang(v.lang()) }),
            );
            return wrong(v, errors.collect());
        }
    };
    let wish = OpenCase {
        service: report.service,
        input,
        draft: String::new(),
        anonymous: report.anonymous,
        secret: report.secret,
        name: report.name,
        phone: report.phone,
        email: report.email,
        channel: "web".to_owned(),
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

/// The key that makes two sendings one; apart from those of our own forms.
fn idempotency_key(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key")?.to_str().ok()?.trim().trim_matches('"');
    let fits = (8..=KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| format!("api:{key}"))
}

fn said(definition: &Definition, errors: &[FieldError], lang: Lang) -> Vec<Json> {
    let each = errors.iter().map(|error| {
        let label = definition.fields.get(&error.field).map(|field| field.label.as_str());
        json!({ "field": error.field, "label": label, "code": error.code, "message": error.say.lang(lang) })
    });
    each.collect()
}

fn wrong(v: &View, errors: Vec<Json>) -> Answer {
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

pub(super) async fn one(visitor: Visitor, State(desk): State<Desk>, Path(number): Path<String>) -> Answer {
    let number = CaseNumber::parse(&number).map_err(|_| DeskRefusal::NoSuchCase)?;
    let view = desk.view(&number, &Viewer::Stranger).await?;
    web::json(&public(&visitor, &desk, &view))
}

/// What everyone may know of a case that is not secret.
fn public(v: &View, desk: &Desk, view: &CaseView) -> Json {
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
