//! `/layanan/{id}/pilihan/{isian}?q=`: codes of a long list that fit, for suggestions while somebody types.

use super::Counter;
use axum::extract::{Path, Query, State};
use definition::lists::fitting as found;
use definition::model::Options;
use serde::Deserialize;
use web::{Answer, Visitor};

/// So many suggestions a phone shows without scrolling far.
const SUGGESTED: usize = 8;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// `[[code, label], …]`; the lists are public, and who asks is not noted.
pub(super) async fn fitting(
    _visitor: Visitor,
    State(counter): State<Counter>,
    Path((id, field)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let definition = counter.service(&id)?;
    let options = definition.fields.get(&field).and_then(|field| field.kind.options());
    let list = match options {
        Some(Options::List(name)) => counter.desk.lists().searched(name),
        _ => None,
    };
    let list = list.ok_or_else(web::Error::not_found)?;
    let suggested: Vec<(&str, &str)> = found(list, &asked.q).into_iter().take(SUGGESTED).collect();
    web::json(&suggested)
}
