//! `/terlambat`: cases whose broken promise their definition says is to be named in public (`umumkan`).

use super::{Counter, words};
use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use web::{Answer, View, Visitor};

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sesudah: String,
}

struct Row {
    number: String,
    service: String,
    holder: String,
    opened: String,
    due: String,
}

#[derive(Template)]
#[template(path = "citizen/overdue.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
    first: String,
    next: String,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Query(asked): Query<Asked>) -> Answer {
    let v = visitor.view;
    let found = counter.desk.overdue_in_public(&asked.sesudah).await?;
    let rows = found.rows.iter().map(|head| {
        let holders = head.holders.iter().map(|holder| words::holder(&v, &counter.desk, holder));
        let due = if head.is_overdue(v.now()) { head.step_due } else { head.total_due };
        Row {
            number: head.number.to_string(),
            service: head.service_name.clone(),
            holder: holders.collect::<Vec<_>>().join("; "),
            opened: v.words().date_of(head.opened_at),
            due: crate::model::due_at(due).map(|at| v.words().date_of(at)).unwrap_or_default(),
        }
    });
    let next = if found.next.is_empty() { String::new() } else { format!("/terlambat?sesudah={}", found.next) };
    let first = if asked.sesudah.is_empty() { String::new() } else { "/terlambat".to_owned() };
    web::page(&Page { rows: rows.collect(), first, next, v })
}
