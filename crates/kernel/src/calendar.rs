//! The working calendar (semantics R10–R14, R22): data, never code.
//!
//! A [`Calendar`] is compiled once from a [`CalendarPlan`] into one row per imported date, so that a lookup
//! on the hot path is an index and allocates nothing.

mod form;
mod plan;

pub use form::{BadCalendar, holidays_from_csv};
pub use plan::{CalendarChange, CalendarPlan, Holiday, HolidayKind, Interval, Period, Week, WeekFrom};

use crate::time::{date_of_day, day_number};
use crate::{Instant, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A year for which no holiday list was imported (semantics R10, R14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[error("daftar hari libur tahun {0} belum diimpor")]
pub struct MissingYear(pub i16);

/// The hours of one date and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    pub(crate) intervals: Vec<Interval>,
    pub(crate) seconds: i64,
}

impl Hours {
    fn new(intervals: Vec<Interval>) -> Self {
        let seconds = intervals.iter().map(|part| part.seconds()).sum();
        Self { intervals, seconds }
    }
}

/// Working time of a region, ready to be asked (semantics R10).
///
/// The default calendar knows no year: every question about a date is answered with [`MissingYear`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "form::PlanForm", into = "form::PlanForm")]
pub struct Calendar {
    plan: CalendarPlan,
    /// Day number of `rows[0]`.
    first: i64,
    /// One index into `hours` per date from `first` on; `MISSING` where the year was not imported.
    rows: Vec<u16>,
    hours: Vec<Hours>,
}

const MISSING: u16 = u16::MAX;

impl Default for Calendar {
    fn default() -> Self {
        Self::new(CalendarPlan::default())
    }
}

impl Calendar {
    /// Compiles a plan. Costs about a microsecond per imported date; keep the result.
    pub fn new(plan: CalendarPlan) -> Self {
        let span = plan.years.first().zip(plan.years.last());
        let first = span.map_or(0, |(year, _)| first_day(*year));
        let days = span.map_or(0, |(_, year)| first_day(year.saturating_add(1)) - first);
        let mut calendar =
            Self { plan, first, rows: Vec::with_capacity(usize::try_from(days).unwrap_or(0)), hours: Vec::new() };
        for number in first..first + days {
            let row = calendar.compile(date_of_day(number));
            calendar.rows.push(row);
        }
        calendar
    }

    fn compile(&mut self, date: Date) -> u16 {
        if !self.plan.years.contains(&date.year()) {
            return MISSING;
        }
        let wanted = self.plan.hours_of(date);
        let known = self.hours.iter().position(|hours| hours.intervals == wanted);
        let index = known.unwrap_or_else(|| {
            self.hours.push(Hours::new(wanted.to_vec()));
            self.hours.len() - 1
        });
        u16::try_from(index).unwrap_or(MISSING)
    }

    /// The data this calendar was made from.
    pub const fn plan(&self) -> &CalendarPlan {
        &self.plan
    }

    /// Working intervals `[from, to)` of a local date in order; empty on a day that is no working day.
    ///
    /// # Errors
    /// No holiday list of that year was imported (semantics R10).
    pub fn intervals(&self, date: Date) -> Result<&[Interval], MissingYear> {
        Ok(&self.day(day_number(date))?.intervals)
    }

    /// Whether people work on this date.
    ///
    /// # Errors
    /// No holiday list of that year was imported.
    pub fn is_working_day(&self, date: Date) -> Result<bool, MissingYear> {
        Ok(!self.intervals(date)?.is_empty())
    }

    /// Working seconds of this date.
    ///
    /// # Errors
    /// No holiday list of that year was imported.
    pub fn seconds_of(&self, date: Date) -> Result<i64, MissingYear> {
        Ok(self.day(day_number(date))?.seconds)
    }

    /// The `n`-th working day after `date` (semantics R65 `tunggu`, R62); `n = 0` is `date` itself.
    ///
    /// # Errors
    /// A date on the way lies in a year without holiday list.
    pub fn working_day_after(&self, date: Date, n: u32) -> Result<Date, MissingYear> {
        let mut number = day_number(date);
        let mut left = n;
        while left > 0 {
            number += 1;
            left -= u32::from(self.day(number)?.seconds > 0);
        }
        Ok(date_of_day(number))
    }

    /// `date` if people work on it, else the first working day after it (semantics R64).
    ///
    /// # Errors
    /// A date on the way lies in a year without holiday list.
    pub fn first_working_day(&self, date: Date) -> Result<Date, MissingYear> {
        if self.is_working_day(date)? {
            return Ok(date);
        }
        self.working_day_after(date, 1)
    }

    /// Working seconds between two instants (semantics R15, R21).
    ///
    /// # Errors
    /// A date between them lies in a year without holiday list.
    pub fn working_seconds(&self, from: Instant, to: Instant, zone: Zone) -> Result<i64, MissingYear> {
        let (from, to) = (local(from, zone), local(to, zone));
        let mut sum = 0;
        if from < to {
            for number in from.div_euclid(DAY)..=(to - 1).div_euclid(DAY) {
                sum += overlap(&self.day(number)?.intervals, number, from, to);
            }
        }
        Ok(sum)
    }

    /// This calendar after a change made on the local date `made_on`: only later dates are touched, except
    /// that a year imported for the first time holds wholly (semantics R22).
    #[must_use]
    pub fn changed(&self, change: &CalendarChange, made_on: Date) -> Self {
        Self::new(self.plan.changed(change, made_on))
    }

    pub(crate) fn day(&self, number: i64) -> Result<&Hours, MissingYear> {
        usize::try_from(number - self.first)
            .ok()
            .and_then(|offset| self.rows.get(offset))
            .and_then(|row| self.hours.get(usize::from(*row)))
            .ok_or_else(|| MissingYear(date_of_day(number).year()))
    }
}

pub(crate) const DAY: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00 local time.
pub(crate) fn local(instant: Instant, zone: Zone) -> i64 {
    instant.seconds() + i64::from(zone.offset_seconds())
}

/// Seconds of `intervals` on day `number` that lie in the local span `[from, to)`.
pub(crate) fn overlap(intervals: &[Interval], number: i64, from: i64, to: i64) -> i64 {
    let midnight = number * DAY;
    intervals
        .iter()
        .map(|part| {
            let start = (midnight + i64::from(part.from)).max(from);
            let end = (midnight + i64::from(part.to)).min(to);
            (end - start).max(0)
        })
        .sum()
}

fn first_day(year: i16) -> i64 {
    day_number(jiff::civil::date(year.clamp(1, 9998), 1, 1))
}

#[cfg(test)]
mod tests;
