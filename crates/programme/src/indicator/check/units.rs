//! E314, E315: only like is added to like, and what comes out has the unit that is declared.

use super::Desk;
use crate::indicator::facts;
use crate::indicator::model::Indicator;
use definition::condition::{Arithmetic, Expr, Node};
use definition::{Formula, Say};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Units that are no units: a share, a ratio, an index. They may be added to each other and to plain numbers.
const PLAIN: [&str; 4] = ["persen", "rasio", "indeks", "per seratus"];

/// Units with their powers; a plain number has none.
type Powers = BTreeMap<String, i32>;

pub(super) fn check(desk: &mut Desk, one: &Indicator, formula: &Formula, at: &str, all: &IndexMap<String, Indicator>) {
    let unit = |name: &str| {
        let of_fact = facts::fact_of(name).map(|fact| fact.unit.to_owned());
        of_fact.or_else(|| all.get(name).map(|one| one.unit.clone())).unwrap_or_default()
    };
    match powers(&formula.expr, &unit) {
        Err((left, right)) => {
            let say = Say::new(
                format!("{left} tidak dapat dijumlahkan atau dikurangkan dengan {right}"),
                format!("{left} cannot be added to or taken from {right}"),
            );
            desk.found.say("E314", at, say);
        }
        Ok(found) => declared(desk, one, &found, at),
    }
}

/// E315: a plain result is called so, and a single unit by its name. Quotients of two units have names of their own.
fn declared(desk: &mut Desk, one: &Indicator, found: &Powers, at: &str) {
    let plain = PLAIN.contains(&one.unit.as_str());
    let single = found.iter().next().filter(|(_, power)| found.len() == 1 && **power == 1).map(|(unit, _)| unit);
    let wrong = match single {
        Some(unit) => *unit != one.unit,
        None => found.is_empty() != plain,
    };
    if !wrong {
        return;
    }
    let comes = if found.is_empty() { "angka tanpa satuan".to_owned() } else { written(found) };
    let english = if found.is_empty() { "a number without a unit".to_owned() } else { written(found) };
    let say = Say::new(
        format!("rumus ini memberi {comes}, sedangkan satuannya `{}`", one.unit),
        format!("this formula gives {english}, but the unit is `{}`", one.unit),
    );
    desk.found.say("E315", at, say);
}

fn powers(expr: &Expr, unit: &impl Fn(&str) -> String) -> Result<Powers, (String, String)> {
    match &expr.node {
        Node::Field(field) => {
            let unit = unit(&field.id);
            let plain = unit.is_empty() || PLAIN.contains(&unit.as_str());
            Ok(if plain { Powers::new() } else { Powers::from([(unit, 1)]) })
        }
        Node::Negative(inner) => powers(inner, unit),
        Node::Calculate(left, sign, right) => {
            let (one, other) = (powers(left, unit)?, powers(right, unit)?);
            match sign {
                Arithmetic::Plus | Arithmetic::Minus if one == other => Ok(one),
                Arithmetic::Plus | Arithmetic::Minus => Err((written(&one), written(&other))),
                Arithmetic::Times => Ok(product(one, &other, 1)),
                Arithmetic::Over => Ok(product(one, &other, -1)),
            }
        }
        _ => Ok(Powers::new()),
    }
}

fn product(mut one: Powers, other: &Powers, sign: i32) -> Powers {
    for (unit, power) in other {
        *one.entry(unit.clone()).or_insert(0) += sign * power;
    }
    one.retain(|_, power| *power != 0);
    one
}

/// `kasus`, `surat/kasus`.
fn written(powers: &Powers) -> String {
    let side = |above: bool| {
        let units = powers.iter().filter(|(_, power)| (**power > 0) == above).map(|(unit, _)| unit.as_str());
        units.collect::<Vec<_>>().join("·")
    };
    match (side(true), side(false)) {
        (above, below) if above.is_empty() && below.is_empty() => "1".to_owned(),
        (above, below) if below.is_empty() => above,
        (above, below) if above.is_empty() => format!("1/{below}"),
        (above, below) => format!("{above}/{below}"),
    }
}
