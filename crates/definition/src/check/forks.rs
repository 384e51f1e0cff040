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
    desk.found.say_at(
        "E007",
        &path,
        &format!("{path}.ke"),
        Say::new(format!("terlalu banyak: paling banyak {FORKS} cabang"), format!("too many: at most {FORKS} forks")),
    );
}

fn fork(desk: &mut Desk, id: &str, name: &str, targets: &[Target]) {
    let definition = desk.definition;
    let path = format!("langkah.{id}.aksi.{name}");
    let outside = outside(definition, (id, name), targets);
    let branches: Vec<Branch> = targets.iter().map(|target| branch(definition, target, &outside)).collect();
    let joins: BTreeSet<&str> = branches.iter().flat_map(|branch| branch.joins.iter().copied()).collect();
    if joins.len() > 1 {
        let all: Vec<&str> = joins.iter().copied().collect();
        desk.found.say_at(
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
    let beyond = joins.first().map(|join| beyond(definition, join, (id, name))).unwrap_or_default();
    for (index, branch) in branches.iter().enumerate() {
        let mut others = outside.clone();
        for (other, steps) in branches.iter().enumerate() {
            if other != index {
                others.extend(steps.steps.iter().copied());
            }
        }
        let head = targets.get(index).map(Target::id);
        let mut leaks: BTreeSet<&str> =
            branch.steps.intersection(&others).copied().filter(|leak| Some(*leak) != head).collect();
        leaks.extend(branch.steps.intersection(&beyond));
        if let Some(leak) = leaks.first() {
            let (path, place, leak) =
                leaving(definition, branch, &leaks).unwrap_or((path.clone(), format!("{path}.ke"), leak));
            let finding = desk.found.say_at(
                "E025",
                &path,
                &place,
                Say::new(
                    format!("cabang ini keluar ke langkah `{leak}` tanpa lewat `gabung:`"),
                    format!("this branch leaves to step `{leak}` without `gabung:`"),
                ),
            );
            if let Some(join) = joins.first() {
                let way = format!("`gabung:{join}`");
                finding.advise(format!("akhiri cabang dengan {way}"), format!("end the branch with {way}"));
            }
            return;
        }
    }
    for join in joins {
        flow::width(desk, join, targets.len());
    }
}

/// The action by which a branch leaves to one of these steps, where its target stands, and the step.
fn leaving<'a>(
    definition: &'a Definition,
    branch: &Branch,
    leaks: &BTreeSet<&str>,
) -> Option<(String, String, &'a str)> {
    let inside = |id: &str| branch.steps.contains(id) && !leaks.contains(id);
    let steps = definition.steps.iter().filter(|(id, _)| inside(id));
    let mut actions = steps.flat_map(|(id, step)| step.actions.iter().map(move |(name, action)| (id, name, action)));
    actions.find_map(|(id, name, action)| {
        let index =
            action.targets.iter().position(|to| matches!(to, Target::Step(to) if leaks.contains(to.as_str())))?;
        let path = format!("langkah.{id}.aksi.{name}");
        let place = if action.targets.len() > 1 { format!("{path}.ke[{index}]") } else { format!("{path}.ke") };
        Some((path, place, action.targets.get(index)?.id()))
    })
}

/// Steps behind a join: the joining step, and what follows it without coming to that join again.
fn beyond<'a>(definition: &'a Definition, join: &str, (fork, name): (&str, &str)) -> BTreeSet<&'a str> {
    let ways = |id: &str| {
        let step = definition.steps.get_key_value(id);
        let actions = step.into_iter().flat_map(|(id, step)| step.actions.iter().map(move |one| (id, one)));
        let others = actions.filter(|(id, (action, _))| id.as_str() != fork || action.as_str() != name);
        others.flat_map(|(_, (_, action))| &action.targets).collect::<Vec<_>>()
    };
    let mut found = BTreeSet::new();
    let mut queue: Vec<&str> = definition.steps.get_key_value(join).map(|(id, _)| id.as_str()).into_iter().collect();
    while let Some(id) = queue.pop() {
        if found.insert(id) {
            queue.extend(ways(id).into_iter().map(Target::id).filter(|id| definition.steps.contains_key(*id)));
        }
    }
    // What comes to the join again is a way back into a branch, by a return from behind it.
    let mut back: BTreeSet<&str> = BTreeSet::new();
    loop {
        let again = |to: &&Target| matches!(to, Target::Join(id) if id == join) || back.contains(to.id());
        let more: Vec<&str> =
            found.iter().copied().filter(|id| !back.contains(id) && ways(id).iter().any(again)).collect();
        if more.is_empty() {
            break;
        }
        back.extend(more);
    }
    found.retain(|id| *id == join || !back.contains(id));
    found
}

/// Everything a token of this branch can enter before its fork is joined; inner forks are followed to their joins.
fn branch<'a>(definition: &'a Definition, target: &'a Target, outside: &BTreeSet<&str>) -> Branch<'a> {
    let mut found = Branch::default();
    let head = target.id();
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
        if outside.contains(step) && step != head {
            continue;
        }
        for action in definition.steps.get(step).iter().flat_map(|step| step.actions.values()) {
            let deeper = (depth + u32::from(action.targets.len() > 1)).min(16);
            queue.extend(action.targets.iter().map(|target| (target, deeper)));
        }
    }
    found
}

/// Steps that a token reaches from the start without this fork and not by the first step of one of its branches, which
/// may be entered by another way as well: what follows it is followed as that branch.
fn outside<'a>(definition: &'a Definition, (fork, name): (&str, &str), heads: &[Target]) -> BTreeSet<&'a str> {
    let start = definition.steps.get_key_value(definition.start());
    let mut queue: VecDeque<&str> = start.map(|(id, _)| id.as_str()).into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(id) = queue.pop_front() {
        let head = heads.iter().any(|head| matches!(head, Target::Step(head) if head == id));
        if !found.insert(id) || head {
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
