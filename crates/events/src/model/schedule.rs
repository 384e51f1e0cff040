//! When a delivery is tried again, and when it is not (standards/exchange.md 4.4, docs/adr/0073).

use kernel::Instant;

/// Seconds to wait after the first, second, … failure in a row; the last one repeats.
const PAUSES: [i64; 9] = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];
/// Seconds of failure after which a subscription stops.
pub const PATIENCE: i64 = 7 * 24 * 3600;
/// The longest that a receiver may ask us to wait.
const LONGEST: i64 = 24 * 3600;
/// So often one event is offered that its receiver refuses; then it is set aside and the next one goes.
pub const REFUSALS: i64 = 4;
/// So many set aside without a success between them stop the subscription: it is not the events.
pub const ASIDE: i64 = 20;

/// What became of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 2xx.
    Taken,
    /// 410: the receiver wants no more.
    Gone,
    /// 4xx that is about this event: the receiver understood and refuses.
    Refused,
    /// No answer, a redirect, 408, 425, 429, 5xx: it is about the receiver.
    Trouble,
}

impl Outcome {
    /// Of an HTTP status; `None` where none came.
    pub const fn of(status: Option<u16>) -> Self {
        match status {
            Some(200..=299) => Self::Taken,
            Some(410) => Self::Gone,
            Some(401 | 403 | 404 | 407 | 408 | 425 | 429) => Self::Trouble,
            Some(400..=499) => Self::Refused,
            _ => Self::Trouble,
        }
    }

    /// The word in tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Taken => "diterima",
            Self::Gone => "dicabut",
            Self::Refused => "ditolak",
            Self::Trouble => "gangguan",
        }
    }
}

/// When to try again after `failures` failures in a row (at least 1), a tenth sooner or later by `chance`, not before the
/// receiver allows it.
pub fn next(failures: i64, now: Instant, chance: u8, retry_after: Option<i64>) -> Instant {
    let at = usize::try_from(failures.max(1) - 1).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    let pause = PAUSES.get(at).copied().unwrap_or(LONGEST);
    let jitter = pause * (i64::from(chance) - 128) / 1280;
    let asked = retry_after.unwrap_or(0).clamp(0, LONGEST);
    now.plus_seconds((pause + jitter).max(asked).max(1))
}

/// Whether a subscription that has failed since then has failed for long enough.
pub fn is_over(failing_since: Instant, now: Instant) -> bool {
    now.seconds() - failing_since.seconds() >= PATIENCE
}

/// Seconds of a `Retry-After` header: a count, or none where it is a date or no number.
pub fn retry_after(text: &str) -> Option<i64> {
    text.trim().parse::<i64>().ok().filter(|seconds| *seconds >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: u8 = 128;

    #[test]
    fn the_pauses_are_those_of_the_standard_and_the_last_one_repeats() {
        let pauses: Vec<i64> = (1..=11).map(|n| next(n, Instant::from_seconds(0), MIDDLE, None).seconds()).collect();
        let standard = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400, 86_400];
        assert_eq!(pauses, standard);
        assert_eq!(standard[..9].iter().sum::<i64>(), 272_105, "about 75.5 hours");
    }

    #[test]
    fn chance_moves_a_pause_by_a_tenth_at_most() {
        for chance in [0, 60, 128, 200, 255] {
            let at = next(9, Instant::from_seconds(0), chance, None).seconds();
            assert!((77_760..=95_040).contains(&at), "{chance}: {at}");
        }
        assert!(next(1, Instant::from_seconds(0), 0, None).seconds() >= 1);
    }

    #[test]
    fn a_receiver_may_ask_for_a_longer_pause_but_not_for_ever_and_not_for_a_shorter_one() {
        let now = Instant::from_seconds(0);
        assert_eq!(next(1, now, MIDDLE, Some(120)).seconds(), 120);
        assert_eq!(next(2, now, MIDDLE, Some(1)).seconds(), 300);
        assert_eq!(next(1, now, MIDDLE, Some(i64::MAX)).seconds(), 86_400);
        assert_eq!((retry_after(" 30 "), retry_after("-1"), retry_after("Mon, 01 Mar")), (Some(30), None, None));
    }

    #[test]
    fn only_2xx_is_success_and_a_redirect_is_trouble() {
        for (status, outcome) in [
            (Some(200), Outcome::Taken),
            (Some(204), Outcome::Taken),
            (Some(302), Outcome::Trouble),
            (Some(400), Outcome::Refused),
            (Some(401), Outcome::Trouble),
            (Some(404), Outcome::Trouble),
            (Some(410), Outcome::Gone),
            (Some(413), Outcome::Refused),
            (Some(415), Outcome::Refused),
            (Some(429), Outcome::Trouble),
            (Some(500), Outcome::Trouble),
            (Some(101), Outcome::Trouble),
            (None, Outcome::Trouble),
        ] {
            assert_eq!(Outcome::of(status), outcome, "{status:?}");
        }
    }

    #[test]
    fn a_week_of_failure_is_enough() {
        let since = Instant::from_seconds(1000);
        assert!(!is_over(since, since.plus_seconds(PATIENCE - 1)));
        assert!(is_over(since, since.plus_seconds(PATIENCE)));
    }
}
