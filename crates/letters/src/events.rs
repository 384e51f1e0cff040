//! Facts of a letter, on stream `letter/CASE/KIND/ROUND`: `letter.prepared`, `letter.issued`, `letter.revoked`,
//! `letter.replaced`. None holds a personal value or free text. That a letter expired is no fact of the ledger: its last
//! day stands in `letter.prepared`.

use kernel::{Actor, Instant, NewEvent};
use serde_json::Value;

pub(crate) fn event(name: &str, happened_at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at, actor: actor.clone(), data }
}

/// The stream of a letter; its name makes a second letter of the same kind for the same case a conflict.
pub(crate) fn stream(case: &str, kind: &str, round: i64) -> String {
    format!("letter/{case}/{kind}/{round}")
}
