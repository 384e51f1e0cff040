//! What a region is measured by, as far as this room needs it: the criteria of an instrument of `instrumen/` with their weights.
//! The binary hands it over, so that instruments stay in their own room.

use definition::Number;
use std::collections::BTreeMap;

/// One criterion or dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its id in the instrument.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its weight; 1 where the instrument gives none.
    pub weight: Number,
}

/// An instrument as this room sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// `instrumen.id`, for example `gerakan-seleksi`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Lowest and highest level.
    pub ends: (Number, Number),
    /// Whether levels may be fractions.
    pub fractions: bool,
    /// What all weights should add up to; `None`: nobody says.
    pub total: Option<Number>,
    /// Decimals of the published index.
    pub decimals: u32,
    /// Its criteria, in their order.
    pub criteria: Vec<Criterion>,
}

/// What levels make: the mean by weight, divided by the weights that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The index; `None` where no level is known.
    pub index: Option<Number>,
    /// Criteria with a level.
    pub known: usize,
    /// All criteria.
    pub of: usize,
}

/// Levels by criterion.
pub type Levels = BTreeMap<String, Number>;

impl Yardstick {
    /// A level as people type it (`3`, `3,31`), if it lies on the scale.
    pub fn level(&self, typed: &str) -> Option<Number> {
        let level = number(typed)?;
        let whole = self.fractions || level.parts().1 == 1;
        let inside = level.compare(self.ends.0)?.is_ge() && level.compare(self.ends.1)?.is_le();
        (whole && inside).then_some(level)
    }

    /// The index of these levels.
    pub fn weigh(&self, levels: &Levels) -> Weighed {
        let known = || self.criteria.iter().filter_map(|one| Some((one.weight, *levels.get(&one.id)?)));
        let weights = sum(known().map(|(weight, _)| Some(weight)));
        let weighted = sum(known().map(|(weight, level)| weight.times(level)));
        Weighed {
            index: weighted.zip(weights).and_then(|(weighted, weights)| weighted.over(weights)),
            known: known().count(),
            of: self.criteria.len(),
        }
    }

    /// The sum of the weights and what it should be, where the two differ.
    pub fn adds_up_wrong(&self) -> Option<(Number, Number)> {
        let sum = sum(self.criteria.iter().map(|one| Some(one.weight)))?;
        self.total.filter(|total| *total != sum).map(|total| (sum, total))
    }
}

/// `None` once a part or the sum does not fit.
fn sum(mut parts: impl Iterator<Item = Option<Number>>) -> Option<Number> {
    parts.try_fold(Number::whole(0), |sum, part| sum.plus(part?))
}

/// A number as people type it, with a comma or a point.
pub fn number(typed: &str) -> Option<Number> {
    typed.trim().replace(',', ".").parse().ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Five dimensions with these weights.
    pub(crate) fn dimensions(weights: [i64; 5]) -> Yardstick {
        let ids = ["dasar", "keluaran", "hasil", "dampak", "quick-win"];
        let criterion = |(id, weight): (&&str, i64)| Criterion {
            id: (*id).to_owned(),
            name: (*id).to_owned(),
            weight: Number::whole(weight),
        };
        Yardstick {
            id: "gerakan-evaluasi".into(),
            name: "Evaluasi".into(),
            ends: (Number::whole(0), Number::whole(5)),
            fractions: true,
            total: Some(Number::whole(100)),
            decimals: 2,
            criteria: ids.iter().zip(weights).map(criterion).collect(),
        }
    }

    /// The published levels of Kota Kediri 2022.
    pub(crate) fn kediri() -> Levels {
        [("dasar", "3.60"), ("keluaran", "3.21"), ("hasil", "3.23"), ("dampak", "3.07"), ("quick-win", "3.65")]
            .map(|(id, level)| (id.to_owned(), level.parse().unwrap()))
            .into()
    }

    #[test]
    fn both_known_weightings_give_what_the_source_and_our_arithmetic_say() {
        assert_eq!(dimensions([10, 20, 30, 20, 20]).weigh(&kediri()).index, number("3.315"));
        assert_eq!(dimensions([10, 20, 30, 30, 10]).weigh(&kediri()).index, number("3.257"));
    }

    #[test]
    fn weights_that_do_not_add_up_are_said_and_the_index_divides_by_what_is_there() {
        let wrong = dimensions([10, 20, 30, 20, 40]);
        assert_eq!(wrong.adds_up_wrong(), Some((Number::whole(120), Number::whole(100))));
        let mut levels: Levels = wrong.criteria.iter().map(|one| (one.id.clone(), Number::whole(4))).collect();
        assert_eq!(wrong.weigh(&levels).index, Some(Number::whole(4)));
        levels.remove("dampak");
        let weighed = wrong.weigh(&levels);
        assert_eq!((weighed.index, weighed.known, weighed.of), (Some(Number::whole(4)), 4, 5));
        assert_eq!(dimensions([10, 20, 30, 20, 20]).adds_up_wrong(), None);
    }

    #[test]
    fn nothing_known_is_no_index_and_not_zero() {
        assert_eq!(dimensions([1, 1, 1, 1, 1]).weigh(&Levels::new()).index, None);
    }

    #[test]
    fn a_level_is_read_with_comma_or_point_and_must_lie_on_the_scale() {
        let scale = dimensions([1, 1, 1, 1, 1]);
        assert_eq!(scale.level("3,31"), scale.level("3.31"));
        assert_eq!((scale.level("5,1"), scale.level("-1"), scale.level("tiga")), (None, None, None));
        assert_eq!(Yardstick { fractions: false, ..scale }.level("3,5"), None);
    }
}
