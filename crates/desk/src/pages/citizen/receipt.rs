//! `/lacak/{number}/tanda-terima`: number, code, QR code, what happens next. For the browser that sent the report or
//! proved the code; neither code nor link token ever stands in an address.

use super::case::Head;
use super::fee::FeeView;
use super::{Counter, access, track};
use crate::queries::CaseView;
use crate::rights::Viewer;
use crate::rows::OUTSIDE;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use kernel::CaseNumber;
use serde::Deserialize;
use web::{Answer, FormToken, View, Visitor};

/// Which paper.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kertas: String,
}

#[derive(Template)]
#[template(path = "citizen/receipt.html")]
struct Page<'a> {
    v: &'a View,
    head: Head,
    service: &'a str,
    code: String,
    link: String,
    contact: bool,
    next: Vec<(String, String)>,
    token: FormToken,
    add: bool,
    promise: String,
    /// What it costs; complaints never cost anything.
    fee: Option<FeeView>,
    /// The pin lies outside the region (semantics R69).
    outside: bool,
}

/// For a paper roll of 58 mm: nothing but what must be on it.
#[derive(Template)]
#[template(path = "citizen/slip.html")]
struct Slip<'a> {
    v: &'a View,
    head: Head,
    code: String,
    link: String,
}

#[derive(Template)]
#[template(path = "citizen/receipt_closed.html")]
struct Closed<'a> {
    v: &'a View,
    number: &'a str,
}

pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Answer {
    let v = &visitor.view;
    let number = match CaseNumber::parse(&number) {
        Ok(number) => number,
        Err(bad) => return track::misread(v, &number, &bad),
    };
    if !access::is_open(v, &headers, &number) {
        let closed = Closed { v, number: number.as_str() };
        return access::unkept(web::page_with(StatusCode::FORBIDDEN, &closed)?);
    }
    let view = counter.desk.view(&number, &Viewer::Reporter).await?;
    let v = &v.about(view.definition.kind);
    let (code, token) = counter.desk.secrets(&number).await?;
    let head = Head::of(v, &counter.desk, &view);
    let link = format!("{}/l/{}", v.frame().public_url(), token.secret());
    let code = code.printed();
    if asked.kertas == "58" {
        return access::unkept(web::page(&Slip { v, head, code, link })?);
    }
    let known = view.identity.as_ref();
    let page = Page {
        v,
        service: &view.head.service,
        code,
        link,
        contact: known.is_some_and(|known| known.phone.is_some() || known.email.is_some()),
        next: next(v, &view),
        token: v.token(&format!("tambahan {number}")),
        add: view.can.add_info,
        fee: FeeView::of(v, &view.definition, &view.answers)
            .filter(|_| view.definition.kind != definition::model::Kind::Complaint),
        outside: view.head.flags.iter().any(|flag| flag == OUTSIDE),
        promise: view.definition.deadline.total.map(|total| v.words().duration(total)).unwrap_or_default(),
        head,
    };
    access::unkept(web::page(&page)?)
}

/// What comes after the steps at which the case stands: name and longest time.
fn next(v: &View, view: &CaseView) -> Vec<(String, String)> {
    let steps = view.definition.steps.iter().filter(|(_, step)| step.is_working());
    let later = steps.filter(|(id, _)| !view.head.holders.iter().any(|holder| holder.step == **id));
    let next = later.take(3).map(|(_, step)| {
        let time = step.deadlines.last().map(|entry| v.words().duration(entry.duration));
        (step.name.clone(), time.map(|time| v.t1("warga-paling-lama", "waktu", time)).unwrap_or_default())
    });
    next.collect()
}
