//! Durations as definitions write them: `3 hari kerja` (semantics R3).

use serde::{Deserialize, Serialize};
use std::fmt;

/// The unit of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// `menit`, wall time.
    Minute,
    /// `jam`, wall time.
    Hour,
    /// `hari`, wall time.
    Day,
    /// `menit kerja`.
    WorkingMinute,
    /// `jam kerja`.
    WorkingHour,
    /// `hari kerja`.
    WorkingDay,
    /// `bulan`, for validity and retention.
    Month,
    /// `tahun`, for validity and retention.
    Year,
}

impl Unit {
    /// Every unit, longest spelling first.
    pub const ALL: [Self; 8] = [
        Self::WorkingMinute,
        Self::WorkingHour,
        Self::WorkingDay,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Month,
        Self::Year,
    ];

    /// As written in a definition.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minute => "menit",
            Self::Hour => "jam",
            Self::Day => "hari",
            Self::WorkingMinute => "menit kerja",
            Self::WorkingHour => "jam kerja",
            Self::WorkingDay => "hari kerja",
            Self::Month => "bulan",
            Self::Year => "tahun",
        }
    }
}

/// `N UNIT`, N whole, 1–9999 (semantics R3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// A text that is no duration.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` bukan lama waktu; tulis misalnya \"3 hari kerja\", \"4 jam\", \"30 menit kerja\"")]
pub struct BadDuration(pub String);

impl Duration {
    /// A duration of `count` units.
    pub const fn new(count: u32, unit: Unit) -> Self {
        Self { count, unit }
    }

    /// Reads `N UNIT`: one space, no leading zero, N from 1 to 9999.
    ///
    /// # Errors
    /// Any other spelling.
    pub fn parse(text: &str) -> Result<Self, BadDuration> {
        let bad = || BadDuration(text.to_owned());
        let (number, unit) = text.split_once(' ').ok_or_else(bad)?;
        let unit = Unit::ALL.into_iter().find(|known| known.name() == unit).ok_or_else(bad)?;
        let plain = !number.starts_with('0') && number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
        let count = number.parse().ok().filter(|_| plain).ok_or_else(bad)?;
        Ok(Self { count, unit })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.name())
    }
}

impl TryFrom<String> for Duration {
    type Error = BadDuration;
    fn try_from(text: String) -> Result<Self, BadDuration> {
        Self::parse(&text)
    }
}

impl From<Duration> for String {
    fn from(duration: Duration) -> Self {
        duration.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_one_spelling() {
        assert_eq!(Duration::parse("3 hari kerja").unwrap(), Duration::new(3, Unit::WorkingDay));
        for text in [
            "0 hari",
            "03 hari",
            "3  hari",
            "3 hari  kerja",
            "1.5 jam",
            "10000 hari",
            "hari",
            "3 minggu",
            "",
            "+3 hari",
        ] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_duration_is_written_as_it_was_read() {
        for unit in Unit::ALL {
            let duration = Duration::new(12, unit);
            assert_eq!(Duration::parse(&duration.to_string()), Ok(duration));
        }
    }
}
