//! Facts of feeds, on `feed/ID`: `feed.ran` with its counts, `row.changed` for each changed row up to a bound, `feed.reloaded`
//! beyond it, `feed.paused|resumed|asked|accepted|forgotten`, `feed_file.uploaded`. None holds a value of a row: rows are named by a keyed
//! hash, under which a table answers them.

use crate::feeds::Feeds;
use kernel::{Actor, Instant, NewEvent};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Statement};
use web::Session;

pub(crate) fn event(name: &str, at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at: at, actor: actor.clone(), data }
}

/// Who acts, with the unit and role that the officer holds first.
pub(crate) fn actor(session: &Session) -> Actor {
    let grant = session.grants.first();
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

impl Feeds {
    /// A commit whose statements guard what it relies on.
    pub(crate) fn on(&self, feed: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("feed/{feed}"), ANY_VERSION) }
    }
}
