//! The course of a promise through a quarter: what was planned by the end of each month, what was done, who was silent.

use super::step::{Step, WHOLE, weighted};
use serde::{Deserialize, Serialize};

/// What was reported of a step, month by month: how much of it was done by then (thousandths), and the rupiah of that month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// By month; none: silence.
    pub months: [Option<(i64, i64)>; 12],
}

impl Told {
    /// What is known to be done by the end of a month: the last word up to then.
    pub fn by(&self, month: u8) -> i64 {
        self.months.iter().take(usize::from(month)).rev().flatten().next().map_or(0, |(done, _)| *done)
    }

    /// What was reported for a month.
    pub fn of(&self, month: u8) -> Option<(i64, i64)> {
        self.months.get(usize::from(month).checked_sub(1)?).copied().flatten()
    }

    /// From the two texts of a row: twelve parts each, empty where nobody spoke.
    pub fn read(done: &str, spent: &str) -> Self {
        let mut told = Self::default();
        for ((place, done), spent) in told.months.iter_mut().zip(done.split(',')).zip(spent.split(',')) {
            *place = done.parse().ok().zip(spent.parse().ok());
        }
        told
    }

    /// The two texts of a row.
    pub fn written(&self) -> (String, String) {
        let text = |part: fn((i64, i64)) -> i64| {
            let parts = self.months.iter().map(|month| month.map_or_else(String::new, |told| part(told).to_string()));
            parts.collect::<Vec<_>>().join(",")
        };
        (text(|told| told.0), text(|told| told.1))
    }

    /// The same with a word about a month.
    #[must_use]
    pub fn with(mut self, month: u8, done: i64, spent: i64) -> Self {
        let at = usize::from(month).checked_sub(1);
        if let Some(place) = at.and_then(|at| self.months.get_mut(at)) {
            *place = Some((done, spent));
        }
        self
    }

    /// What was spent in a quarter.
    pub fn spent(&self, quarter: u8) -> i64 {
        months(quarter).filter_map(|month| self.of(month)).map(|(_, spent)| spent).sum()
    }
}

/// The months of a quarter.
pub fn months(quarter: u8) -> impl Iterator<Item = u8> {
    let first = quarter.saturating_sub(1) * 3 + 1;
    first..=first + 2
}

/// The quarter of a month.
pub const fn quarter_of(month: u8) -> u8 {
    month.saturating_sub(1) / 3 + 1
}

/// Whether a step owes a word about a month: it has begun and was not whole before.
pub fn owes(step: &Step, told: &Told, month: u8) -> bool {
    step.first <= month && told.by(month.saturating_sub(1)) < WHOLE
}

/// One month of a quarter, of all steps under a promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What was to be done by its end since the year began, in thousandths of the year's work.
    pub planned: i64,
    /// What was done by then, as far as it is known.
    pub done: i64,
    /// Steps that owe a word.
    pub owed: i64,
    /// Of these, the ones that gave it.
    pub told: i64,
    /// Words given at all, also by steps that owe none.
    pub words: i64,
}

/// A quarter of a promise, month by month.
pub type Course = [Stage; 3];

/// The course of some steps through a quarter.
pub fn course(steps: &[(&Step, Told)], quarter: u8) -> Course {
    let mut course = Course::default();
    for (stage, month) in course.iter_mut().zip(months(quarter)) {
        let owing = steps.iter().filter(|(step, told)| owes(step, told, month));
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        *stage = Stage {
            planned: weighted(steps.iter().map(|(step, _)| (step.weight, step.planned(month)))),
            done: weighted(steps.iter().map(|(step, told)| (step.weight, told.by(month)))),
            owed: count(owing.clone().count()),
            told: count(owing.filter(|(_, told)| told.of(month).is_some()).count()),
            words: count(steps.iter().filter(|(_, told)| told.of(month).is_some()).count()),
        };
    }
    course
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(first: u8, last: u8, weight: i64) -> Step {
        Step { first, last, weight, ..Step::default() }
    }

    fn told(words: &[(usize, i64)]) -> Told {
        let mut told = Told::default();
        for (month, done) in words {
            told.months[month - 1] = Some((*done, 5));
        }
        told
    }

    #[test]
    fn a_step_owes_a_word_from_its_first_month_until_it_is_whole() {
        let (step, words) = (step(2, 3, 1), told(&[(2, 500), (4, 1000)]));
        let owing: Vec<u8> = (1..=6).filter(|month| owes(&step, &words, *month)).collect();
        assert_eq!(owing, [2, 3, 4], "it is late in April and owes nothing from May on");
    }

    #[test]
    fn a_course_carries_the_last_word_on_and_counts_who_is_silent() {
        let (one, other) = (step(1, 2, 3), step(2, 4, 1));
        let steps = [(&one, told(&[(1, 400)])), (&other, told(&[(2, 300), (3, 300)]))];
        let course = course(&steps, 1);
        assert_eq!(course.map(|stage| stage.planned), [375, 833, 916]);
        assert_eq!(course.map(|stage| stage.done), [300, 375, 375]);
        assert_eq!(course.map(|stage| (stage.owed, stage.told)), [(1, 1), (2, 1), (2, 1)]);
        assert_eq!((steps[1].1.spent(1), steps[1].1.spent(2)), (10, 0));
    }

    #[test]
    fn a_row_of_two_texts_holds_the_twelve_months() {
        let words = told(&[(1, 400), (12, 1000)]);
        let (done, spent) = words.written();
        assert_eq!((done.as_str(), Told::read(&done, &spent)), ("400,,,,,,,,,,,1000", words));
        assert_eq!(Told::read("", ""), Told::default());
    }

    #[test]
    fn every_month_lies_in_the_quarter_that_names_it() {
        for month in 1..=12 {
            assert!(months(quarter_of(month)).any(|one| one == month), "{month}");
        }
    }
}
