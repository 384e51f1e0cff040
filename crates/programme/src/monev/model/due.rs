//! When a month or a quarter is due, and when silence goes up a level: in working days of the region's calendar.

use jiff::civil::Date;
use kernel::Calendar;
use kernel::calendar::MissingYear;

/// What an agency owes a word about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A month, 1 to 12.
    Month(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
}

impl Period {
    /// Every period of a year.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=12).map(Self::Month).chain((1..=4).map(Self::Quarter))
    }

    /// The word kept in tables: `03`, `t1`.
    pub fn word(self) -> String {
        match self {
            Self::Month(month) => format!("{month:02}"),
            Self::Quarter(quarter) => format!("t{quarter}"),
        }
    }

    /// The period called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|period| period.word() == word)
    }

    /// Its last month.
    pub const fn last_month(self) -> u8 {
        match self {
            Self::Month(month) => month,
            Self::Quarter(quarter) => quarter * 3,
        }
    }

    /// Its last day in a year.
    pub fn last_day(self, year: i16) -> Date {
        let month = i8::try_from(self.last_month()).unwrap_or(12);
        Date::new(year, month, 1).map_or(Date::MAX, Date::last_of_month)
    }
}

/// Deadlines in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// After the end of a month.
    pub month: u32,
    /// After the end of a quarter.
    pub quarter: u32,
    /// After the day on which it was due, until the head is told.
    pub head: u32,
    /// After that, until planners and the leader are told.
    pub top: u32,
}

/// Levels of silence: the liaison, the head, planners and the leader.
pub const LEVELS: i64 = 3;

/// The last day on which a period is in time.
///
/// # Errors
/// The holidays of a year on the way are not known: nothing is guessed.
pub fn due(period: Period, year: i16, days: Deadlines, calendar: &Calendar) -> Result<Date, MissingYear> {
    let days = if matches!(period, Period::Month(_)) { days.month } else { days.quarter };
    calendar.working_day_after(period.last_day(year), days)
}

/// The day from whose beginning the next level is told, after `level` levels were: the day after the last one in time.
///
/// # Errors
/// As [`due`].
pub fn next(due: Date, level: i64, days: Deadlines, calendar: &Calendar) -> Result<Option<Date>, MissingYear> {
    let after = match level {
        0 => 0,
        1 => days.head,
        2 => days.head + days.top,
        _ => return Ok(None),
    };
    Ok(calendar.working_day_after(due, after)?.tomorrow().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::calendar::{CalendarChange, CalendarPlan};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const USUAL: Deadlines = Deadlines { month: 5, quarter: 10, head: 3, top: 3 };

    fn calendar(years: &[i16]) -> Calendar {
        let empty = Calendar::new(CalendarPlan::default());
        years.iter().fold(empty, |calendar, year| {
            let change = CalendarChange::Year { year: *year, holidays: BTreeMap::new() };
            calendar.changed(&change, date(2020, 1, 1))
        })
    }

    #[test]
    fn a_month_is_due_in_working_days_and_silence_goes_up_after_more_of_them() {
        let calendar = calendar(&[2027]);
        let day = due(Period::Month(1), 2027, USUAL, &calendar).unwrap();
        assert_eq!(day, date(2027, 2, 5), "five working days from Monday, 1 February");
        let levels: Vec<_> = (0..=3).map(|level| next(day, level, USUAL, &calendar).unwrap()).collect();
        let told = [date(2027, 2, 6), date(2027, 2, 11), date(2027, 2, 16)].map(Some);
        assert_eq!(levels, [told[0], told[1], told[2], None]);
    }

    #[test]
    fn without_the_holidays_of_a_year_nothing_is_guessed() {
        let calendar = calendar(&[2027]);
        assert_eq!(due(Period::Quarter(4), 2027, USUAL, &calendar), Err(MissingYear(2028)));
    }

    #[test]
    fn every_period_is_called_by_one_word() {
        for period in Period::all() {
            assert_eq!(Period::parse(&period.word()), Some(period));
        }
        assert_eq!(Period::parse("13"), None);
        assert_eq!(Period::Month(2).last_day(2028), date(2028, 2, 29));
    }

    proptest! {
        #[test]
        fn nobody_is_told_before_the_period_is_over_nor_out_of_order(month in 1_u8..=11, days in 0_u32..20, head in 0_u32..20, top in 1_u32..20) {
            let calendar = calendar(&[2027, 2028]);
            let deadlines = Deadlines { month: days, quarter: days, head, top };
            let day = due(Period::Month(month), 2027, deadlines, &calendar).unwrap();
            prop_assert!(day >= Period::Month(month).last_day(2027));
            let mut before = Some(day);
            for level in 0..LEVELS {
                let told = next(day, level, deadlines, &calendar).unwrap();
                prop_assert!(told >= before);
                before = told;
            }
        }
    }
}
