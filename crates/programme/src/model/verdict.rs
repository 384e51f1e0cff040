//! Whether a promise is kept: the target as it stood at the end of its year, held against what was reported.

use super::number::exact;
use super::promise::Direction;
use jiff::civil::Date;
use std::cmp::Ordering;

/// What became of a promise in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The year is over and the target was missed.
    Broken,
    /// The year is over and nobody reported anything: silence keeps no promise.
    Silent,
    /// The year runs, and what was reported misses the target so far, or nothing was reported yet.
    Running,
    /// The year runs, and the target is reached so far.
    OnTrack,
    /// The year is over and the target was reached.
    Kept,
    /// Nothing was promised for this year.
    Open,
}

impl Verdict {
    /// Every verdict, the worst first.
    pub const ALL: [Self; 6] = [Self::Broken, Self::Silent, Self::Running, Self::OnTrack, Self::Kept, Self::Open];

    /// The word in keys of texts and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Broken => "ingkar",
            Self::Silent => "diam",
            Self::Running => "berjalan",
            Self::OnTrack => "sesuai",
            Self::Kept => "ditepati",
            Self::Open => "terbuka",
        }
    }

    /// The verdict called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The colour of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Broken => "stop",
            Self::Silent => "late",
            Self::Running => "wait",
            Self::OnTrack => "work",
            Self::Kept => "good",
            Self::Open => "plain",
        }
    }
}

/// Whether a value reaches a target; `None` where one of them is no number.
pub fn reaches(value: &str, target: &str, direction: Direction) -> Option<bool> {
    let order = exact(value)?.compare(exact(target)?)?;
    Some(match direction {
        Direction::Up => order != Ordering::Less,
        Direction::Down => order != Ordering::Greater,
    })
}

/// What became of a year's target on the local day `today`.
pub fn of_year(target: Option<&str>, value: Option<&str>, direction: Direction, year: i16, today: Date) -> Verdict {
    let Some(target) = target else { return Verdict::Open };
    let reached = value.map(|value| reaches(value, target, direction).unwrap_or(false));
    match (today.year() > year, reached) {
        (true, Some(true)) => Verdict::Kept,
        (true, Some(false)) => Verdict::Broken,
        (true, None) => Verdict::Silent,
        (false, Some(true)) => Verdict::OnTrack,
        (false, _) => Verdict::Running,
    }
}

/// What became of a quick win: promised for a day, there since another.
pub fn of_quick_win(deadline: Date, there: Option<Date>, today: Date) -> Verdict {
    match there {
        Some(day) if day <= deadline => Verdict::Kept,
        Some(_) => Verdict::Broken,
        None if today > deadline => Verdict::Silent,
        None => Verdict::Running,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn verdict(target: Option<&str>, value: Option<&str>, today: Date) -> Verdict {
        of_year(target, value, Direction::Up, 2027, today)
    }

    #[test]
    fn silence_after_the_year_is_not_a_kept_promise() {
        assert_eq!(verdict(Some("40"), None, date(2027, 12, 31)), Verdict::Running);
        assert_eq!(verdict(Some("40"), None, date(2028, 1, 1)), Verdict::Silent);
        assert_eq!(verdict(None, Some("99"), date(2028, 1, 1)), Verdict::Open);
    }

    #[test]
    fn nothing_is_kept_before_its_year_is_over() {
        assert_eq!(verdict(Some("40"), Some("41"), date(2027, 6, 1)), Verdict::OnTrack);
        assert_eq!(verdict(Some("40"), Some("41"), date(2028, 1, 1)), Verdict::Kept);
        assert_eq!(verdict(Some("40"), Some("39.9"), date(2028, 1, 1)), Verdict::Broken);
    }

    #[test]
    fn a_falling_figure_reaches_its_target_from_above() {
        assert_eq!(reaches("3", "3.0", Direction::Down), Some(true));
        assert_eq!(reaches("3.01", "3", Direction::Down), Some(false));
        assert_eq!(reaches("sekitar 3", "3", Direction::Down), None);
    }

    #[test]
    fn a_quick_win_that_came_late_is_a_broken_promise() {
        let deadline = date(2027, 9, 30);
        assert_eq!(of_quick_win(deadline, Some(deadline), date(2027, 12, 1)), Verdict::Kept);
        assert_eq!(of_quick_win(deadline, Some(date(2027, 10, 1)), date(2027, 12, 1)), Verdict::Broken);
        assert_eq!(of_quick_win(deadline, None, deadline), Verdict::Running);
        assert_eq!(of_quick_win(deadline, None, date(2027, 10, 1)), Verdict::Silent);
    }

    proptest! {
        #[test]
        fn a_better_figure_never_gives_a_worse_verdict(value in 0_u32..200, more in 0_u32..200, over: bool) {
            let today = if over { date(2028, 1, 1) } else { date(2027, 6, 1) };
            let of = |value: u32| verdict(Some("100"), Some(&value.to_string()), today);
            prop_assert!(of(value + more) >= of(value));
        }
    }
}
