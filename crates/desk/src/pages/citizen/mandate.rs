//! `/lacak/{number}/kuasa`: for whom the application is looked after, with the document and its last day (docs/adr/0019).

use super::access::{self, Own};
use super::act::{Act, enter};
use super::said::Said;
use super::{Counter, words};
use crate::commands::{DOCUMENT, Mandated, Mandating};
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use cases::CaseRefusal;
use kernel::CaseNumber;
use web::form::Mistake;
use web::{Answer, FormKey, FormToken, Markup, Submission, View, Visitor};

const FORM: &str = "kuasa";
const PHOTO: &str = "foto-kuasa";

#[derive(Template)]
#[template(path = "citizen/mandate.html")]
struct Page<'a> {
    v: &'a View,
    number: &'a str,
    service: String,
    summary: Markup,
    notice: &'a str,
    now: Option<(String, bool)>,
    said: &'a Said,
    today: String,
    kept: Vec<String>,
    back: String,
    token: FormToken,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Own(number): Own) -> Answer {
    drawn(&visitor.view, &counter, &number, &Said::default(), None).await
}

async fn drawn(v: &View, counter: &Counter, number: &CaseNumber, said: &Said, key: Option<FormKey>) -> Answer {
    let case = counter.desk.view(number, &Viewer::Reporter).await?;
    if !case.can.mandate {
        return web::redirect(&format!("/lacak/{number}"));
    }
    let v = &v.about(case.definition.kind);
    let name = format!("{FORM} {number}");
    let page = Page {
        number: number.as_str(),
        service: case.head.service_name,
        summary: web::form::summary(v, &said.mistakes)?,
        notice: said.notice(v),
        now: case.mandate.as_ref().map(|mandate| (in_words(v, mandate), mandate.over)),
        today: v.now().date(counter.desk.zone()).to_string(),
        kept: said.kept(v).into_iter().map(|kept| kept.name).collect(),
        said,
        back: format!("/lacak/{number}"),
        token: key.map_or_else(|| v.token(&name), |key| v.token_for(&name, key)),
        v,
    };
    access::unkept(web::page_with(said.status(), &page)?)
}

/// Both names and the last day.
pub(crate) fn in_words(v: &View, mandate: &Mandated) -> String {
    let until = v.words().date(mandate.until);
    match (&mandate.agent, &mandate.principal) {
        (Some(agent), Some(principal)) => {
            v.tf("kuasa-siapa", &[("penerima", agent), ("pemberi", principal), ("tanggal", &until)])
        }
        _ => v.t1("kuasa-sampai", "tanggal", until),
    }
}

pub(super) async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match enter(v, &counter, &number, &headers, &form).await {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let signed = format!("{FORM} {number}");
    let takes = |field: &str| (field == PHOTO).then(|| DOCUMENT.to_owned());
    let mut act = Act::begun(v, &counter, number, &form, (&signed, FORM.to_owned()), takes).await?;
    act.said.mistakes.extend(missing(v, &act.said));
    if !act.must_be_mended() {
        match counter.desk.record_mandate(&act.number, wish(&act)).await {
            Ok(()) => return web::redirect(&format!("/lacak/{}?terima=kuasa", act.number)),
            Err(DeskError::Refused(refusal)) => match field(&refusal) {
                Some(field) => act.said.mistakes.push(Mistake::new(field, words::refusal(v, &refusal))),
                // It ended in another window: the case says how.
                None => return web::redirect(&format!("/lacak/{}", act.number)),
            },
            Err(failure) => return Err(failure.into()),
        }
    }
    drawn(v, &counter, &act.number, &act.said, Some(act.key)).await
}

fn wish(act: &Act<'_>) -> Mandating {
    let text = |name: &str| act.said.sent.text(name).to_owned();
    Mandating {
        principal: text("pemberi"),
        agent: text("penerima"),
        until: text("sampai"),
        draft: act.said.draft().to_owned(),
        form_key: act.key.to_string(),
    }
}

/// Beside which field a refusal stands.
fn field(refusal: &DeskRefusal) -> Option<&'static str> {
    match refusal {
        DeskRefusal::Engine(CaseRefusal::MandateOver) => Some("sampai"),
        DeskRefusal::NoDocument | DeskRefusal::DraftGone => Some(PHOTO),
        DeskRefusal::BadText => Some("pemberi"),
        _ => None,
    }
}

/// What is not filled in.
fn missing(v: &View, said: &Said) -> Vec<Mistake> {
    let empty = |field: &str| said.sent.text(field).trim().is_empty();
    let named = ["pemberi", "penerima", "sampai"].into_iter().filter(|field| empty(field));
    let mut missing: Vec<Mistake> = named.map(|field| Mistake::new(field, v.t("warga-kuasa-isi"))).collect();
    if said.files.is_empty() && said.mistakes.is_empty() {
        missing.push(Mistake::new(PHOTO, words::refusal(v, &DeskRefusal::NoDocument)));
    }
    missing
}
