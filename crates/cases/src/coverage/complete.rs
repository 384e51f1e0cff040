//! Scenarios for what no scenario runs through: the flow is walked with the real engine, with answers that make its
//! conditions true.

mod given;
mod written;

use super::{Coverage, Part, ran};
use crate::scenario::{ScenarioResult, run_scenario};
use crate::state::Case;
use definition::model::{Definition, Entry, Expect, Scenario};
use definition::value::Answers;
use kernel::Calendar;
use std::collections::{BTreeMap, BTreeSet};

/// No way is longer than so many actions.
const LONGEST: usize = 16;
/// So many combinations of answers are tried at most; the order of the file decides which.
const MOST_ANSWERS: usize = 256;
/// So many commands are tried at most, so that the search ends also for an odd file.
const MOST_TRIES: usize = 20_000;

/// Scenarios that were found, and what remains.
#[derive(Clone, Debug, Default)]
pub struct Complete {
    /// Each passes on the calendar with which it was sought.
    pub scenarios: Vec<Scenario>,
    /// Their text, to be appended to the file; empty where there are none.
    pub toml: String,
    /// What no way was found to: unreachable with any answers tried, or reached by a renewal only.
    pub unreached: Vec<Part>,
}

/// Finds scenarios for what `coverage` misses: the shortest way to each part, the longer ways first, so that few
/// scenarios cover much.
pub fn complete(definition: &Definition, calendar: &Calendar, coverage: &Coverage) -> Complete {
    let mut missing: BTreeSet<Part> = coverage.missing().cloned().collect();
    let mut search = Search { definition, calendar, ways: BTreeMap::new(), tries: 0 };
    for answers in given::combinations(definition, MOST_ANSWERS) {
        if missing.iter().all(|part| search.ways.contains_key(part)) {
            break;
        }
        search.walk(&answers);
    }
    let mut ways: Vec<(Vec<Entry>, Answers)> =
        missing.iter().filter_map(|part| search.ways.get(part).cloned()).collect();
    ways.sort_by_key(|(run, _)| std::cmp::Reverse(run.len()));
    let mut complete = Complete::default();
    for (run, answers) in ways {
        let way =
            Scenario { name: String::new(), start: None, renewal: false, answers, run, expect: Expect::default() };
        let new: Vec<Part> = ran(&search.run(&way)).into_iter().filter(|part| missing.remove(part)).collect();
        if !new.is_empty() {
            let scenario = search.finished(way, &new);
            complete.scenarios.push(scenario);
        }
    }
    complete.toml = complete.scenarios.iter().map(written::toml).collect::<Vec<_>>().join("\n");
    let reachable = super::parts(definition).into_iter().filter(|part| missing.contains(part));
    complete.unreached = reachable.collect();
    complete
}

struct Search<'a> {
    definition: &'a Definition,
    calendar: &'a Calendar,
    /// The shortest way found to each part.
    ways: BTreeMap<Part, (Vec<Entry>, Answers)>,
    tries: usize,
}

impl Search<'_> {
    fn run(&self, scenario: &Scenario) -> ScenarioResult {
        run_scenario(self.definition, self.calendar, 0, scenario)
    }

    /// Breadth first through everything that these answers allow.
    fn walk(&mut self, answers: &Answers) {
        let mut seen = BTreeSet::new();
        let mut queue = std::collections::VecDeque::from([Vec::new()]);
        while let Some(run) = queue.pop_front() {
            self.tries += 1;
            if self.tries > MOST_TRIES {
                return;
            }
            let scenario = Scenario {
                name: String::new(),
                start: None,
                renewal: false,
                answers: answers.clone(),
                run: run.clone(),
                expect: Expect::default(),
            };
            let result = self.run(&scenario);
            let Some(case) = Case::replay(&result.facts).filter(|_| result.passed()) else { continue };
            for part in ran(&result) {
                let shorter = self.ways.get(&part).is_none_or(|(known, _)| run.len() < known.len());
                if shorter {
                    self.ways.insert(part, (run.clone(), answers.clone()));
                }
            }
            if case.ended.is_some() || run.len() >= LONGEST || !seen.insert(standing(&case)) {
                continue;
            }
            // What would not be tried any more is not remembered either.
            let room = MOST_TRIES.saturating_sub(self.tries + queue.len());
            queue.extend(self.next(&case, &run).into_iter().take(room));
        }
    }

    fn next(&self, case: &Case, run: &[Entry]) -> Vec<Vec<Entry>> {
        let mut steps: Vec<&str> = case.tokens.iter().map(|token| token.step.as_str()).collect();
        steps.dedup();
        let ways = steps.into_iter().flat_map(|id| {
            let actions = self.definition.steps.get(id).into_iter().flat_map(|step| step.actions.keys());
            actions.map(move |action| (id, action))
        });
        let longer = ways.map(|(step, action)| {
            let mut longer = run.to_vec();
            longer.push(Entry::Act {
                step: Some(step.to_owned()),
                action: action.clone(),
                answers: Answers::new(),
                marks: Vec::new(),
                by: None,
            });
            longer
        });
        longer.collect()
    }

    /// Gives it a name, leaves out answers that change nothing, and expects what happened.
    fn finished(&self, mut scenario: Scenario, new: &[Part]) -> Scenario {
        let wanted: BTreeSet<&Part> = new.iter().collect();
        let proves = |scenario: &Scenario| {
            let result = self.run(scenario);
            let found: Vec<Part> = ran(&result);
            result.passed() && wanted.iter().all(|part| found.contains(part))
        };
        let fields: Vec<String> = scenario.answers.values.keys().cloned().collect();
        for field in fields {
            let mut fewer = scenario.clone();
            fewer.answers.remove(&field);
            if proves(&fewer) {
                scenario = fewer;
            }
        }
        let case = Case::replay(&self.run(&scenario).facts);
        if let Some(case) = case {
            match &case.ended {
                Some(ended) => scenario.expect.end = Some(ended.end.clone()),
                None => scenario.expect.steps = Some(case.tokens.iter().map(|token| token.step.clone()).collect()),
            }
        }
        scenario.name = name(&scenario);
        scenario
    }
}

/// Where a case stands, and what it may still do: enough to know that going on from here brings nothing new.
fn standing(case: &Case) -> String {
    let mut tokens: Vec<String> =
        case.tokens.iter().map(|token| format!("{}{}", token.step, token.forks.len())).collect();
    tokens.sort();
    let waiting: Vec<&str> = case.waiting.iter().map(|one| one.step.as_str()).collect();
    format!("{tokens:?} {waiting:?} {:?} {:?}", case.uses, case.answers.fields().collect::<BTreeSet<_>>())
}

fn name(scenario: &Scenario) -> String {
    let words = scenario.run.iter().filter_map(|entry| match entry {
        Entry::Act { action, .. } => Some(action.replace('_', " ")),
        _ => None,
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "dibuka".to_owned() } else { words.join(", lalu ") }
}
