use crate::sure;
use kernel::{Clock, Instant};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands still until it is set; clones show the same time.
#[derive(Clone, Debug)]
pub struct SetClock(Arc<AtomicI64>);

impl SetClock {
    /// A clock that stands at `instant`.
    pub fn new(instant: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(instant.seconds())))
    }

    /// A clock that stands at an RFC 3339 time with an offset.
    ///
    /// # Panics
    /// The text is no such time.
    pub fn at(text: &str) -> Self {
        Self::new(sure(Instant::parse(text), text))
    }

    /// Moves it to `instant`, forward or back.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.seconds(), Ordering::SeqCst);
    }

    /// Moves it by `seconds`.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Default for SetClock {
    /// Monday 1 March 2027, 09:00 WIB.
    fn default() -> Self {
        Self::at("2027-03-01T09:00:00+07:00")
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::from_seconds(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_show_the_same_time() {
        let clock = SetClock::default();
        let other = clock.clone();
        clock.advance(60);
        assert_eq!(other.now(), Instant::parse("2027-03-01T09:01:00+07:00").unwrap());
    }
}
