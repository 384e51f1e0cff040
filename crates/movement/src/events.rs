//! Facts of the movement: `cohort.opened|changed`, `member.added|removed` on `movement/cohort/YEAR`; on `movement/area/CODE`
//! `memorandum|mentoring|milestone|practice|region_note.written|removed`, `key.registered`, `practice.adopted`,
//! `selection.opened|decided`, `assessor.named|released`, `score.given`, `evaluation.entered`, `summary.taken|refused`; on
//! `movement/own` `summary.key_made`, `summary.made`. None holds a text: references and salted hashes.

use crate::movement::Movement;
use kernel::{Actor, Instant, NewEvent};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Statement, values};
use web::Session;

pub(crate) fn event(name: impl Into<String>, at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.into(), happened_at: at, actor: actor.clone(), data }
}

/// Who acts, with the first unit and role that the officer holds.
pub(crate) fn actor(session: &Session) -> Actor {
    let grant = session.grants.first();
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

impl Movement {
    /// A commit whose statements guard what it relies on: several people write beside each other.
    pub(crate) fn on(&self, stream: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("movement/{stream}"), ANY_VERSION) }
    }

    pub(crate) fn on_area(&self, area: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        self.on(&format!("area/{area}"), events, statements)
    }

    /// Sets one column of a region's row. The column is a name of ours, never typed.
    pub(crate) fn stands(&self, area: &str, column: &'static str, value: impl Into<store::Value>) -> Statement {
        let value: store::Value = value.into();
        Statement::new(
            format!(
                "INSERT INTO movement_regions (region, area, {column}) VALUES ($1, $2, $3) \
                 ON CONFLICT (region, area) DO UPDATE SET {column} = excluded.{column}"
            ),
            values![self.region(), area, value],
        )
    }
}
