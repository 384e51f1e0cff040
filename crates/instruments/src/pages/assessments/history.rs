//! `/dasbor/penilaian/{id}/riwayat`: who did what when.

use super::told::{Told, told};
use crate::Assessments;
use crate::assessment::rights::{ReadAssessments, Sight, fills};
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, May, View};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "assessments/history.html")]
struct Page {
    v: View,
    href: String,
    name: String,
    rows: Vec<Told>,
    first: String,
    next: String,
}

pub(super) async fn page(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
) -> Answer {
    let (one, pinned, sight) = assessments.seen(&officer.session, &id).await?;
    let v = officer.view;
    let before = url::form_urlencoded::parse(v.query().as_bytes()).find(|(name, _)| name == "sebelum");
    let before = before.and_then(|(_, value)| value.parse().ok());
    let own: Vec<&str> =
        one.items.iter().filter(|(_, item)| fills(&officer.session, item)).map(|(id, _)| id.as_str()).collect();
    // An agency reads the acts on its own indicators only.
    let of = (sight == Sight::Own).then_some(own.as_slice());
    let acts = assessments.acts(&id, of, before.unwrap_or(i64::MAX), PAGE).await?;
    let next = acts.last().filter(|_| i64::try_from(acts.len()) == Ok(PAGE)).map(|last| last.version);
    let rows = told(&v, &assessments, (&id, &pinned.instrument), &acts).await?;
    let page = Page {
        href: format!("/dasbor/penilaian/{id}"),
        name: format!("{} {}", pinned.instrument.name, one.year),
        rows,
        first: if before.is_some() { v.with_query("sebelum", "") } else { String::new() },
        next: next.map(|version| v.with_query("sebelum", &version.to_string())).unwrap_or_default(),
        v,
    };
    web::page(&page)
}
