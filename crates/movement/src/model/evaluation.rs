//! The yearly evaluation: levels of five dimensions, what they make, what was published, and what became better.

use super::yardstick::{Levels, Weighed, Yardstick};
use definition::Number;

/// One year of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The region.
    pub area: String,
    /// The year that was evaluated.
    pub year: i64,
    /// The instrument: its weights differ from year to year.
    pub instrument: String,
    /// Levels by dimension, as far as they are known.
    pub levels: Levels,
    /// The published index.
    pub published: Option<Number>,
    /// The index of the year before, as published.
    pub before: Option<Number>,
    /// Source, assessors, strengths, weaknesses, recommendations.
    pub texts: Texts,
    /// How often it was written.
    pub revision: i64,
}

/// What was written about a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Texts {
    /// Where the published figures come from.
    pub source: String,
    /// Who judged from outside: institutions.
    pub assessors: String,
    /// What is good.
    pub strengths: String,
    /// What is weak.
    pub weaknesses: String,
    /// What is to be done.
    pub advice: String,
}

/// How a published index agrees with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same after rounding.
    Same,
    /// The same when surplus decimals are cut.
    Cut,
    /// It differs.
    Differs,
    /// Nothing was published, or nothing can be computed.
    Alone,
}

impl Agreement {
    /// The word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "sama",
            Self::Cut => "potong",
            Self::Differs => "beda",
            Self::Alone => "tanpa",
        }
    }
}

/// Computed and published beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What the levels make; a simulation.
    pub computed: Weighed,
    /// What counts: the published index, else the computed one.
    pub counts: Option<Number>,
    /// How they agree.
    pub agreement: Agreement,
    /// Against the year before.
    pub improvement: Option<Number>,
}

impl Evaluation {
    /// Held against what was published and against the year before; `last` is what counted then, where this system knows it.
    pub fn beside(&self, yardstick: &Yardstick, last: Option<Number>) -> Beside {
        let computed = yardstick.weigh(&self.levels);
        let counts = self.published.or(computed.index);
        let before = self.before.or(last);
        Beside {
            computed,
            counts,
            agreement: agreement(computed.index, self.published, yardstick.decimals),
            improvement: counts.zip(before).and_then(|(now, before)| now.minus(before)),
        }
    }
}

fn agreement(computed: Option<Number>, published: Option<Number>, decimals: u32) -> Agreement {
    match computed.zip(published) {
        None => Agreement::Alone,
        Some((ours, theirs)) if ours.rounded_to(decimals) == theirs => Agreement::Same,
        Some((ours, theirs)) if ours.cut(decimals) == theirs => Agreement::Cut,
        Some(_) => Agreement::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::super::yardstick::number;
    use super::super::yardstick::tests::{dimensions, kediri};
    use super::*;

    fn of_2022() -> Evaluation {
        Evaluation {
            area: "35.71".into(),
            year: 2022,
            instrument: "gerakan-evaluasi-b".into(),
            levels: kediri(),
            published: number("3,31"),
            before: number("3,06"),
            texts: Texts::default(),
            revision: 1,
        }
    }

    #[test]
    fn kota_kediri_2022_agrees_when_cut_and_improved_by_a_quarter() {
        let beside = of_2022().beside(&dimensions([10, 20, 30, 20, 20]), None);
        assert_eq!(beside.agreement, Agreement::Cut);
        assert_eq!((beside.counts, beside.improvement), (number("3.31"), number("0.25")));
    }

    #[test]
    fn with_the_other_weighting_the_difference_is_said() {
        let beside = of_2022().beside(&dimensions([10, 20, 30, 30, 10]), None);
        assert_eq!((beside.agreement, beside.computed.index), (Agreement::Differs, number("3.257")));
        assert_eq!(beside.counts, number("3.31"), "what was published is never bent");
    }

    #[test]
    fn without_a_published_year_before_the_one_known_here_counts() {
        let alone = Evaluation { published: None, before: None, ..of_2022() };
        let beside = alone.beside(&dimensions([10, 20, 30, 20, 20]), number("3"));
        assert_eq!((beside.agreement, beside.improvement), (Agreement::Alone, number("0.315")));
        assert_eq!(alone.beside(&dimensions([10, 20, 30, 20, 20]), None).improvement, None);
    }
}
