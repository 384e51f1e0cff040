//! `/aplikasi/kembar`: candidates for merging, best first, with their reasons.

use super::keeps;
use crate::applications::Applications;
use crate::model::name::spelled;
use crate::model::twins::Twins;
use crate::model::vocabulary::{affairs, data, find};
use crate::review::Review;
use crate::rights::{Read, reads};
use askama::Template;
use axum::extract::State;
use web::{Answer, May, View};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "kembar.html")]
struct Page {
    v: View,
    keeps: bool,
    found: i64,
    rows: Vec<Row>,
    first: String,
    next: String,
}

pub(super) struct Row {
    pub one: (String, String, String),
    pub other: (String, String, String),
    pub score: u32,
    pub reasons: Vec<String>,
}

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let review = room.review().await?;
    let scope = reads(&session);
    let mine = |at: usize| review.inventory.apps.get(at).is_some_and(|app| scope.covers(app.unit()));
    let all: Vec<&Twins> = review.twins.iter().filter(|two| mine(two.one) || mine(two.other)).collect();
    let from: usize = v.asked("sesudah").parse().unwrap_or(0);
    let shown = all.iter().skip(from).take(PAGE);
    let page = Page {
        keeps: keeps(&session),
        found: i64::try_from(all.len()).unwrap_or(i64::MAX),
        rows: shown.filter_map(|two| row(&v, &room, &review, two)).collect(),
        first: if from == 0 { String::new() } else { v.with_query("sesudah", "") },
        next: if all.len() > from + PAGE { v.with_query("sesudah", &(from + PAGE).to_string()) } else { String::new() },
        v,
    };
    web::page(&page)
}

/// A pair in words.
pub(super) fn row(v: &View, room: &Applications, review: &Review, two: &Twins) -> Option<Row> {
    let named = |at: usize| {
        let app = review.inventory.apps.get(at)?;
        Some((format!("/aplikasi/{}", app.slug), app.name().to_owned(), room.unit_name(app.unit())))
    };
    let mut reasons = Vec::new();
    if !two.words.is_empty() {
        let app = review.inventory.apps.get(two.one)?;
        let spelled = spelled(&format!("{} {}", app.cell("fungsi"), app.name()));
        let words: Vec<&str> = two.words.iter().map(|word| spelled.get(word).unwrap_or(word).as_str()).collect();
        reasons.push(v.t1("aplikasi-kembar-kata", "kata", words.join(", ")));
    }
    if !two.services.is_empty() {
        reasons.push(v.t1("aplikasi-kembar-layanan", "layanan", two.services.join(", ")));
    }
    if !two.data.is_empty() {
        let named = |id: &String| find(data(), id).map_or(id.as_str(), |word| word.name(v.lang())).to_lowercase();
        reasons.push(v.t1("aplikasi-kembar-data", "data", two.data.iter().map(named).collect::<Vec<_>>().join(", ")));
    }
    if let Some(affair) = two.affair.as_deref().and_then(|code| find(affairs(), code)) {
        reasons.push(v.t1("aplikasi-kembar-urusan", "urusan", affair.name(v.lang())));
    }
    Some(Row { one: named(two.one)?, other: named(two.other)?, score: two.score, reasons })
}
