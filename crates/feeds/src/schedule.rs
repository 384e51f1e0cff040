//! When a feed is read next.

use crate::model::Schedule;
use kernel::{Instant, Zone};

/// A day in seconds.
const DAY: i64 = 86_400;

/// The next time after `now`.
pub fn next(schedule: Schedule, now: Instant, zone: Zone) -> Instant {
    match schedule {
        Schedule::Every(seconds) => now.plus_seconds(seconds),
        Schedule::Daily(second) => {
            let today = Instant::at(now.date(zone), second, zone);
            if today > now { today } else { today.plus_seconds(DAY) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daily_feed_is_read_at_its_hour_of_the_region_today_or_tomorrow() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let half_past_two = Schedule::Daily(2 * 3600 + 1800);
        assert_eq!(next(half_past_two, at("2026-11-29T18:00:00Z"), Zone::Wib), at("2026-11-29T19:30:00Z"));
        assert_eq!(next(half_past_two, at("2026-11-29T19:30:00Z"), Zone::Wib), at("2026-11-30T19:30:00Z"));
        assert_eq!(next(Schedule::Every(900), at("2026-11-29T18:00:00Z"), Zone::Wib), at("2026-11-29T18:15:00Z"));
    }
}
