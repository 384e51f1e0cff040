//! A promise (program): what an agency will do, by when, with what money, and by which figure it will be measured.

use super::plan::{MEDIUM, YEARS};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a larger figure is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Naik: the figure is to reach the target or pass it.
    #[default]
    #[serde(rename = "naik")]
    Up,
    /// Turun: the figure is to fall to the target or below.
    #[serde(rename = "turun")]
    Down,
}

impl Direction {
    /// The word of forms and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "naik",
            Self::Down => "turun",
        }
    }

    /// What stands before a target, so that nobody takes a fall for a failure.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Up => "≥",
            Self::Down => "≤",
        }
    }

    /// The direction called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Up, Self::Down].into_iter().find(|one| one.word().eq_ignore_ascii_case(word))
    }
}

/// Money of one source in one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Calendar year.
    pub year: i16,
    /// Id of the source of funds, for example `apbd`.
    pub source: String,
    /// Whole rupiah.
    pub amount: i64,
}

/// What a year is to bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Calendar year.
    pub year: i16,
    /// A plain decimal number.
    pub value: String,
}

/// Codes along the planning chain; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Programme of the RPJMD.
    pub rpjmd: String,
    /// Programme of the agency's Renstra.
    pub renstra: String,
    /// Activity of the RKPD.
    pub rkpd: String,
    /// Sub-activity of the DPA, for example `2.16.03.2.02.0037`.
    pub dpa: String,
}

/// What an event may hold of a promise: ids, numbers and days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Sub-dimension; the pillar follows from it.
    pub sub: String,
    /// Sectors of digital transformation.
    pub sectors: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
    /// Unit of the agency that owes it.
    pub owner: String,
    /// Units that help.
    pub supporters: Vec<String>,
    /// Districts in which it happens; none: the whole region.
    pub districts: Vec<String>,
    /// First year.
    pub start: i16,
    /// Last year.
    pub end: i16,
    /// Money per year and source.
    pub budget: Vec<Budget>,
    /// Whether a larger figure is better.
    pub direction: Direction,
    /// The figure before it begins, a plain decimal number; empty if unknown.
    pub baseline: String,
    /// Targets by year.
    pub targets: Vec<Target>,
    /// Codes along the planning chain.
    pub codes: Codes,
    /// Services of the desk that it changes.
    pub services: Vec<String>,
    /// Ids of indicators that measure it.
    pub indicators: Vec<String>,
    /// Day by which a quick win is there; none: it is no quick win.
    pub quick: Option<Date>,
}

/// The texts of a promise: public, kept beside the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What is done.
    pub about: String,
    /// What comes out of it (keluaran).
    pub output: String,
    /// What it is good for (hasil).
    pub outcome: String,
    /// What is measured, for example `Waktu jawaban pertama`.
    pub measure: String,
    /// Its unit, for example `hari kerja`.
    pub unit: String,
    /// Whom it is for.
    pub group: String,
    /// Where, in words.
    pub place: String,
    /// What may go wrong.
    pub risks: String,
    /// Its legal basis.
    pub basis: String,
    /// What residents notice of the quick win.
    pub quick_result: String,
}

/// A promise as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Ids, numbers and days.
    pub facts: Facts,
    /// Texts.
    pub sheet: Sheet,
}

/// How far a promise reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Horizon {
    /// Within the plan's first year.
    Short,
    /// Within its first five years.
    Medium,
    /// Beyond.
    Long,
}

impl Horizon {
    /// The horizon of what ends in a year, in a plan that begins in `start`.
    pub const fn of(end: i16, start: i16) -> Self {
        match end - start {
            ..=0 => Self::Short,
            1..MEDIUM => Self::Medium,
            _ => Self::Long,
        }
    }

    /// Its years: 1, 5 or 10.
    pub const fn years(self) -> i16 {
        match self {
            Self::Short => 1,
            Self::Medium => MEDIUM,
            Self::Long => YEARS,
        }
    }
}

impl Facts {
    /// All money, in whole rupiah.
    pub fn total(&self) -> i64 {
        self.budget.iter().map(|line| line.amount).fold(0, i64::saturating_add)
    }

    /// The target of a year.
    pub fn target(&self, year: i16) -> Option<&str> {
        self.targets.iter().find(|target| target.year == year).map(|target| target.value.as_str())
    }
}

/// Years whose target differs between what was promised and what is written now; what is new is no change of a promise.
pub fn changed_targets(promised: &Facts, now: &Facts) -> Vec<i16> {
    let moved = |target: &&Target| now.target(target.year) != Some(target.value.as_str());
    promised.targets.iter().filter(moved).map(|target| target.year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_horizon_follows_from_the_last_year() {
        let words: Vec<i16> = (2027..=2036).map(|end| Horizon::of(end, 2027).years()).collect();
        assert_eq!(words, [1, 5, 5, 5, 5, 10, 10, 10, 10, 10]);
    }

    #[test]
    fn a_new_target_breaks_no_promise_but_a_moved_or_dropped_one_does() {
        let target = |year, value: &str| Target { year, value: value.into() };
        let promised = Facts { targets: vec![target(2027, "40"), target(2028, "60")], ..Facts::default() };
        let more =
            Facts { targets: vec![target(2027, "40"), target(2028, "60"), target(2029, "80")], ..Facts::default() };
        let less = Facts { targets: vec![target(2027, "30")], ..Facts::default() };
        assert!(changed_targets(&promised, &more).is_empty());
        assert_eq!(changed_targets(&promised, &less), [2027, 2028]);
    }
}
