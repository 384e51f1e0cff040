//! Silence is an event (semantics R49–R54).

use crate::clocks::{CaseClock, ClockRef};
use crate::command::{Act, Command};
use crate::events::{CaseEvent, Escalated, Lapsed};
use crate::game::Game;
use crate::refusal::CaseRefusal;
use crate::state::Case;
use definition::model::{Lapse, LapseAction, Office, Target};
use kernel::{Actor, Calendar, Instant, Refusal};

impl Case {
    /// When the next clock passes its due instant, if nobody acts before: what the clock job indexes.
    /// `None` where nothing can fire: ended, an import nobody took over, no running clock, or a holiday year is
    /// missing (semantics R14).
    pub fn next_fire_at(&self, calendar: &Calendar) -> Option<Instant> {
        if !self.is_live() {
            return None;
        }
        let clocks = self.clocks.iter();
        clocks.filter_map(|clock| self.fires_at(clock, calendar)).min()
    }

    /// When this clock fires; a due instant that a calendar change moved into the past fires at the change (R22).
    pub(crate) fn fires_at(&self, clock: &CaseClock, calendar: &Calendar) -> Option<Instant> {
        if clock.lapsed.is_some() {
            return None;
        }
        let due = clock.due(calendar).ok().flatten()?;
        Some(self.calendar_changed.map_or(due, |changed| due.max(changed)))
    }
}

impl<'a> Game<'a> {
    /// Fires everything whose due instant lies strictly before `now` (semantics R52), each firing applied before
    /// the next is looked for.
    pub(crate) fn fire_before(&mut self, command: &Command<'a>, now: Instant) {
        let after = self.context.calendar;
        if let Command::CalendarChanged { before, .. } = command {
            self.context.calendar = before;
        }
        self.actor = Actor::System;
        while self.case.is_live() {
            let Some((due, name, start)) = self.next_to_fire().filter(|(due, ..)| *due < now) else {
                break;
            };
            self.at = due.max(self.case.latest);
            self.fire(&name, start);
            // What has fired does not fire again: so this ends.
            debug_assert!(self.case.clocks.iter().any(|clock| clock.name == name && clock.lapsed == Some(self.at)));
        }
        self.context.calendar = after;
    }

    /// By due instant; at the same instant step clocks in file order, then `verifikasi`, `jawaban`, `total` (R53).
    /// A clock is known by its name and its start (R54).
    fn next_to_fire(&self) -> Option<(Instant, ClockRef, Instant)> {
        let clocks = self.case.clocks.iter();
        let due = clocks.filter_map(|clock| {
            let due = self.case.fires_at(clock, self.context.calendar)?;
            Some((due, self.rank(&clock.name), clock))
        });
        let first = due.min_by_key(|(due, rank, _)| (*due, *rank));
        first.map(|(due, _, clock)| (due, clock.name.clone(), clock.meter.start))
    }

    fn rank(&self, name: &ClockRef) -> usize {
        match name {
            ClockRef::Step(step) => {
                let place = self.context.definition.steps.get_index_of(step);
                place.unwrap_or(usize::MAX - 3)
            }
            ClockRef::Verification => usize::MAX - 2,
            ClockRef::FirstAnswer => usize::MAX - 1,
            ClockRef::Total => usize::MAX,
        }
    }

    fn fire(&mut self, name: &ClockRef, start: Instant) {
        let lapse: Option<&'a Lapse> = match name {
            ClockRef::Step(step) => self.step(step).and_then(|step| step.lapse.as_ref()),
            ClockRef::Total => self.context.definition.deadline.lapse.as_ref(),
            ClockRef::Verification | ClockRef::FirstAnswer => None,
        };
        self.record(CaseEvent::Lapsed(Lapsed {
            clock: name.clone(),
            start,
            note: lapse.and_then(|lapse| lapse.note.clone()),
        }));
        let Some(lapse) = lapse else {
            return;
        };
        if lapse.publish {
            self.record(CaseEvent::Publicised { clock: name.clone() });
        }
        if let Some(office) = &lapse.escalate {
            self.escalate(name, office);
        }
        if let Some(action) = &lapse.action
            && let Err(refusal) = self.act_by_silence(name, action)
        {
            self.record(CaseEvent::LapseRefused { clock: name.clone(), code: refusal.code().to_owned() });
        }
    }

    fn escalate(&mut self, name: &ClockRef, office: &Office) {
        let unit = self.unit_of(office, &self.visible(None));
        self.record(CaseEvent::Escalated(Escalated {
            clock: name.clone(),
            to: office.to_string(),
            title: office.title.clone(),
            unit,
        }));
    }

    /// R8, R9 and R45 do not bind the system; R50 forbids `jika` and `maks` on what it takes.
    fn act_by_silence(&mut self, name: &ClockRef, wanted: &LapseAction) -> Result<(), CaseRefusal> {
        let step = self.step(&wanted.step).ok_or(CaseRefusal::StepNotActive)?;
        let action = step.actions.get(&wanted.action);
        let action = action.ok_or(CaseRefusal::NoSuchAction)?;
        let visible = self.visible(None);
        let condition = action.condition.as_ref();
        if condition.is_some_and(|condition| !condition.holds(&visible)) {
            return Err(CaseRefusal::ConditionNotMet);
        }
        let token = self.case.token_at(&wanted.step).cloned();
        let straight_to_end = matches!(action.targets.as_slice(), [Target::End(_)]);
        if token.is_none() && !(*name == ClockRef::Total && straight_to_end) {
            return Err(CaseRefusal::StepNotActive);
        }
        let act = Act { action: wanted.action.clone(), ..Act::default() };
        self.perform(token.as_ref(), &wanted.step, action, &act);
        Ok(())
    }
}
