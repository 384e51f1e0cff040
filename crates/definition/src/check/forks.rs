//! E025: forks are closed (semantics R41).

use super::{Desk, flow};
use crate::model::{Definition, Target};
use crate::say::Say;
use std::collections::{BTreeSet, VecDeque};

/// A definition has at most so many forks; each is followed to its join.
const FORKS: usize = 40;

/// What a branch can come to.
#[derive(Default)]
struct Branch<'a> {
    steps: BTreeSet<&'a str>,
    joins: BTreeSet<&'a str>,
}

pub(super) fn check(desk: &mut Desk) {
    let definition = desk.definition;
    let mut count = 0;
    for (id, step) in &definition.steps {
        for (name, action) in &step.actions {
            if action.targets.len() > 1 {
                count += 1;
                if count > FORKS {
                    return crowded(desk, id, name);
                }
                fork(desk, id, name, &action.targets);
            }
        }
    }
}

fn crowded(desk: &mut Desk, id: &str, name: &str) {
    let path = format!("langkah.{id}.aksi.{name}");
    desk.say(
        "E007",
        &path,
        &format!("{path}.ke"),
        Say::new(format!("terlalu banyak: paling banyak {FORKS} cabang"), format!("too many: at most {FORKS} forks")),
    );
}

fn fork(desk: &mut Desk, id: &str, name: &str, targets: &[Target]) {
    let definition = desk.definition;
    let path = format!("langkah.{id}.aksi.{name}");
    let outside = outside(definition, id, name);
    let branches: Vec<Branch> = targets.iter().map(|target| branch(definition, target, &outside)).collect();
    let joins: BTreeSet<&str> = branches.iter().flat_map(|branch| branch.joins.iter().copied()).collect();
    if joins.len() > 1 {
        let all: Vec<&str> = joins.iter().copied().collect();
        desk.say(
            "E025",
            &path,
            &format!("{path}.ke"),
            Say::new(
                format!("cabang-cabang ini bergabung di tempat berbeda: {}", all.join(", ")),
                format!("these branches join at different steps: {}", all.join(", ")),
            ),
        );
        return;
    }
    for (index, branch) in branches.iter().enumerate() {
        let mut others = outside.clone();
        for (other, steps) in branches.iter().enumerate() {
            if other != index {
                others.extend(steps.steps.iter().copied());
            }
        }
        let head = targets.get(index).map(Target::id);
        if let Some(leak) = branch.steps.intersection(&others).find(|leak| Some(**leak) != head) {
            let (path, place) = leaving(definition, branch, leak).unwrap_or((path, format!("langkah.{leak}")));
            desk.say(
                "E025",
                &path,
                &place,
                Say::new(
                    format!("cabang ini keluar ke langkah `{leak}` tanpa lewat `gabung:`"),
                    format!("this branch leaves to step `{leak}` without `gabung:`"),
                ),
            );
            return;
        }
    }
    for join in joins {
        flow::width(desk, join, targets.len());
    }
}

/// The action by which a branch leaves to `leak`, and where its target stands.
fn leaving(definition: &Definition, branch: &Branch, leak: &str) -> Option<(String, String)> {
    let steps = definition.steps.iter().filter(|(id, _)| branch.steps.contains(id.as_str()) && *id != leak);
    let mut actions = steps.flat_map(|(id, step)| step.actions.iter().map(move |(name, action)| (id, name, action)));
    actions.find_map(|(id, name, action)| {
        let index = action.targets.iter().position(|target| *target == Target::Step(leak.to_owned()))?;
        let path = format!("langkah.{id}.aksi.{name}");
        let place = if action.targets.len() > 1 { format!("{path}.ke[{index}]") } else { format!("{path}.ke") };
        Some((path, place))
    })
}

/// Everything a token of this branch can enter before its fork is joined; inner forks are followed to their joins.
fn branch<'a>(definition: &'a Definition, target: &'a Target, outside: &BTreeSet<&str>) -> Branch<'a> {
    let mut found = Branch::default();
    let mut queue = VecDeque::from([(target, 0_u32)]);
    let mut seen = BTreeSet::new();
    while let Some((target, depth)) = queue.pop_front() {
        let (step, depth) = match target {
            Target::End(_) => continue,
            Target::Step(id) => (id.as_str(), depth),
            Target::Join(id) if depth == 0 => {
                found.joins.insert(id);
                continue;
            }
            Target::Join(id) => (id.as_str(), depth - 1),
        };
        if !seen.insert((step, depth)) {
            continue;
        }
        found.steps.insert(step);
        if outside.contains(step) {
            continue;
        }
        for action in definition.steps.get(step).iter().flat_map(|step| step.actions.values()) {
            let deeper = (depth + u32::from(action.targets.len() > 1)).min(16);
            queue.extend(action.targets.iter().map(|target| (target, deeper)));
        }
    }
    found
}

/// Steps that a token reaches from the start without this fork.
fn outside<'a>(definition: &'a Definition, fork: &str, name: &str) -> BTreeSet<&'a str> {
    let start = definition.steps.get_key_value(definition.start());
    let mut queue: VecDeque<&str> = start.map(|(id, _)| id.as_str()).into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(id) = queue.pop_front() {
        if !found.insert(id) {
            continue;
        }
        for (action, inner) in definition.steps.get(id).iter().flat_map(|step| &step.actions) {
            if id == fork && action == name {
                continue;
            }
            queue.extend(inner.targets.iter().filter_map(|target| match target {
                Target::Step(id) => Some(id.as_str()),
                _ => None,
            }));
        }
    }
    found
}
