//! Facts of the exchange. On `exchange/offer/KEY`: `offer.registered|changed|described|published|deprecated|withdrawn`,
//! `credential.replaced`; on `exchange/access/CASE`: `access.asked|narrowed|ended`; on `exchange/grant/ID`:
//! `grant.given|withdrawn`; on `exchange/ends`: `end.warned`. None holds a text: references, ids and hashes.

use crate::exchange::Exchange;
use kernel::{Actor, Instant, NewEvent};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Receipt, Statement, values};
use web::Session;

use crate::refusal::Refused;

pub(crate) fn event(name: &str, at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at: at, actor: actor.clone(), data }
}

/// Who acts: for this unit where the officer holds a role there, else with the first one.
pub(crate) fn actor(session: &Session, unit: &str) -> Actor {
    let own = session.grants.iter().find(|grant| grant.unit == unit);
    let grant = own.or_else(|| session.grants.first());
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

impl Exchange {
    /// A commit whose statements guard what it relies on.
    pub(crate) fn on(&self, stream: &str, events: Vec<NewEvent>, statements: Vec<Statement>) -> Commit {
        Commit { events, statements, ..Commit::new(self.region(), format!("exchange/{stream}"), ANY_VERSION) }
    }

    /// Commits something that the gateway decides by, and lets it know at once.
    pub(crate) async fn keep(&self, mut commit: Commit, now: Instant) -> Result<Receipt, Refused> {
        commit.statements.push(self.moved());
        let receipt = self.store().commit(commit, now).await?;
        self.refresh().await?;
        Ok(receipt)
    }

    /// Says that what the gateway decides by has changed.
    pub(crate) fn moved(&self) -> Statement {
        Statement::new(
            "INSERT INTO exchange_head (region, version) VALUES ($1, 1) \
             ON CONFLICT (region) DO UPDATE SET version = exchange_head.version + 1",
            values![self.region()],
        )
    }
}
