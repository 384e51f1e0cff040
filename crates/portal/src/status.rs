//! How a service is, in one word.

use cases::doors::Health;

/// Slower than this at the 95th percentile is slow, in milliseconds: a person begins to wait.
const SLOW_MS: i64 = 2_000;
/// A share of failed calls from which on a service is called troubled: one in twenty.
const FAILING: i64 = 20;
/// Below so many calls a day one failed call says nothing.
const TELLING: i64 = 20;

/// How a service is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The gateway does not reach it.
    Down,
    /// It answers late, or one call in twenty fails.
    Slow,
    /// It answers.
    Up,
    /// Nobody called it in the last day.
    Untried,
}

impl State {
    /// Its word in addresses, JSON and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Down => "putus",
            Self::Slow => "lambat",
            Self::Up => "normal",
            Self::Untried => "belum-dipakai",
        }
    }

    /// Its kind of tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Down => "stop",
            Self::Slow => "late",
            Self::Up => "good",
            Self::Untried => "plain",
        }
    }
}

/// How a service is, by what the gateway saw of it in the last day.
pub fn state(health: Option<&Health>) -> State {
    match health {
        Some(Health { up: Some(false), .. }) => State::Down,
        Some(seen) if seen.calls > 0 => {
            let failing = seen.calls >= TELLING && seen.failed * FAILING >= seen.calls;
            if failing || seen.p95_ms >= SLOW_MS { State::Slow } else { State::Up }
        }
        _ => State::Untried,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(up: Option<bool>, calls: i64, failed: i64, p95_ms: i64) -> Health {
        Health { service: "a/b/c/v1".to_owned(), up, calls, failed, p95_ms }
    }

    #[test]
    fn a_service_that_is_not_reached_is_down_whatever_it_was_before() {
        assert_eq!(state(Some(&seen(Some(false), 1_000, 0, 5))), State::Down);
        assert_eq!(state(Some(&seen(Some(false), 0, 0, 0))), State::Down);
    }

    #[test]
    fn silence_is_neither_up_nor_down() {
        assert_eq!(state(None), State::Untried);
        assert_eq!(state(Some(&seen(None, 0, 0, 0))), State::Untried);
    }

    #[test]
    fn late_answers_and_one_failed_call_in_twenty_make_it_slow() {
        assert_eq!(state(Some(&seen(Some(true), 100, 0, 1_999))), State::Up);
        assert_eq!(state(Some(&seen(Some(true), 100, 0, 2_000))), State::Slow);
        assert_eq!(state(Some(&seen(Some(true), 100, 4, 10))), State::Up);
        assert_eq!(state(Some(&seen(Some(true), 100, 5, 10))), State::Slow);
    }

    #[test]
    fn one_failed_call_of_few_says_nothing_yet() {
        assert_eq!(state(Some(&seen(Some(true), 19, 1, 10))), State::Up);
        assert_eq!(state(Some(&seen(Some(true), 20, 1, 10))), State::Slow);
    }
}
