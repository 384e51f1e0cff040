//! Facts of a plan, all on the stream `plan/ID`: `plan.drafted|described|submitted|returned|approved|decreed|revised`,
//! `promise.written|removed`, `result.reported`, `entry.written|removed`; of residents' proposals on `proposal/ID`:
//! `proposal.sent|answered|hidden`. None holds a text: titles, descriptions, reasons and evidence are references.

use crate::programme::Programme;
use kernel::{Actor, Instant, NewEvent};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Statement};
use web::Session;

pub(crate) fn event(name: &str, happened_at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at, actor: actor.clone(), data }
}

/// Who acts, for the unit in which the officer has `role`, else for the first unit.
pub(crate) fn actor(session: &Session, unit: Option<&str>) -> Actor {
    let own = session.grants.iter().find(|grant| match unit {
        Some(unit) => grant.unit == unit,
        None => grant.role == kernel::Role::Planner,
    });
    let grant = own.or_else(|| session.grants.first());
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

impl Programme {
    /// A commit on the plan's stream. What it relies on stands in its statements, not in the version of the stream: planners
    /// write beside each other.
    pub(crate) fn on_plan(&self, plan: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("plan/{plan}"), ANY_VERSION) }
    }
}
