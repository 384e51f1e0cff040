//! One event more: pure, without definition or calendar, so that replay is cheap.

use crate::answers::FileRef;
use crate::clocks::{CaseClock, ClockEntryKind, ClockRef, Why};
use crate::events::{
    Acted, CaseEnded, CaseEvent, ClockMoved, ClockStopped, Entered, Fact, Lapsed, Mandate, Moved, Opened,
};
use crate::state::{Case, Ended, Stay, Token, Waiting, use_key};
use kernel::clock::Meter;
use kernel::{Duration, Instant};

impl Case {
    /// Takes in one event that happened to this case.
    pub fn apply(&mut self, fact: &Fact) {
        let at = fact.happened_at;
        self.latest = self.latest.max(at);
        match &fact.event {
            CaseEvent::Opened(_)
            | CaseEvent::Noted { .. }
            | CaseEvent::LapseRefused { .. }
            | CaseEvent::Withdrawn { .. } => {}
            CaseEvent::Entered(entered) => self.enter(fact, entered),
            CaseEvent::Skipped { step } => self.skipped.push(step.clone()),
            CaseEvent::Cancelled { token, .. } => self.leave(*token, fact, &Why::Cancelled),
            CaseEvent::Arrived { step, forks } => {
                self.waiting.push(Waiting { step: step.clone(), forks: forks.clone() })
            }
            CaseEvent::Joined { fork, .. } => {
                let done = |waits: &Waiting| waits.forks.iter().any(|one| one.id == *fork);
                self.waiting.retain(|waits| !done(waits));
            }
            CaseEvent::Acted(acted) => self.act(fact, acted),
            CaseEvent::Answered { .. } => self.answered.push(at),
            CaseEvent::InfoAdded { files, .. } => self.files.extend_from_slice(files),
            CaseEvent::Supported { files, .. } => {
                self.supporters += 1;
                self.files.extend_from_slice(files);
            }
            CaseEvent::Transferred(moved) => self.transfer(at, moved, false),
            CaseEvent::Returned(moved) => self.transfer(at, moved, true),
            CaseEvent::CalendarChanged { .. } => self.reproject(fact),
            CaseEvent::Lapsed(lapsed) => self.lapse(fact, lapsed),
            CaseEvent::Stopped(stopped) => self.stop_clock(fact, stopped),
            CaseEvent::Paused(moved) => self.pause(fact, moved),
            CaseEvent::Resumed(moved) => self.resume(fact, moved),
            CaseEvent::Publicised { .. } => {
                self.publicised.get_or_insert(at);
            }
            CaseEvent::Escalated(escalated) => self.escalations.push(escalated.clone()),
            CaseEvent::Ended(ended) => self.finish(fact, ended),
            CaseEvent::TakenOver { lapsed } => self.take_over(fact, lapsed),
            CaseEvent::Rated { rating } => self.rating = Some(*rating),
            CaseEvent::Mandated(mandate) => {
                self.files.extend_from_slice(&mandate.files);
                self.mandate = Some(Mandate::clone(mandate));
            }
            CaseEvent::Migrated(migrated) => self.follow(fact, migrated),
        }
    }

    pub(crate) fn start_clocks(&mut self, fact: &Fact, opened: &Opened) {
        let clocks = [
            (ClockRef::Verification, opened.verification),
            (ClockRef::FirstAnswer, opened.first_answer),
            (ClockRef::Total, opened.total),
        ];
        for (name, budget) in clocks {
            if let Some(budget) = budget {
                self.start_clock(fact, name, budget, Why::Opened);
            }
        }
    }

    fn start_clock(&mut self, fact: &Fact, name: ClockRef, budget: Duration, why: Why) {
        let meter = Meter::new(budget, fact.happened_at, self.zone);
        let clock = CaseClock::started(name, meter, &fact.actor, why);
        self.clocks.push(clock);
    }

    fn enter(&mut self, fact: &Fact, entered: &Entered) {
        let step = || entered.step.clone();
        if !entered.back {
            self.units.insert(step(), vec![entered.unit.clone()]);
        }
        self.tokens.push(Token {
            id: entered.token,
            step: step(),
            since: fact.happened_at,
            unit: entered.unit.clone(),
            title: entered.title.clone(),
            working: entered.working,
            forks: entered.forks.clone(),
            marks: entered.marks.clone(),
        });
        self.next_token = self.next_token.max(entered.token + 1);
        let innermost = entered.forks.iter().map(|fork| fork.id).max();
        self.next_fork = self.next_fork.max(innermost.unwrap_or(0) + 1);
        self.stays.push(Stay {
            token: entered.token,
            step: step(),
            unit: entered.unit.clone(),
            working: entered.working,
            from: fact.happened_at,
            to: None,
        });
        let name = ClockRef::Step(step());
        if let Some(budget) = entered.budget {
            self.start_clock(fact, name, budget, Why::Entered { step: step() });
        } else if let Some(clock) = self.clock_mut(&name).filter(|_| entered.back) {
            clock.run(fact.happened_at);
            let why = Why::CameBack { step: entered.step.clone() };
            clock.note(fact.happened_at, ClockEntryKind::Resumed, &fact.actor, why);
        }
    }

    fn leave(&mut self, token: u32, fact: &Fact, why: &Why) {
        let at = fact.happened_at;
        let Some(index) = self.tokens.iter().position(|one| one.id == token) else {
            return;
        };
        let left = self.tokens.remove(index);
        self.close_stay(token, at);
        let shared = self.tokens.iter().any(|one| one.step == left.step);
        let name = ClockRef::Step(left.step);
        // Each entry began a clock of its own; none outlives the last token (semantics R28).
        let running = |clock: &&mut CaseClock| clock.name == name && clock.is_running();
        for clock in self.clocks.iter_mut().filter(running).filter(|_| !shared) {
            clock.stop(at);
            clock.note(at, ClockEntryKind::Stopped, &fact.actor, why.clone());
        }
    }

    fn close_stay(&mut self, token: u32, at: Instant) {
        let mut stays = self.stays.iter_mut().rev();
        if let Some(stay) = stays.find(|stay| stay.token == token && stay.to.is_none()) {
            stay.to = Some(at);
        }
    }

    fn act(&mut self, fact: &Fact, acted: &Acted) {
        let step = acted.step.clone();
        if let Some(token) = acted.token {
            let why = Why::ActionTaken { step: step.clone(), action: acted.action.clone() };
            self.leave(token, fact, &why);
        }
        *self.uses.entry(use_key(&step, &acted.action)).or_default() += 1;
        if let Some(person) = fact.actor.person() {
            let persons = self.persons.entry(step).or_default();
            persons.insert(person.to_owned());
        }
        if !acted.answers.is_empty() {
            self.answers.merge(&acted.answers);
            self.versions += u32::from(fact.actor == kernel::Actor::Reporter);
        }
        if fact.actor == kernel::Actor::Reporter {
            let mended = |file: &&FileRef| acted.files.iter().any(|new| new.field == file.field);
            self.replaced.extend(self.files.iter().filter(mended).map(|file| file.id.clone()));
        }
        self.files.extend_from_slice(&acted.files);
        if acted.village.is_some() {
            self.village.clone_from(&acted.village);
        }
        self.rating = acted.rating.or(self.rating);
    }

    fn transfer(&mut self, at: Instant, moved: &Moved, back: bool) {
        let units = self.units.entry(moved.step.clone()).or_default();
        if back {
            units.pop();
        } else {
            units.push(moved.to.clone());
        }
        let tokens = self.tokens.iter_mut();
        for token in tokens.filter(|token| token.step == moved.step) {
            token.unit.clone_from(&moved.to);
            let held = self.stays.iter_mut().rev();
            let mut held = held.filter(|stay| stay.token == token.id && stay.to.is_none());
            if let Some(stay) = held.next() {
                stay.to = Some(at);
                let next = Stay { unit: moved.to.clone(), from: at, to: None, ..stay.clone() };
                self.stays.push(next);
            }
        }
    }

    fn reproject(&mut self, fact: &Fact) {
        let CaseEvent::CalendarChanged { cause, projections } = &fact.event else {
            return;
        };
        self.calendar_changed = Some(fact.happened_at);
        for projection in projections {
            let why = Why::CalendarChanged { cause: cause.clone(), before: projection.before, after: projection.after };
            if let Some(clock) = self.clock_mut(&projection.clock) {
                clock.note(fact.happened_at, ClockEntryKind::Reprojected, &fact.actor, why);
            }
        }
    }

    fn lapse(&mut self, fact: &Fact, lapsed: &Lapsed) {
        let same = |clock: &&mut CaseClock| clock.name == lapsed.clock && clock.meter.start == lapsed.start;
        // Two that began at one instant are one by their key (semantics R54): what fired must not fire again.
        for clock in self.clocks.iter_mut().filter(same) {
            clock.lapsed.get_or_insert(fact.happened_at);
            clock.note(fact.happened_at, ClockEntryKind::Lapsed, &fact.actor, Why::PastDue);
        }
    }

    fn stop_clock(&mut self, fact: &Fact, stopped: &ClockStopped) {
        let at = fact.happened_at;
        let why = match &stopped.step {
            Some(step) => Why::Forwarded { step: step.clone() },
            None => Why::Answered,
        };
        if let Some(clock) = self.clock_mut(&stopped.clock) {
            // An imported answer may lie before its report: such a clock says nothing (semantics R55).
            clock.void = at < clock.meter.start;
            clock.stop(at.max(clock.meter.start));
            clock.note(at, ClockEntryKind::Stopped, &fact.actor, why.clone());
        }
        if let Some(budget) = stopped.first_answer {
            self.start_clock(fact, ClockRef::FirstAnswer, budget, why);
        }
    }

    fn pause(&mut self, fact: &Fact, moved: &ClockMoved) {
        if let Some(clock) = self.clock_mut(&moved.clock) {
            clock.halt(fact.happened_at);
            let why = Why::WaitsForResident { steps: moved.steps.clone() };
            clock.note(fact.happened_at, ClockEntryKind::Paused, &fact.actor, why);
        }
    }

    fn resume(&mut self, fact: &Fact, moved: &ClockMoved) {
        if let Some(clock) = self.clock_mut(&moved.clock) {
            clock.run(fact.happened_at);
            let step = moved.steps.first().cloned().unwrap_or_default();
            let why = Why::OfficeHolds { step };
            clock.note(fact.happened_at, ClockEntryKind::Resumed, &fact.actor, why);
        }
    }

    fn finish(&mut self, fact: &Fact, ended: &CaseEnded) {
        let at = fact.happened_at;
        for token in std::mem::take(&mut self.tokens) {
            self.close_stay(token.id, at);
        }
        self.waiting.clear();
        for clock in &mut self.clocks {
            if clock.stopped.is_none() {
                clock.void |= ended.time_unknown;
                clock.stop(at);
                clock.note(at, ClockEntryKind::Stopped, &fact.actor, Why::CaseEnded);
            }
        }
        self.ended = Some(Ended {
            end: ended.end.clone(),
            outcome: ended.outcome.clone(),
            by: ended.by,
            at: (!ended.time_unknown).then_some(at),
        });
    }

    fn take_over(&mut self, fact: &Fact, lapsed: &[ClockRef]) {
        self.taken_over = true;
        for name in lapsed {
            if let Some(clock) = self.clock_mut(name) {
                clock.lapsed.get_or_insert(fact.happened_at);
                clock.note(fact.happened_at, ClockEntryKind::Lapsed, &fact.actor, Why::PastDueAtTakeOver);
            }
        }
    }
}
