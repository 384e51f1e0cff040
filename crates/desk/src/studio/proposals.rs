//! Proposals: one administrator proposes a version, another one publishes it.

use crate::Desk;
use crate::catalogue::{STREAM, event};
use crate::commands::{optional_text, required_text, send_key};
use crate::refusal::{DeskRefusal, Desked};
use definition::Definition;
use definition::diagnostic::render_all;
use kernel::{Actor, Id, Instant, Lang};
use serde_json::json;
use store::{Commit, Row, Statement, StoreError, values};

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProposalState {
    /// Nobody decided yet.
    Waiting,
    /// Another administrator approved it; it was published at that moment.
    Published,
    /// Another administrator rejected it.
    Rejected,
    /// Its proposer took it back.
    TakenBack,
}

impl ProposalState {
    /// As it stands in the table and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "menunggu",
            Self::Published => "terbit",
            Self::Rejected => "ditolak",
            Self::TakenBack => "ditarik",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Published, Self::Rejected, Self::TakenBack].into_iter().find(|state| state.word() == word)
    }
}

/// A version that an administrator proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id; later ones sort behind.
    pub id: String,
    /// `layanan.id`.
    pub service: String,
    /// `layanan.nama`.
    pub name: String,
    /// `layanan.versi`.
    pub version: u32,
    /// Content hash.
    pub hash: String,
    /// Hash of the version that ran when it was proposed; empty for a new service.
    pub base: String,
    /// The text.
    pub source: String,
    /// Why, in the proposer's words.
    pub note: String,
    /// What became of it.
    pub state: ProposalState,
    /// Who proposes.
    pub proposer: Actor,
    /// When.
    pub proposed_at: Instant,
    /// Who decided.
    pub decider: Option<Actor>,
    /// When.
    pub decided_at: Option<Instant>,
    /// Why it was rejected or taken back.
    pub reason: String,
}

const COLUMNS: &str =
    "id, service, name, version, hash, base, source, note, state, proposer, proposed_at, decider, decided_at, reason";

impl Proposal {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let damaged = |what: &str| StoreError::Damaged(format!("desk_proposals.{what}"));
        let actor = |text: &str| serde_json::from_str(text).map_err(|_| damaged("proposer"));
        let decider = row.text(11)?;
        Ok(Self {
            id: row.string(0)?,
            service: row.string(1)?,
            name: row.string(2)?,
            version: u32::try_from(row.int(3)?).map_err(|_| damaged("version"))?,
            hash: row.string(4)?,
            base: row.string(5)?,
            source: row.string(6)?,
            note: row.string(7)?,
            state: ProposalState::parse(row.text(8)?).ok_or_else(|| damaged("state"))?,
            proposer: actor(row.text(9)?)?,
            proposed_at: row.instant(10)?,
            decider: if decider.is_empty() { None } else { Some(actor(decider)?) },
            decided_at: row.instant_or_null(12)?,
            reason: row.string(13)?,
        })
    }

    /// Whether this person proposed it.
    pub fn is_of(&self, actor: &Actor) -> bool {
        actor.person().is_some() && actor.person() == self.proposer.person()
    }
}

impl Desk {
    /// Proposes a version: it must be sound, change something, and carry a higher number than the running one. Nothing
    /// is published. The same form sent twice is one proposal. Answers with its id.
    ///
    /// # Errors
    /// The checker's report as [`DeskRefusal::Definition`], the text runs already, the number was not raised; or the
    /// store failed.
    pub async fn propose(&self, source: &str, note: &str, form_key: &str, actor: &Actor, lang: Lang) -> Desked<String> {
        let note = optional_text(note, self.limits().text)?.unwrap_or_default();
        let examined = self.examine(source);
        if examined.is_running() {
            return Err(DeskRefusal::RunsAlready.into());
        }
        if examined.is_not_raised() {
            return Err(DeskRefusal::VersionNotRaised.into());
        }
        let sound = examined.is_sound();
        let Some(definition) = examined.definition.filter(|_| sound) else {
            return Err(DeskRefusal::Definition(render_all(&examined.findings, "layanan.toml", source, lang)).into());
        };
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let base = examined.running.map(|running| running.hash.clone()).unwrap_or_default();
        let fact = json!({
            "proposal": id, "service": definition.id, "version": definition.version, "hash": definition.hash,
            "name": definition.name, "base": base,
        });
        let statement = Statement::new(
            "INSERT INTO desk_proposals (region, id, service, name, version, hash, base, source, note, state, proposer, \
             proposed_at, decider, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', NULL, '')",
            values![
                self.region(),
                &id,
                &definition.id,
                &definition.name,
                i64::from(definition.version),
                &definition.hash,
                &base,
                source,
                &note,
                ProposalState::Waiting.word(),
                written(actor)?,
                now,
            ],
        );
        let commit = Commit {
            events: vec![event("service.proposed", now, actor, fact)],
            statements: vec![statement],
            send: send_key(form_key, &json!([source, note])),
            reply: id,
            ..Commit::new(self.region(), STREAM, store::ANY_VERSION)
        };
        Ok(self.store().commit(commit, now).await?.reply)
    }

    /// Proposals, the latest first, at most `limit`, before the id `before` (empty: from the latest).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn proposals(&self, before: &str, limit: u32) -> Desked<Vec<Proposal>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM desk_proposals WHERE region = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3"
        );
        let rows = self.store().rows(&sql, &values![self.region(), before, i64::from(limit)]).await?;
        Ok(rows.iter().map(Proposal::read).collect::<Result<_, _>>()?)
    }

    /// One proposal.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn proposal(&self, id: &str) -> Desked<Proposal> {
        let sql = format!("SELECT {COLUMNS} FROM desk_proposals WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        let row = row.ok_or(DeskRefusal::NoSuchProposal)?;
        Ok(Proposal::read(&row)?)
    }

    /// Publishes a proposal. Only another person than its proposer may, and only while the version on which it was
    /// written still runs; it is examined again, because offices and lists may have changed since.
    ///
    /// # Errors
    /// It is the actor's own, it was decided before, another version was published since, or it is not sound any more.
    pub async fn approve(&self, id: &str, actor: &Actor, lang: Lang) -> Desked<Proposal> {
        let proposal = self.waiting(id).await?;
        if actor.person().is_none() || proposal.is_of(actor) {
            return Err(DeskRefusal::OwnProposal.into());
        }
        let examined = self.examine(&proposal.source);
        let base = examined.running.as_ref().map_or("", |running| running.hash.as_str());
        let sound = examined.is_sound();
        let Some(definition) = examined.definition.as_ref().filter(|_| sound) else {
            let report = render_all(&examined.findings, "layanan.toml", &proposal.source, lang);
            return Err(DeskRefusal::Definition(report).into());
        };
        if base != proposal.base {
            return Err(DeskRefusal::Overtaken.into());
        }
        let templates = self.keeping(definition, "layanan.toml", &[]).await?;
        let mut commit = self.publication(definition, &proposal.source, actor);
        commit.statements.extend(templates);
        let fact =
            json!({ "proposal": id, "service": definition.id, "version": definition.version, "hash": definition.hash });
        commit.events.insert(0, event("service.approved", self.now(), actor, fact));
        commit.statements.insert(0, self.decided(&proposal, ProposalState::Published, actor, "")?);
        commit.statements.insert(1, self.still_runs(&proposal, definition));
        self.store().commit_waiting(commit, self.now()).await?;
        self.reload().await?;
        self.proposal(id).await
    }

    /// Rejects a proposal of another person, or takes the own one back.
    ///
    /// # Errors
    /// No reason is given, it was decided before, or the store failed.
    pub async fn reject(&self, id: &str, actor: &Actor, reason: &str) -> Desked<Proposal> {
        let reason = required_text(reason, self.limits().text)?;
        let proposal = self.waiting(id).await?;
        let own = proposal.is_of(actor);
        let state = if own { ProposalState::TakenBack } else { ProposalState::Rejected };
        // The reason is free text: it stands in the table, not in the fact.
        let fact = json!({
            "proposal": id, "service": proposal.service, "version": proposal.version, "hash": proposal.hash,
            "by_proposer": own,
        });
        let commit = Commit {
            events: vec![event("service.rejected", self.now(), actor, fact)],
            statements: vec![self.decided(&proposal, state, actor, &reason)?],
            ..Commit::new(self.region(), STREAM, store::ANY_VERSION)
        };
        self.store().commit_waiting(commit, self.now()).await?;
        self.proposal(id).await
    }

    async fn waiting(&self, id: &str) -> Desked<Proposal> {
        let proposal = self.proposal(id).await?;
        if proposal.state == ProposalState::Waiting { Ok(proposal) } else { Err(DeskRefusal::Decided.into()) }
    }

    fn decided(&self, proposal: &Proposal, state: ProposalState, actor: &Actor, reason: &str) -> Desked<Statement> {
        let statement = Statement::new(
            "UPDATE desk_proposals SET state = $3, decider = $4, decided_at = $5, reason = $6 \
             WHERE region = $1 AND id = $2 AND state = 'menunggu'",
            values![self.region(), &proposal.id, state.word(), written(actor)?, self.now(), reason],
        );
        Ok(statement.exactly_one())
    }

    /// A guard for two approvals at once: the version on which the proposal was written must run at the commit, too.
    fn still_runs(&self, proposal: &Proposal, definition: &Definition) -> Statement {
        let region = self.region();
        if proposal.base.is_empty() {
            let position = i64::try_from(self.catalogue().running().count()).unwrap_or(i64::MAX);
            // The publication that follows in the same commit fills the row.
            return Statement::new(
                "INSERT INTO desk_services (region, service, hash, position, published_at) VALUES ($1, $2, '', $3, 0) \
                 ON CONFLICT DO NOTHING",
                values![region, &definition.id, position],
            )
            .exactly_one();
        }
        Statement::new(
            "UPDATE desk_services SET hash = hash WHERE region = $1 AND service = $2 AND hash = $3",
            values![region, &definition.id, &proposal.base],
        )
        .exactly_one()
    }
}

fn written(actor: &Actor) -> Desked<String> {
    Ok(serde_json::to_string(actor).map_err(|error| StoreError::Damaged(error.to_string()))?)
}
