//! How often one may try to sign in. Strict per account and address, so that nobody guesses; looser per account, so that
//! nobody locks an officer out from afar; loose per address, because a whole village may stand behind one.

use kernel::Instant;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// A rate: `burst` tries at once, then one every `seconds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Tries at once.
    pub burst: i64,
    /// Seconds until one more is allowed.
    pub seconds: i64,
}

/// The three rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wrong tries for one account from one address.
    pub pair: Rate,
    /// Wrong tries for one account from everywhere; an address from which the account signed in before is exempt.
    pub account: Rate,
    /// Tries of any kind from one address.
    pub address: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pair: Rate { burst: 5, seconds: 60 },
            account: Rate { burst: 50, seconds: 36 },
            address: Rate { burst: 300, seconds: 1 },
        }
    }
}

/// Counts tries in memory; what it forgets at a restart costs a guesser nothing but the restart.
#[derive(Debug)]
pub struct Throttle {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the bucket will be full again (seconds), by key: generic cell rate algorithm.
    full_at: HashMap<String, i64>,
    /// Pairs of account and address that signed in before.
    familiar: HashSet<String>,
}

/// At most so many buckets and familiar pairs are kept; beyond, full buckets are dropped, then all.
const KEPT: usize = 100_000;

impl Throttle {
    /// A throttle with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, state: Mutex::new(State::default()) }
    }

    /// Counts a try before it is judged, so that parallel tries cannot slip through. `account` is the name as typed,
    /// whether it exists or not.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn try_now(&self, account: &str, address: &str, now: Instant) -> Result<(), i64> {
        let (pair, account) = keys(account, address);
        let address = format!("d|{address}");
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sweep(now.seconds());
        let mut asked = vec![(address, self.limits.address), (pair.clone(), self.limits.pair)];
        if !state.familiar.contains(&pair) {
            asked.push((account, self.limits.account));
        }
        let wait = asked.iter().map(|(key, rate)| state.wait(key, *rate, now.seconds())).max().unwrap_or(0);
        if wait > 0 {
            return Err(wait);
        }
        for (key, rate) in asked {
            state.take(key, rate, now.seconds());
        }
        Ok(())
    }

    /// The try was right: the account's wrong tries from here are forgotten and the address is known from now on.
    pub fn succeeded(&self, account: &str, address: &str) {
        let (pair, account) = keys(account, address);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.full_at.remove(&pair);
        if let Some(at) = state.full_at.get_mut(&account) {
            *at -= self.limits.account.seconds;
        }
        state.familiar.insert(pair);
    }
}

fn keys(account: &str, address: &str) -> (String, String) {
    let account = account.trim().to_lowercase();
    // Hashed, so that a long or odd name costs no memory and stands nowhere.
    let account = kernel::ids::hash_secret(&account);
    (format!("p|{account}|{address}"), format!("a|{account}"))
}

impl State {
    fn wait(&self, key: &str, rate: Rate, now: i64) -> i64 {
        let full_at = self.full_at.get(key).copied().unwrap_or(now).max(now);
        (full_at + rate.seconds - now - rate.burst * rate.seconds).max(0)
    }

    fn take(&mut self, key: String, rate: Rate, now: i64) {
        let full_at = self.full_at.entry(key).or_insert(now);
        *full_at = (*full_at).max(now) + rate.seconds;
    }

    fn sweep(&mut self, now: i64) {
        if self.full_at.len() > KEPT {
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        if self.full_at.len() > KEPT {
            self.full_at.clear();
        }
        if self.familiar.len() > KEPT {
            self.familiar.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "203.0.113.7";

    fn at(seconds: i64) -> Instant {
        Instant::from_seconds(1_800_000_000 + seconds)
    }

    fn throttle() -> Throttle {
        Throttle::new(Limits::default())
    }

    #[test]
    fn five_wrong_tries_then_one_a_minute() {
        let throttle = throttle();
        for _ in 0..5 {
            assert_eq!(throttle.try_now("siti", HERE, at(0)), Ok(()));
        }
        assert_eq!(throttle.try_now(" SITI ", HERE, at(0)), Err(60));
        assert_eq!(throttle.try_now("siti", HERE, at(59)), Err(1));
        assert_eq!(throttle.try_now("siti", HERE, at(60)), Ok(()));
        assert_eq!(throttle.try_now("siti", HERE, at(61)), Err(59));
    }

    #[test]
    fn a_village_behind_one_address_is_not_locked_by_one_guesser() {
        let throttle = throttle();
        for _ in 0..50 {
            let _ = throttle.try_now("siti", HERE, at(0));
        }
        for officer in 0..200 {
            assert_eq!(throttle.try_now(&format!("petugas{officer}"), HERE, at(0)), Ok(()));
        }
    }

    #[test]
    fn guessing_from_many_addresses_does_not_lock_the_officer_out_of_the_known_office() {
        let throttle = throttle();
        throttle.try_now("siti", HERE, at(0)).unwrap();
        throttle.succeeded("siti", HERE);
        for guesser in 0..60 {
            let _ = throttle.try_now("siti", &format!("198.51.100.{guesser}"), at(1));
        }
        assert!(throttle.try_now("siti", "198.51.100.200", at(1)).is_err(), "everywhere else is full");
        assert_eq!(throttle.try_now("siti", HERE, at(1)), Ok(()));
    }

    #[test]
    fn one_address_cannot_try_without_end() {
        let throttle = throttle();
        let tries = (0..400).filter(|n| throttle.try_now(&format!("nama{n}"), HERE, at(0)).is_ok()).count();
        assert_eq!(tries, 300);
        assert_eq!(throttle.try_now("lain", "198.51.100.1", at(0)), Ok(()));
    }

    #[test]
    fn a_right_password_forgets_the_wrong_tries() {
        let throttle = throttle();
        for _ in 0..4 {
            throttle.try_now("siti", HERE, at(0)).unwrap();
        }
        throttle.try_now("siti", HERE, at(0)).unwrap();
        throttle.succeeded("siti", HERE);
        assert_eq!(throttle.try_now("siti", HERE, at(0)), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = throttle();
        for n in 0..60_000i64 {
            let _ = throttle.try_now(&n.to_string(), &n.to_string(), at(n / 1000));
        }
        let state = throttle.state.lock().unwrap();
        assert!(state.full_at.len() <= KEPT + 3, "{}", state.full_at.len());
    }
}
