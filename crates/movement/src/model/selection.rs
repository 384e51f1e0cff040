//! Selection: several assessors judge a region by the criteria of an instrument, each alone; their spread is shown; somebody
//! decides with a reason.

use super::yardstick::{Levels, Weighed, Yardstick};
use crate::refusal::Refused;
use definition::Number;
use kernel::OfficerId;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Where a selection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Dinilai.
    Open,
    /// Diterima.
    Accepted,
    /// Tidak diterima.
    Declined,
}

impl State {
    /// The word of tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "dinilai",
            Self::Accepted => "diterima",
            Self::Declined => "ditolak",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Accepted, Self::Declined].into_iter().find(|state| state.word() == word)
    }
}

/// What one assessor gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// Levels by criterion.
    pub levels: Levels,
    /// Why.
    pub note: String,
    /// How often it was written.
    pub revision: i64,
}

/// One selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its id.
    pub id: String,
    /// The region.
    pub area: String,
    /// The cohort for which it is chosen.
    pub cohort: i64,
    /// The instrument.
    pub instrument: String,
    /// Where it stands.
    pub state: State,
    /// Why it was decided so.
    pub reason: String,
    /// What each named assessor gave.
    pub assessors: BTreeMap<OfficerId, Scored>,
}

/// How far assessors lie apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The lowest level.
    pub low: Number,
    /// The highest.
    pub high: Number,
    /// Their mean.
    pub mean: Number,
    /// How many gave one.
    pub count: usize,
}

/// The spread of some levels; `None` where there are none.
pub fn spread(levels: &[Number]) -> Option<Spread> {
    let order = |a: &&Number, b: &&Number| a.compare(**b).unwrap_or(Ordering::Equal);
    let (low, high) = (*levels.iter().min_by(order)?, *levels.iter().max_by(order)?);
    let sum = levels.iter().try_fold(Number::whole(0), |sum, level| sum.plus(*level))?;
    let count = levels.len();
    let mean = sum.over(Number::whole(i64::try_from(count).ok()?))?;
    Some(Spread { low, high, mean, count })
}

impl Selection {
    /// Assessors who have not given a level for every criterion.
    pub fn waiting<'a>(&'a self, yardstick: &'a Yardstick) -> impl Iterator<Item = &'a OfficerId> {
        let whole = |scored: &Scored| yardstick.criteria.iter().all(|one| scored.levels.contains_key(&one.id));
        self.assessors.iter().filter(move |(_, scored)| !whole(scored)).map(|(officer, _)| officer)
    }

    /// The spread of one criterion.
    pub fn spread(&self, criterion: &str) -> Option<Spread> {
        let levels: Vec<Number> =
            self.assessors.values().filter_map(|scored| scored.levels.get(criterion).copied()).collect();
        spread(&levels)
    }

    /// The result: each criterion by the mean of its assessors, weighed.
    pub fn result(&self, yardstick: &Yardstick) -> Weighed {
        let mean = |id: &String| Some((id.clone(), self.spread(id)?.mean));
        yardstick.weigh(&yardstick.criteria.iter().filter_map(|one| mean(&one.id)).collect())
    }

    /// Whether this officer may read what the others gave: an assessor not before having given everything, so that each
    /// judges alone.
    pub fn shows_others_to(&self, officer: &OfficerId, yardstick: &Yardstick) -> bool {
        self.state != State::Open
            || !self.assessors.contains_key(officer)
            || self.waiting(yardstick).all(|one| one != officer)
    }

    /// Whether it can be decided now.
    ///
    /// # Errors
    /// It was decided, nobody was named, or somebody has not given everything.
    pub fn decidable(&self, yardstick: &Yardstick) -> Result<(), Refused> {
        if self.state != State::Open {
            return Err(Refused::Decided);
        }
        match self.waiting(yardstick).count() {
            _ if self.assessors.is_empty() => Err(Refused::NoAssessor),
            0 => Ok(()),
            waiting => Err(Refused::Waiting(waiting)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::yardstick::tests::dimensions;
    use super::*;

    fn scored(levels: [i64; 5]) -> Scored {
        let ids = dimensions([1; 5]).criteria.into_iter().map(|one| one.id);
        Scored { levels: ids.zip(levels.map(Number::whole)).collect(), ..Scored::default() }
    }

    fn selection(scores: &[(&str, Scored)]) -> Selection {
        let assessors = scores.iter().map(|(id, scored)| (OfficerId((*id).to_owned()), scored.clone())).collect();
        Selection {
            id: "s".into(),
            area: "35.18".into(),
            cohort: 2022,
            instrument: "gerakan-seleksi".into(),
            state: State::Open,
            reason: String::new(),
            assessors,
        }
    }

    #[test]
    fn the_spread_of_three_assessors_has_its_ends_and_its_mean() {
        let one = selection(&[
            ("a", scored([2, 3, 3, 3, 3])),
            ("b", scored([5, 3, 3, 3, 3])),
            ("c", scored([3, 3, 3, 3, 3])),
        ]);
        let spread = one.spread("dasar").unwrap();
        assert_eq!((spread.low, spread.high, spread.count), (Number::whole(2), Number::whole(5), 3));
        assert_eq!(spread.mean, Number::fraction(10, 3).unwrap());
        assert_eq!(one.spread("lain"), None);
    }

    #[test]
    fn it_is_decided_only_when_every_named_assessor_gave_everything() {
        let yardstick = dimensions([1; 5]);
        assert_eq!(selection(&[]).decidable(&yardstick), Err(Refused::NoAssessor));
        let mut half = scored([3; 5]);
        half.levels.remove("dampak");
        let mut one = selection(&[("a", scored([3; 5])), ("b", half)]);
        assert_eq!(one.decidable(&yardstick), Err(Refused::Waiting(1)));
        one.assessors.insert(OfficerId("b".into()), scored([4; 5]));
        assert_eq!(one.decidable(&yardstick), Ok(()));
        one.state = State::Accepted;
        assert_eq!(one.decidable(&yardstick), Err(Refused::Decided));
    }

    #[test]
    fn an_assessor_sees_the_others_only_after_having_judged_alone() {
        let yardstick = dimensions([1; 5]);
        let one = selection(&[("a", scored([3; 5])), ("b", Scored::default())]);
        let sees = |id: &str| one.shows_others_to(&OfficerId(id.into()), &yardstick);
        assert!(sees("a") && !sees("b") && sees("sekretariat"));
    }

    #[test]
    fn the_result_weighs_the_means_of_the_assessors() {
        let one = selection(&[("a", scored([2; 5])), ("b", scored([4; 5]))]);
        assert_eq!(one.result(&dimensions([10, 20, 30, 20, 20])).index, Some(Number::whole(3)));
    }
}
