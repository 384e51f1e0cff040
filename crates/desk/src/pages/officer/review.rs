//! `/kerja/kasus/{number}/periksa`: the form and what was sent with it, side by side, with what to check in each document.

use super::case::{Notice, Shown};
use super::forms::{self, Given, Panel};
use super::parts::{self, Attached, JointView};
use crate::{CaseView, Desk};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, Signed, View};

#[derive(Template)]
#[template(path = "officer/review.html")]
struct Page {
    v: View,
    case: CaseView,
    number: String,
    notice: Option<Notice>,
    panel: Panel,
    joints: Vec<JointView>,
    answers: Vec<Given>,
    documents: Vec<Document>,
    keep: bool,
}

/// A document with the anchor that the form leads to.
struct Document {
    file: Attached,
    /// Set for the first one of each kind.
    anchor: String,
}

/// Whether there is something to read side by side.
pub(super) fn offered(case: &CaseView) -> bool {
    !case.files.is_empty() && !case.offered.is_empty()
}

pub(super) async fn page(who: Signed, State(desk): State<Desk>, Path(number): Path<String>) -> Answer {
    let officer = desk.officer(&who.session).await;
    let (number, case) = super::open(&desk, &number, &officer).await?;
    if !offered(&case) {
        return web::redirect(&format!("/kerja/kasus/{number}"));
    }
    draw(StatusCode::OK, who.view, &desk, case, Shown::default())
}

/// The page with a status: 200, or why a form was not taken.
pub(super) fn draw(status: StatusCode, v: View, desk: &Desk, case: CaseView, shown: Shown) -> Answer {
    let v = v.about(case.definition.kind);
    let page = Page {
        number: case.head.number.to_string(),
        panel: Panel::of(&v, desk, &case, shown.again.as_ref(), true)?,
        joints: parts::joints(&v, desk, &case),
        answers: forms::answers(&v, desk, &case),
        documents: documents(parts::files(&v, &case)),
        keep: !case.head.secret && !case.head.anonymous,
        notice: shown.notice,
        case,
        v,
    };
    web::framing(web::page_with(status, &page))
}

fn documents(files: Vec<Attached>) -> Vec<Document> {
    let mut seen: Vec<String> = Vec::new();
    let all = files.into_iter().map(|file| {
        let first = !seen.contains(&file.field);
        let anchor = if first { format!("dok-{}", file.field) } else { String::new() };
        seen.push(file.field.clone());
        Document { file, anchor }
    });
    all.collect()
}
