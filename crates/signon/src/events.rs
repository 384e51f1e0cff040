//! Facts of sign-on, each on `signon/client/ID`: `client.registered|changed|agreed|declined|revoked`,
//! `client_secret.made|ended`, `sign_on.granted|refused|ended|replayed`, `consent.given|withdrawn`; on `signon/keys`
//! `signing_key.made|forgotten`. None holds a personal value or free text: ids of officers, keyed names of residents.

use crate::signon::Signon;
use kernel::{Actor, Instant, NewEvent, OfficerId};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Statement};
use web::Session;

pub(crate) fn event(name: &str, at: Instant, actor: &Actor, data: Value) -> NewEvent {
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

/// Who signs on: an officer as a person, or a resident.
pub(crate) fn signer(officer: &str) -> Actor {
    if officer.is_empty() {
        return Actor::Resident;
    }
    Actor::Officer { id: OfficerId(officer.to_owned()), unit: String::new(), title: String::new() }
}

impl Signon {
    /// A commit whose statements guard what it relies on: several people and programs write beside each other.
    pub(crate) fn on_client(&self, client: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("signon/client/{client}"), ANY_VERSION) }
    }
}
