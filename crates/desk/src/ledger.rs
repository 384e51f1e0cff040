//! A case out of the ledger and back into it: replay, decide, commit, three times at most.

mod measure;

pub(crate) use measure::envelopes;

use crate::events::{Contact, Facts};
use crate::messages::Telling;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rows::{self, Frame, Last};
use crate::sealer::Sealer;
use crate::{Desk, DeskRefusal as Refused};
use cases::{Case, CaseEvent, Command, Context, Decision, Fact, decide};
use definition::{Answers, Definition};
use kernel::{Actor, Calendar, Event, Instant, TextRef};
use std::sync::Arc;
use store::{Commit, CommitError, Outgoing, Person, Receipt, SendKey, Statement, StoreError, values};

/// A case as its stream tells it.
pub(crate) struct Loaded {
    pub id: String,
    pub version: i64,
    pub case: Case,
    pub definition: Arc<Definition>,
    /// Versions that it followed before (semantics R61), the latest first: they name what happened then.
    pub earlier: Vec<Arc<Definition>>,
    /// Facts of the first event: what never changes.
    pub facts: Facts,
    /// Every event with its envelope, for history.
    pub events: Vec<(Event, Fact)>,
    /// Sealed answers, opened.
    pub answers: Answers,
}

/// What one act adds to the commit beside the engine's events.
#[derive(Default)]
pub(crate) struct Extra {
    pub statements: Vec<Statement>,
    /// Reason in plain words, for `{alasan}`.
    pub reason: Option<String>,
    /// Answers that the act brings along, unsealed: conditions and messages speak of them.
    pub brings: Answers,
    pub send: Option<SendKey>,
    /// Messages beside those that the events cause.
    pub outbox: Vec<Outgoing>,
}

/// What somebody wants with a case: made anew on every try, because it seals and looks at the state.
pub(crate) struct Wish<'c> {
    pub command: Command<'c>,
    pub actor: Actor,
    pub extra: Extra,
    /// When it happened, if that is not now: a calendar change reaches its cases later than it was made.
    pub at: Option<Instant>,
}

/// Whose messages they are.
pub(crate) struct Whose<'a> {
    pub id: &'a str,
    /// The number, or [`store::DRAWN`].
    pub number: &'a str,
    pub contact: &'a Contact,
    pub supporters: &'a [(Person, Contact)],
}

pub(crate) fn stream(id: &str) -> String {
    format!("case/{id}")
}

/// Events as the engine reads them.
pub(crate) fn facts(events: Vec<Event>) -> Result<Vec<(Event, Fact)>, StoreError> {
    let read = |event: Event| match Fact::read(&event.fact) {
        Ok(fact) => Ok((event, fact)),
        Err(error) => Err(StoreError::Damaged(error.to_string())),
    };
    events.into_iter().map(read).collect()
}

impl Desk {
    /// Replays a case and opens its answers.
    pub(crate) async fn load(&self, id: &str) -> Desked<Loaded> {
        let mut loaded = self.load_closed(id).await?;
        loaded.answers = self.opened(&loaded.case).await?;
        Ok(loaded)
    }

    /// Replays a case for somebody who may not read it: nothing sealed is opened.
    pub(crate) async fn load_closed(&self, id: &str) -> Desked<Loaded> {
        let events = facts(self.store().stream(self.region(), &stream(id)).await?)?;
        let first = events.first().ok_or(Refused::NoSuchCase)?;
        let facts = first.0.fact.data.get("desk").cloned().unwrap_or_default();
        let facts: Facts =
            serde_json::from_value(facts).map_err(|error| StoreError::Damaged(format!("case {id}: {error}")))?;
        let case = Case::replay(events.iter().map(|(_, fact)| fact)).ok_or(Refused::NoSuchCase)?;
        let definition = self.pinned_now(&case.definition).await?;
        let earlier = self.earlier(&events)?;
        let version = events.last().map_or(0, |(event, _)| event.version);
        let answers = case.answers.clear.clone();
        Ok(Loaded { id: id.to_owned(), version, case, definition, earlier, facts, events, answers })
    }

    fn earlier(&self, events: &[(Event, Fact)]) -> Desked<Vec<Arc<Definition>>> {
        let followed = events.iter().rev().filter_map(|(_, fact)| match &fact.event {
            CaseEvent::Migrated(migrated) => Some(self.pinned(&migrated.from)),
            _ => None,
        });
        followed.collect()
    }

    /// The answers with their sealed parts opened; what was erased stays unknown.
    async fn opened(&self, case: &Case) -> Desked<Answers> {
        let ids: Vec<&str> = case.answers.sealed.values().map(|text| text.id.as_str()).collect();
        let texts = self.store().open_sealed(self.region(), &ids).await?;
        let mut answers = case.answers.clear.clone();
        for (field, text) in &case.answers.sealed {
            let value = texts.get(&text.id).and_then(|json| serde_json::from_str(json).ok());
            if let Some(value) = value {
                answers.values.insert(field.clone(), value);
            }
        }
        Ok(answers)
    }

    /// Loads, fires what silence is due, decides, commits; on a conflict again, three times at most.
    pub(crate) async fn act_on<'c>(
        &self,
        id: &str,
        wish: impl Fn(&Loaded, &mut Sealer<'_>) -> Desked<Wish<'c>>,
    ) -> Desked<Receipt> {
        let mut tries = 0;
        loop {
            let loaded = self.load(id).await?;
            match self.try_once(&loaded, &wish).await {
                Err(DeskError::Refused(DeskRefusal::Moved { seen })) if tries < 2 && seen > loaded.version => {
                    tries += 1
                }
                outcome => return outcome,
            }
        }
    }

    async fn try_once<'c>(
        &self,
        loaded: &Loaded,
        wish: impl Fn(&Loaded, &mut Sealer<'_>) -> Desked<Wish<'c>>,
    ) -> Desked<Receipt> {
        let now = self.now();
        let person = self.person_of(loaded).await?;
        let mut sealer = Sealer::new(&self.0.vault, &person, self.chance(), now);
        let Wish { command, actor, extra, at } = wish(loaded, &mut sealer)?;
        let calendar = self.calendar();
        let opened = with(&loaded.answers, &extra.brings);
        let decision = decide(
            &self.context(&loaded.definition, &opened, &calendar),
            &loaded.case,
            &command,
            at.unwrap_or(now),
            &actor,
        );
        if is_idle(&decision.facts) {
            return Ok(unchanged(loaded));
        }
        match &decision.outcome {
            Ok(()) => self.commit(loaded, &decision, extra, sealer).await,
            Err(refusal) => {
                let refusal = refusal.clone();
                if !decision.facts.is_empty() {
                    let nothing = Sealer::new(&self.0.vault, &person, self.chance(), now);
                    self.commit(loaded, &decision, Extra::default(), nothing).await?;
                }
                Err(refusal.into())
            }
        }
    }

    pub(crate) fn context<'a>(
        &'a self,
        definition: &'a Definition,
        opened: &'a Answers,
        calendar: &'a Calendar,
    ) -> Context<'a> {
        Context { definition, calendar, units: self.units(), opened: Some(opened), rehearsal: false }
    }

    /// The key of the resident behind a case; after an erasure a fresh one that is kept nowhere, so that what is
    /// written now is as unreadable as what was written before.
    async fn person_of(&self, loaded: &Loaded) -> Desked<Person> {
        if let Some(person) = self.store().open_person(self.region(), &loaded.facts.person).await? {
            return Ok(person);
        }
        let (fresh, _) = self.0.vault.new_person(self.now(), self.chance())?;
        Ok(fresh)
    }

    pub(crate) async fn commit(
        &self,
        loaded: &Loaded,
        decision: &Decision,
        extra: Extra,
        mut sealer: Sealer<'_>,
    ) -> Desked<Receipt> {
        if decision.facts.is_empty() && extra.statements.is_empty() {
            return Ok(unchanged(loaded));
        }
        let (calendar, case) = (self.calendar(), &decision.case);
        let definition = self.pinned(&case.definition)?;
        let supporters = self.supporters_to_tell(loaded, &decision.facts).await?;
        let opened = with(&loaded.answers, &extra.brings);
        let known = case.answers.known(&definition, Some(&opened));
        let contact = loaded.facts.contact.clone().unwrap_or_default();
        let (number, reason) = (loaded.facts.number.as_str(), extra.reason.as_deref());
        let whose = Whose { id: &loaded.id, number, contact: &contact, supporters: &supporters };
        let telling = self.telling(whose, &definition, case, (&known, &calendar));
        let telling = Telling { reason, before: loaded.version, ..telling };
        let mut outbox = telling.orders(&decision.facts, &mut sealer)?;
        outbox.extend(extra.outbox);
        let frame = self.frame(&definition, &calendar);
        let version = loaded.version + i64::try_from(decision.facts.len()).unwrap_or(0);
        let answer = latest_answer(loaded, &decision.facts);
        let last = Last { answer: &answer, version };
        let mut statements = sealer.finish()?;
        statements.extend(rows::update(&frame, case, &loaded.id, &last));
        statements.extend(extra.statements);
        statements.extend(self.once_rows(&definition, &loaded.id, &decision.facts));
        if definition.hash != loaded.definition.hash {
            statements.push(self.follows_now(loaded, &definition));
        }
        if case.village != loaded.case.village {
            statements.push(self.relocated(loaded, decision, &known));
        }
        let facts = self.facts_after(loaded, case);
        let commit = Commit {
            events: envelopes(&frame, &decision.facts, Some(&loaded.case), case, facts),
            statements,
            outbox,
            send: extra.send,
            ..Commit::new(self.region(), stream(&loaded.id), loaded.version)
        };
        Ok(self.store().commit(commit, self.now()).await?)
    }

    /// What the messages of a commit are made of, before anything is said about the commit itself.
    pub(crate) fn telling<'a>(
        &'a self,
        whose: Whose<'a>,
        definition: &'a Definition,
        case: &'a Case,
        (answers, calendar): (&'a Answers, &'a Calendar),
    ) -> Telling<'a> {
        Telling {
            definition,
            case,
            answers,
            calendar,
            agencies: self.agencies(),
            texts: &self.0.texts,
            id: whose.id,
            number: whose.number,
            link: self.link_of(whose.id),
            work_link: self.work_link_of(whose.number),
            contact: whose.contact,
            supporters: whose.supporters,
            reason: None,
            before: 0,
            now: self.now(),
        }
    }

    /// Writes the row of a case anew without any event: its next firing moved with the calendar.
    pub(crate) async fn refresh_row(&self, id: &str) -> Desked<()> {
        let loaded = self.load(id).await?;
        let calendar = self.calendar();
        let frame = self.frame(&loaded.definition, &calendar);
        let answer = latest_answer(&loaded, &[]);
        let last = Last { answer: &answer, version: loaded.version };
        let commit = Commit {
            statements: rows::update(&frame, &loaded.case, id, &last),
            ..Commit::new(self.region(), stream(id), loaded.version)
        };
        self.store().commit_waiting(commit, self.now()).await?;
        Ok(())
    }

    /// The case follows another version now (semantics R61): lists name it so.
    fn follows_now(&self, loaded: &Loaded, definition: &Definition) -> Statement {
        Statement::new(
            "UPDATE desk_cases SET definition = $3, service_name = $4 WHERE region = $1 AND id = $2",
            values![self.region(), &loaded.id, &definition.hash, &definition.name],
        )
    }

    /// The resident mended where it is (semantics R44): lists and the map follow.
    fn relocated(&self, loaded: &Loaded, decision: &Decision, known: &Answers) -> Statement {
        let village = decision.case.village.as_deref();
        let exact = rows::exact_coordinate(known).filter(|_| !decision.case.secret);
        let open = rows::open_coordinate(&loaded.definition, known).filter(|_| !decision.case.secret);
        Statement::new(
            "UPDATE desk_cases SET village = $3, district = $4, exact_lat = $5, exact_lon = $6, latitude = $7, \
             longitude = $8 WHERE region = $1 AND id = $2",
            values![
                self.region(),
                &loaded.id,
                village.unwrap_or_default(),
                self.district_of(village),
                exact.map(|(latitude, _)| rows::micro_degrees(latitude)),
                exact.map(|(_, longitude)| rows::micro_degrees(longitude)),
                open.map(|(latitude, _)| rows::micro_degrees(latitude)),
                open.map(|(_, longitude)| rows::micro_degrees(longitude)),
            ],
        )
    }

    fn facts_after(&self, loaded: &Loaded, case: &Case) -> Facts {
        let mut facts = Facts {
            first_answer: None,
            finish: None,
            contact: None,
            sent_by: None,
            original: None,
            ..loaded.facts.clone()
        };
        if case.village.as_ref().is_some_and(|village| *village != facts.village) {
            facts.district = self.district_of(case.village.as_deref());
            facts.village = case.village.clone().unwrap_or_default();
        }
        facts
    }

    pub(crate) fn frame<'a>(&'a self, definition: &'a Definition, calendar: &'a Calendar) -> Frame<'a> {
        Frame { region: self.region(), definition, calendar, agencies: self.agencies(), units: self.units() }
    }

    /// Contacts of those who said "saya juga mengalami", read only where a fact is told to them.
    async fn supporters_to_tell(&self, loaded: &Loaded, facts: &[Fact]) -> Desked<Vec<(Person, Contact)>> {
        let told = |fact: &Fact| matches!(fact.event, CaseEvent::Answered { .. } | CaseEvent::Ended(_));
        if loaded.case.supporters == 0 || !facts.iter().any(told) {
            return Ok(Vec::new());
        }
        self.supporters(&loaded.id).await
    }
}

fn with(answers: &Answers, brought: &Answers) -> Answers {
    let mut all = answers.clone();
    all.merge(brought);
    all
}

/// A calendar change that moves nothing in this case is no event of it.
fn is_idle(facts: &[Fact]) -> bool {
    match facts {
        [fact] => matches!(&fact.event, CaseEvent::CalendarChanged { projections, .. }
            if projections.iter().all(|one| one.before == one.after)),
        _ => false,
    }
}

fn unchanged(loaded: &Loaded) -> Receipt {
    Receipt { version: loaded.version, drawn: None, reply: String::new(), repeated: false }
}

/// The reference of the latest public answer as JSON: the one of these facts, else the one before.
fn latest_answer(loaded: &Loaded, facts: &[Fact]) -> String {
    let before = loaded.events.iter().map(|(_, fact)| fact);
    let latest = before.chain(facts).rev().find_map(|fact| match &fact.event {
        CaseEvent::Answered { text } => text.as_ref(),
        _ => None,
    });
    latest.map(reference).unwrap_or_default()
}

/// A reference as the tables keep it.
pub(crate) fn reference(text: &TextRef) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A conflict of a commit that a job may simply leave to the next round.
pub(crate) fn is_conflict(error: &CommitError) -> bool {
    matches!(error, CommitError::Conflict { .. } | CommitError::Guard)
}
