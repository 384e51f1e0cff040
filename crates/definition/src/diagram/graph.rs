//! Steps, actions and ends as boxes, and the lines between them, without any circle.

use super::join_word;
use crate::model::{Action, Definition, End, Outcome, Step, Target};
use crate::standard::{deadlines_in_words, duration_in_words, holder_in_words};
use crate::units::Units;
use kernel::lang::Lang;
use std::collections::BTreeSet;

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An office holds it.
    Working,
    /// The resident holds it.
    Waiting,
    /// What is done on the way from one box to the next; `fork`: several branches begin here.
    Action {
        /// Whether it forks (semantics R39).
        fork: bool,
    },
    /// An end.
    End(Outcome),
}

/// A box with its lines of text; the first `named` of them are its name.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub shape: Shape,
    pub lines: Vec<String>,
    pub named: usize,
    /// What a pointer that rests on it is told.
    pub hint: Option<String>,
    /// Whether branches join above it.
    pub join: bool,
}

/// A line; drawn from the upper to the lower box, `up` when it leads back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub upper: usize,
    pub lower: usize,
    pub up: bool,
}

/// All boxes (steps, then ends, then actions, each in the order of the file) and lines.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// Builds the graph; what leads back is turned round, so that all lines point down.
pub(super) fn graph(definition: &Definition, units: &Units, lang: Lang) -> Graph {
    let mut graph = Graph::default();
    graph.nodes.extend(definition.steps.values().map(|step| step_box(definition, units, step, lang)));
    graph.nodes.extend(definition.ends.values().map(|end| end_box(end, lang)));
    let back = returns(definition);
    for (from, (id, step)) in definition.steps.iter().enumerate() {
        for (targets, actions) in grouped(step) {
            let leads = |target: &Target| back.contains(&(id.as_str(), target.id()));
            let places: Vec<(usize, bool)> =
                targets.iter().filter_map(|target| Some((index(definition, target.id())?, leads(target)))).collect();
            if let [(only, _)] = places[..]
                && only == from
            {
                let again = actions.iter().map(|(name, _)| format!("↻ {}", words(name)));
                graph.nodes[from].lines.extend(again.collect::<Vec<_>>());
                continue;
            }
            let label = graph.nodes.len();
            graph.nodes.push(action_box(definition, step, &actions, places.len() > 1, lang));
            match places[..] {
                [(target, true)] => {
                    graph.edges.push(Edge { upper: target, lower: label, up: true });
                    graph.edges.push(Edge { upper: label, lower: from, up: true });
                }
                _ => {
                    graph.edges.push(Edge { upper: from, lower: label, up: false });
                    graph.edges.extend(places.into_iter().map(|(target, up)| match up {
                        true => Edge { upper: target, lower: label, up },
                        false => Edge { upper: label, lower: target, up },
                    }));
                }
            }
        }
    }
    graph
}

fn index(definition: &Definition, id: &str) -> Option<usize> {
    let end = || definition.ends.get_index_of(id).map(|place| definition.steps.len() + place);
    definition.steps.get_index_of(id).or_else(end)
}

/// Actions that lead to the same places.
type Shared<'a> = (&'a [Target], Vec<(&'a str, &'a Action)>);

/// Actions that lead to the same place share one label.
fn grouped(step: &Step) -> Vec<Shared<'_>> {
    let mut groups: Vec<Shared<'_>> = Vec::new();
    for (name, action) in &step.actions {
        match groups.iter_mut().find(|(targets, _)| *targets == action.targets.as_slice()) {
            Some((_, actions)) => actions.push((name, action)),
            None => groups.push((&action.targets, vec![(name, action)])),
        }
    }
    groups
}

/// Pairs of step and target that close a circle, met from the start in the order of the file.
fn returns(definition: &Definition) -> BTreeSet<(&str, &str)> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let others = definition.steps.keys().map(String::as_str);
    for id in std::iter::once(definition.start()).chain(others) {
        descend(definition, id, &mut Vec::new(), &mut seen, &mut found);
    }
    found
}

fn descend<'a>(
    definition: &'a Definition,
    id: &'a str,
    trail: &mut Vec<&'a str>,
    seen: &mut BTreeSet<&'a str>,
    found: &mut BTreeSet<(&'a str, &'a str)>,
) {
    let Some(step) = definition.steps.get(id).filter(|_| seen.insert(id)) else { return };
    trail.push(id);
    for target in step.actions.values().flat_map(|action| &action.targets).map(Target::id) {
        if trail.contains(&target) {
            found.insert((id, target));
        } else {
            descend(definition, target, trail, seen, found);
        }
    }
    trail.pop();
}

fn step_box(definition: &Definition, units: &Units, step: &Step, lang: Lang) -> Node {
    let mut lines = folded(&step.name, 26);
    let named = lines.len();
    lines.extend(folded(holder_in_words(definition, units, &step.by).lang(lang), 32));
    if !step.deadlines.is_empty() {
        let times: Vec<String> =
            step.deadlines.iter().map(|entry| duration_in_words(entry.duration).lang(lang).to_owned()).collect();
        let word = if lang == Lang::Id { " atau " } else { " or " };
        lines.extend(folded(&times.join(word), 32));
    }
    if let Some(join) = step.join {
        lines.push(match lang {
            Lang::Id => format!("menunggu cabang: {}", join_word(join)),
            Lang::En => format!("waits for branches: {}", join_word(join)),
        });
    }
    let limit = deadlines_in_words(definition, step);
    let hint = Some(format!("{}{}", step.name, limit.lang(lang)));
    let shape = if step.is_working() { Shape::Working } else { Shape::Waiting };
    Node { shape, lines, named, hint, join: step.join.is_some() }
}

fn end_box(end: &End, lang: Lang) -> Node {
    let word = match (end.outcome, lang) {
        (Outcome::Success, Lang::Id) => "✓ berhasil",
        (Outcome::Success, Lang::En) => "✓ success",
        (Outcome::Failure, Lang::Id) => "✕ gagal",
        (Outcome::Failure, Lang::En) => "✕ failure",
        (Outcome::Neutral, Lang::Id) => "– netral",
        (Outcome::Neutral, Lang::En) => "– neutral",
    };
    let mut lines = folded(&end.name, 24);
    let named = lines.len();
    lines.push(word.to_owned());
    Node { shape: Shape::End(end.outcome), lines, named, hint: None, join: false }
}

fn action_box(definition: &Definition, step: &Step, actions: &[(&str, &Action)], fork: bool, lang: Lang) -> Node {
    let silent = step.lapse.as_ref().and_then(|lapse| lapse.action.as_ref()).map(|action| action.action.as_str());
    let lines = actions.iter().map(|(name, _)| match (Some(*name) == silent, lang) {
        (false, _) => words(name),
        (true, Lang::Id) => format!("{} (juga bila diam)", words(name)),
        (true, Lang::En) => format!("{} (also by silence)", words(name)),
    });
    let hints = actions.iter().filter_map(|(name, action)| {
        let condition = crate::standard::condition_in_words(definition, action.condition.as_ref()?);
        let if_word = if lang == Lang::Id { "bila" } else { "if" };
        Some(format!("{} {if_word} {}", words(name), condition.lang(lang)))
    });
    let hint = hints.collect::<Vec<_>>().join("; ");
    Node {
        shape: Shape::Action { fork },
        lines: lines.collect(),
        named: 0,
        hint: (!hint.is_empty()).then_some(hint),
        join: false,
    }
}

fn words(id: &str) -> String {
    id.replace('_', " ")
}

/// At most three lines of about `width` characters, broken between words.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 3 {
        lines.truncate(3);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}
