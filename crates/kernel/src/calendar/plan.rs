//! What a working calendar is made of, and how it changes (semantics R10, R11, R22).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Working time `[from, to)` within a date, in seconds after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "[String; 2]", into = "[String; 2]")]
pub struct Interval {
    /// First second that counts.
    pub from: u32,
    /// First second that no longer counts; greater than `from`, at most 86,400.
    pub to: u32,
}

impl Interval {
    /// The interval between two times of day given as hour and minute.
    pub const fn hm(from: (u32, u32), to: (u32, u32)) -> Self {
        Self { from: from.0 * 3600 + from.1 * 60, to: to.0 * 3600 + to.1 * 60 }
    }

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        self.to as i64 - self.from as i64
    }
}

/// Hours per weekday, Monday first; an empty list is a day without work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub [Vec<Interval>; 7]);

impl Week {
    fn five_days(usual: [Interval; 2], friday: [Interval; 2]) -> Self {
        let usual = || usual.to_vec();
        Self([usual(), usual(), usual(), usual(), friday.to_vec(), Vec::new(), Vec::new()])
    }

    /// Perpres 21/2023: 37.5 hours in five days, breaks as in semantics R11.
    pub fn perpres_21_2023() -> Self {
        Self::five_days(
            [Interval::hm((7, 30), (12, 0)), Interval::hm((13, 0), (16, 0))],
            [Interval::hm((7, 30), (11, 30)), Interval::hm((13, 0), (16, 30))],
        )
    }

    /// Perpres 21/2023 in Ramadan: 32.5 hours in five days (semantics R11).
    pub fn ramadan() -> Self {
        Self::five_days(
            [Interval::hm((8, 0), (12, 0)), Interval::hm((12, 30), (15, 0))],
            [Interval::hm((8, 0), (11, 30)), Interval::hm((12, 30), (15, 30))],
        )
    }

    fn of(&self, date: Date) -> &[Interval] {
        let index = date.weekday().to_monday_zero_offset();
        usize::try_from(index).ok().and_then(|index| self.0.get(index)).map_or(&[], Vec::as_slice)
    }
}

/// Weekday hours that hold from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekFrom {
    /// First date; `None` means since ever.
    pub from: Option<Date>,
    /// The hours.
    pub week: Week,
}

/// A span of dates with its own weekday hours, for example Ramadan (`masa`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// For people: "Ramadan 1448".
    pub name: String,
    /// First date.
    pub from: Date,
    /// Last date, inclusive.
    pub to: Date,
    /// The hours.
    pub week: Week,
}

/// Why nobody works on a date; every kind counts the same (semantics R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// `libur_nasional`.
    LiburNasional,
    /// `cuti_bersama`, joint leave.
    CutiBersama,
    /// `libur_pemilu`, an election day.
    LiburPemilu,
    /// `libur_daerah`, decided by the region.
    LiburDaerah,
}

/// One holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Which list it stands in.
    pub kind: HolidayKind,
    /// Its Indonesian name.
    pub name: String,
}

/// Everything a calendar is made of. Order of precedence: missing year, holiday, own hours of the date,
/// period, weekday hours (semantics R10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPlan {
    /// Years whose holiday list was imported.
    pub years: BTreeSet<i16>,
    /// Dates on which nobody works.
    pub holidays: BTreeMap<Date, Holiday>,
    /// Dates with their own hours (`hari_khusus`).
    pub special: BTreeMap<Date, Vec<Interval>>,
    /// Spans with their own weekday hours (`masa`); the first that fits is taken.
    pub periods: Vec<Period>,
    /// Weekday hours, oldest first; the last that has begun is taken.
    pub weeks: Vec<WeekFrom>,
}

impl Default for CalendarPlan {
    /// No year imported; the hours of Perpres 21/2023.
    fn default() -> Self {
        Self {
            years: BTreeSet::new(),
            holidays: BTreeMap::new(),
            special: BTreeMap::new(),
            periods: Vec::new(),
            weeks: vec![WeekFrom { from: None, week: Week::perpres_21_2023() }],
        }
    }
}

/// A change to a calendar, made on some local date (semantics R22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarChange {
    /// The holiday list of a year is imported or replaced; holidays of other years in it are ignored.
    Year {
        /// Which year.
        year: i16,
        /// Its whole list.
        holidays: BTreeMap<Date, Holiday>,
    },
    /// A date becomes a holiday.
    AddHoliday(Date, Holiday),
    /// A holiday is worked after all.
    RemoveHoliday(Date),
    /// A date gets its own hours; `None` takes them away.
    Special(Date, Option<Vec<Interval>>),
    /// The periods are replaced.
    Periods(Vec<Period>),
    /// The weekday hours are replaced.
    Week(Week),
}

impl std::fmt::Display for CalendarChange {
    /// What was changed, without anything a person typed; fit for an event.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year { year, .. } => write!(f, "daftar libur {year}"),
            Self::AddHoliday(date, _) => write!(f, "libur {date}"),
            Self::RemoveHoliday(date) => write!(f, "bukan libur {date}"),
            Self::Special(date, Some(_)) => write!(f, "jam khusus {date}"),
            Self::Special(date, None) => write!(f, "jam biasa {date}"),
            Self::Periods(_) => f.write_str("masa jam kerja"),
            Self::Week(_) => f.write_str("jam kerja mingguan"),
        }
    }
}

impl CalendarPlan {
    /// The hours that R11 gives and the holidays of one list, whose years count as imported.
    pub fn with_holidays(holidays: impl IntoIterator<Item = (Date, Holiday)>) -> Self {
        let holidays: BTreeMap<Date, Holiday> = holidays.into_iter().collect();
        Self { years: holidays.keys().map(|date| date.year()).collect(), holidays, ..Self::default() }
    }

    /// Hours of a date whose year was imported.
    pub(super) fn hours_of(&self, date: Date) -> &[Interval] {
        if self.holidays.contains_key(&date) {
            return &[];
        }
        if let Some(own) = self.special.get(&date) {
            return own;
        }
        let period = self.periods.iter().find(|period| period.from <= date && date <= period.to);
        let week = period.map(|period| &period.week).or_else(|| {
            let begun = |week: &&WeekFrom| week.from.is_none_or(|from| from <= date);
            self.weeks.iter().rev().find(begun).map(|from| &from.week)
        });
        week.map_or(&[], |week| week.of(date))
    }

    /// The plan after a change made on `made_on`; dates up to it keep what they were (semantics R22).
    #[must_use]
    pub fn changed(&self, change: &CalendarChange, made_on: Date) -> Self {
        let mut plan = self.clone();
        match change {
            CalendarChange::Year { year, holidays } => plan.import(*year, holidays, made_on),
            CalendarChange::AddHoliday(date, holiday) if *date > made_on => {
                plan.holidays.insert(*date, holiday.clone());
            }
            CalendarChange::RemoveHoliday(date) if *date > made_on => {
                plan.holidays.remove(date);
            }
            CalendarChange::Special(date, hours) if *date > made_on => {
                match hours {
                    Some(hours) => plan.special.insert(*date, hours.clone()),
                    None => plan.special.remove(date),
                };
            }
            CalendarChange::Periods(periods) => plan.replace_periods(periods, made_on),
            CalendarChange::Week(week) => plan
                .weeks
                .push(WeekFrom { from: Some(made_on.saturating_add(jiff::Span::new().days(1))), week: week.clone() }),
            _ => {}
        }
        plan
    }

    fn import(&mut self, year: i16, holidays: &BTreeMap<Date, Holiday>, made_on: Date) {
        let fresh = self.years.insert(year);
        let touched = |date: &Date| date.year() == year && (fresh || *date > made_on);
        self.holidays.retain(|date, _| !touched(date));
        let new = holidays.iter().filter(|(date, _)| touched(date));
        self.holidays.extend(new.map(|(date, holiday)| (*date, holiday.clone())));
    }

    fn replace_periods(&mut self, periods: &[Period], made_on: Date) {
        let tomorrow = made_on.saturating_add(jiff::Span::new().days(1));
        self.periods.retain(|period| period.from <= made_on);
        for period in &mut self.periods {
            period.to = period.to.min(made_on);
        }
        let later = periods.iter().filter(|period| period.to >= tomorrow);
        self.periods.extend(later.map(|period| Period { from: period.from.max(tomorrow), ..period.clone() }));
    }
}
