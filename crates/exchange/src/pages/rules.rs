//! `/pengembang/aturan-uraian`: every rule for descriptions, with what is wrong and what is right.

use crate::exchange::Exchange;
use crate::model::explain;
use askama::Template;
use axum::extract::State;
use web::{Answer, View, Visitor};

#[derive(Template)]
#[template(path = "aturan.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
}

struct Row {
    code: &'static str,
    means: &'static str,
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
}

pub(super) async fn page(visitor: Visitor, State(_): State<Exchange>) -> Answer {
    let v = visitor.view;
    let row = |(code, one): (&'static String, &'static definition::Explanation)| Row {
        code,
        means: one.means.lang(v.lang()),
        why: one.why.lang(v.lang()),
        wrong: one.wrong.trim(),
        right: one.right.trim(),
    };
    let rows = explain::all().iter().map(row).collect();
    web::page(&Page { rows, v })
}
