//! `/aplikasi/dinas`: one line per agency: how complete, how high on the ladder, what is missing.

use super::{keeps, percent};
use crate::applications::Applications;
use crate::model::completeness;
use crate::model::ladder::Ladder;
use crate::review::Review;
use crate::rights::{Read, reads};
use askama::Template;
use axum::extract::State;
use std::collections::BTreeMap;
use web::{Answer, May, View};

#[derive(Template)]
#[template(path = "dinas.html")]
struct Page {
    v: View,
    keeps: bool,
    rows: Vec<Row>,
    /// All agencies together, where there is more than one.
    whole: Option<Row>,
    /// Agencies without one application.
    silent: Vec<String>,
}

struct Row {
    unit: String,
    name: String,
    alive: String,
    complete: String,
    missing: String,
    on: [String; 4],
    joined: String,
    decided: String,
}

/// Keys of the names of the rungs, for the head of the table.
const RUNG: [&str; 4] = ["aplikasi-anak-belum", "aplikasi-anak-berkas", "aplikasi-anak-api", "aplikasi-anak-peristiwa"];
/// Fields named per agency.
const NAMED: usize = 3;

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let review = room.review().await?;
    let scope = reads(&session);
    let mut ladders: Vec<(String, Ladder)> =
        review.ladders().into_iter().filter(|(unit, _)| scope.covers(unit)).collect();
    ladders.sort_by_cached_key(|(unit, _)| room.unit_name(unit).to_lowercase());
    let missing = missing(&review);
    let none = BTreeMap::new();
    let row = |(unit, ladder): &(String, Ladder)| {
        row(&v, (unit, room.unit_name(unit)), ladder, missing.get(unit.as_str()).unwrap_or(&none))
    };
    let rows: Vec<Row> = ladders.iter().map(row).collect();
    let whole = ladders.iter().fold(Ladder::default(), |sum, (_, one)| sum.with(one));
    let known = |unit: &str| ladders.iter().any(|(known, _)| known == unit);
    let agencies = room.deps().agencies.all();
    let office = |unit: &str| unit.starts_with("desa-") || unit.starts_with("kecamatan-");
    let silent = agencies.iter().filter(|one| !office(&one.unit) && scope.covers(&one.unit) && !known(&one.unit));
    let page = Page {
        keeps: keeps(&session),
        whole: (rows.len() > 1).then(|| self::row(&v, ("", v.t("aplikasi-semua-dinas").to_owned()), &whole, &none)),
        silent: silent.map(|one| one.short.clone()).collect(),
        rows,
        v,
    };
    web::page(&page)
}

/// How often each field is missing in the living applications of each agency.
fn missing(review: &Review) -> BTreeMap<&str, BTreeMap<&'static str, usize>> {
    let mut found: BTreeMap<&str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for (app, complete) in review.inventory.apps.iter().zip(&review.complete).filter(|(app, _)| app.stage.alive()) {
        let unit = found.entry(app.unit()).or_default();
        complete.missing.iter().for_each(|field| *unit.entry(field).or_default() += 1);
    }
    found
}

fn row(v: &View, (unit, name): (&str, String), ladder: &Ladder, missing: &BTreeMap<&'static str, usize>) -> Row {
    let mut most: Vec<(&&str, &usize)> = missing.iter().collect();
    most.sort_by_key(|(field, count)| (std::cmp::Reverse(**count), **field));
    let named = most.into_iter().take(NAMED).map(|(field, _)| v.t(&format!("aplikasi-isi-{field}")).to_lowercase());
    let complete = completeness::percent(ladder.complete.0, ladder.complete.1);
    Row {
        unit: unit.to_owned(),
        name,
        alive: v.words().count(ladder.alive()),
        complete: percent((ladder.complete.1 > 0).then_some(complete)),
        missing: named.collect::<Vec<_>>().join(", "),
        on: ladder.on.map(|count| v.words().count(count)),
        joined: percent(ladder.percent()),
        decided: v.words().count(ladder.decided),
    }
}
