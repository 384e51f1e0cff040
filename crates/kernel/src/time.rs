//! Instants, the three zones of Indonesia, and how a moment is written for people.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment in whole seconds since 1970-01-01T00:00:00Z (semantics: *instant*; fractions are cut off).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant `seconds` after the Unix epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Whole seconds since the Unix epoch.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The instant that contains this microsecond; databases keep BIGINT microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros.div_euclid(1_000_000))
    }

    /// Microseconds since the Unix epoch, as stored.
    pub const fn micros(self) -> i64 {
        self.0 * 1_000_000
    }

    /// This instant moved by `seconds` (may be negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// Reads RFC 3339 with any offset, for example `2027-03-01T09:00:00+07:00`.
    ///
    /// # Errors
    /// The text is not RFC 3339 with an offset.
    pub fn parse(text: &str) -> Result<Self, BadInstant> {
        let stamp: jiff::Timestamp = text.parse().map_err(|_| BadInstant(text.to_owned()))?;
        Ok(Self(stamp.as_second() - i64::from(stamp.subsec_nanosecond() < 0)))
    }

    /// Local date and time in `zone`.
    pub fn local(self, zone: Zone) -> DateTime {
        let seconds = self.0 + i64::from(zone.offset_seconds());
        let days = seconds.div_euclid(86_400);
        let second = seconds.rem_euclid(86_400);
        DateTime::from_parts(date_of_day(days), time_of_second(second))
    }

    /// Local date in `zone`.
    pub fn date(self, zone: Zone) -> Date {
        self.local(zone).date()
    }

    /// The instant of a local date and second of day in `zone`.
    pub fn at(date: Date, second_of_day: i64, zone: Zone) -> Self {
        Self(day_number(date) * 86_400 + second_of_day - i64::from(zone.offset_seconds()))
    }

    /// RFC 3339 with the zone's offset: `2027-03-01T09:00:00+07:00`.
    pub fn rfc3339(self, zone: Zone) -> String {
        let local = self.local(zone);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+{:02}:00",
            local.year(),
            local.month(),
            local.day(),
            local.hour(),
            local.minute(),
            local.second(),
            zone.hours()
        )
    }
}

/// A text that is no RFC 3339 instant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` bukan waktu RFC 3339 dengan selisih zona, contoh 2027-03-01T09:00:00+07:00")]
pub struct BadInstant(pub String);

/// Days since 1970-01-01 of a civil date.
pub fn day_number(date: Date) -> i64 {
    // Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The civil date `days` after 1970-01-01; outside years 1–9999 the nearest representable date.
pub fn date_of_day(days: i64) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().days(days.clamp(-700_000, 2_900_000)))
}

fn time_of_second(second: i64) -> Time {
    let part = |value: i64| i8::try_from(value).unwrap_or(0);
    jiff::civil::time(part(second / 3600), part(second / 60 % 60), part(second % 60), 0)
}

/// Western, Central and Eastern Indonesian Time; none has summer time (semantics R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Zone {
    /// WIB, UTC+7.
    Wib,
    /// WITA, UTC+8.
    Wita,
    /// WIT, UTC+9.
    Wit,
}

impl Zone {
    /// Hours ahead of UTC.
    pub const fn hours(self) -> i32 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// Seconds ahead of UTC.
    pub const fn offset_seconds(self) -> i32 {
        self.hours() * 3600
    }

    /// `WIB`, `WITA` or `WIT`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The zone called `name`, if it is one of the three.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Wib, Self::Wita, Self::Wit].into_iter().find(|zone| zone.name() == name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where "now" comes from. Rooms take it as an argument or hold one; tests set it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
    /// The present moment in milliseconds since the Unix epoch: for what is measured and put in order, never for a
    /// rule. A clock that knows whole seconds only says those.
    fn millis(&self) -> i64 {
        self.now().seconds() * 1000
    }
}

/// The clock of the machine; wired only by the binary.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where real time enters")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Instant(since.map_or(0, |elapsed| i64::try_from(elapsed.as_secs()).unwrap_or(0)))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where real time enters")]
    fn millis(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_in_the_zone_of_its_region() {
        let instant = Instant::parse("2027-03-05T09:30:00Z").unwrap();
        assert_eq!(instant.rfc3339(Zone::Wib), "2027-03-05T16:30:00+07:00");
        assert_eq!(instant.rfc3339(Zone::Wit), "2027-03-05T18:30:00+09:00");
    }

    #[test]
    fn an_instant_without_an_offset_is_refused() {
        assert!(Instant::parse("2027-03-05T09:30:00").is_err());
    }

    #[test]
    fn fractions_of_a_second_are_cut_off_also_before_1970() {
        assert_eq!(
            Instant::parse("2027-03-05T09:30:00.999Z").unwrap(),
            Instant::parse("2027-03-05T09:30:00Z").unwrap()
        );
        assert_eq!(Instant::parse("1969-12-31T23:59:59.5Z").unwrap().seconds(), -1);
        assert_eq!(Instant::from_micros(-1).seconds(), -1);
    }

    #[test]
    fn a_local_date_and_second_lead_back_to_the_same_instant() {
        for seconds in [-86_401_i64, 0, 951_782_400, 1_803_000_123, 4_102_444_799] {
            for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
                let instant = Instant::from_seconds(seconds);
                let local = instant.local(zone);
                let second =
                    i64::from(local.hour()) * 3600 + i64::from(local.minute()) * 60 + i64::from(local.second());
                assert_eq!(Instant::at(local.date(), second, zone), instant);
            }
        }
    }
}
