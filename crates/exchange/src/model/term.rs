//! Terms of grants in whole days of the region's zone: until the end of a day, the next one from the day after.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::{Instant, Zone};

/// A grant lasts so many months at most.
pub const MOST_MONTHS: i64 = 24;
/// So many days before its end a grant may be renewed.
pub const RENEWAL_DAYS: i64 = 60;
/// So many days before an end somebody is told, the first one first.
pub const WARNED: [i64; 3] = [30, 14, 3];

const DAY: i64 = 86_400;

/// From when and until when (not included) a grant of `months` holds: from now, or from the end of the one that it renews
/// where that still lies ahead.
pub fn of(now: Instant, renews: Option<Instant>, months: i64, zone: Zone) -> (Instant, Instant) {
    let from = renews.filter(|end| *end > now).unwrap_or(now);
    let months = months.clamp(1, MOST_MONTHS);
    let day: Date = from.date(zone).saturating_add(months.months());
    (from, Instant::at(day, 0, zone))
}

/// Whether a grant that ends then may be renewed now.
pub fn renewable(until: Instant, now: Instant) -> bool {
    until <= now.plus_seconds(RENEWAL_DAYS * DAY) && until.plus_seconds(RENEWAL_DAYS * DAY) >= now
}

/// How near an end is: 0 far, 1 within 30 days, 2 within 14, 3 within 3.
pub fn nearness(until: Instant, now: Instant) -> i64 {
    WARNED.iter().filter(|days| until <= now.plus_seconds(**days * DAY)).count() as i64
}

/// The instant before which an end is near enough to be told of.
pub fn horizon(now: Instant) -> Instant {
    now.plus_seconds(WARNED[0] * DAY)
}

/// The last day on which something that ends then still holds.
pub fn last_day(until: Instant, zone: Zone) -> Date {
    until.plus_seconds(-1).date(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_term_ends_with_a_day_and_the_next_one_begins_the_day_after() {
        let (from, until) = of(at("2027-03-01T09:00:00+07:00"), None, 6, Zone::Wib);
        assert_eq!((from, until), (at("2027-03-01T09:00:00+07:00"), at("2027-09-01T00:00:00+07:00")));
        assert_eq!(last_day(until, Zone::Wib).to_string(), "2027-08-31");
        let (from, next) = of(at("2027-08-01T09:00:00+07:00"), Some(until), 12, Zone::Wib);
        assert_eq!((from, next), (until, at("2028-09-01T00:00:00+07:00")));
        let (late, _) = of(at("2027-09-05T09:00:00+07:00"), Some(until), 12, Zone::Wib);
        assert_eq!(late, at("2027-09-05T09:00:00+07:00"), "what ended is not given back");
    }

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        let (_, until) = of(at("2027-08-31T09:00:00+07:00"), None, 6, Zone::Wib);
        assert_eq!(until, at("2028-02-29T00:00:00+07:00"));
        assert_eq!(of(at("2027-01-01T00:00:00Z"), None, 99, Zone::Wit).1, at("2029-01-01T00:00:00+09:00"));
    }

    #[test]
    fn nearness_grows_at_thirty_fourteen_and_three_days() {
        let until = at("2027-06-30T00:00:00Z");
        let near = |days: i64| nearness(until, until.plus_seconds(-days * DAY));
        assert_eq!([31, 30, 15, 14, 4, 3, 0].map(near), [0, 1, 1, 2, 2, 3, 3]);
        assert!(renewable(until, until.plus_seconds(-60 * DAY)) && !renewable(until, until.plus_seconds(-61 * DAY)));
    }
}
