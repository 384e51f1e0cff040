//! E04: every step and end is reached, every step can end. W110: circles without a bound.

use super::Desk;
use crate::model::{Definition, Target};
use crate::say::Say;
use std::collections::BTreeSet;

pub(super) fn reachability(desk: &mut Desk) {
    let definition = desk.definition;
    let reached = reached(definition);
    let ending = ending(definition);
    for id in definition.steps.keys() {
        let path = format!("langkah.{id}");
        if !reached.contains(id.as_str()) {
            desk.say_key(
                "E040",
                &path,
                Say::new(
                    "tidak ada jalan dari langkah mulai ke langkah ini",
                    "no way leads from the start to this step",
                ),
            );
        } else if !ending.contains(id.as_str()) {
            desk.say_key(
                "E042",
                &path,
                Say::new(
                    "dari langkah ini tidak ada jalan ke akhir mana pun",
                    "from this step no way leads to any end",
                ),
            );
        }
    }
    for id in definition
        .ends
        .keys()
        .filter(|id| !reached.contains(id.as_str()))
    {
        desk.say_key(
            "E041",
            &format!("akhir.{id}"),
            Say::new("tidak ada jalan ke akhir ini", "no way leads to this end"),
        );
    }
}

fn reached(definition: &Definition) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut queue = vec![definition.start()];
    while let Some(id) = queue.pop() {
        if found.insert(id)
            && let Some(step) = definition.steps.get(id)
        {
            queue.extend(
                step.actions
                    .values()
                    .flat_map(|action| action.targets.iter().map(Target::id)),
            );
        }
    }
    found
}

fn ending(definition: &Definition) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = definition.ends.keys().map(String::as_str).collect();
    loop {
        let before = found.len();
        for (id, step) in &definition.steps {
            let mut targets = step.actions.values().flat_map(|action| &action.targets);
            if targets.any(|target| found.contains(target.id())) {
                found.insert(id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Warns of circles in which no action has `maks`; returns whether there is none.
pub(super) fn unbounded(desk: &mut Desk) -> bool {
    let definition = desk.definition;
    for start in definition.steps.keys() {
        let Some(trail) = circle(definition, start) else {
            continue;
        };
        let path = format!("langkah.{start}");
        let trail = trail.join(" → ");
        desk.say_key(
            "W110",
            &path,
            Say::new(
                format!("lingkaran tanpa batas: {trail}; beri `maks` pada salah satu aksinya"),
                format!("a circle without a bound: {trail}; give one of its actions a `maks`"),
            ),
        );
        return false;
    }
    true
}

fn circle<'a>(definition: &'a Definition, start: &'a str) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut trails = vec![vec![start]];
    while let Some(trail) = trails.pop() {
        let step = definition.steps.get(trail.last().copied()?);
        let actions = step.into_iter().flat_map(|step| step.actions.values());
        for target in actions
            .filter(|action| action.max_uses.is_none())
            .flat_map(|action| &action.targets)
        {
            let mut longer = trail.clone();
            longer.push(target.id());
            if target.id() == start {
                return Some(longer);
            }
            if seen.insert(target.id()) {
                trails.push(longer);
            }
        }
    }
    None
}
