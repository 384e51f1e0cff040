//! How often a job works.

use kernel::Instant;
use std::sync::atomic::{AtomicI64, Ordering};

/// A job is due at once, and again so many seconds after it was through. Each node has its own.
#[derive(Debug)]
pub struct Pace {
    every: i64,
    next: AtomicI64,
}

impl Pace {
    /// Once in so many seconds.
    pub const fn every(seconds: i64) -> Self {
        Self { every: seconds, next: AtomicI64::new(i64::MIN) }
    }

    /// Whether the job works now.
    pub fn is_due(&self, now: Instant) -> bool {
        now.seconds() >= self.next.load(Ordering::Relaxed)
    }

    /// The job is through: it rests until it is due again.
    pub fn rest(&self, now: Instant) {
        self.next.store(now.seconds() + self.every, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_due_at_once_until_it_is_through_and_again_after_its_rest() {
        let (pace, now) = (Pace::every(60), Instant::from_seconds(1_804_239_000));
        assert!(pace.is_due(now) && pace.is_due(now), "what is not through stays due");
        pace.rest(now);
        assert!(!pace.is_due(now.plus_seconds(59)));
        assert!(pace.is_due(now.plus_seconds(60)));
    }
}
