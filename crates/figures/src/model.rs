//! What the figures mean. Every count is of cases by the month in which they were reported.

use jiff::civil::Date;
use kernel::spread;
pub use kernel::spread::bucket;
use kernel::time::Zone;

/// Where a bucket begins, in working days.
fn beginning(bucket: i64) -> f64 {
    spread::beginning(bucket) as f64 / 1000.0
}

/// The median in working days of a histogram (bucket, cases) in the order of buckets: interpolated within its bucket,
/// so at most one bucket's width away from the median of the single values. `None` for no cases.
pub fn median(histogram: &[(i64, i64)]) -> Option<f64> {
    let all: i64 = histogram.iter().map(|(_, cases)| cases).sum();
    if all <= 0 {
        return None;
    }
    let middle = all as f64 / 2.0;
    let mut before = 0.0;
    for (bucket, cases) in histogram.iter().filter(|(_, cases)| *cases > 0) {
        let here = *cases as f64;
        if before + here >= middle {
            let share = (middle - before) / here;
            let (from, to) = (beginning(*bucket), beginning(bucket + 1));
            return Some(from + (to - from) * share);
        }
        before += here;
    }
    None
}

/// A month such as `2026-11`, the unit of time of all figures.
pub fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The month of an instant in a zone.
pub fn month_of(at: kernel::Instant, zone: Zone) -> String {
    month(at.date(zone))
}

/// From the first to the last month, both included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// `2026-01`.
    pub from: String,
    /// `2026-11`.
    pub to: String,
}

impl Period {
    /// The twelve months that end with the month of `date`.
    pub fn year_to(date: Date) -> Self {
        let first = date.first_of_month().saturating_sub(jiff::Span::new().months(11));
        Self { from: month(first), to: month(date) }
    }

    /// Reads two months; one that is not of the form `2026-11`, or an end before the beginning, is `None`.
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        let is_month = |text: &str| format!("{text}-01").parse::<Date>().is_ok_and(|date| month(date) == text);
        (is_month(from) && is_month(to) && from <= to).then(|| Self { from: from.to_owned(), to: to.to_owned() })
    }
}

/// The columns that add up, in the order in which they are kept and read.
pub const COLUMNS: [&str; 23] = [
    "received",
    "open",
    "overdue",
    "answered",
    "answered_in_time",
    "answered_late",
    "ended",
    "in_time",
    "late",
    "time_unknown",
    "succeeded",
    "refused",
    "neutral",
    "by_officer",
    "by_resident",
    "by_silence",
    "timed",
    "lived_seconds",
    "working_seconds",
    "paused_seconds",
    "ratings",
    "rating_sum",
    "withdrawn",
];

/// Counts of cases. "In time" is only said where it is known: an imported end without a time is in neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Reported in the period.
    pub received: i64,
    /// Not ended now (an import: not answered).
    pub open: i64,
    /// Open, and the promised date has passed.
    pub overdue: i64,
    /// With a first public answer.
    pub answered: i64,
    /// First answer in time.
    pub answered_in_time: i64,
    /// First answer late.
    pub answered_late: i64,
    /// Ended at a known time, or refused.
    pub ended: i64,
    /// Ended in time.
    pub in_time: i64,
    /// Ended late.
    pub late: i64,
    /// Imported and answered, but nobody knows whether or when it was finished: neither open nor overdue.
    pub time_unknown: i64,
    /// Ended with success.
    pub succeeded: i64,
    /// Refused.
    pub refused: i64,
    /// Ended otherwise: forwarded, scheduled.
    pub neutral: i64,
    /// Closed by an officer.
    pub by_officer: i64,
    /// Closed by the resident's own word.
    pub by_resident: i64,
    /// Closed because the resident was silent; never counted as consent.
    pub by_silence: i64,
    /// Ended with all times known; the divisor of the three sums below.
    pub timed: i64,
    /// Calendar seconds that residents lived through.
    pub lived_seconds: i64,
    /// Working seconds from report to end, without those in which the case waited for the resident.
    pub working_seconds: i64,
    /// Working seconds in which the case waited for the resident.
    pub paused_seconds: i64,
    /// Ratings given.
    pub ratings: i64,
    /// Their sum (1–5 each).
    pub rating_sum: i64,
    /// Taken back by the applicant: neither success nor refusal, and in no median.
    pub withdrawn: i64,
}

impl Counts {
    /// From a row whose columns are [`COLUMNS`], beginning at `first`.
    ///
    /// # Errors
    /// The row is of another shape.
    pub fn of(row: &store::Row, first: usize) -> Result<Self, store::StoreError> {
        let at = |place: usize| row.int(first + place);
        Ok(Self {
            received: at(0)?,
            open: at(1)?,
            overdue: at(2)?,
            answered: at(3)?,
            answered_in_time: at(4)?,
            answered_late: at(5)?,
            ended: at(6)?,
            in_time: at(7)?,
            late: at(8)?,
            time_unknown: at(9)?,
            succeeded: at(10)?,
            refused: at(11)?,
            neutral: at(12)?,
            by_officer: at(13)?,
            by_resident: at(14)?,
            by_silence: at(15)?,
            timed: at(16)?,
            lived_seconds: at(17)?,
            working_seconds: at(18)?,
            paused_seconds: at(19)?,
            ratings: at(20)?,
            rating_sum: at(21)?,
            withdrawn: at(22)?,
        })
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: &Self) -> Self {
        Self {
            received: self.received + other.received,
            open: self.open + other.open,
            overdue: self.overdue + other.overdue,
            answered: self.answered + other.answered,
            answered_in_time: self.answered_in_time + other.answered_in_time,
            answered_late: self.answered_late + other.answered_late,
            ended: self.ended + other.ended,
            in_time: self.in_time + other.in_time,
            late: self.late + other.late,
            time_unknown: self.time_unknown + other.time_unknown,
            succeeded: self.succeeded + other.succeeded,
            refused: self.refused + other.refused,
            neutral: self.neutral + other.neutral,
            by_officer: self.by_officer + other.by_officer,
            by_resident: self.by_resident + other.by_resident,
            by_silence: self.by_silence + other.by_silence,
            timed: self.timed + other.timed,
            lived_seconds: self.lived_seconds + other.lived_seconds,
            working_seconds: self.working_seconds + other.working_seconds,
            paused_seconds: self.paused_seconds + other.paused_seconds,
            ratings: self.ratings + other.ratings,
            rating_sum: self.rating_sum + other.rating_sum,
            withdrawn: self.withdrawn + other.withdrawn,
        }
    }

    /// First answers in time, of those of which it is known.
    pub fn answered_share(&self) -> Option<f64> {
        share(self.answered_in_time, self.answered_in_time + self.answered_late)
    }

    /// Ends in time, of those of which it is known.
    pub fn finished_share(&self) -> Option<f64> {
        share(self.in_time, self.in_time + self.late)
    }

    /// Share of the working time in which the case waited for the resident.
    pub fn paused_share(&self) -> Option<f64> {
        share(self.paused_seconds, self.working_seconds + self.paused_seconds)
    }

    /// Calendar days that a resident lived through, on average.
    pub fn lived_days(&self) -> Option<f64> {
        share(self.lived_seconds, self.timed).map(|seconds| seconds / 86_400.0)
    }

    /// Mean rating, 1–5.
    pub fn rating(&self) -> Option<f64> {
        share(self.rating_sum, self.ratings)
    }
}

fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// By what a table is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// By agency.
    Unit,
    /// By service.
    Service,
    /// By month of report.
    Month,
    /// By kecamatan.
    District,
}

impl Grouping {
    /// Column of the cells.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Service => "service",
            Self::Month => "month",
            Self::District => "district",
        }
    }
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Code of the agency, service, month or district; empty where unknown.
    pub key: String,
    /// Its counts.
    pub counts: Counts,
    /// Median working days to the first answer.
    pub answer_days: Option<f64>,
    /// Median working days to the end.
    pub finish_days: Option<f64>,
}

/// Everything that the public page shows.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// All together.
    pub all: Counts,
    /// Median working days to the first answer.
    pub answer_days: Option<f64>,
    /// Median working days to the end.
    pub finish_days: Option<f64>,
    /// By agency.
    pub units: Vec<Line>,
    /// By service.
    pub services: Vec<Line>,
    /// By month, without gaps.
    pub months: Vec<Line>,
    /// By district.
    pub districts: Vec<Line>,
    /// Up to which recorded fact this goes.
    pub as_of: Option<kernel::Instant>,
}

/// Fewer reports than this from one district are not shown: they could point at a person.
pub const SMALLEST: i64 = 5;

/// Which lines of a breakdown by district must stay hidden: those under [`SMALLEST`], and, where only one is hidden,
/// also the next smallest, because the total would give it away.
pub fn hidden(lines: &[Line]) -> Vec<bool> {
    let small = |line: &Line| (1..SMALLEST).contains(&line.counts.received);
    let mut hidden: Vec<bool> = lines.iter().map(small).collect();
    if hidden.iter().filter(|hide| **hide).count() == 1 {
        let next = lines.iter().enumerate().filter(|(_, line)| line.counts.received >= SMALLEST);
        if let Some((place, _)) = next.min_by_key(|(_, line)| line.counts.received)
            && let Some(hide) = hidden.get_mut(place)
        {
            *hide = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_begins_where_the_one_before_ends() {
        for thousandths in [0, 99, 100, 19_999, 20_000, 20_999, 21_000, 199_999, 200_000, 1_000_000] {
            let bucket = bucket(thousandths);
            let days = thousandths as f64 / 1000.0;
            assert!(beginning(bucket) <= days && days < beginning(bucket + 1), "{thousandths}");
        }
    }

    #[test]
    fn the_median_lies_within_a_bucket_of_the_true_one() {
        let values: Vec<i64> = (0..1001).map(|n| n * n / 90).collect();
        let mut histogram = std::collections::BTreeMap::new();
        for value in &values {
            *histogram.entry(bucket(*value)).or_insert(0) += 1;
        }
        let histogram: Vec<(i64, i64)> = histogram.into_iter().collect();
        let truth = values[500] as f64 / 1000.0;
        assert!((median(&histogram).unwrap() - truth).abs() <= 0.1);
    }

    #[test]
    fn no_cases_have_no_median_and_no_share() {
        assert_eq!(median(&[]), None);
        assert_eq!(Counts::default().finished_share(), None);
        assert_eq!(Counts::default().lived_days(), None);
    }

    #[test]
    fn a_period_runs_forward_over_real_months() {
        assert!(Period::parse("2026-01", "2026-12").is_some());
        for (from, to) in
            [("2026-02", "2026-01"), ("2026-13", "2027-01"), ("2026-1", "2026-02"), ("", ""), ("26-01", "26-02")]
        {
            assert_eq!(Period::parse(from, to), None, "{from} {to}");
        }
        assert_eq!(Period::year_to(jiff::civil::date(2026, 1, 31)).from, "2025-02");
    }

    fn lines(received: &[i64]) -> Vec<Line> {
        let counts = received.iter().map(|received| Counts { received: *received, ..Counts::default() });
        counts.map(|counts| Line { key: String::new(), counts, answer_days: None, finish_days: None }).collect()
    }

    #[test]
    fn a_district_with_fewer_than_five_reports_is_hidden_together_with_another() {
        assert_eq!(hidden(&lines(&[3, 20, 9])), [true, false, true]);
        assert_eq!(hidden(&lines(&[3, 20, 2])), [true, false, true]);
        assert_eq!(hidden(&lines(&[0, 20, 9])), [false, false, false]);
    }

    #[test]
    fn time_before_the_report_falls_into_the_first_bucket() {
        assert_eq!((bucket(-500), bucket(0), bucket(99)), (0, 0, 0));
    }

    #[test]
    fn a_report_of_new_years_eve_counts_in_the_month_of_its_own_zone() {
        let at = kernel::Instant::parse("2026-12-31T17:30:00Z").unwrap();
        assert_eq!(month_of(at, Zone::Wib), "2027-01");
        let earlier = kernel::Instant::parse("2026-12-31T16:30:00Z").unwrap();
        assert_eq!(month_of(earlier, Zone::Wib), "2026-12");
        assert_eq!(month_of(earlier, Zone::Wita), "2027-01");
    }

    #[test]
    fn the_usual_period_is_twelve_months_that_end_with_this_one() {
        let period = Period::year_to(jiff::civil::date(2026, 2, 10));
        assert_eq!(Period::parse("2025-03", "2026-02"), Some(period));
    }

    #[test]
    fn shares_are_of_what_is_known_and_not_of_all() {
        let counts = Counts { received: 10, answered: 8, answered_in_time: 3, answered_late: 1, ..Counts::default() };
        assert_eq!(counts.answered_share(), Some(0.75));
        assert_eq!(counts.finished_share(), None);
    }
}
