//! What people do with an assessment: load, decide, one commit.

use super::claim::Claim;
use super::decide::{Command, decide};
use super::evidence::Number;
use super::happened::Happened;
use super::model::{Assessment, By};
use super::rights::{Coordinate, Sight, fills, is_assessor, sight};
use super::rows::statements;
use super::{Assessments, Pinned};
use crate::refusal::Refused;
use crate::shipped;
use kernel::{Actor, Id, Instant, OfficerId, Role, TextRef, Token};
use store::{Commit, CommitError, Person, Statement, values};
use web::{Permission as _, Session};

/// Least and most characters of words that have to be there.
const WORDS: std::ops::RangeInclusive<usize> = 10..=4000;
/// How often somebody who was overtaken decides again.
const TRIES: usize = 3;

/// A wish whose words are not sealed yet.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of `Command`")]
pub enum Spoken {
    Fill { indicator: String, seen: i64, claim: Option<Claim>, text: String },
    Withdraw { indicator: String, number: Number, reason: String },
    Return { indicator: String, seen: i64, reason: String },
    Submit { reason: String },
    Comment { indicator: String, text: String },
    Judge { indicator: String, seen: i64, claim: Option<Claim>, text: String },
    Publish { instrument: String, year: u32, index: String, source: String },
}

impl Assessments {
    /// Starts an assessment with a shipped instrument, which it keeps for life.
    ///
    /// # Errors
    /// Not a coordinator, no such instrument, a year that it is not for, one is there already, or the store.
    pub async fn start(&self, session: &Session, instrument: &str, year: u32) -> Result<String, Refused> {
        if !Coordinate::allows(session) {
            return Err(Refused::NotCoordinator);
        }
        let text = shipped::text(instrument).ok_or(Refused::NoInstrument)?;
        let pinned = Pinned::read(text).ok_or(Refused::NoInstrument)?;
        let now = self.now();
        if !self.is_year(year) || pinned.instrument.valid.is_some_and(|years| !years.hold(year)) {
            return Err(Refused::Year);
        }
        let (person, key) = self.vault().new_person(now, self.chance())?;
        let hash = pinned.instrument.hash.clone();
        let started = Happened::Started {
            instrument: instrument.to_owned(),
            hash: hash.clone(),
            year,
            key: person.id().to_owned(),
            indicators: pinned.instrument.indicators.keys().cloned().collect(),
        };
        let kept = Statement::new(
            "INSERT INTO instruments_texts (region, hash, source) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![self.region(), &hash, text],
        );
        let id = Id::new(now, self.chance()).to_string();
        let mut one = Assessment::new(&id, now);
        let actor = actor(session, &one, None);
        let done = self.commit(&mut one, &pinned, vec![started], (&actor, now), vec![key, kept]).await;
        match done {
            Ok(()) => Ok(id),
            Err(CommitError::Guard) => Err(Refused::Exists),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a year can be assessed: none before there were instruments, none far ahead.
    fn is_year(&self, year: u32) -> bool {
        u32::try_from(self.today().year() + 1).is_ok_and(|latest| (2000..=latest).contains(&year))
    }

    /// Does what somebody wants; loads and decides again if somebody else was faster, three times at most.
    ///
    /// # Errors
    /// What the rules refuse, or the store.
    pub async fn act(&self, session: &Session, id: &str, command: Command) -> Result<(), Refused> {
        self.act_with(session, id, &command, Vec::new()).await
    }

    /// Gives indicators to agencies of the region.
    ///
    /// # Errors
    /// An agency that is not known, what the rules refuse, or the store.
    pub async fn assign(
        &self,
        session: &Session,
        id: &str,
        wishes: Vec<(String, Option<String>)>,
    ) -> Result<(), Refused> {
        let mut units = wishes.iter().filter_map(|(_, unit)| unit.as_ref());
        if units.any(|unit| self.deps().agencies.agency(unit).is_none()) {
            return Err(Refused::NoUnit);
        }
        self.act(session, id, Command::Assign(wishes)).await
    }

    /// Lets somebody who holds the role judge an assessment.
    ///
    /// # Errors
    /// That person is no assessor, what the rules refuse, or the store.
    pub async fn name_assessor(&self, session: &Session, id: &str, officer: OfficerId) -> Result<(), Refused> {
        let known = self.deps().staff.all_holding(Role::Assessor).await;
        if !known.iter().any(|(one, _)| *one == officer) {
            return Err(Refused::NoAssessor);
        }
        self.act(session, id, Command::NameAssessor(officer)).await
    }

    pub(super) async fn act_with(
        &self,
        session: &Session,
        id: &str,
        command: &Command,
        more: Vec<Statement>,
    ) -> Result<(), Refused> {
        for _ in 0..TRIES {
            let (mut one, pinned, _) = self.seen(session, id).await?;
            let now = self.now();
            let happened = decide(&one, &pinned.instrument, session, command.clone())?;
            if happened.is_empty() {
                return Ok(());
            }
            let indicator = happened.iter().find_map(Happened::indicator).map(str::to_owned);
            let actor = actor(session, &one, indicator.as_deref());
            match self.commit(&mut one, &pinned, happened, (&actor, now), more.clone()).await {
                Err(CommitError::Conflict { .. }) => {}
                done => return Ok(done?),
            }
        }
        Err(Refused::Overtaken)
    }

    /// Seals the words of a wish and does it.
    ///
    /// # Errors
    /// Words that are missing or too long, what the rules refuse, or the store.
    pub async fn say(&self, session: &Session, id: &str, spoken: Spoken) -> Result<(), Refused> {
        let (one, _, _) = self.seen(session, id).await?;
        if let Spoken::Publish { instrument, year, .. } = &spoken {
            shipped::text(instrument).ok_or(Refused::NoInstrument)?;
            if !self.is_year(*year) {
                return Err(Refused::Year);
            }
        }
        let words = match &spoken {
            Spoken::Fill { text, .. } | Spoken::Judge { text, .. } | Spoken::Comment { text, .. } => text,
            Spoken::Submit { reason } | Spoken::Withdraw { reason, .. } | Spoken::Return { reason, .. } => reason,
            Spoken::Publish { source, .. } => source,
        };
        let least = if matches!(spoken, Spoken::Fill { .. }) { 0 } else { *WORDS.start() };
        let sealed = self.sealed(&one, words, least).await?;
        let (text, keep) = sealed.map_or((None, Vec::new()), |(text, keep)| (Some(text), vec![keep]));
        let needed = || text.clone().ok_or(Refused::Words);
        let command = match spoken {
            Spoken::Fill { indicator, seen, claim, .. } => Command::Fill { indicator, seen, claim, text },
            Spoken::Judge { indicator, seen, claim, .. } => Command::Judge { indicator, seen, claim, text },
            Spoken::Submit { .. } => Command::Submit { reason: text },
            Spoken::Comment { indicator, .. } => Command::Comment { indicator, text: needed()? },
            Spoken::Withdraw { indicator, number, .. } => Command::Withdraw { indicator, number, reason: needed()? },
            Spoken::Return { indicator, seen, .. } => Command::Return { indicator, seen, reason: needed()? },
            Spoken::Publish { instrument, year, index, .. } => {
                Command::Publish { instrument, year, index, text: needed()? }
            }
        };
        self.act_with(session, id, &command, keep).await
    }

    /// Words as the commit keeps them, at least so many characters; none where there are none.
    async fn sealed(
        &self,
        one: &Assessment,
        words: &str,
        least: usize,
    ) -> Result<Option<(TextRef, Statement)>, Refused> {
        let words = kernel::text::normal(words);
        let length = kernel::text::length(&words);
        if length == 0 {
            return Ok(None);
        }
        if !(least..=*WORDS.end()).contains(&length) {
            return Err(Refused::Words);
        }
        let person = self.key(one).await?;
        Ok(Some(self.vault().seal(&person, &words, self.now(), self.chance())?))
    }

    /// The key of an assessment, with which its texts and files are sealed.
    pub(crate) async fn key(&self, one: &Assessment) -> Result<Person, Refused> {
        let person = self.store().open_person(self.region(), &one.key).await?;
        person.ok_or_else(|| Refused::Failed("the key of an assessment is gone".to_owned()))
    }

    /// Draws indicators by lot; the seed is drawn here and recorded.
    ///
    /// # Errors
    /// What the rules refuse, or the store.
    pub async fn draw_sample(&self, session: &Session, id: &str, count: usize) -> Result<(), Refused> {
        let seed = Token::new(self.chance()).hash().chars().take(16).collect();
        self.act(session, id, Command::Sample { seed, count }).await
    }

    async fn commit(
        &self,
        one: &mut Assessment,
        pinned: &Pinned,
        happened: Vec<Happened>,
        (actor, now): (&Actor, Instant),
        more: Vec<Statement>,
    ) -> Result<(), CommitError> {
        let expected = one.version;
        let by = By { officer: &officer(actor), at: now };
        for fact in &happened {
            one.apply(fact, by);
        }
        let mut written = more;
        written.extend(statements(self.region(), one, &pinned.instrument, &happened, (actor, now))?);
        let events = happened.iter().map(|fact| fact.event(actor, now)).collect::<Result<_, _>>()?;
        let stream = Assessment::stream(&one.id);
        let commit = Commit { events, statements: written, ..Commit::new(self.region(), stream, expected) };
        self.store().commit(commit, now).await.map(drop)
    }
}

fn officer(actor: &Actor) -> OfficerId {
    OfficerId(actor.person().unwrap_or_default().to_owned())
}

/// In which capacity somebody acts: as an assessor, for the agency that fills the indicator in, or as coordinator.
fn actor(session: &Session, one: &Assessment, indicator: Option<&str>) -> Actor {
    let item = indicator.and_then(|id| one.items.get(id));
    let own = item.filter(|item| fills(session, item)).and_then(|item| item.unit.clone());
    let role = |role: Role| session.grants.iter().find(|grant| grant.role == role).cloned();
    let grant = if is_assessor(session, one) && sight(session, one) == Sight::Whole {
        role(Role::Assessor)
    } else {
        role(Role::CityAdmin).filter(|_| own.is_none())
    };
    let grant = grant.or_else(|| session.grants.iter().find(|grant| Some(&grant.unit) == own.as_ref()).cloned());
    let (unit, title) = grant
        .or_else(|| session.grants.first().cloned())
        .map_or_else(Default::default, |grant| (grant.unit, grant.role.word().to_owned()));
    Actor::Officer { id: session.officer.clone(), unit, title }
}
