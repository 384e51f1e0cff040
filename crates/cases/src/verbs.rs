//! What people do: actions (semantics R38–R46) and the engine's own verbs (R48, R55).

use crate::answers::holds;
use crate::clocks::ClockRef;
use crate::command::Act;
use crate::events::{Acted, CaseEvent, ClockStopped, Closing, Mandate, Moved, WITHDRAWN};
use crate::game::{Carry, Game};
use crate::refusal::CaseRefusal;
use crate::state::{Case, Token};
use definition::model::{Action, Definition, Kind, Reason, Step, Target};
use definition::value::Answers;
use kernel::{Actor, Calendar, TextRef};

impl<'a> Game<'a> {
    pub(crate) fn act(&mut self, act: &Act) -> Result<(), CaseRefusal> {
        let (token, step, action) = self.offered(act)?;
        self.four_eyes(step)?;
        let used = self.case.uses(&token.step, &act.action);
        if action.max_uses.is_some_and(|max| used >= max) {
            return Err(CaseRefusal::ActionUsedUp);
        }
        self.unlocked(&token, step, act)?;
        let visible = self.visible(Some(&act.answers));
        let condition = action.condition.as_ref();
        if condition.is_some_and(|condition| !condition.holds(&visible)) {
            return Err(CaseRefusal::ConditionNotMet);
        }
        if !self.context.rehearsal {
            self.supplied(&token, step, action, act, &visible)?;
        }
        self.perform(Some(&token), &token.step, action, act);
        Ok(())
    }

    /// Records an action and moves its token on. The system comes here directly (semantics R49).
    pub(crate) fn perform(&mut self, token: Option<&Token>, step: &str, action: &'a Action, act: &Act) {
        let marks = if action.mark_fields { act.marks.clone() } else { Vec::new() };
        let place = self.visible(Some(&act.answers));
        let village = self.village(&place).filter(|_| !act.answers.is_empty());
        self.by_resident = !self.context.definition.is_working(step);
        let consumed = token.and_then(|_| self.consumed(&ClockRef::Step(step.to_owned())));
        self.record(CaseEvent::Acted(Box::new(Acted {
            token: token.map(|token| token.id),
            step: step.to_owned(),
            action: act.action.clone(),
            consumed,
            answers: act.answers.clone(),
            files: act.files.clone(),
            marks: marks.clone(),
            reason: act.reason.clone(),
            evidence: act.evidence.clone(),
            rating: act.rating,
            on_behalf_of: act.on_behalf_of.clone(),
            device_at: act.device_at,
            village: village.filter(|code| Some(code) != self.case.village.as_ref()),
        })));
        let carry = Carry {
            from: Some(step.to_owned()),
            forks: token.map(|token| token.forks.clone()).unwrap_or_default(),
            marks,
            ..Carry::from_opening()
        };
        self.spread(&action.targets, &carry);
        self.settle();
    }

    /// The token, step and action that a command means.
    fn offered(&self, act: &Act) -> Result<(Token, &'a Step, &'a Action), CaseRefusal> {
        let mut found: Option<(&Token, &'a Step, &'a Action)> = None;
        for token in &self.case.tokens {
            if act.step.as_ref().is_some_and(|step| *step != token.step) {
                continue;
            }
            let step = self.step(&token.step).filter(|step| self.is_theirs(step, act));
            let offer = step.and_then(|step| Some((token, step, step.actions.get(&act.action)?)));
            match (&found, &offer) {
                (Some((other, ..)), Some(_)) if other.step != token.step => {
                    return Err(CaseRefusal::AmbiguousAction);
                }
                (None, _) => found = offer,
                _ => {}
            }
        }
        let (token, step, action) = found.ok_or(CaseRefusal::NoSuchAction)?;
        Ok((token.clone(), step, action))
    }

    /// A resident's step is the reporter's, or an officer's on behalf of the reporter (the counter); an officer's step
    /// is no resident's, unless a one-time link was sent (semantics R7, R47). Which officer, identity has checked.
    fn is_theirs(&self, step: &Step, act: &Act) -> bool {
        match &self.actor {
            Actor::Reporter => !step.is_working() || step.one_time_link,
            Actor::Resident => step.one_time_link,
            Actor::Officer { .. } => step.is_working() || act.on_behalf_of.is_some(),
            Actor::System | Actor::Import { .. } | Actor::Operator => true,
        }
    }

    fn four_eyes(&self, step: &Step) -> Result<(), CaseRefusal> {
        let Some(person) = self.actor.person() else {
            return Ok(());
        };
        let acted = |other: &String| self.case.acted_at(person, other);
        if self.case.bars(person) || step.not_by.iter().any(acted) {
            return Err(CaseRefusal::SamePerson);
        }
        Ok(())
    }

    /// Only fields of this step, or at a waiting step marked ones and what they bring to light (semantics R34, R44).
    fn unlocked(&self, token: &Token, step: &Step, act: &Act) -> Result<(), CaseRefusal> {
        let definition = self.context.definition;
        let before = self.visible(None);
        let after = self.visible(Some(&act.answers));
        let shown = |id: &str, answers: &Answers| match definition.fields.get(id) {
            Some(field) => field.filled_at.is_none() && holds(&field.visible, answers),
            None => shows_file(definition, id, answers),
        };
        let marked = |id: &str| token.marks.iter().any(|mark| mark == id);
        let brought_to_light = |id: &str| !shown(id, &before) && shown(id, &after);
        let open = |id: &str| {
            if !step.is_working() {
                let own = definition.fields.get(id);
                let own = own.is_none_or(|field| field.filled_at.is_none());
                return own && (marked(id) || (!token.marks.is_empty() && brought_to_light(id)));
            }
            let field = definition.fields.get(id);
            field.is_some_and(|field| field.filled_at.as_deref() == Some(token.step.as_str()))
        };
        if let Some(locked) = act.answers.fields().find(|id| !open(id)) {
            return Err(CaseRefusal::FieldLocked(locked.to_owned()));
        }
        let files = act.files.iter().map(|file| file.field.as_str());
        let mut files = files.filter(|id| definition.files.contains_key(*id));
        match files.find(|id| !open(id)) {
            Some(locked) => Err(CaseRefusal::FieldLocked(locked.to_owned())),
            None => Ok(()),
        }
    }

    /// Reason, evidence, marks, rating and required fields of the step (semantics R8, R9, R34, R44).
    fn supplied(
        &self,
        token: &Token,
        step: &Step,
        action: &Action,
        act: &Act,
        visible: &Answers,
    ) -> Result<(), CaseRefusal> {
        let reason = act.reason.as_ref();
        let text = reason.is_some_and(|reason| reason.text.is_some());
        let code = reason.is_some_and(|reason| reason.code.is_some());
        let given = match action.reason {
            Reason::None => true,
            Reason::Text => text,
            Reason::List(_) => code && text,
        };
        if !given {
            return Err(CaseRefusal::ReasonMissing);
        }
        self.marks(action, act, visible)?;
        let in_range = |rating: u8| action.rating && (1..=5).contains(&rating);
        if act.rating.is_some_and(|rating| !in_range(rating)) {
            return Err(CaseRefusal::BadRating);
        }
        if leads_out(self.context.definition, action) {
            return Ok(());
        }
        let items = step.checklist.iter().chain(&action.evidence);
        let mut items = items.filter(|item| item.required);
        let filled = |id: &str| act.evidence.iter().any(|evidence| evidence.item == id);
        if let Some(item) = items.find(|item| !filled(&item.id)) {
            return Err(CaseRefusal::EvidenceMissing(item.id.clone()));
        }
        let fields = self.context.definition.fields.iter();
        let mut fields = fields.filter(|(_, field)| {
            field.filled_at.as_deref() == Some(token.step.as_str())
                && holds(&field.visible, visible)
                && holds(&field.required, visible)
        });
        match fields.find(|(id, _)| visible.get(id).is_none()) {
            Some((id, _)) => Err(CaseRefusal::FieldMissing(id.clone())),
            None => Ok(()),
        }
    }

    fn marks(&self, action: &Action, act: &Act, visible: &Answers) -> Result<(), CaseRefusal> {
        if !action.mark_fields {
            return Ok(());
        }
        if act.marks.is_empty() {
            return Err(CaseRefusal::MarksMissing);
        }
        let definition = self.context.definition;
        let can_mark = |id: &String| match definition.fields.get(id) {
            Some(field) => field.filled_at.is_none() && holds(&field.visible, visible),
            None => shows_file(definition, id, visible),
        };
        match act.marks.iter().find(|id| !can_mark(id)) {
            Some(wrong) => Err(CaseRefusal::BadMark(wrong.clone())),
            None => Ok(()),
        }
    }

    /// A public answer; stops `jawaban` if it has started (semantics R48).
    pub(crate) fn answer(&mut self, text: Option<TextRef>) {
        self.record(CaseEvent::Answered { text });
        if self.open_clock(&ClockRef::FirstAnswer) {
            self.record(CaseEvent::Stopped(ClockStopped {
                clock: ClockRef::FirstAnswer,
                consumed: self.consumed(&ClockRef::FirstAnswer),
                step: None,
                first_answer: None,
            }));
        }
    }

    fn working_token(&self, step: &str) -> Result<Token, CaseRefusal> {
        let token = self.case.token_at(step);
        let token = token.ok_or(CaseRefusal::StepNotActive)?;
        if token.working { Ok(token.clone()) } else { Err(CaseRefusal::NotAnOfficersStep) }
    }

    pub(crate) fn transfer(&mut self, step: &str, unit: &str, reason: Option<&TextRef>) -> Result<(), CaseRefusal> {
        let token = self.working_token(step)?;
        if token.unit == unit {
            return Err(CaseRefusal::SameUnit);
        }
        if reason.is_none() && !self.context.rehearsal {
            return Err(CaseRefusal::ReasonMissing);
        }
        self.record(CaseEvent::Transferred(Moved {
            step: step.to_owned(),
            from: token.unit,
            to: unit.to_owned(),
            reason: reason.cloned(),
        }));
        Ok(())
    }

    pub(crate) fn give_back(&mut self, step: &str, reason: Option<&TextRef>) -> Result<(), CaseRefusal> {
        let token = self.working_token(step)?;
        let units = self.case.units.get(step);
        let before = units.and_then(|units| units.iter().rev().nth(1));
        let to = before.cloned().ok_or(CaseRefusal::NotTransferred)?;
        if reason.is_none() && !self.context.rehearsal {
            return Err(CaseRefusal::ReasonMissing);
        }
        self.record(CaseEvent::Returned(Moved {
            step: step.to_owned(),
            from: token.unit,
            to,
            reason: reason.cloned(),
        }));
        Ok(())
    }

    /// What is already past due is marked as fired, without its `lewat` (semantics R55).
    pub(crate) fn take_over(&mut self) -> Result<(), CaseRefusal> {
        if self.case.imported.is_none() || self.case.taken_over {
            return Err(CaseRefusal::NothingToTakeOver);
        }
        let clocks = self.case.clocks.iter();
        let past = clocks.filter(|clock| {
            let due = clock.due(self.context.calendar).ok().flatten();
            clock.lapsed.is_none() && due.is_some_and(|due| due < self.at)
        });
        let lapsed = past.map(|clock| clock.name.clone()).collect();
        self.record(CaseEvent::TakenOver { lapsed });
        Ok(())
    }

    pub(crate) fn rate(&mut self, rating: u8) -> Result<(), CaseRefusal> {
        let steps = self.context.definition.steps.values();
        let offered = steps.flat_map(|step| step.actions.values()).any(|one| one.rating);
        if self.case.rating.is_some() {
            return Err(CaseRefusal::AlreadyRated);
        }
        if self.case.ended.is_none() || !offered || !(1..=5).contains(&rating) {
            return Err(CaseRefusal::BadRating);
        }
        self.record(CaseEvent::Rated { rating });
        Ok(())
    }

    /// A mandate is recorded by whoever opened the application, and never one that is over already.
    pub(crate) fn mandate(&mut self, mandate: &Mandate) -> Result<(), CaseRefusal> {
        if self.actor != Actor::Reporter || !may_be_withdrawn(self.context.definition, &self.case) {
            return Err(CaseRefusal::NoMandate);
        }
        if mandate.until < self.at.date(self.case.zone) {
            return Err(CaseRefusal::MandateOver);
        }
        self.record(CaseEvent::Mandated(Box::new(mandate.clone())));
        Ok(())
    }

    /// The applicant takes it back: every token is cancelled, every clock stops, and it counts apart.
    pub(crate) fn withdraw(&mut self, text: Option<TextRef>) -> Result<(), CaseRefusal> {
        if self.actor != Actor::Reporter || !may_be_withdrawn(self.context.definition, &self.case) {
            return Err(CaseRefusal::NotWithdrawable);
        }
        self.record(CaseEvent::Withdrawn { text });
        self.cancel_all();
        self.record_end(WITHDRAWN, Closing::Withdrawn, false);
        Ok(())
    }

    /// Due instants are projected anew, with the cause (semantics R22).
    pub(crate) fn change_calendar(&mut self, before: &Calendar, cause: &str) {
        let projections = self.case.reprojected(before, self.context.calendar);
        self.record(CaseEvent::CalendarChanged { cause: cause.to_owned(), projections });
    }
}

/// Whether an applicant may take this case back now: an application or request that runs and was opened here. A complaint
/// is about something that others have as well (docs/adr/0018).
pub fn may_be_withdrawn(definition: &Definition, case: &Case) -> bool {
    definition.kind != Kind::Complaint && case.ended.is_none() && case.imported.is_none()
}

fn shows_file(definition: &Definition, id: &str, answers: &Answers) -> bool {
    let file = definition.files.get(id);
    file.is_some_and(|file| holds(&file.visible, answers))
}

/// Whether an action leads straight to an end or to a waiting step (semantics R8).
pub(crate) fn leads_out(definition: &Definition, action: &Action) -> bool {
    action.targets.iter().all(|target| match target {
        Target::End(_) => true,
        Target::Step(step) => !definition.is_working(step),
        Target::Join(_) => false,
    })
}
