//! Which steps, actions and ends the scenarios of a definition run through, and scenarios for the rest.

mod complete;

pub use complete::{Complete, complete};

use crate::events::CaseEvent;
use crate::scenario::ScenarioResult;
use definition::model::Definition;
use std::collections::BTreeSet;

/// A part of a flow that a scenario can run through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A step that was entered.
    Step(String),
    /// An action that was taken, also by silence.
    Action(String, String),
    /// An end that was reached.
    End(String),
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Step(step) => write!(f, "langkah.{step}"),
            Self::Action(step, action) => write!(f, "langkah.{step}.aksi.{action}"),
            Self::End(end) => write!(f, "akhir.{end}"),
        }
    }
}

/// What the scenarios run through, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Everything there is, with whether it ran.
    pub parts: Vec<(Part, bool)>,
}

impl Coverage {
    /// What never ran.
    pub fn missing(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|(_, ran)| !ran).map(|(part, _)| part)
    }

    /// How many of how many ran.
    pub fn count(&self) -> (usize, usize) {
        (self.parts.iter().filter(|(_, ran)| *ran).count(), self.parts.len())
    }
}

/// What the results of a definition's scenarios run through. A scenario that fails counts for what happened in it.
pub fn coverage(definition: &Definition, results: &[ScenarioResult]) -> Coverage {
    let ran: BTreeSet<Part> = results.iter().flat_map(ran).collect();
    let marked = parts(definition).into_iter().map(|part| {
        let found = ran.contains(&part);
        (part, found)
    });
    Coverage { parts: marked.collect() }
}

/// Every step, each followed by its actions, then the ends.
fn parts(definition: &Definition) -> Vec<Part> {
    let steps = definition.steps.iter().flat_map(|(id, step)| {
        let actions = step.actions.keys().map(|action| Part::Action(id.clone(), action.clone()));
        std::iter::once(Part::Step(id.clone())).chain(actions)
    });
    steps.chain(definition.ends.keys().cloned().map(Part::End)).collect()
}

/// What one result ran through.
fn ran(result: &ScenarioResult) -> Vec<Part> {
    let parts = result.facts.iter().filter_map(|fact| match &fact.event {
        CaseEvent::Entered(entered) => Some(Part::Step(entered.step.clone())),
        CaseEvent::Acted(acted) => Some(Part::Action(acted.step.clone(), acted.action.clone())),
        CaseEvent::Ended(ended) => Some(Part::End(ended.end.clone())),
        _ => None,
    });
    parts.collect()
}
