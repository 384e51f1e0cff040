//! The token game (semantics R37–R43).

use crate::clocks::ClockRef;
use crate::decide::Context;
use crate::events::{CaseEnded, CaseEvent, ClockMoved, ClockStopped, Closing, Entered, Fact, Fork};
use crate::state::Case;
use definition::model::{By, Counting, Join, Kind, Office, Step, Target};
use kernel::{Actor, Duration, Instant, Unit};

/// A case in motion: every recorded event is applied at once, so that the next rule sees it.
pub(crate) struct Game<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) case: Case,
    pub(crate) facts: Vec<Fact>,
    pub(crate) at: Instant,
    pub(crate) actor: Actor,
    /// Whether the action at hand belongs to the resident (semantics R42).
    pub(crate) by_resident: bool,
    /// Forks whose join has fired in this move: what is left of them is not entered any more.
    joined: Vec<u32>,
}

/// What a moving token takes along.
#[derive(Clone)]
pub(crate) struct Carry {
    /// The step it comes from; `None` from the opening or a join (semantics R24, R43).
    pub(crate) from: Option<String>,
    pub(crate) forks: Vec<Fork>,
    pub(crate) marks: Vec<String>,
    /// Steps skipped on the way; a bound against circles (E02).
    pub(crate) skipped: usize,
    /// A unit that holds it instead of the step's own (imports).
    pub(crate) unit: Option<String>,
}

impl Carry {
    pub(crate) fn from_opening() -> Self {
        Self { from: None, forks: Vec::new(), marks: Vec::new(), skipped: 0, unit: None }
    }
}

const VERIFICATION: Duration = Duration::new(3, Unit::WorkingDay);
const FIRST_ANSWER: Duration = Duration::new(5, Unit::WorkingDay);

impl<'a> Game<'a> {
    pub(crate) fn new(context: Context<'a>, case: Case) -> Self {
        Self {
            at: case.latest,
            context,
            case,
            facts: Vec::with_capacity(4),
            actor: Actor::System,
            by_resident: false,
            joined: Vec::new(),
        }
    }

    pub(crate) fn record(&mut self, event: CaseEvent) {
        let fact = Fact { happened_at: self.at, actor: self.actor.clone(), event };
        self.case.apply(&fact);
        self.facts.push(fact);
    }

    pub(crate) fn step(&self, id: &str) -> Option<&'a Step> {
        self.context.definition.steps.get(id)
    }

    /// Budget of `verifikasi`, which only complaints have (semantics R27).
    pub(crate) fn verification(context: &Context<'_>) -> Option<Duration> {
        let deadline = context.definition.deadline.verification;
        (context.definition.kind == Kind::Complaint).then(|| deadline.unwrap_or(VERIFICATION))
    }

    /// Budget of `jawaban`, which only complaints have (semantics R27).
    pub(crate) fn first_answer(context: &Context<'_>) -> Option<Duration> {
        let deadline = context.definition.deadline.first_answer;
        (context.definition.kind == Kind::Complaint).then(|| deadline.unwrap_or(FIRST_ANSWER))
    }

    /// Moves on to the targets of an action; several fork (semantics R39).
    pub(crate) fn spread(&mut self, targets: &[Target], carry: &Carry) {
        let mut carry = carry.clone();
        let mut fork = None;
        if targets.len() > 1 {
            let id = self.case.next_fork;
            self.case.next_fork += 1;
            let width = u32::try_from(targets.len()).unwrap_or(u32::MAX);
            carry.forks.push(Fork { id, width });
            fork = Some(id);
        }
        for target in targets {
            let over = fork.is_some_and(|fork| self.joined.contains(&fork));
            if self.case.ended.is_some() || over {
                return;
            }
            match target {
                Target::End(end) => self.end(end),
                Target::Step(step) => self.enter(step, &carry),
                Target::Join(step) => self.arrive(step, &carry),
            }
        }
    }

    fn arrive(&mut self, id: &str, carry: &Carry) {
        let Some(fork) = carry.forks.last().copied() else {
            return self.enter(id, carry);
        };
        self.record(CaseEvent::Arrived { step: id.to_owned(), forks: carry.forks.clone() });
        let here = |waits: &&crate::state::Waiting| {
            waits.step == id && waits.forks.last().is_some_and(|last| last.id == fork.id)
        };
        let arrived = self.case.waiting.iter().filter(here).count();
        let wanted = match self.step(id).and_then(|step| step.join) {
            Some(Join::One) => 1,
            Some(Join::Of { n, .. }) => n,
            Some(Join::All) | None => fork.width,
        };
        if u32::try_from(arrived).unwrap_or(u32::MAX) >= wanted {
            self.join(id, fork, carry);
        }
    }

    fn join(&mut self, id: &str, fork: Fork, carry: &Carry) {
        let inside = |forks: &[Fork]| forks.iter().any(|one| one.id == fork.id);
        let open = self.case.tokens.iter();
        let open: Vec<_> =
            open.filter(|token| inside(&token.forks)).map(|token| (token.id, token.step.clone())).collect();
        for (token, step) in open {
            self.record(CaseEvent::Cancelled { token, step });
        }
        self.record(CaseEvent::Joined { step: id.to_owned(), fork: fork.id });
        self.joined.push(fork.id);
        let mut outer = carry.clone();
        outer.forks.pop();
        outer.from = None;
        self.enter(id, &outer);
    }

    pub(crate) fn enter(&mut self, id: &str, carry: &Carry) {
        let Some(step) = self.step(id) else {
            return;
        };
        let visible = self.visible(None);
        let always = self.case.always_skip.iter().any(|skip| skip == id);
        let skip = always || step.skip.as_ref().is_some_and(|rule| rule.holds(&visible));
        if skip && !step.start && carry.skipped <= self.context.definition.steps.len() {
            return self.skip(id, step, carry);
        }
        let from_waiting = carry.from.as_ref();
        let from_waiting = from_waiting.is_some_and(|from| !self.context.definition.is_working(from));
        let back = from_waiting && self.case.was_at(id);
        let fresh = !(back && self.case.clock(&ClockRef::Step(id.to_owned())).is_some());
        let budget = step.deadlines.iter().find(|deadline| {
            let condition = deadline.condition.as_ref();
            condition.is_none_or(|condition| condition.holds(&visible))
        });
        let (unit, title) = self.holder(id, step, back, &visible);
        let unit = carry.unit.clone().unwrap_or(unit);
        self.record(CaseEvent::Entered(Box::new(Entered {
            token: self.case.next_token,
            step: id.to_owned(),
            unit,
            title,
            working: step.is_working(),
            budget: budget.filter(|_| fresh).map(|found| found.duration),
            back,
            forks: carry.forks.clone(),
            marks: if step.is_working() { Vec::new() } else { carry.marks.clone() },
        })));
    }

    fn skip(&mut self, id: &str, step: &'a Step, carry: &Carry) {
        self.record(CaseEvent::Skipped { step: id.to_owned() });
        if let Some((_, first)) = step.actions.first() {
            let mut carry = carry.clone();
            carry.skipped += 1;
            self.spread(&first.targets, &carry);
        }
    }

    fn holder(
        &self,
        id: &str,
        step: &Step,
        back: bool,
        visible: &definition::value::Answers,
    ) -> (String, Option<String>) {
        let (definition, units) = (self.context.definition, self.context.units);
        match &step.by {
            By::Reporter => (units.reporter(definition), None),
            By::Office(office) => {
                let kept = self.case.units.get(id).and_then(|units| units.last());
                let unit = kept.filter(|_| back).cloned().unwrap_or_else(|| self.unit_of(office, visible));
                (unit, Some(office.title.clone()))
            }
        }
    }

    /// The unit that an office means with these answers (semantics R7).
    pub(crate) fn unit_of(&self, office: &Office, visible: &definition::value::Answers) -> String {
        let (definition, village) = (self.context.definition, self.village(visible));
        self.context.units.unit(definition, &office.unit.answered(visible), village.as_deref())
    }

    pub(crate) fn cancel_all(&mut self) {
        let tokens = self.case.tokens.iter();
        let tokens: Vec<_> = tokens.map(|one| (one.id, one.step.clone())).collect();
        for (token, step) in tokens {
            self.record(CaseEvent::Cancelled { token, step });
        }
    }

    /// Ends the case: other tokens are cancelled, all clocks stop (semantics R42).
    pub(crate) fn end(&mut self, id: &str) {
        self.cancel_all();
        let by = match self.actor {
            Actor::System => Closing::Silence,
            Actor::Import { .. } => Closing::Import,
            _ if self.by_resident => Closing::Resident,
            _ => Closing::Officer,
        };
        self.record_end(id, by, false);
    }

    pub(crate) fn record_end(&mut self, id: &str, by: Closing, time_unknown: bool) {
        let end = self.context.definition.ends.get(id);
        let clocks = self.case.clocks.iter().filter(|_| !time_unknown);
        let consumed = clocks.filter_map(|clock| {
            let consumed = clock.consumed(self.context.calendar, self.at).ok()?;
            Some((clock.name.clone(), consumed))
        });
        let consumed = consumed.collect();
        self.record(CaseEvent::Ended(Box::new(CaseEnded {
            end: id.to_owned(),
            by,
            outcome: end.map_or("netral", |end| end.outcome.key()).to_owned(),
            time_unknown,
            consumed,
        })));
    }

    /// After every move: the case clocks run while an office holds the case (semantics R23, R27).
    pub(crate) fn settle(&mut self) {
        if self.case.ended.is_some() {
            return;
        }
        let start = self.context.definition.start();
        let beyond = self.case.tokens.iter();
        let beyond = beyond.clone().find(|one| one.working && one.step != start);
        let beyond = beyond.map(|token| token.step.clone());
        match beyond.filter(|_| self.open_clock(&ClockRef::Verification)) {
            Some(step) => {
                let stopped = ClockStopped {
                    clock: ClockRef::Verification,
                    consumed: self.consumed(&ClockRef::Verification),
                    step: Some(step),
                    first_answer: Self::first_answer(&self.context),
                };
                self.record(CaseEvent::Stopped(stopped));
            }
            None => self.settle_clock(ClockRef::Verification),
        }
        self.settle_clock(ClockRef::FirstAnswer);
        self.settle_clock(ClockRef::Total);
    }

    pub(crate) fn open_clock(&self, name: &ClockRef) -> bool {
        let clock = self.case.clock(name);
        clock.is_some_and(|clock| clock.stopped.is_none())
    }

    pub(crate) fn consumed(&self, name: &ClockRef) -> Option<i64> {
        let clock = self.case.clock(name)?;
        clock.consumed(self.context.calendar, self.at).ok()
    }

    fn settle_clock(&mut self, name: ClockRef) {
        let Some(clock) = self.case.clock(&name).filter(|one| one.stopped.is_none()) else {
            return;
        };
        let always = self.context.definition.deadline.count == Counting::Run;
        let holds = self.case.office_holds();
        let runs = always || holds;
        if clock.is_running() == runs {
            return;
        }
        let tokens = self.case.tokens.iter().filter(|one| one.working == holds);
        let moved = ClockMoved {
            steps: tokens.map(|token| token.step.clone()).collect(),
            consumed: self.consumed(&name),
            clock: name,
        };
        self.record(if runs { CaseEvent::Resumed(moved) } else { CaseEvent::Paused(moved) });
    }
}
