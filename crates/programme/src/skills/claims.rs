//! What officers say they can do: a skill, or an application that they can run. It counts once the head of the agency agrees.

use super::model::skills;
use super::refusal::Refused;
use super::rights::{may_agree, own_units};
use crate::programme::Programme;
use kernel::{Id, Instant, OfficerId};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Characters of an application's name.
const NAME: std::ops::RangeInclusive<usize> = 3..=120;
/// Entries of one agency that are read.
const MOST: i64 = 1000;
const COLUMNS: &str = "id, officer, unit, kind, what, state, claimed_at";

/// What is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    /// A skill of the list.
    Skill,
    /// That an application can be run: by its name, a text of the agency.
    Application,
}

impl ClaimKind {
    /// The word of tables and forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Skill => "keahlian",
            Self::Application => "aplikasi",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Skill, Self::Application].into_iter().find(|one| one.word() == word)
    }
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// Nobody looked at it.
    Claimed,
    /// The head agreed.
    Agreed,
    /// The head did not.
    Declined,
}

impl ClaimState {
    /// The word of tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Claimed => "diisi",
            Self::Agreed => "diakui",
            Self::Declined => "ditolak",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Claimed, Self::Agreed, Self::Declined].into_iter().find(|one| one.word() == word)
    }
}

/// What an officer says of himself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The officer.
    pub officer: OfficerId,
    /// Unit of the agency in which it counts.
    pub unit: String,
    /// A skill or an application.
    pub kind: ClaimKind,
    /// Id of the skill, or name of the application.
    pub what: String,
    /// Where it stands.
    pub state: ClaimState,
    /// When it was entered.
    pub at: Instant,
}

impl Claim {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let damaged = |what: &str| StoreError::Damaged(format!("skill claim: {what}"));
        Ok(Self {
            id: row.string(0)?,
            officer: OfficerId(row.string(1)?),
            unit: row.string(2)?,
            kind: ClaimKind::parse(row.text(3)?).ok_or_else(|| damaged("kind"))?,
            what: row.string(4)?,
            state: ClaimState::parse(row.text(5)?).ok_or_else(|| damaged("state"))?,
            at: row.instant(6)?,
        })
    }
}

impl Programme {
    /// Enters what this officer can do, in an agency in which he works.
    ///
    /// # Errors
    /// Not his agency, no such skill, no name, entered before, or the store.
    pub async fn claim(&self, session: &Session, unit: &str, kind: ClaimKind, what: &str) -> Result<(), Refused> {
        if !own_units(session).contains(&unit) {
            return Err(Refused::NotYours);
        }
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        match kind {
            ClaimKind::Skill if !skills().all.contains_key(&what) => return Err(Refused::Skill),
            ClaimKind::Application if !NAME.contains(&what.chars().count()) => return Err(Refused::Text),
            _ => {}
        }
        let own = self.claims_where("officer = $2", &session.officer.0).await?;
        if own.iter().any(|one| (one.unit.as_str(), one.kind, &one.what) == (unit, kind, &what)) {
            return Err(Refused::Unchanged);
        }
        let (now, id) = (self.now(), Id::new(self.now(), self.chance()).to_string());
        let mut statements = Vec::new();
        // The name of an application is a text: the event holds its reference only.
        let named = match kind {
            ClaimKind::Skill => json!(what),
            ClaimKind::Application => {
                let (text, keep) = self.keep_text(&what, now);
                statements.push(keep);
                json!(text)
            }
        };
        statements.push(
            Statement::new(
                "INSERT INTO programme_skill_claims (region, id, officer, unit, kind, what, state, claimed_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                values![
                    self.region(),
                    &id,
                    &session.officer.0,
                    unit,
                    kind.word(),
                    &what,
                    ClaimState::Claimed.word(),
                    now
                ],
            )
            .exactly_one(),
        );
        let data = json!({ "claim": id, "unit": unit, "kind": kind.word(), "what": named });
        self.on_skill(session, unit, ("skill.claimed", data), statements, now).await
    }

    /// Takes back what this officer entered about himself.
    ///
    /// # Errors
    /// It is not his, or the store.
    pub async fn withdraw_claim(&self, session: &Session, id: &str) -> Result<(), Refused> {
        let own = self.claims_where("officer = $2", &session.officer.0).await?;
        let one = own.into_iter().find(|one| one.id == id).ok_or(Refused::NotThere)?;
        let delete = Statement::new(
            "DELETE FROM programme_skill_claims WHERE region = $1 AND id = $2 AND officer = $3",
            values![self.region(), id, &session.officer.0],
        );
        let data = json!({ "claim": id, "unit": one.unit });
        self.on_skill(session, &one.unit, ("skill.withdrawn", data), vec![delete.exactly_one()], self.now()).await
    }

    /// The head agrees to what an officer of the agency entered, or does not.
    ///
    /// # Errors
    /// Not the head, decided or taken back meanwhile, or the store.
    pub async fn decide_claim(&self, session: &Session, unit: &str, id: &str, agreed: bool) -> Result<(), Refused> {
        if !may_agree(session, unit) {
            return Err(Refused::NotYours);
        }
        let now = self.now();
        let state = if agreed { ClaimState::Agreed } else { ClaimState::Declined };
        let update = Statement::new(
            "UPDATE programme_skill_claims SET state = $4, decided_by = $5, decided_at = $6 \
             WHERE region = $1 AND id = $2 AND unit = $3 AND state <> $4",
            values![self.region(), id, unit, state.word(), &session.officer.0, now],
        );
        let name = if agreed { "skill.agreed" } else { "skill.declined" };
        let data = json!({ "claim": id, "unit": unit });
        self.on_skill(session, unit, (name, data), vec![update.exactly_one()], now).await
    }

    /// What this officer entered about himself.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn own_claims(&self, session: &Session) -> Result<Vec<Claim>, Refused> {
        self.claims_where("officer = $2", &session.officer.0).await
    }

    /// What officers of an agency entered. Names are shown only to whom `may_see_names` allows.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn claims_of(&self, unit: &str) -> Result<Vec<Claim>, Refused> {
        self.claims_where("unit = $2", unit).await
    }

    async fn claims_where(&self, which: &'static str, value: &str) -> Result<Vec<Claim>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_skill_claims WHERE region = $1 AND {which} ORDER BY kind, what, claimed_at, id LIMIT {MOST}"
        );
        let rows = self.store().rows(&sql, &values![self.region(), value]).await?;
        Ok(rows.iter().map(Claim::read).collect::<Result<_, _>>()?)
    }
}
