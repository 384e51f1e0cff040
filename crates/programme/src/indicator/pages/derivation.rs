//! From a figure to its formula, and from there to facts and other indicators.

use super::{figure, measured, spoken};
use crate::indicator::compute::{Computer, Known};
use crate::indicator::facts::{self, fact_of};
use crate::indicator::model::Indicator;
use crate::indicator::period::Period;
use crate::indicator::stored::Board;
use web::View;

/// Counts what no percentile of the same answers holds.
const UNTIMED: &str = "jawaban_tanpa_waktu";

/// How the figure of one period comes about.
pub(super) struct Derivation {
    pub period: String,
    pub formula: String,
    pub value: String,
    pub parts: Vec<Part>,
}

pub(super) struct Part {
    pub id: String,
    pub means: String,
    pub value: String,
    pub href: String,
    pub of_events: bool,
}

pub(super) fn derivation(
    v: &View,
    one: &Indicator,
    computer: &mut Computer<'_, Board>,
    board: &Board,
    period: Period,
    unit: &str,
) -> Option<Derivation> {
    let formula = one.source.formula()?;
    let parts = formula.expr.fields().into_iter().map(|name| match fact_of(name) {
        Some(fact) => {
            let value = board.fact(fact, period).map(|value| measured(v, value, fact.unit, places(fact)));
            part(v, one, fact, (period, unit), value.unwrap_or_else(|| "–".to_owned()))
        }
        None => {
            let other = board.library.get(name);
            Part {
                id: name.to_owned(),
                means: other.map_or_else(String::new, |other| other.name.lang(v.lang()).to_owned()),
                value: other.map_or_else(String::new, |other| figure(v, other, computer.figure(other, period))),
                href: format!("/dasbor/indikator/{name}?periode={period}#asal"),
                of_events: false,
            }
        }
    });
    let mut parts: Vec<Part> = parts.collect();
    parts.extend(untimed(v, one, board, period, unit));
    Some(Derivation {
        period: spoken(v, period),
        formula: formula.source.clone(),
        value: figure(v, one, computer.figure(one, period)),
        parts,
    })
}

/// Answers that no median holds because the calendar of a year is missing: said where there are some.
fn untimed(v: &View, one: &Indicator, board: &Board, period: Period, unit: &str) -> Option<Part> {
    let timed = |name: &str| fact_of(name).is_some_and(|fact| matches!(fact.measure, facts::Measure::Percentile(_)));
    let fact = fact_of(UNTIMED)?;
    let count = board.fact(fact, period)?;
    let named = one.source.formula()?.expr.fields().into_iter().any(timed);
    (named && count.parts().0 > 0).then(|| part(v, one, fact, (period, unit), measured(v, count, fact.unit, 0)))
}

fn part(v: &View, one: &Indicator, fact: &facts::Fact, (period, unit): (Period, &str), value: String) -> Part {
    Part {
        id: fact.id.to_owned(),
        means: fact.means.lang(v.lang()).to_owned(),
        value,
        href: format!("/dasbor/indikator/{}/kejadian?fakta={}&periode={period}&unit={unit}", one.id, fact.id),
        of_events: true,
    }
}

/// Decimals of a fact: quantiles have tenths, everything else is counted.
pub(super) const fn places(fact: &facts::Fact) -> u32 {
    if matches!(fact.measure, facts::Measure::Percentile(_)) { 1 } else { 0 }
}
