//! From facts and entered values to the value of an indicator, exactly.

use super::facts::{Fact, Measure, fact_of};
use super::model::{Direction, Indicator, Library, Merge, Source};
use super::period::Period;
use definition::value::{Answers, Value};
use definition::{Formula, Number};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// What is known when an indicator is computed.
pub trait Known {
    /// The value of a fact in a period; `None` before the system began.
    fn fact(&self, fact: &Fact, period: Period) -> Option<Number>;
    /// What was entered for an indicator in exactly this period.
    fn entered(&self, indicator: &str, period: Period) -> Option<Number>;
}

/// The value of an indicator in its own period or a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The exact value.
    pub value: Number,
    /// Whether nothing that makes it up is missing.
    pub whole: bool,
}

/// Computes indicators of one library, each period of each once.
pub struct Computer<'a, K> {
    library: &'a Library,
    known: &'a K,
    done: HashMap<(String, Period), Option<Figure>>,
}

impl<'a, K: Known> Computer<'a, K> {
    /// Nothing is computed yet.
    pub fn new(library: &'a Library, known: &'a K) -> Self {
        Self { library, known, done: HashMap::new() }
    }

    /// The value of an indicator; `None` where it is not known, or the period is shorter than its own.
    pub fn figure(&mut self, one: &Indicator, period: Period) -> Option<Figure> {
        if period.span() < one.span {
            return None;
        }
        let key = (one.id.clone(), period);
        if let Some(known) = self.done.get(&key) {
            return *known;
        }
        let figure = match &one.source {
            Source::Manual(merge) | Source::Table(merge) => self.merged(one, *merge, period),
            Source::Facts(formula) | Source::Derived(formula) => self.derived(formula, period),
        };
        self.done.insert(key, figure);
        figure
    }

    /// A formula over the same period: of its facts and indicators, not of its own shorter values.
    fn derived(&mut self, formula: &Formula, period: Period) -> Option<Figure> {
        let mut answers = Answers::new();
        let mut whole = true;
        for name in formula.expr.fields() {
            let value = match fact_of(name) {
                Some(fact) => self.known.fact(fact, period),
                None => self.other(name, period).map(|figure| {
                    whole &= figure.whole;
                    figure.value
                }),
            };
            if let Some(value) = value {
                answers.insert(name, Value::Number(value));
            }
        }
        formula.eval(&answers).map(|value| Figure { value, whole })
    }

    fn other(&mut self, id: &str, period: Period) -> Option<Figure> {
        let library = self.library;
        self.figure(library.get(id)?, period)
    }

    fn merged(&self, one: &Indicator, merge: Merge, period: Period) -> Option<Figure> {
        let parts = period.parts(one.span);
        let known: Vec<Number> = parts.iter().filter_map(|part| self.known.entered(&one.id, *part)).collect();
        let whole = known.len() == parts.len();
        let sum = || known.iter().try_fold(Number::whole(0), |sum, value| sum.plus(*value));
        let value = match merge {
            Merge::Last => known.last().copied(),
            _ if known.is_empty() => None,
            Merge::Sum => sum(),
            Merge::Mean => sum()?.over(Number::whole(i64::try_from(known.len()).ok()?)),
        };
        // The last known value stands for the whole time; a sum with a gap does not.
        let whole = whole || merge == Merge::Last;
        value.map(|value| Figure { value, whole })
    }
}

/// Whether a promise is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Kept.
    Met,
    /// Not kept.
    Missed,
    /// The time is not over: as it looks now, kept.
    OnTheWay,
    /// The time is not over: as it looks now, not kept.
    Behind,
    /// No target, no value, or a value with gaps.
    Unknown,
}

impl Standing {
    /// The word in addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "tercapai",
            Self::Missed => "tidak",
            Self::OnTheWay => "menuju",
            Self::Behind => "tertinggal",
            Self::Unknown => "belum",
        }
    }

    /// Colour of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Met => "good",
            Self::Missed => "stop",
            Self::OnTheWay => "work",
            Self::Behind => "late",
            Self::Unknown => "plain",
        }
    }
}

/// Holds a figure against a target.
pub fn standing(direction: Direction, figure: Option<Figure>, target: Option<Number>, over: bool) -> Standing {
    let (Some(figure), Some(target)) = (figure, target) else {
        return Standing::Unknown;
    };
    let Some(order) = figure.value.compare(target) else {
        return Standing::Unknown;
    };
    let kept = match direction {
        Direction::Up => order != Ordering::Less,
        Direction::Down => order != Ordering::Greater,
        Direction::Level => order == Ordering::Equal,
    };
    match (over, kept) {
        // A sum with a gap can only be reached, never missed.
        (true, false) if !figure.whole => Standing::Unknown,
        (true, true) if !figure.whole && direction != Direction::Up => Standing::Unknown,
        (true, true) => Standing::Met,
        (true, false) => Standing::Missed,
        (false, true) => Standing::OnTheWay,
        (false, false) => Standing::Behind,
    }
}

/// The value within which `percent` of a histogram lie: nearest rank, then the beginning of its bucket, in working days.
pub fn percentile(histogram: &BTreeMap<i64, i64>, percent: i64) -> Option<Number> {
    let all: i64 = histogram.values().sum();
    if all <= 0 {
        return None;
    }
    // The ⌈p·n/100⌉-th smallest, at least the first.
    let rank = ((percent * all + 99) / 100).max(1);
    let mut before = 0;
    for (bucket, events) in histogram {
        before += events;
        if before >= rank {
            return Number::fraction(i128::from(kernel::spread::beginning(*bucket)), 1000);
        }
    }
    None
}

/// Counters of a scope and a time: what [`Known::fact`] is answered from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// First month of which anything is known.
    pub since: Option<String>,
    /// By kind and month: marks, events, amount, paused seconds.
    pub cells: BTreeMap<(String, String), Vec<[i64; 4]>>,
    /// By kind: what stood before the first month of `cells`, by sum of amounts.
    pub before: BTreeMap<String, i64>,
    /// By kind and month: events by bucket of working time.
    pub spreads: BTreeMap<(String, String), BTreeMap<i64, i64>>,
}

impl Counters {
    /// The value of a fact; `None` where nothing is known of that time.
    pub fn value(&self, fact: &Fact, period: Period) -> Option<Number> {
        let (from, to) = period.months();
        if self.since.as_ref().is_none_or(|since| to < *since) {
            return None;
        }
        let kind = match (fact.measure, period.span()) {
            (Measure::Different, span) => super::projection::seen(span).word(),
            _ => fact.kind.word(),
        };
        if let Measure::Percentile(percent) = fact.measure {
            return percentile(&self.spread(kind, &from, &to), percent);
        }
        let column = match fact.measure {
            Measure::Events | Measure::Different | Measure::Percentile(_) => 1,
            Measure::Amount | Measure::Standing => 2,
            Measure::Paused => 3,
        };
        let first = if fact.measure == Measure::Standing { String::new() } else { from };
        let range = (kind.to_owned(), first)..=(kind.to_owned(), to);
        let rows = self.cells.range(range).flat_map(|(_, rows)| rows);
        let counted = rows.filter(|row| fact.marks == 0 || row[0] & fact.marks != 0);
        let sum: i64 = counted.map(|row| row[column]).sum();
        let before = if fact.measure == Measure::Standing { self.before.get(kind).copied().unwrap_or(0) } else { 0 };
        Some(Number::whole(sum + before))
    }

    fn spread(&self, kind: &str, from: &str, to: &str) -> BTreeMap<i64, i64> {
        let mut all = BTreeMap::new();
        let range = (kind.to_owned(), from.to_owned())..=(kind.to_owned(), to.to_owned());
        for (bucket, events) in self.spreads.range(range).flat_map(|(_, spread)| spread) {
            *all.entry(*bucket).or_insert(0) += events;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_median_is_the_middle_case_cut_to_its_bucket() {
        let histogram = BTreeMap::from([(3, 2), (10, 1), (250, 1)]);
        assert_eq!(percentile(&histogram, 50), Some(number("0.3")));
        assert_eq!(percentile(&histogram, 75), Some(number("1")));
        assert_eq!(percentile(&histogram, 100), Some(number("70")));
        assert_eq!(percentile(&BTreeMap::new(), 50), None);
    }

    #[test]
    fn a_sum_with_a_gap_may_be_reached_and_is_never_missed() {
        let figure = |value: &str, whole| Some(Figure { value: number(value), whole });
        let target = Some(number("10"));
        let judged = |value, whole, over| standing(Direction::Up, figure(value, whole), target, over);
        assert_eq!(judged("9", false, true), Standing::Unknown);
        assert_eq!(judged("10", false, true), Standing::Met);
        assert_eq!(judged("9", true, true), Standing::Missed);
        assert_eq!(judged("9", true, false), Standing::Behind);
        assert_eq!(standing(Direction::Down, figure("9", false), target, true), Standing::Unknown);
        assert_eq!(standing(Direction::Down, figure("9", true), target, true), Standing::Met);
        assert_eq!(standing(Direction::Level, None, target, true), Standing::Unknown);
    }
}
