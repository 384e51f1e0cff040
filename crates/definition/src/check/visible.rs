//! E014: `tampil` conditions that wait for each other (semantics R33).

use super::Desk;
use crate::model::Rule;
use crate::say::Say;

pub(super) fn circles(desk: &mut Desk) {
    let mut told: Vec<String> = Vec::new();
    for start in desk.definition.fields.keys() {
        if told.contains(start) {
            continue;
        }
        if let Some(circle) = circle_from(desk, start) {
            let path = format!("isian.{start}");
            let trail = circle.join(" → ");
            desk.found.say_at(
                "E014",
                &path,
                &format!("{path}.tampil"),
                Say::new(format!("`tampil` melingkar: {trail}"), format!("`tampil` goes round in a circle: {trail}")),
            );
            told.extend(circle);
        }
    }
}

fn circle_from(desk: &Desk, start: &str) -> Option<Vec<String>> {
    let mut seen: Vec<&str> = Vec::new();
    let mut trails: Vec<Vec<&str>> = vec![vec![start]];
    while let Some(trail) = trails.pop() {
        let last = trail.last().copied()?;
        let field = desk.definition.fields.get(last);
        let Some(Rule::When(condition)) = field.map(|field| &field.visible) else {
            continue;
        };
        for next in condition.expr.fields() {
            let mut longer = trail.clone();
            longer.push(next);
            if next == start {
                return Some(longer.into_iter().map(str::to_owned).collect());
            }
            if !seen.contains(&next) {
                seen.push(next);
                trails.push(longer);
            }
        }
    }
    None
}
