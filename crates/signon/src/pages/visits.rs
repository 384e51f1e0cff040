//! `/pengembang/kunci/{id}/masuk`: who signed on with a key, page by page and as CSV.

use crate::clients::PAGE;
use crate::rights::Manage;
use crate::signon::Signon;
use crate::visits::Visit;
use askama::Template;
use axum::extract::{Path, State};
use kernel::OfficerId;
use std::collections::HashMap;
use web::{Answer, Markup, May, OrFail as _, View, csv_file};

/// Lines of one file.
const FILE: i64 = 10_000;

#[derive(Template)]
#[template(path = "masuk.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    when: String,
    who: String,
    kind: Markup,
    reason: String,
}

pub(super) async fn page(officer: May<Manage>, State(signon): State<Signon>, Path(id): Path<String>) -> Answer {
    let v = officer.view;
    let key = signon.seen_key(&officer.session, &id).await?;
    let before = v.asked("sebelum");
    let mut visits = signon.visits(&id, &before, PAGE + 1).await.or_fail()?;
    let more = visits.len() as i64 > PAGE;
    visits.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = visits.last().filter(|_| more).map(|last| v.with_query("sebelum", &last.id)).unwrap_or_default();
    let names = names(&signon, &visits).await;
    let rows = visits.iter().map(|visit| row(&v, visit, &names)).collect();
    let first = if before.is_empty() { String::new() } else { format!("/pengembang/kunci/{id}/masuk") };
    web::page(&Page { id, name: key.name, rows, first, next, v })
}

fn row(v: &View, visit: &Visit, names: &HashMap<String, String>) -> Row {
    Row {
        when: v.words().moment(visit.at),
        who: who(v, visit, names),
        kind: web::component::tag(visit.kind.tag(), v.t(&format!("sambung-kunjungan-{}", visit.kind.word()))),
        reason: reason(v, visit),
    }
}

fn who(v: &View, visit: &Visit, names: &HashMap<String, String>) -> String {
    let name = names.get(&visit.officer).cloned();
    name.unwrap_or_else(|| v.t("sambung-kunjungan-warga").to_owned())
}

fn reason(v: &View, visit: &Visit) -> String {
    if visit.reason.is_empty() { String::new() } else { v.t(&format!("sambung-sebab-{}", visit.reason)).to_owned() }
}

/// The names of the officers on these lines, each asked for once.
async fn names(signon: &Signon, visits: &[Visit]) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for visit in visits.iter().filter(|visit| !visit.officer.is_empty()) {
        if !names.contains_key(&visit.officer) {
            let name = signon.deps().staff.name(&OfficerId(visit.officer.clone())).await;
            names.insert(visit.officer.clone(), name.unwrap_or_else(|| visit.officer.clone()));
        }
    }
    names
}

pub(super) async fn csv(officer: May<Manage>, State(signon): State<Signon>, Path(id): Path<String>) -> Answer {
    let v = officer.view;
    signon.seen_key(&officer.session, &id).await?;
    let visits = signon.visits(&id, "", FILE).await.or_fail()?;
    let names = names(&signon, &visits).await;
    let row = |visit: &Visit| {
        let kind = v.t(&format!("sambung-kunjungan-{}", visit.kind.word())).to_owned();
        [v.words().machine(visit.at), who(&v, visit, &names), kind, reason(&v, visit)]
    };
    csv_file(&format!("masuk-{id}.csv"), ["waktu", "siapa", "kejadian", "sebab"], visits.iter().map(row))
}
