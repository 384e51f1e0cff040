//! Reviews that several units make side by side (semantics R39, R40): who has reviewed, who is awaited.

use crate::ledger::Loaded;
use cases::events::Fork;
use cases::{CaseEvent, Fact};
use definition::model::{Join, Target};
use kernel::{Actor, Instant};
use std::collections::BTreeMap;

/// A fork that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The step at which its branches meet; `None` where every branch leads to an end.
    pub meets: Option<String>,
    /// When that step begins.
    pub rule: Join,
    /// How many branches there are.
    pub width: u32,
    /// Branches that are there, in the order in which they came.
    pub done: Vec<Reviewed>,
    /// Branches that are not.
    pub awaited: Vec<Awaited>,
}

/// A branch that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The step from which it came.
    pub step: String,
    /// Who acted there; the system where the step was skipped or silence acted.
    pub who: Actor,
    /// When.
    pub at: Instant,
}

/// A branch that is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Where it stands.
    pub step: String,
    /// The unit that holds it.
    pub unit: String,
    /// The title that acts; `None` where the resident does.
    pub title: Option<String>,
    /// Since when.
    pub since: Instant,
}

/// The open forks of a case, oldest first.
pub(super) fn joints(loaded: &Loaded) -> Vec<Joint> {
    let mut open: BTreeMap<u32, (Fork, Vec<Awaited>)> = BTreeMap::new();
    for token in &loaded.case.tokens {
        for fork in &token.forks {
            let awaited = Awaited {
                step: token.step.clone(),
                unit: token.unit.clone(),
                title: token.title.clone(),
                since: token.since,
            };
            open.entry(fork.id).or_insert_with(|| (*fork, Vec::new())).1.push(awaited);
        }
    }
    let mut arrived = arrivals(loaded);
    let joints = open.into_iter().map(|(id, (fork, awaited))| {
        let done = arrived.remove(&id).unwrap_or_default();
        let met = done.first().map(|(meets, _)| meets.clone());
        let meets = met.or_else(|| awaited.iter().find_map(|one| leads_to(loaded, &one.step)));
        let step = meets.as_ref().and_then(|id| loaded.definition.steps.get(id));
        Joint {
            rule: step.and_then(|step| step.join).unwrap_or(Join::All),
            meets,
            width: fork.width,
            done: done.into_iter().map(|(_, reviewed)| reviewed).collect(),
            awaited,
        }
    });
    joints.collect()
}

/// The branches that came to a join, by fork.
fn arrivals(loaded: &Loaded) -> BTreeMap<u32, Vec<(String, Reviewed)>> {
    let mut arrived: BTreeMap<u32, Vec<(String, Reviewed)>> = BTreeMap::new();
    let mut last: Option<Reviewed> = None;
    for (_, fact) in &loaded.events {
        match &fact.event {
            CaseEvent::Acted(acted) => last = Some(reviewed(fact, &acted.step, fact.actor.clone())),
            CaseEvent::Skipped { step } => last = Some(reviewed(fact, step, Actor::System)),
            CaseEvent::Arrived { step, forks } => {
                if let (Some(fork), Some(last)) = (forks.last(), last.clone()) {
                    arrived.entry(fork.id).or_default().push((step.clone(), last));
                }
            }
            _ => {}
        }
    }
    arrived
}

fn reviewed(fact: &Fact, step: &str, who: Actor) -> Reviewed {
    Reviewed { step: step.to_owned(), who, at: fact.happened_at }
}

/// The join to which a step leads.
fn leads_to(loaded: &Loaded, step: &str) -> Option<String> {
    let actions = loaded.definition.steps.get(step)?.actions.values();
    actions.flat_map(|action| &action.targets).find_map(|target| match target {
        Target::Join(id) => Some(id.clone()),
        _ => None,
    })
}
