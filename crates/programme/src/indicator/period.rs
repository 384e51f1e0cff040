//! Months, quarters and years, the times for which an indicator has a value.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// `bulan`.
    Month,
    /// `triwulan`.
    Quarter,
    /// `tahun`.
    Year,
}

impl Span {
    /// Every length by its word, the shortest first.
    pub const WORDS: [(&'static str, Self); 3] =
        [("bulan", Self::Month), ("triwulan", Self::Quarter), ("tahun", Self::Year)];

    /// The word in a definition.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "bulan",
            Self::Quarter => "triwulan",
            Self::Year => "tahun",
        }
    }

    const fn months(self) -> i16 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A month, a quarter or a year of the calendar. Written `2026-11`, `2026-T4`, `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    span: Span,
    /// 1 for the first of the year.
    part: i16,
}

/// A text that is no period.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` bukan periode; tulis misalnya 2026-11, 2026-T4 atau 2026")]
pub struct BadPeriod(pub String);

impl Period {
    /// The period of this length that holds a day.
    pub fn of(date: Date, span: Span) -> Self {
        Self { year: date.year(), span, part: (i16::from(date.month()) - 1) / span.months() + 1 }
    }

    /// How long it is.
    pub const fn span(self) -> Span {
        self.span
    }

    /// Its year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Which month, quarter or year of its year it is, from 1.
    pub const fn part(self) -> i16 {
        self.part
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        let month = (self.part - 1) * self.span.months() + 1;
        Date::new(self.year, i8::try_from(month).unwrap_or(1), 1).unwrap_or(Date::ZERO)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.moved(1).first_day().yesterday().unwrap_or(Date::ZERO)
    }

    /// The period so many later, or earlier below zero.
    #[must_use]
    pub fn moved(self, by: i64) -> Self {
        let months = i64::from(self.span.months()) * by;
        let first = self.first_day().saturating_add(jiff::Span::new().months(months.clamp(-100_000, 100_000)));
        Self::of(first, self.span)
    }

    /// The first and the last of its months, as they stand in tables: `2026-10`, `2026-12`.
    pub fn months(self) -> (String, String) {
        (month(self.first_day()), month(self.last_day()))
    }

    /// Whether all of `other` lies in it.
    pub fn holds(self, other: Self) -> bool {
        self.first_day() <= other.first_day() && other.last_day() <= self.last_day()
    }

    /// The longer or equal period that holds it.
    #[must_use]
    pub fn within(self, span: Span) -> Self {
        Self::of(self.first_day(), span.max(self.span))
    }

    /// The periods of a shorter or equal length that make it up, in order.
    pub fn parts(self, span: Span) -> Vec<Self> {
        let first = Self::of(self.first_day(), span.min(self.span));
        let count = i64::from(self.span.months() / first.span.months());
        (0..count).map(|at| first.moved(at)).collect()
    }

    /// Whether it is over on this day.
    pub fn is_over(self, today: Date) -> bool {
        self.last_day() < today
    }
}

/// A month as it stands in tables.
pub(crate) fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Span::Month => write!(f, "{:04}-{:02}", self.year, self.part),
            Span::Quarter => write!(f, "{:04}-T{}", self.year, self.part),
            Span::Year => write!(f, "{:04}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        parse(text).filter(|period| period.to_string() == text).ok_or_else(|| BadPeriod(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Period> {
    let (year, rest) = text.split_once('-').unwrap_or((text, ""));
    let year: i16 = year.parse().ok().filter(|year| (1945..=9998).contains(year))?;
    if rest.is_empty() {
        return Some(Period { year, span: Span::Year, part: 1 });
    }
    let (span, digits, most) = match rest.strip_prefix('T') {
        Some(quarter) => (Span::Quarter, quarter, 4),
        None => (Span::Month, rest, 12),
    };
    let part = digits.parse().ok().filter(|part| (1..=most).contains(part))?;
    Some(Period { year, span, part })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_read_as_it_is_written_and_in_no_other_form() {
        for text in ["2026-11", "2026-T4", "2026"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in ["", "2026-1", "2026-13", "2026-T5", "2026-T0", "26", "2026-", "2026-t4", "2026-11-01", "1900"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_is_made_of_four_quarters_and_of_twelve_months_without_gap() {
        let year = period("2026");
        let quarters = year.parts(Span::Quarter);
        assert_eq!(quarters.len(), 4);
        let months: Vec<Period> = quarters.iter().flat_map(|quarter| quarter.parts(Span::Month)).collect();
        assert_eq!(months, year.parts(Span::Month));
        assert_eq!((months[0].first_day(), months[11].last_day()), (date(2026, 1, 1), date(2026, 12, 31)));
        assert!(months.windows(2).all(|pair| pair[0].last_day().tomorrow().unwrap() == pair[1].first_day()));
    }

    #[test]
    fn a_quarter_holds_its_months_and_is_over_after_its_last_day() {
        let quarter = period("2026-T4");
        assert!(
            quarter.holds(period("2026-12")) && !quarter.holds(period("2027-01")) && !quarter.holds(period("2026"))
        );
        assert_eq!(quarter.months(), ("2026-10".to_owned(), "2026-12".to_owned()));
        assert!(!quarter.is_over(date(2026, 12, 31)) && quarter.is_over(date(2027, 1, 1)));
        assert_eq!(period("2026-11").within(Span::Quarter), quarter);
        assert_eq!(quarter.moved(-4), period("2025-T4"));
    }
}
