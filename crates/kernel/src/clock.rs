//! Consumption and due instants of one clock (semantics R15–R20).
//!
//! A clock has a budget, one start that never changes, and stretches in which it ran. Everything here is
//! computed from these; nothing is stored that could disagree with them. No allocation.

use crate::calendar::{Calendar, DAY, Interval, MissingYear, local, overlap};
use crate::time::day_number;
use crate::{Duration, Instant, Unit, Zone};
use serde::{Deserialize, Serialize};

/// A span `[from, to)` in which a clock ran; `to` is `None` while it runs. Stretches are only appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stretch {
    /// When it began to run.
    pub from: Instant,
    /// When it stopped running.
    pub to: Option<Instant>,
}

impl Stretch {
    /// A stretch that still runs.
    pub const fn since(from: Instant) -> Self {
        Self { from, to: None }
    }

    /// A stretch that is over.
    pub const fn between(from: Instant, to: Instant) -> Self {
        Self { from, to: Some(to) }
    }

    /// Whether it still runs.
    pub const fn is_open(self) -> bool {
        self.to.is_none()
    }
}

/// What consumption is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Thousandths of a day (`perseribu`), semantics R16, R17.
    Perseribu,
    /// Seconds (`detik`), semantics R15.
    Detik,
}

/// The fixed part of a clock: what it counts, how much of it, from when, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Meter {
    /// The budget as the definition writes it.
    pub budget: Duration,
    /// The one start, never changed.
    pub start: Instant,
    /// The zone whose dates count (semantics R12).
    pub zone: Zone,
}

/// `hari`: every date is a working day of these hours (semantics R17).
const WHOLE_DAY: [Interval; 1] = [Interval { from: 0, to: 86_399 }];

/// Thousandths gathered so far; the day in hand is not yet rounded down.
#[derive(Clone, Copy)]
struct Tally {
    done: i64,
    day: i64,
    seconds: i64,
    of: i64,
}

impl Tally {
    const EMPTY: Self = Self { done: 0, day: i64::MIN, seconds: 0, of: 0 };

    fn add(&mut self, day: i64, seconds: i64, of: i64) {
        if day != self.day {
            *self = Self { done: self.total(), day, seconds: 0, of };
        }
        self.seconds += seconds;
    }

    fn total(&self) -> i64 {
        self.done + (1000 * self.seconds).checked_div(self.of).unwrap_or(0)
    }
}

impl Meter {
    /// A clock of `budget` started at `start` in `zone`.
    pub const fn new(budget: Duration, start: Instant, zone: Zone) -> Self {
        Self { budget, start, zone }
    }

    /// What this clock counts in.
    pub const fn measure(&self) -> Measure {
        match self.budget.unit {
            Unit::Minute | Unit::Hour | Unit::WorkingMinute | Unit::WorkingHour => Measure::Detik,
            Unit::Day | Unit::WorkingDay | Unit::Month | Unit::Year => Measure::Perseribu,
        }
    }

    /// The budget in its measure. Months and years are the dates they span from the start (semantics R4).
    pub fn limit(&self) -> i64 {
        let count = i64::from(self.budget.count);
        match self.budget.unit {
            Unit::Minute | Unit::WorkingMinute => count * 60,
            Unit::Hour | Unit::WorkingHour => count * 3600,
            Unit::Day | Unit::WorkingDay => count * 1000,
            Unit::Month => self.spanned(jiff::Span::new().months(count)) * 1000,
            Unit::Year => self.spanned(jiff::Span::new().years(count)) * 1000,
        }
    }

    fn spanned(&self, span: jiff::Span) -> i64 {
        let first = self.start.date(self.zone);
        day_number(first.saturating_add(span)) - day_number(first)
    }

    /// What the stretches have consumed at `at`, in [`Meter::measure`] (semantics R15–R17).
    ///
    /// # Errors
    /// A date in a stretch lies in a year without holiday list (semantics R13).
    pub fn consumed(&self, calendar: &Calendar, stretches: &[Stretch], at: Instant) -> Result<i64, MissingYear> {
        let spans = stretches
            .iter()
            .map(|stretch| Stretch { from: stretch.from, to: Some(stretch.to.map_or(at, |to| to.min(at))) });
        match self.measure() {
            Measure::Perseribu => Ok(self.tally(calendar, spans)?.total()),
            Measure::Detik => self.seconds(calendar, spans),
        }
    }

    /// Consumption had the clock never paused (`berlalu`, semantics R20).
    ///
    /// # Errors
    /// A date since the start lies in a year without holiday list.
    pub fn elapsed(&self, calendar: &Calendar, at: Instant) -> Result<i64, MissingYear> {
        self.consumed(calendar, &[Stretch::since(self.start)], at)
    }

    /// The first instant at which the budget is reached if the clock goes on running, but never before its
    /// latest resumption; `None` for a clock that does not run (semantics R18).
    ///
    /// # Errors
    /// A date up to the due instant lies in a year without holiday list (semantics R13).
    pub fn due(&self, calendar: &Calendar, stretches: &[Stretch]) -> Result<Option<Instant>, MissingYear> {
        let Some((last, past)) = stretches.split_last() else {
            return Ok(None);
        };
        if !last.is_open() {
            return Ok(None);
        }
        let past = past.iter().copied();
        let due = match self.measure() {
            Measure::Perseribu => self.due_in_days(calendar, self.tally(calendar, past)?, last.from)?,
            Measure::Detik => {
                let left = self.limit() - self.seconds(calendar, past)?;
                self.due_in_seconds(calendar, left, last.from)?
            }
        };
        Ok(Some(due))
    }

    fn counts_working_time(&self) -> bool {
        matches!(self.budget.unit, Unit::WorkingMinute | Unit::WorkingHour | Unit::WorkingDay)
    }

    /// Hours of a day and their sum.
    fn hours<'a>(&self, calendar: &'a Calendar, day: i64) -> Result<(&'a [Interval], i64), MissingYear> {
        if self.counts_working_time() {
            let hours = calendar.day(day)?;
            Ok((&hours.intervals, hours.seconds))
        } else {
            Ok((&WHOLE_DAY, 86_399))
        }
    }

    fn tally(&self, calendar: &Calendar, spans: impl Iterator<Item = Stretch>) -> Result<Tally, MissingYear> {
        let mut tally = Tally::EMPTY;
        for (from, to) in self.local_spans(spans) {
            let first = from.div_euclid(DAY).max(self.first_day());
            for day in first..=(to - 1).div_euclid(DAY) {
                let (hours, of) = self.hours(calendar, day)?;
                if of > 0 {
                    tally.add(day, overlap(hours, day, from, to), of);
                }
            }
        }
        Ok(tally)
    }

    /// The first day that weighs anything: the start date itself does not (semantics R16).
    fn first_day(&self) -> i64 {
        local(self.start, self.zone).div_euclid(DAY) + 1
    }

    fn local_spans(&self, spans: impl Iterator<Item = Stretch>) -> impl Iterator<Item = (i64, i64)> {
        let zone = self.zone;
        spans.filter_map(move |span| {
            let to = span.to?;
            (span.from < to).then(|| (local(span.from, zone), local(to, zone)))
        })
    }

    fn seconds(&self, calendar: &Calendar, spans: impl Iterator<Item = Stretch>) -> Result<i64, MissingYear> {
        let mut sum = 0;
        for span in spans {
            let to = span.to.unwrap_or(span.from);
            sum += if self.counts_working_time() {
                calendar.working_seconds(span.from, to, self.zone)?
            } else {
                (to.seconds() - span.from.seconds()).max(0)
            };
        }
        Ok(sum)
    }

    fn due_in_days(&self, calendar: &Calendar, mut tally: Tally, resumed: Instant) -> Result<Instant, MissingYear> {
        let limit = self.limit();
        let from = local(resumed, self.zone);
        let mut day = from.div_euclid(DAY).max(self.first_day());
        if tally.total() >= limit {
            return Ok(resumed);
        }
        loop {
            let (hours, of) = self.hours(calendar, day)?;
            if of > 0 {
                tally.add(day, 0, of);
                let before = tally.seconds;
                tally.add(day, overlap(hours, day, from, i64::MAX), of);
                if tally.total() >= limit {
                    let wanted = ((limit - tally.done) * of + 999).div_euclid(1000);
                    let second = reached(hours, day, from, wanted - before);
                    return Ok(self.instant(second));
                }
            }
            day += 1;
        }
    }

    fn due_in_seconds(&self, calendar: &Calendar, mut left: i64, resumed: Instant) -> Result<Instant, MissingYear> {
        if left <= 0 {
            return Ok(resumed);
        }
        if !self.counts_working_time() {
            return Ok(resumed.plus_seconds(left));
        }
        let from = local(resumed, self.zone);
        let mut day = from.div_euclid(DAY);
        loop {
            let hours = &calendar.day(day)?.intervals;
            let today = overlap(hours, day, from, i64::MAX);
            if today >= left {
                return Ok(self.instant(reached(hours, day, from, left)));
            }
            left -= today;
            day += 1;
        }
    }

    fn instant(&self, local_second: i64) -> Instant {
        Instant::from_seconds(local_second - i64::from(self.zone.offset_seconds()))
    }
}

/// The local second at which `wanted` seconds of `hours` after `from` have passed on `day`.
fn reached(hours: &[Interval], day: i64, from: i64, wanted: i64) -> i64 {
    let mut left = wanted;
    for part in hours {
        let start = (day * DAY + i64::from(part.from)).max(from);
        let end = day * DAY + i64::from(part.to);
        if left <= end - start {
            return start + left;
        }
        left -= (end - start).max(0);
    }
    from
}

#[cfg(test)]
mod tests;
