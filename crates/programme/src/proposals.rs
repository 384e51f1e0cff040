//! Proposals by residents (usulan): sealed when they come, looked at by a planner, shown with their answer or hidden with a
//! reason. Name and contact are never shown to the public.

use crate::events::{actor, event};
use crate::model::plan::REASON;
use crate::programme::Programme;
use crate::reference::reference;
use crate::refusal::Refused;
use kernel::{Actor, Id, Instant};
use serde_json::json;
use std::collections::HashMap;
use store::{Commit, Row, SendKey, Statement, StoreError, values};
use web::Session;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Baru: nobody has looked at it yet.
    New,
    /// Dijawab: shown with its answer.
    Answered,
    /// Disembunyikan: not shown, with a reason.
    Hidden,
}

impl State {
    /// Every state, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::New, Self::Answered, Self::Hidden];

    /// The word of tables, addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "baru",
            Self::Answered => "dijawab",
            Self::Hidden => "disembunyikan",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What a resident proposes.
#[derive(Clone, Debug, Default)]
pub struct NewProposal<'a> {
    /// Key of the form: sent twice, it is one proposal.
    pub key: String,
    /// Id of a pillar; may be empty.
    pub pillar: &'a str,
    /// District code; may be empty.
    pub district: &'a str,
    /// What is proposed, 20 to 2000 characters.
    pub text: &'a str,
    /// Name; may be empty.
    pub name: &'a str,
    /// Phone or e-mail; may be empty.
    pub contact: &'a str,
}

/// A proposal as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// Id of a pillar; may be empty.
    pub pillar: String,
    /// District code; may be empty.
    pub district: String,
    /// Where it stands.
    pub state: State,
    /// What is proposed; none once the person's key is erased.
    pub text: Option<String>,
    /// Who proposes; only for officers.
    pub name: Option<String>,
    /// How to reach them; only for officers.
    pub contact: Option<String>,
    /// The answer, or why it is hidden.
    pub answer: String,
    /// The promise that takes it up.
    pub promise: Option<String>,
    /// When it came.
    pub sent_at: Instant,
    /// When it was answered or hidden.
    pub decided_at: Option<Instant>,
    /// How often it was decided.
    pub seen: i64,
}

/// What a planner decides.
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// Shown with this answer, and the promise that takes it up.
    Answer {
        /// The answer.
        text: &'a str,
        /// Name or id of a promise of the plan; may be empty.
        promise: &'a str,
    },
    /// Not shown, for this reason.
    Hide {
        /// The reason.
        reason: &'a str,
    },
}

const TEXT: std::ops::RangeInclusive<usize> = 20..=2000;
const ANSWER: std::ops::RangeInclusive<usize> = 10..=2000;
const CONTACT: usize = 200;
const COLUMNS: &str =
    "id, pillar, district, state, text_ref, name_ref, contact_ref, answer, promise, sent_at, decided_at, seen";

impl Programme {
    /// Takes a proposal in; nothing of it is shown before a planner looked at it.
    ///
    /// # Errors
    /// Too short or too long, an unknown pillar or district, or the store failed.
    pub async fn propose(&self, new: NewProposal<'_>) -> Result<(), Refused> {
        let (text, name, contact) = (new.text.trim(), new.name.trim(), new.contact.trim());
        let pillar = new.pillar.is_empty() || reference().pillars.contains_key(new.pillar);
        let districts = self.deps().gazetteer.districts();
        let district = new.district.is_empty() || districts.iter().any(|one| one.code == new.district);
        let fits = [name, contact].iter().all(|text| text.chars().count() <= CONTACT);
        if !TEXT.contains(&text.chars().count()) || !pillar || !district || !fits {
            return Err(Refused::Text);
        }
        let (now, id) = (self.now(), Id::new(self.now(), self.chance()).to_string());
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (body, sealed) = self.vault().seal(&person, text, now, self.chance())?;
        let mut statements = vec![keep, sealed];
        let mut seal = |text: &str| -> Result<Option<kernel::TextRef>, StoreError> {
            if text.is_empty() {
                return Ok(None);
            }
            let (reference, statement) = self.vault().seal(&person, text, now, self.chance())?;
            statements.push(statement);
            Ok(Some(reference))
        };
        let (name_ref, contact_ref) = (seal(name)?, seal(contact)?);
        statements.push(Statement::new(
            "INSERT INTO programme_proposals (region, id, pillar, district, person, text_ref, name_ref, contact_ref, state, \
             answer, sent_at, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'baru', '', $9, 0)",
            values![
                self.region(),
                &id,
                new.pillar,
                new.district,
                person.id(),
                &body.id,
                name_ref.as_ref().map(|text| text.id.clone()),
                contact_ref.as_ref().map(|text| text.id.clone()),
                now,
            ],
        ));
        let data = json!({
            "proposal": id, "pillar": new.pillar, "district": new.district, "person": person.id(), "text": body,
            "name": name_ref, "contact": contact_ref,
        });
        let digest = self.vault().search_hash("usulan", &[new.pillar, new.district, text, name, contact].join("\n"));
        let commit = Commit {
            send: Some(SendKey { key: format!("usulan/{}", new.key), digest }),
            events: vec![event("proposal.sent", now, &Actor::Resident, data)],
            statements,
            ..Commit::new(self.region(), format!("proposal/{id}"), 0)
        };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// Answers a proposal or hides it.
    ///
    /// # Errors
    /// The text is too short, decided meanwhile, no such promise, or the store failed.
    pub async fn decide(&self, session: &Session, id: &str, seen: i64, decision: Decision<'_>) -> Result<(), Refused> {
        let now = self.now();
        let (name, state, text, promise) = match decision {
            Decision::Answer { text, promise } => ("proposal.answered", State::Answered, text.trim(), promise),
            Decision::Hide { reason } => ("proposal.hidden", State::Hidden, reason.trim(), ""),
        };
        let length = text.chars().count();
        match state {
            State::Hidden if !REASON.contains(&length) => return Err(Refused::Reason),
            State::Answered if !ANSWER.contains(&length) => return Err(Refused::Text),
            _ => {}
        }
        let promise = match promise {
            "" => None,
            named => Some(self.promise_called(&self.the_plan().await?, named).await?.ok_or(Refused::NoPromise)?),
        };
        let (reference, keep) = self.keep_text(text, now);
        let update = Statement::new(
            "UPDATE programme_proposals SET state = $4, answer = $5, promise = $6, decided_at = $7, decided_by = $8, \
             seen = seen + 1 WHERE region = $1 AND id = $2 AND seen = $3",
            values![self.region(), id, seen, state.word(), text, promise.clone(), now, &session.officer.0,],
        )
        .exactly_one();
        let data = json!({ "proposal": id, "text": reference, "promise": promise });
        let stream = format!("proposal/{id}");
        let version = self.store().version(self.region(), &stream).await?;
        if version == 0 {
            return Err(Refused::NotThere);
        }
        let commit = Commit {
            events: vec![event(name, now, &actor(session, None), data)],
            statements: vec![keep, update],
            ..Commit::new(self.region(), stream, version)
        };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// Proposals in a state, the newest first, before this moment and id, at most `limit`. For the public (`named` is false)
    /// without name and contact.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn proposals(
        &self,
        state: State,
        before: Option<(Instant, String)>,
        named: bool,
        limit: i64,
    ) -> Result<Vec<Proposal>, Refused> {
        let (at, id) = before.unwrap_or((Instant::from_seconds(253_402_300_800), String::new()));
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_proposals WHERE region = $1 AND state = $2 \
             AND (sent_at < $3 OR (sent_at = $3 AND id < $4)) ORDER BY sent_at DESC, id DESC LIMIT $5"
        );
        let rows = self.store().rows(&sql, &values![self.region(), state.word(), at, id, limit]).await?;
        self.opened(&rows, named).await
    }

    /// How many proposals nobody has looked at, at most 100.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn waiting_proposals(&self) -> Result<i64, Refused> {
        let sql = "SELECT COUNT(*) FROM (SELECT id FROM programme_proposals WHERE region = $1 AND state = 'baru' LIMIT 100) w";
        let row = self.store().row(sql, &values![self.region()]).await?;
        Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0))
    }

    async fn opened(&self, rows: &[Row], named: bool) -> Result<Vec<Proposal>, Refused> {
        let columns: &[usize] = if named { &[4, 5, 6] } else { &[4] };
        let mut asked: Vec<&str> = Vec::new();
        for row in rows {
            for column in columns {
                asked.extend(row.text_or_null(*column)?);
            }
        }
        let texts = self.store().open_sealed(self.region(), &asked).await?;
        Ok(rows.iter().map(|row| read(row, &texts, named)).collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row, texts: &HashMap<String, String>, named: bool) -> Result<Proposal, StoreError> {
    let open = |column: usize| -> Result<Option<String>, StoreError> {
        Ok(row.text_or_null(column)?.and_then(|reference| texts.get(reference).cloned()))
    };
    Ok(Proposal {
        id: row.string(0)?,
        pillar: row.string(1)?,
        district: row.string(2)?,
        state: State::parse(row.text(3)?).ok_or_else(|| StoreError::Damaged("proposal".into()))?,
        text: open(4)?,
        name: if named { open(5)? } else { None },
        contact: if named { open(6)? } else { None },
        answer: row.string(7)?,
        promise: row.string_or_null(8)?,
        sent_at: row.instant(9)?,
        decided_at: row.instant_or_null(10)?,
        seen: row.int(11)?,
    })
}
