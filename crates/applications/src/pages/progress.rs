//! `/aplikasi/kemajuan`: how far the integration team has come, quarter by quarter, and where it stands today.

use super::{keeps, percent};
use crate::applications::Applications;
use crate::model::completeness;
use crate::model::ladder::{Ladder, Quarter};
use crate::rights::{Read, Scope, reads};
use askama::Template;
use axum::extract::State;
use std::collections::BTreeMap;
use web::chart::Lines;
use web::{Answer, Markup, May, View};

#[derive(Template)]
#[template(path = "kemajuan.html")]
struct Page {
    v: View,
    keeps: bool,
    chart: Option<Markup>,
    rows: Vec<Row>,
    /// Agency, its figure before, its figure now.
    moved: Vec<(String, String, String)>,
}

struct Row {
    when: String,
    alive: String,
    on: [String; 4],
    joined: String,
    complete: String,
    decided: String,
    retired: String,
}

fn sum(scope: &Scope, units: &BTreeMap<String, Ladder>) -> Ladder {
    units.iter().filter(|(unit, _)| scope.covers(unit)).fold(Ladder::default(), |sum, (_, one)| sum.with(one))
}

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let scope = reads(&session);
    let now = room.review().await?.ladders();
    let kept = room.quarters().await?;
    let mut points: Vec<(String, Ladder)> =
        kept.iter().map(|one| (named(&v, one.quarter), sum(&scope, &one.units))).collect();
    points.push((v.t("aplikasi-hari-ini").to_owned(), sum(&scope, &now)));
    let before = kept.last().map(|one| &one.units);
    let moved = |(unit, ladder): (&String, &Ladder)| {
        let then = before.and_then(|units| units.get(unit)).and_then(Ladder::percent);
        (room.unit_name(unit), percent(then), percent(ladder.percent()))
    };
    let mut moved: Vec<(String, String, String)> =
        now.iter().filter(|(unit, _)| scope.covers(unit)).map(moved).collect();
    moved.sort_by_cached_key(|(name, ..)| name.to_lowercase());
    let page = Page {
        keeps: keeps(&session),
        chart: if points.len() > 1 { Some(chart(&v, &points)?) } else { None },
        rows: points.iter().rev().map(|(when, ladder)| row(&v, when, ladder)).collect(),
        moved,
        v,
    };
    web::page(&page)
}

fn named(v: &View, quarter: Quarter) -> String {
    v.t2("aplikasi-triwulan", "nomor", quarter.number.to_string(), "tahun", quarter.year.to_string())
}

fn chart(v: &View, points: &[(String, Ladder)]) -> Result<Markup, web::Error> {
    let line = |of: &dyn Fn(&Ladder) -> Option<u32>| {
        points.iter().map(|(_, ladder)| of(ladder).map(f64::from)).collect::<Vec<Option<f64>>>()
    };
    let complete =
        |ladder: &Ladder| (ladder.complete.1 > 0).then(|| completeness::percent(ladder.complete.0, ladder.complete.1));
    let lines = Lines {
        title: v.t("aplikasi-kemajuan-grafik"),
        of: v.t("aplikasi-triwulan-kata"),
        points: points.iter().map(|(when, _)| when.clone()).collect(),
        lines: vec![
            (v.t("aplikasi-angka-tersambung").to_owned(), line(&Ladder::percent)),
            (v.t("aplikasi-kelengkapan").to_owned(), line(&complete)),
        ],
    };
    lines.draw(v)
}

fn row(v: &View, when: &str, ladder: &Ladder) -> Row {
    Row {
        when: when.to_owned(),
        alive: v.words().count(ladder.alive()),
        on: ladder.on.map(|count| v.words().count(count)),
        joined: percent(ladder.percent()),
        complete: percent((ladder.complete.1 > 0).then(|| completeness::percent(ladder.complete.0, ladder.complete.1))),
        decided: v.words().count(ladder.decided),
        retired: v.words().count(ladder.retired),
    }
}
