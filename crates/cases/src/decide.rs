//! `decide`: a command becomes events or a refusal. Pure: time, calendar and offices are arguments.

use crate::answers;
use crate::command::Command;
use crate::events::{CaseEvent, Fact};
use crate::game::Game;
use crate::refusal::CaseRefusal;
use crate::state::Case;
use crate::units::Units;
use definition::model::Definition;
use definition::value::Answers;
use kernel::{Actor, Calendar, Instant};

/// What a decision rests on beside the case.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The pinned definition.
    pub definition: &'a Definition,
    /// The region's working calendar.
    pub calendar: &'a Calendar,
    /// The region's offices.
    pub units: &'a dyn Units,
    /// Unsealed values, where conditions compare texts (see [`AnswersRef::known`](crate::AnswersRef::known)).
    pub opened: Option<&'a Answers>,
    /// A scenario or trace: reasons, evidence, checklists and marks are supplied (semantics R64).
    pub rehearsal: bool,
}

/// What was decided. Commit `facts` in both cases: a refused command changes nothing, except what silence fired
/// before it (semantics R52, R67).
#[derive(Clone, Debug)]
pub struct Decision {
    /// What happened, in order.
    pub facts: Vec<Fact>,
    /// The case after it.
    pub case: Case,
    /// Whether the command itself was refused.
    pub outcome: Result<(), CaseRefusal>,
}

/// Decides a command at `now` by `actor`. An earlier server clock counts as the latest instant known (semantics R54).
pub fn decide(context: &Context<'_>, case: &Case, command: &Command<'_>, now: Instant, actor: &Actor) -> Decision {
    let mut game = Game::new(*context, case.clone());
    game.fire_before(command, now);
    game.at = now.max(game.case.latest);
    game.actor = actor.clone();
    let before = game.facts.len();
    let outcome = game.run(command);
    debug_assert!(outcome.is_ok() || game.facts.len() == before);
    Decision { facts: game.facts, case: game.case, outcome }
}

impl<'a> Game<'a> {
    fn run(&mut self, command: &Command<'a>) -> Result<(), CaseRefusal> {
        match command {
            Command::Look => Ok(()),
            Command::CalendarChanged { before, cause } => {
                self.change_calendar(before, cause);
                Ok(())
            }
            Command::Rate { rating } => self.rate(*rating),
            _ if self.case.ended.is_some() => Err(CaseRefusal::CaseEnded),
            Command::Mandate(mandate) => self.mandate(mandate),
            _ if self.actor == Actor::Reporter && self.case.mandate_is_over(self.at) => Err(CaseRefusal::MandateOver),
            Command::Act(act) => self.act(act),
            Command::Answer { text } => {
                self.answer(text.clone());
                Ok(())
            }
            Command::Note { text } => {
                let text = text.clone();
                self.record(CaseEvent::Noted { text });
                Ok(())
            }
            Command::AddInfo { text, files } => {
                let (text, files) = (text.clone(), files.clone());
                self.record(CaseEvent::InfoAdded { text, files });
                Ok(())
            }
            Command::Support { text, files } => {
                let (text, files) = (text.clone(), files.clone());
                self.record(CaseEvent::Supported { text, files });
                Ok(())
            }
            Command::Transfer { step, unit, reason } => self.transfer(step, unit, reason.as_ref()),
            Command::Return { step, reason } => self.give_back(step, reason.as_ref()),
            Command::Withdraw { text } => self.withdraw(text.clone()),
            Command::TakeOver => self.take_over(),
            Command::Migrate { to } => self.migrate(to),
        }
    }

    /// Known answers of visible fields; `more` is what a command brings along.
    pub(crate) fn visible(&self, more: Option<&crate::AnswersRef>) -> Answers {
        let definition = self.context.definition;
        let known = match more.filter(|more| !more.is_empty()) {
            Some(more) => {
                let mut merged = self.case.answers.clone();
                merged.merge(more);
                merged.known(definition, self.context.opened)
            }
            None => self.case.answers.known(definition, self.context.opened),
        };
        answers::visible(definition, &known)
    }

    /// The village that the answers name now, or the one named at the opening (semantics R7).
    pub(crate) fn village(&self, visible: &Answers) -> Option<String> {
        let named = answers::village(self.context.definition, visible);
        named.map(str::to_owned).or_else(|| self.case.village.clone())
    }
}
