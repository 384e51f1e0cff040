//! Facts of the inventory: on `applications/app/SLUG` `application.recorded|changed|moved`, `link.declared|withdrawn`,
//! `application_proposal.asked|decided`, `application_health.changed`; on `applications/import/ID` `application.recorded|changed`
//! of its rows and `application_import.finished`; on `applications/names` `agency_name.mapped`; on `applications/quarters`
//! `integration_quarter.kept`. None holds a text: references and salted hashes.

use crate::applications::Applications;
use crate::refusal::Refused;
use kernel::ids::hex;
use kernel::{Actor, Instant, NewEvent, TextRef};
use serde_json::Value;
use store::{ANY_VERSION, Commit, Statement, values};

const SALT: usize = 16;

pub(crate) fn event(name: impl Into<String>, at: Instant, actor: &Actor, data: Value) -> NewEvent {
    NewEvent { name: name.into(), happened_at: at, actor: actor.clone(), data }
}

/// The officer of an actor; empty for the system.
pub(crate) fn officer(actor: &Actor) -> String {
    match actor {
        Actor::Officer { id, .. } => id.0.clone(),
        _ => String::new(),
    }
}

impl Applications {
    /// Commits what changes the inventory: several people write beside each other, so what it relies on stands in guarded
    /// statements. Every node hears of it.
    pub(crate) async fn commit(
        &self,
        stream: &str,
        events: Vec<NewEvent>,
        mut statements: Vec<Statement>,
    ) -> Result<(), Refused> {
        statements.push(self.changed());
        self.quiet(stream, events, statements).await
    }

    /// Commits what no reader of the inventory sees.
    pub(crate) async fn quiet(
        &self,
        stream: &str,
        events: Vec<NewEvent>,
        statements: Vec<Statement>,
    ) -> Result<(), Refused> {
        let commit =
            Commit { events, statements, ..Commit::new(self.region(), format!("applications/{stream}"), ANY_VERSION) };
        self.store().commit_waiting(commit, self.now()).await?;
        self.forget();
        Ok(())
    }

    /// Keeps what changed of an application as it is shown: the reference for the event, and the statement that keeps it.
    pub(crate) fn keep_change(
        &self,
        (slug, revision, kind): (&str, i64, &str),
        text: &str,
        (by, now): (&Actor, Instant),
    ) -> (TextRef, Statement) {
        let mut salt = [0; SALT];
        self.chance().fill(&mut salt);
        let salt = hex(&salt);
        let hash = kernel::ids::hash_secret(&format!("{salt}{text}"));
        let statement = Statement::new(
            "INSERT INTO applications_changes (region, slug, revision, kind, salt, text, written_by, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            values![self.region(), slug, revision, kind, &salt, text, officer(by), now],
        );
        (TextRef { id: format!("{slug}/{revision}"), hash }, statement)
    }
}
