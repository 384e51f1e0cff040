//! E04: every step and end is reached, every step can end. W110: circles without a bound.

use super::Desk;
use crate::model::{Action, Definition, Target};
use crate::say::Say;
use std::collections::BTreeSet;

pub(super) fn reachability(desk: &mut Desk) {
    let definition = desk.definition;
    let start = reached(definition, definition.start());
    let ending = ending(definition, |_, _| true);
    let dead: Vec<&str> =
        definition.steps.keys().map(String::as_str).filter(|id| start.contains(id) && !ending.contains(id)).collect();
    for id in &dead {
        desk.found
            .say_key(
                "E042",
                &format!("langkah.{id}"),
                Say::new(
                    "dari langkah ini tidak ada jalan ke akhir mana pun",
                    "from this step no way leads to any end",
                ),
            )
            .advise("arahkan satu aksinya ke sebuah akhir", "lead one of its actions to an end");
    }
    // Behind a step that leads nowhere everything is unreached; that step explains it.
    if dead.is_empty() {
        unreached(desk, &start);
    }
}

fn unreached(desk: &mut Desk, start: &BTreeSet<&str>) {
    let definition = desk.definition;
    let mut explained = start.clone();
    for id in cut_off(definition, start) {
        if explained.contains(id) {
            continue;
        }
        desk.found
            .say_key(
                "E040",
                &format!("langkah.{id}"),
                Say::new(
                    "tidak ada jalan dari langkah mulai ke langkah ini",
                    "no way leads from the start to this step",
                ),
            )
            .advise("arahkan sebuah aksi ke sini, atau hapus langkahnya", "lead an action here, or remove the step");
        // What only this step leads to follows from it.
        explained.extend(reached(definition, id));
    }
    for id in definition.ends.keys().filter(|id| !explained.contains(id.as_str())) {
        desk.found
            .say_key(
                "E041",
                &format!("akhir.{id}"),
                Say::new("tidak ada jalan ke akhir ini", "no way leads to this end"),
            )
            .advise("arahkan sebuah aksi ke sini, atau hapus akhirnya", "lead an action here, or remove the end");
    }
}

/// Steps that are not reached, those to which no other such step leads first.
fn cut_off<'a>(definition: &'a Definition, start: &BTreeSet<&str>) -> Vec<&'a str> {
    let lost = |id: &&str| !start.contains(id);
    let mut steps: Vec<&str> = definition.steps.keys().map(String::as_str).filter(lost).collect();
    let led_to = |id: &str| {
        let others = definition.steps.iter().filter(|(other, _)| lost(&other.as_str()) && *other != id);
        let mut targets = others.flat_map(|(_, step)| step.actions.values()).flat_map(|action| &action.targets);
        targets.any(|target| target.id() == id)
    };
    steps.sort_by_cached_key(|id| led_to(id));
    steps
}

fn reached<'a>(definition: &'a Definition, from: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut queue = vec![from];
    while let Some(id) = queue.pop() {
        if found.insert(id)
            && let Some(step) = definition.steps.get(id)
        {
            let actions = step.actions.values();
            queue.extend(actions.flat_map(|action| action.targets.iter().map(Target::id)));
        }
    }
    found
}

/// Ends, and steps from which one is reached by actions of this kind.
fn ending(definition: &Definition, kind: impl Fn(&str, &Action) -> bool) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = definition.ends.keys().map(String::as_str).collect();
    loop {
        let before = found.len();
        for (id, step) in &definition.steps {
            let mut targets =
                step.actions.values().filter(|action| kind(id, action)).flat_map(|action| &action.targets);
            if targets.any(|target| found.contains(target.id())) {
                found.insert(id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// W113: from every step a case can end without a use of `maks` and whatever the answers are.
pub(super) fn stuck(desk: &mut Desk) {
    let definition = desk.definition;
    // The promise of the whole case then ends every case.
    if definition.deadline.lapse.as_ref().is_some_and(|lapse| lapse.action.is_some()) {
        return;
    }
    let free = ending(definition, |step, action| action.max_uses.is_none() && in_hand(definition, step, action));
    // One is told: the others mostly lead to it.
    if let Some(id) = definition.steps.keys().find(|id| !free.contains(id.as_str())) {
        desk.found.say_key(
            "W113",
            &format!("langkah.{id}"),
            Say::new(
                "kasus dapat terhenti: setiap jalan ke akhir dari sini memakai `jika` atau `maks`",
                "a case can get stuck: every way to an end from here has `jika` or `maks`",
            ),
        );
    }
}

/// Whether no answer of somebody else can withhold the action: no `jika`, or one about fields of this very step (R34, R38).
fn in_hand(definition: &Definition, step: &str, action: &Action) -> bool {
    let own = |id: &str| definition.fields.get(id).is_some_and(|field| field.filled_at.as_deref() == Some(step));
    action.condition.as_ref().is_none_or(|condition| condition.expr.fields().into_iter().all(own))
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
        desk.found.say_key(
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
        for target in actions.filter(|action| action.max_uses.is_none()).flat_map(|action| &action.targets) {
            let closes = target.id() == start;
            if !closes && !seen.insert(target.id()) {
                continue;
            }
            let mut longer = trail.clone();
            longer.push(target.id());
            if closes {
                return Some(longer);
            }
            trails.push(longer);
        }
    }
    None
}
