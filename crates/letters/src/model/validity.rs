//! Until when a letter is valid (semantics R4) and when its holder is reminded (R57).

use jiff::Span;
use jiff::civil::Date;
use kernel::{Duration, Instant, Unit, Zone};

/// Reminders go out at this local time: seconds of the day.
const NINE: i64 = 9 * 3600;

/// The last day of a letter dated `from`: months and years keep the day number, cut to the month's last day, inclusive;
/// `N hari` are N days counted from the day itself.
pub fn last_day(from: Date, validity: Duration) -> Date {
    let count = i64::from(validity.count);
    match validity.unit {
        Unit::Month => from.saturating_add(Span::new().months(count)),
        Unit::Year => from.saturating_add(Span::new().years(count)),
        _ => from.saturating_add(Span::new().days(count)),
    }
}

/// When to remind: at 09:00 local, so many days before the last day; what has passed at `now` is left out.
pub fn reminders(last: Date, days: &[Duration], zone: Zone, now: Instant) -> Vec<(u32, Instant)> {
    let moment = |days: &Duration| {
        let date = last.saturating_sub(Span::new().days(i64::from(days.count)));
        (days.count, Instant::at(date, NINE, zone))
    };
    days.iter().map(moment).filter(|(_, at)| *at > now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn last(from: Date, validity: &str) -> Date {
        last_day(from, Duration::parse(validity).unwrap())
    }

    #[test]
    fn twelve_months_from_the_fifth_of_march_end_on_the_fifth_of_march() {
        assert_eq!(last(date(2027, 3, 5), "12 bulan"), date(2028, 3, 5));
    }

    #[test]
    fn a_month_is_cut_to_its_last_day() {
        assert_eq!(last(date(2027, 1, 31), "1 bulan"), date(2027, 2, 28));
        assert_eq!(last(date(2028, 2, 29), "1 tahun"), date(2029, 2, 28));
    }

    #[test]
    fn days_are_counted_as_dates() {
        assert_eq!(last(date(2027, 3, 5), "30 hari"), date(2027, 4, 4));
    }

    #[test]
    fn reminders_come_at_nine_in_the_zone_of_the_region() {
        let days = [Duration::parse("30 hari").unwrap(), Duration::parse("7 hari").unwrap()];
        let now = Instant::parse("2028-02-10T00:00:00+07:00").unwrap();
        let due = reminders(date(2028, 3, 5), &days, Zone::Wita, now);
        assert_eq!(due, [(7, Instant::parse("2028-02-27T09:00:00+08:00").unwrap())], "the other one has passed");
    }
}
