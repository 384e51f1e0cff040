//! Facts of this room: on `events/subscription/ID` `subscription.opened|paused|resumed|stopped|gone|tested|key_changed|
//! replayed|removed`; on `events/keys` `event_key.made`. None holds an address, a secret or a text.

use crate::room::Events;
use crate::subscription::Subscription;
use kernel::{Actor, Instant, NewEvent};
use serde_json::{Value as Json, json};
use store::{ANY_VERSION, Commit, Statement};
use web::Session;

pub(crate) fn event(name: &str, at: Instant, actor: &Actor, data: Json) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at: at, actor: actor.clone(), data }
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

impl Subscription {
    /// What every fact about it says.
    pub(crate) fn told(&self) -> Json {
        json!({ "subscription": self.id, "application": self.application, "unit": self.unit })
    }

    /// The same with why.
    pub(crate) fn told_why(&self, reason: &str) -> Json {
        json!({ "subscription": self.id, "application": self.application, "unit": self.unit, "reason": reason })
    }
}

impl Events {
    /// A commit whose statements guard what it relies on.
    pub(crate) fn on(&self, stream: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("events/{stream}"), ANY_VERSION) }
    }

    pub(crate) fn on_subscription(&self, id: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        self.on(&format!("subscription/{id}"), events, statements)
    }
}
