//! A step (langkah) of an action plan: what is to be done under a promise, from which month to which, by whom.

use super::budget::Budget;
use serde::Serialize;

/// Everything of a step is counted in thousandths.
pub const WHOLE: i64 = 1000;

/// What an agency writes of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Id of the promise.
    pub promise: String,
    /// What is done.
    pub name: String,
    /// First month, 1 to 12.
    pub first: u8,
    /// Last month, not before the first.
    pub last: u8,
    /// Its weight (bobot) beside the other steps of the same promise, 1 to 1000.
    pub weight: i64,
    /// Job title of whoever answers for it.
    pub person: String,
    /// Id of the source of its money; empty without money.
    pub source: String,
    /// Its money.
    pub budget: Budget,
    /// What will show that it is done.
    pub proof: String,
}

impl Step {
    /// How much of the step is to be done by the end of a month (0: before the year), in thousandths: each of its months has
    /// the same share, and the last one what is left.
    pub fn planned(&self, month: u8) -> i64 {
        let months = i64::from(self.last.saturating_sub(self.first)) + 1;
        let over = (i64::from(month) - i64::from(self.first) + 1).clamp(0, months);
        WHOLE * over / months
    }
}

/// The mean of parts by their weights, rounded down; divided by the weights that are there.
pub fn weighted(parts: impl IntoIterator<Item = (i64, i64)>) -> i64 {
    let (mut sum, mut weights) = (0_i64, 0_i64);
    for (weight, part) in parts {
        sum += weight * part;
        weights += weight;
    }
    if weights > 0 { sum / weights } else { 0 }
}

/// A share as people type it, in thousandths: `40`, `37,5`, `100 %`. None beyond 0 to 100, or with more than one decimal.
pub fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, tenth) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, 3) || !digits(tenth, 1) {
        return None;
    }
    let share = whole.parse::<i64>().ok()? * 10 + tenth.parse::<i64>().ok()?;
    (share <= WHOLE).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn step(first: u8, last: u8) -> Step {
        Step { first, last, weight: 1, ..Step::default() }
    }

    #[test]
    fn a_step_of_three_months_is_a_third_done_after_its_first() {
        let planned: Vec<i64> = (0..=6).map(|month| step(3, 5).planned(month)).collect();
        assert_eq!(planned, [0, 0, 0, 333, 666, 1000, 1000]);
    }

    #[test]
    fn a_share_is_read_with_comma_point_and_sign_and_never_beyond_the_whole() {
        for (text, share) in [("40", 400), ("37,5", 375), ("37.5", 375), ("100 %", 1000), ("0", 0)] {
            assert_eq!(thousandths(text), Some(share), "{text}");
        }
        for text in ["", "101", "-1", "100,1", "37,55", "a", ",5", "1.000"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_planned_never_falls_begins_at_nothing_and_ends_whole(first in 1_u8..=12, length in 0_u8..12) {
            let step = step(first, (first + length).min(12));
            prop_assert_eq!(step.planned(first - 1), 0);
            prop_assert_eq!(step.planned(step.last), WHOLE);
            for month in 1..=12 {
                prop_assert!(step.planned(month) >= step.planned(month - 1));
            }
        }

        #[test]
        fn a_weighted_mean_lies_between_its_parts_whatever_the_weights_add_up_to(
            parts in proptest::collection::vec((1_i64..=1000, 0_i64..=1000), 1..20)
        ) {
            let mean = weighted(parts.iter().copied());
            let (least, most) = (parts.iter().map(|part| part.1).min(), parts.iter().map(|part| part.1).max());
            prop_assert!(Some(mean) >= least && Some(mean) <= most);
        }
    }
}
