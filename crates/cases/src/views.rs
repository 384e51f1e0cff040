//! What pages and read tables ask of a case.

use crate::clocks::{CaseClock, ClockEntry, ClockRef};
use crate::decide::Context;
use crate::events::Projection;
use crate::game::Game;
use crate::refusal::CaseRefusal;
use crate::state::{Case, Stay};
use definition::Truth;
use kernel::clock::Measure;
use kernel::{Actor, Calendar, Duration, Instant, MissingYear};

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The clock does not run, or there is none.
    None,
    /// In time at this instant, late after it (semantics R19).
    At(Instant),
    /// "menunggu kalender YYYY" (semantics R14).
    Missing(MissingYear),
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// `jalan`.
    Running,
    /// `jeda`: a case clock that waits for the resident.
    Paused,
    /// `berhenti`.
    Stopped,
    /// An imported end whose time is unknown sits on no clock (semantics R55).
    Unknown,
}

/// A clock as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockView {
    /// Which one.
    pub name: ClockRef,
    /// Its budget.
    pub budget: Duration,
    /// What it counts in.
    pub measure: Measure,
    /// The budget in that measure.
    pub limit: i64,
    /// Its one start.
    pub start: Instant,
    /// Consumed so far (`terpakai`); `None` where a holiday year is missing.
    pub consumed: Option<i64>,
    /// Elapsed but not consumed (`jeda`).
    pub paused: Option<i64>,
    /// Until when.
    pub due: Due,
    /// Whether it runs.
    pub state: ClockState,
    /// When it passed its due instant.
    pub lapsed: Option<Instant>,
}

/// Who holds the case at a step, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The step.
    pub step: String,
    /// The unit; at a waiting step the resident.
    pub unit: String,
    /// The title that acts.
    pub title: Option<String>,
    /// Whether an office holds it.
    pub working: bool,
    /// Since when the token stands there.
    pub since: Instant,
    /// The step clock's due instant.
    pub until: Due,
    /// Whether the step clock has passed it.
    pub late: bool,
    /// Who else may act there because the clock passed: title and unit.
    pub escalated: Vec<(String, String)>,
}

/// A holder's share of the time (semantics R21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The stay.
    pub stay: Stay,
    /// Seconds lived through.
    pub seconds: i64,
    /// Working seconds; `None` where a holiday year is missing.
    pub working_seconds: Option<i64>,
}

/// A line of the explanation "why does this clock stand as it does".
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What happened, who caused it, why.
    pub entry: ClockEntry,
    /// What had been consumed by then.
    pub consumed: Option<i64>,
}

/// An action of a step where a token stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The step.
    pub step: String,
    /// The action.
    pub action: String,
    /// Why it cannot be taken whatever is filled in: four eyes, used up, or a `jika` that is false and cannot become
    /// true by the fields of this step.
    pub blocked: Option<CaseRefusal>,
    /// How often it may still be used, where that is bounded.
    pub uses_left: Option<u32>,
}

impl Case {
    fn due_of(&self, clock: &CaseClock, calendar: &Calendar) -> Due {
        match clock.due(calendar) {
            Err(missing) => Due::Missing(missing),
            Ok(None) => Due::None,
            Ok(Some(due)) => {
                let floor = self.calendar_changed.filter(|_| clock.lapsed.is_none());
                Due::At(floor.map_or(due, |changed| due.max(changed)))
            }
        }
    }

    /// The latest clock of each name, in the order in which they first started.
    pub fn latest_clocks(&self) -> Vec<&CaseClock> {
        let mut latest: Vec<&CaseClock> = Vec::with_capacity(self.clocks.len());
        for clock in &self.clocks {
            match latest.iter_mut().find(|other| other.name == clock.name) {
                Some(other) => *other = clock,
                None => latest.push(clock),
            }
        }
        latest
    }

    /// Every clock as it stands at `at`; a step's latest clock stays listed after it stopped.
    pub fn clock_views(&self, calendar: &Calendar, at: Instant) -> Vec<ClockView> {
        let clocks = self.latest_clocks().into_iter();
        clocks.map(|clock| self.clock_view(clock, calendar, at)).collect()
    }

    fn clock_view(&self, clock: &CaseClock, calendar: &Calendar, at: Instant) -> ClockView {
        let state = match (clock.void, clock.is_running(), clock.stopped) {
            (true, ..) => ClockState::Unknown,
            (_, true, _) => ClockState::Running,
            (_, _, Some(_)) => ClockState::Stopped,
            (_, _, None) => ClockState::Paused,
        };
        ClockView {
            name: clock.name.clone(),
            budget: clock.budget(),
            measure: clock.meter.measure(),
            limit: clock.meter.limit(),
            start: clock.meter.start,
            consumed: clock.consumed(calendar, at).ok(),
            paused: clock.paused(calendar, at).ok(),
            due: self.due_of(clock, calendar),
            state,
            lapsed: clock.lapsed,
        }
    }

    /// Where the case is, who holds it and until when; the oldest token first.
    pub fn holders(&self, calendar: &Calendar) -> Vec<Holder> {
        let tokens = self.tokens.iter();
        let holders = tokens.map(|token| {
            let name = ClockRef::Step(token.step.clone());
            let clock = self.clock(&name);
            let told = self.escalations.iter();
            let told = told.filter(|told| {
                let since = clock.and_then(|clock| clock.lapsed).is_some();
                told.clock == ClockRef::Total || (told.clock == name && since)
            });
            Holder {
                step: token.step.clone(),
                unit: token.unit.clone(),
                title: token.title.clone(),
                working: token.working,
                since: token.since,
                until: clock.map_or(Due::None, |clock| self.due_of(clock, calendar)),
                late: clock.is_some_and(|clock| clock.lapsed.is_some()),
                escalated: told.map(|told| (told.title.clone(), told.unit.clone())).collect(),
            }
        });
        holders.collect()
    }

    /// Calendar days lived through from the opening to the end, or to `at` (semantics R21).
    pub fn days_lived(&self, at: Instant) -> i64 {
        let until = self.ended.as_ref().and_then(|ended| ended.at).unwrap_or(at);
        let day = |instant: Instant| kernel::time::day_number(instant.date(self.zone));
        (day(until) - day(self.opened_at)).max(0)
    }

    /// How long each holder held it, the resident's waiting steps included (semantics R21).
    pub fn shares(&self, calendar: &Calendar, at: Instant) -> Vec<Share> {
        let shares = self.stays.iter().map(|stay| {
            let to = stay.to.unwrap_or(at);
            Share {
                stay: stay.clone(),
                seconds: (to.seconds() - stay.from.seconds()).max(0),
                working_seconds: calendar.working_seconds(stay.from, to, self.zone).ok(),
            }
        });
        shares.collect()
    }

    /// Why a clock stands as it does: every line of its ledger with what had been consumed by then.
    pub fn explain(&self, name: &ClockRef, calendar: &Calendar) -> Vec<Explained> {
        let clocks = self.clocks.iter().filter(|clock| clock.name == *name);
        let lines = clocks.flat_map(|clock| {
            let lines = clock.log.iter();
            lines.map(|entry| Explained { entry: entry.clone(), consumed: clock.consumed(calendar, entry.at).ok() })
        });
        lines.collect()
    }

    /// The running clocks whose due instant a calendar change moves (semantics R22). Empty: the case need not hear
    /// of the change.
    pub fn reprojected(&self, before: &Calendar, after: &Calendar) -> Vec<Projection> {
        let clocks = self.clocks.iter().filter(|clock| clock.is_running());
        let moved = clocks.filter_map(|clock| {
            let was = clock.due(before).ok().flatten();
            let is = clock.due(after).ok().flatten();
            (was != is).then(|| Projection { clock: clock.name.clone(), before: was, after: is })
        });
        moved.collect()
    }

    /// The holiday year that a running clock waits for (semantics R14).
    pub fn missing_year(&self, calendar: &Calendar) -> Option<MissingYear> {
        let clocks = self.clocks.iter().filter(|clock| clock.is_running());
        clocks.filter_map(|clock| clock.due(calendar).err()).next()
    }
}

/// The actions of every step where a token stands, in file order within a step, as `actor` sees them.
pub fn offers(context: &Context<'_>, case: &Case, actor: &Actor) -> Vec<Offer> {
    let game = Game::new(*context, case.clone());
    let visible = game.visible(None);
    let mut offers = Vec::new();
    for token in case.tokens.iter().filter(|_| case.ended.is_none()) {
        let Some(step) = game.step(&token.step) else {
            continue;
        };
        let same = |other: &String| {
            let person = actor.person();
            person.is_some_and(|person| case.acted_at(person, other))
        };
        let fillable = context.definition.fields.values();
        let fillable = fillable.filter(|field| field.filled_at.as_deref() == Some(token.step.as_str())).count() > 0
            || !token.marks.is_empty();
        for (id, action) in &step.actions {
            let used = case.uses(&token.step, id);
            let left = action.max_uses.map(|max| max.saturating_sub(used));
            let truth = action.condition.as_ref().map(|rule| rule.eval(&visible));
            let blocked = if actor.person().is_some_and(|person| case.bars(person)) || step.not_by.iter().any(same) {
                Some(CaseRefusal::SamePerson)
            } else if left == Some(0) {
                Some(CaseRefusal::ActionUsedUp)
            } else if truth.is_some_and(|truth| truth != Truth::True) && !fillable {
                Some(CaseRefusal::ConditionNotMet)
            } else {
                None
            };
            offers.push(Offer { step: token.step.clone(), action: id.clone(), blocked, uses_left: left });
        }
    }
    offers
}
