//! How often and how much at once: quotas of grants and services, places for calls under way, breakers.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use kernel::{Instant, Zone};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web::outgoing::Breaker;

/// Calls of one service that may be under way at once: one that hangs does not take the others' memory and handles.
const AT_ONCE: usize = 512;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// So many in any minute, evenly refilled; `None`: no limit.
fn minute(count: u32) -> Option<DefaultDirectRateLimiter> {
    NonZeroU32::new(count).map(|count| RateLimiter::direct(Quota::per_minute(count)))
}

/// Seconds to wait, rounded up.
fn taken(limiter: &DefaultDirectRateLimiter) -> Result<(), u64> {
    limiter.check().map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
}

/// What is shared by all calls of one service, whatever becomes of its settings.
pub(crate) struct Shared {
    breaker: Mutex<Breaker>,
    places: Arc<Semaphore>,
}

impl Default for Shared {
    fn default() -> Self {
        Self { breaker: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Shared {
    /// A place for a call, until it is dropped.
    pub fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    pub fn breaker<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        act(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Calls a minute of one service, over all clients.
pub(crate) struct PerMinute(Option<DefaultDirectRateLimiter>);

impl PerMinute {
    pub fn new(count: u32) -> Self {
        Self(minute(count))
    }

    /// # Errors
    /// Seconds to wait.
    pub fn take(&self) -> Result<(), u64> {
        self.0.as_ref().map_or(Ok(()), taken)
    }
}

/// Why a call of a client was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Used {
    /// The minute's calls; again after so many seconds.
    Minute(u64),
    /// The day's calls; again after so many seconds.
    Day(u64),
}

/// What one client has used of a grant.
struct Client {
    minute: Option<DefaultDirectRateLimiter>,
    /// The local day, and the calls in it.
    day: Mutex<(i64, u32)>,
}

/// What clients have used of one grant, each for itself.
pub(crate) struct PerClient {
    per_minute: u32,
    per_day: u32,
    clients: RwLock<HashMap<String, Arc<Client>>>,
}

impl PerClient {
    pub fn new(per_minute: u32, per_day: u32) -> Self {
        Self { per_minute, per_day, clients: RwLock::default() }
    }

    /// Counts one call of a client.
    ///
    /// # Errors
    /// It has used up the minute or the day.
    pub fn take(&self, client: &str, now: Instant, zone: Zone) -> Result<(), Used> {
        if self.per_minute == 0 && self.per_day == 0 {
            return Ok(());
        }
        let one = self.of(client);
        if let Some(limiter) = &one.minute {
            taken(limiter).map_err(Used::Minute)?;
        }
        if self.per_day == 0 {
            return Ok(());
        }
        let local = now.seconds() + i64::from(zone.offset_seconds());
        let today = local.div_euclid(DAY);
        let mut day = one.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.0 != today {
            *day = (today, 0);
        }
        if day.1 >= self.per_day {
            return Err(Used::Day(u64::try_from(DAY - local.rem_euclid(DAY)).unwrap_or(1)));
        }
        day.1 += 1;
        Ok(())
    }

    fn of(&self, client: &str) -> Arc<Client> {
        if let Some(known) = self.clients.read().unwrap_or_else(PoisonError::into_inner).get(client) {
            return Arc::clone(known);
        }
        let new = || Arc::new(Client { minute: minute(self.per_minute), day: Mutex::default() });
        let mut all = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(client.to_owned()).or_insert_with(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_day_ends_at_local_midnight() {
        let grant = PerClient::new(0, 2);
        let late = at("2027-03-01T23:59:00+07:00");
        assert_eq!(grant.take("a", late, Zone::Wib), Ok(()));
        assert_eq!(grant.take("a", late, Zone::Wib), Ok(()));
        assert_eq!(grant.take("a", late, Zone::Wib), Err(Used::Day(60)));
        assert_eq!(grant.take("b", late, Zone::Wib), Ok(()), "each client for itself");
        assert_eq!(grant.take("a", late.plus_seconds(60), Zone::Wib), Ok(()));
    }

    #[test]
    fn a_minute_is_used_up_by_as_many_calls_as_it_has() {
        let grant = PerClient::new(3, 0);
        let now = at("2027-03-01T09:00:00+07:00");
        for _ in 0..3 {
            assert_eq!(grant.take("a", now, Zone::Wib), Ok(()));
        }
        assert!(matches!(grant.take("a", now, Zone::Wib), Err(Used::Minute(1..=21))));
        assert_eq!(PerMinute::new(0).take(), Ok(()), "0: no limit");
    }

    #[test]
    fn places_are_given_back() {
        let shared = Shared::default();
        let held: Vec<_> = (0..AT_ONCE).map(|_| shared.place().unwrap()).collect();
        assert!(shared.place().is_none());
        drop(held);
        assert!(shared.place().is_some());
    }
}
