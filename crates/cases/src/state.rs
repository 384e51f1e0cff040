//! The state of a case: what its events add up to.

use crate::answers::{AnswersRef, FileRef};
use crate::clocks::{CaseClock, ClockRef};
use crate::events::{Closing, Escalated, Fact, Follows, Fork, Imported, Mandate, Opened};
use kernel::{Instant, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// A case, as replayed from its events. It needs neither definition nor calendar to be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// `layanan.id`.
    pub service: String,
    /// Content hash of the pinned definition.
    pub definition: String,
    /// The zone for life.
    pub zone: Zone,
    /// How it came in.
    pub channel: String,
    /// The identity is hidden from the public and the agency.
    pub anonymous: bool,
    /// The case stands in no public list.
    pub secret: bool,
    /// Code of the village that the answers name.
    pub village: Option<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// The latest instant known in this case (semantics R54).
    pub latest: Instant,
    /// The answers as they stand.
    pub answers: AnswersRef,
    /// How many versions of the answers were sent by the resident.
    pub versions: u32,
    /// Files that came in with the opening, with actions and with additions.
    pub files: Vec<FileRef>,
    /// Ids of those in whose place the resident sent others, where a returned case was mended.
    pub replaced: BTreeSet<String>,
    /// Tokens, oldest first.
    pub tokens: Vec<Token>,
    /// Tokens that wait at a join.
    pub waiting: Vec<Waiting>,
    /// Every clock the case has or had, in the order in which they started; a step's latest comes last.
    pub clocks: Vec<CaseClock>,
    /// Who holds or held it, from when to when (semantics R21).
    pub stays: Vec<Stay>,
    /// Steps that were skipped, in order.
    pub skipped: Vec<String>,
    /// Steps that are always skipped (a renewal).
    pub always_skip: Vec<String>,
    /// Officers and titles told because a clock passed, in order.
    pub escalations: Vec<Escalated>,
    /// Since when it stands on the public list of overdue cases.
    pub publicised: Option<Instant>,
    /// Public answers, when.
    pub answered: Vec<Instant>,
    /// How many residents support it beside the reporter.
    pub supporters: u32,
    /// 1 to 5, if it was rated.
    pub rating: Option<u8>,
    /// How it ended.
    pub ended: Option<Ended>,
    /// Where it was imported from.
    pub imported: Option<Imported>,
    /// The case that it follows (semantics R56).
    pub follows: Option<Box<Follows>>,
    /// Whether an officer took the imported case over.
    pub taken_over: bool,
    /// For whom whoever opened the case acts, and until when; the latest one.
    pub mandate: Option<Mandate>,
    /// When it was last moved to another version of its definition (semantics R61).
    pub migrated: Option<Instant>,
    /// When its calendar last changed; what moved into the past fires then (semantics R22).
    pub calendar_changed: Option<Instant>,
    pub(crate) uses: BTreeMap<String, u32>,
    pub(crate) persons: BTreeMap<String, BTreeSet<String>>,
    pub(crate) units: BTreeMap<String, Vec<String>>,
    pub(crate) next_token: u32,
    pub(crate) next_fork: u32,
}

/// A token: where the case is (semantics R37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// 1, 2, 3 … within the case.
    pub id: u32,
    /// The step at which it stands.
    pub step: String,
    /// Since when.
    pub since: Instant,
    /// The unit that holds it.
    pub unit: String,
    /// The title that acts; `None` at a waiting step.
    pub title: Option<String>,
    /// Whether an office holds it.
    pub working: bool,
    /// Open forks, outermost first.
    pub forks: Vec<Fork>,
    /// Fields and files that the resident may change here.
    pub marks: Vec<String>,
}

/// A token that waits at a join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The step whose join it is.
    pub step: String,
    /// Open forks, outermost first; the innermost is the one to be joined.
    pub forks: Vec<Fork>,
}

/// A time during which one holder held one step (semantics R21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The token.
    pub token: u32,
    /// The step.
    pub step: String,
    /// The holder; at a waiting step the resident.
    pub unit: String,
    /// Whether an office held it.
    pub working: bool,
    /// From when.
    pub from: Instant,
    /// Until when; `None` while it lasts.
    pub to: Option<Instant>,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Which end.
    pub end: String,
    /// `berhasil`, `gagal` or `netral`.
    pub outcome: String,
    /// By an officer, by the resident or by silence (semantics R42).
    pub by: Closing,
    /// When; `None` for an imported end whose time is unknown (semantics R55).
    pub at: Option<Instant>,
}

impl Case {
    /// The case as its first event leaves it.
    pub(crate) fn begun(fact: &Fact, opened: &Opened) -> Self {
        let mut case = Self {
            service: opened.service.clone(),
            definition: opened.definition.clone(),
            zone: opened.zone,
            channel: opened.channel.clone(),
            anonymous: opened.anonymous,
            secret: opened.secret,
            village: opened.village.clone(),
            opened_at: fact.happened_at,
            latest: fact.happened_at,
            answers: opened.answers.clone(),
            versions: 1,
            files: opened.files.clone(),
            replaced: BTreeSet::new(),
            tokens: Vec::with_capacity(1),
            waiting: Vec::new(),
            clocks: Vec::with_capacity(4),
            stays: Vec::with_capacity(4),
            skipped: Vec::new(),
            always_skip: opened.skip.clone(),
            escalations: Vec::new(),
            publicised: None,
            answered: Vec::new(),
            supporters: 0,
            rating: None,
            ended: None,
            imported: opened.imported.clone(),
            follows: opened.follows.clone(),
            taken_over: false,
            mandate: None,
            migrated: None,
            calendar_changed: None,
            uses: BTreeMap::new(),
            persons: BTreeMap::new(),
            units: BTreeMap::new(),
            next_token: 1,
            next_fork: 1,
        };
        case.start_clocks(fact, opened);
        case
    }

    /// Replays a case from its events in order; `None` if the first is not `case.opened`.
    pub fn replay<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Option<Self> {
        let mut facts = facts.into_iter();
        let first = facts.next()?;
        let crate::CaseEvent::Opened(opened) = &first.event else {
            return None;
        };
        let mut case = Self::begun(first, opened);
        for fact in facts {
            case.apply(fact);
        }
        Some(case)
    }

    /// Whether silence may fire anything: not after the end, and not on an import nobody took over (semantics R55).
    pub fn is_live(&self) -> bool {
        self.ended.is_none() && (self.imported.is_none() || self.taken_over)
    }

    /// Whether the mandate under which the case is looked after has passed its last day.
    pub fn mandate_is_over(&self, at: Instant) -> bool {
        self.mandate.as_ref().is_some_and(|mandate| mandate.until < at.date(self.zone))
    }

    /// Whether at least one token stands at a working step (semantics R23).
    pub fn office_holds(&self) -> bool {
        self.tokens.iter().any(|token| token.working)
    }

    /// The oldest token at a step.
    pub fn token_at(&self, step: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.step == step)
    }

    /// The latest clock of that name.
    pub fn clock(&self, name: &ClockRef) -> Option<&CaseClock> {
        self.clocks.iter().rev().find(|clock| clock.name == *name)
    }

    pub(crate) fn clock_mut(&mut self, name: &ClockRef) -> Option<&mut CaseClock> {
        let mut clocks = self.clocks.iter_mut().rev();
        clocks.find(|clock| clock.name == *name)
    }

    /// How often an action was used in this case (semantics R38 `maks`).
    pub fn uses(&self, step: &str, action: &str) -> u32 {
        let key = use_key(step, action);
        self.uses.get(&key).copied().unwrap_or(0)
    }

    /// Whether a person took any action at a step, ever (semantics R45).
    pub fn acted_at(&self, person: &str, step: &str) -> bool {
        let persons = self.persons.get(step);
        persons.is_some_and(|persons| persons.contains(person))
    }

    /// Every person who took an action in this case, except the resident (semantics R56).
    pub fn officers(&self) -> Vec<String> {
        let all: BTreeSet<&String> = self.persons.values().flatten().collect();
        all.into_iter().filter(|person| !person.starts_with('@')).cloned().collect()
    }

    /// Whether a person acted in the case that this one follows, and so may not act here (semantics R56).
    pub fn bars(&self, person: &str) -> bool {
        self.follows.as_ref().is_some_and(|first| first.barred.iter().any(|barred| barred == person))
    }

    /// Whether the step was entered before.
    pub(crate) fn was_at(&self, step: &str) -> bool {
        self.stays.iter().any(|stay| stay.step == step)
    }
}

pub(crate) fn use_key(step: &str, action: &str) -> String {
    format!("{step}.{action}")
}
