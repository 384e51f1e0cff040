//! Leaves a broken service alone for a while.

use kernel::Instant;

/// Opens after some failures in a row; then one trial is let through after a minute, then after two, four … fifteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breaker {
    allowed: u32,
    failures: u32,
    closed_until: Option<i64>,
    pause: i64,
}

/// Where nobody says otherwise.
const FAILURES: u32 = 5;
const SHORTEST: i64 = 60;
const LONGEST: i64 = 15 * 60;

impl Default for Breaker {
    fn default() -> Self {
        Self::after(FAILURES)
    }
}

impl Breaker {
    /// Opens after so many failures in a row.
    pub const fn after(failures: u32) -> Self {
        Self { allowed: failures, failures: 0, closed_until: None, pause: 0 }
    }

    /// Whether the channel may be tried now. A trial after a pause closes the way for others until its outcome is told.
    pub fn lets_through(&mut self, now: Instant) -> bool {
        match self.closed_until {
            None => true,
            Some(until) if now.seconds() < until => false,
            Some(_) => {
                self.closed_until = Some(now.seconds() + self.pause);
                true
            }
        }
    }

    /// The channel answered, even if it refused this message.
    pub fn answered(&mut self) {
        *self = Self::after(self.allowed);
    }

    /// The channel did not work.
    pub fn failed(&mut self, now: Instant) {
        self.failures += 1;
        if self.failures >= self.allowed {
            self.pause = if self.pause == 0 { SHORTEST } else { (self.pause * 2).min(LONGEST) };
            self.closed_until = Some(now.seconds() + self.pause);
        }
    }

    /// Whether the last try did not work, for the operator.
    pub const fn is_troubled(&self) -> bool {
        self.failures > 0
    }

    /// Whether it is open, for the operator.
    pub fn is_open(&self, now: Instant) -> bool {
        self.closed_until.is_some_and(|until| now.seconds() < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_seconds(seconds)
    }

    #[test]
    fn five_failures_in_a_row_close_the_way_for_a_minute() {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            assert!(breaker.lets_through(at(0)));
            breaker.failed(at(0));
        }
        assert!(breaker.is_open(at(59)) && !breaker.lets_through(at(59)));
        assert!(breaker.lets_through(at(60)), "one trial");
        assert!(!breaker.lets_through(at(60)), "and no second beside it");
        breaker.answered();
        assert!(breaker.lets_through(at(61)) && breaker.lets_through(at(61)));
    }

    #[test]
    fn who_asks_for_three_failures_gets_three_also_after_an_answer() {
        let mut breaker = Breaker::after(3);
        for _ in 0..2 {
            (0..2).for_each(|_| breaker.failed(at(0)));
            assert!(breaker.is_troubled() && breaker.lets_through(at(0)));
            breaker.answered();
        }
        assert!(!breaker.is_troubled());
        (0..3).for_each(|_| breaker.failed(at(0)));
        assert!(!breaker.lets_through(at(59)) && breaker.lets_through(at(60)));
    }

    #[test]
    fn a_trial_that_fails_doubles_the_pause_up_to_a_quarter_of_an_hour() {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            breaker.failed(at(0));
        }
        let mut now = 0;
        for expected in [120, 240, 480, 900, 900] {
            while !breaker.lets_through(at(now)) {
                now += 1;
            }
            breaker.failed(at(now));
            assert!(!breaker.lets_through(at(now + expected - 1)), "{expected}");
            now += expected;
            assert!(!breaker.is_open(at(now)), "{expected}");
        }
    }

    #[test]
    fn one_answer_in_between_keeps_it_shut() {
        let mut breaker = Breaker::default();
        for _ in 0..20 {
            for _ in 0..4 {
                breaker.failed(at(0));
            }
            breaker.answered();
        }
        assert!(breaker.lets_through(at(0)));
    }
}
