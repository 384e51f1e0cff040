//! How often something may be tried, without locking a village behind one address.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};

/// What is counted, and how much of it is allowed for one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Stable name, for example `masuk-akun`.
    pub name: &'static str,
    /// So many at once.
    pub burst: u32,
    /// And then so many in an hour.
    pub per_hour: u32,
}

/// Too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Again after so many seconds.
    pub retry_after: u64,
}

impl From<TooMany> for crate::Error {
    fn from(too_many: TooMany) -> Self {
        Self::too_many(too_many.retry_after)
    }
}

type Limiter = DefaultKeyedRateLimiter<String>;

/// Counts attempts in memory, by purpose and key (an account, an address, a case number).
#[derive(Debug)]
pub struct Throttle {
    times: u32,
    limiters: RwLock<HashMap<&'static str, Arc<Limiter>>>,
    clock: DefaultClock,
}

/// Above so many keys those that are full again are forgotten.
const TIDY_ABOVE: usize = 10_000;

impl Throttle {
    /// Counts; every purpose allows `times` as much as it says (1 in real use).
    pub fn new(times: u32) -> Self {
        Self { times: times.max(1), limiters: RwLock::default(), clock: DefaultClock::default() }
    }

    /// Counts one attempt.
    ///
    /// # Errors
    /// The key has used up what the purpose allows.
    pub fn check(&self, purpose: Purpose, key: &str) -> Result<(), TooMany> {
        let limiter = self.limiter(purpose);
        if limiter.len() > TIDY_ABOVE {
            limiter.retain_recent();
        }
        limiter
            .check_key(&key.to_owned())
            .map_err(|until| TooMany { retry_after: until.wait_time_from(self.clock.now()).as_secs() + 1 })
    }

    fn limiter(&self, purpose: Purpose) -> Arc<Limiter> {
        let known = self.limiters.read().unwrap_or_else(PoisonError::into_inner).get(purpose.name).cloned();
        known.unwrap_or_else(|| {
            let mut all = self.limiters.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(purpose.name).or_insert_with(|| Arc::new(self.new_limiter(purpose))))
        })
    }

    fn new_limiter(&self, purpose: Purpose) -> Limiter {
        let at_least_one = |count: u32| NonZeroU32::new(count.saturating_mul(self.times)).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_hour(at_least_one(purpose.per_hour)).allow_burst(at_least_one(purpose.burst));
        RateLimiter::keyed(quota)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN_IN: Purpose = Purpose { name: "masuk-akun", burst: 3, per_hour: 60 };

    #[test]
    fn the_fourth_attempt_at_once_waits() {
        let throttle = Throttle::new(1);
        for _ in 0..3 {
            assert_eq!(throttle.check(SIGN_IN, "budi"), Ok(()));
        }
        let TooMany { retry_after } = throttle.check(SIGN_IN, "budi").unwrap_err();
        assert!((1..=60).contains(&retry_after), "{retry_after}");
    }

    #[test]
    fn one_account_does_not_use_up_anothers_attempts() {
        let throttle = Throttle::new(1);
        while throttle.check(SIGN_IN, "budi").is_ok() {}
        assert_eq!(throttle.check(SIGN_IN, "sari"), Ok(()));
        let other = Purpose { name: "lacak", ..SIGN_IN };
        assert_eq!(throttle.check(other, "budi"), Ok(()));
    }

    #[test]
    fn benches_may_raise_every_limit() {
        let throttle = Throttle::new(1000);
        assert!((0..3000).all(|_| throttle.check(SIGN_IN, "budi").is_ok()));
    }
}
