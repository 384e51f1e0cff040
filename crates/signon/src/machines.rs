//! Whose token it is (`web::Machines`): answered from memory, asked of the store again once a second, so that what another
//! node revoked ends here within that second. What this node revokes ends at once. A text that is no token is looked up
//! once and remembered as none.

use crate::signon::Signon;
use kernel::Instant;
use ring::digest;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use store::{Row, StoreError, values};
use web::{Machine, Machines, OrFail as _, Pending};

/// For so many microseconds a token is believed without asking the store again.
const BELIEVED: i64 = 1_000_000;
/// At most so many tokens are remembered, living and unknown ones each.
const REMEMBERED: usize = 20_000;
/// Longest text that can be a token.
const LONGEST: usize = 128;

type Digest = [u8; 32];

/// What is remembered of tokens.
#[derive(Default)]
pub(crate) struct Tokens {
    known: RwLock<HashMap<Digest, Known>>,
    unknown: RwLock<HashSet<Digest>>,
}

struct Known {
    machine: Arc<Machine>,
    checked: AtomicI64,
}

enum Remembered {
    Believed(Arc<Machine>),
    Unknown,
    Ask,
}

impl Tokens {
    fn remembered(&self, digest: &Digest, now: Instant) -> Remembered {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let Some(one) = known.get(digest) else {
            drop(known);
            let unknown = self.unknown.read().unwrap_or_else(PoisonError::into_inner);
            return if unknown.contains(digest) { Remembered::Unknown } else { Remembered::Ask };
        };
        if one.machine.until <= now {
            return Remembered::Unknown;
        }
        let last = one.checked.load(Ordering::Relaxed);
        let fresh = (0..BELIEVED).contains(&now.micros().saturating_sub(last));
        // Of many calls at once, one asks the store; the others go on believing for as long as that takes.
        let asks =
            !fresh && one.checked.compare_exchange(last, now.micros(), Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if asks { Remembered::Ask } else { Remembered::Believed(Arc::clone(&one.machine)) }
    }

    fn learn(&self, digest: Digest, machine: &Arc<Machine>, now: Instant) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.retain(|_, one| one.machine.until > now);
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(digest, Known { machine: Arc::clone(machine), checked: AtomicI64::new(now.micros()) });
    }

    fn unlearn(&self, digest: Digest) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&digest);
        let mut unknown = self.unknown.write().unwrap_or_else(PoisonError::into_inner);
        if unknown.len() >= REMEMBERED {
            unknown.clear();
        }
        unknown.insert(digest);
    }

    /// Forgets every token of a key: the next call asks the store.
    pub fn forget_client(&self, client: &str) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).retain(|_, one| one.machine.client != client);
    }

    /// Forgets one token: it is over.
    pub fn forget(&self, token: &str) {
        self.unlearn(digest_of(token));
    }
}

fn digest_of(token: &str) -> Digest {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
    bytes
}

impl Signon {
    /// Whose token it is. What a person signed on with is no program's.
    ///
    /// # Errors
    /// It is not remembered and the store cannot be read.
    pub async fn machine_of(&self, token: &str, now: Instant) -> Result<Option<Arc<Machine>>, StoreError> {
        if token.len() > LONGEST {
            return Ok(None);
        }
        let digest = digest_of(token);
        match self.tokens().remembered(&digest, now) {
            Remembered::Believed(machine) => Ok(Some(machine)),
            Remembered::Unknown => Ok(None),
            Remembered::Ask => self.looked_up(digest, now).await,
        }
    }

    async fn looked_up(&self, digest: Digest, now: Instant) -> Result<Option<Arc<Machine>>, StoreError> {
        let sql = "SELECT a.client, c.application, c.unit, a.scopes, a.until_at, c.sandbox, a.resource \
                   FROM signon_access a JOIN signon_clients c ON c.region = a.region AND c.id = a.client \
                   WHERE a.region = $1 AND a.hash = $2 AND a.family = '' AND a.until_at > $3 AND c.revoked_at = 0";
        let row = self.store().row(sql, &values![self.region(), kernel::ids::hex(&digest), now]).await?;
        let Some(row) = row else {
            self.tokens().unlearn(digest);
            return Ok(None);
        };
        let machine = Arc::new(read(&row)?);
        self.tokens().learn(digest, &machine, now);
        Ok(Some(machine))
    }
}

fn read(row: &Row) -> Result<Machine, StoreError> {
    let resource = row.text(6)?;
    Ok(Machine {
        client: row.string(0)?,
        application: row.string(1)?,
        unit: row.string(2)?,
        scopes: row.text(3)?.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        until: row.instant(4)?,
        sandbox: row.flag(5)?,
        resource: (!resource.is_empty()).then(|| resource.to_owned()),
    })
}

impl Machines for Signon {
    fn machine<'a>(&'a self, token: &'a str, now: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, web::Error>> {
        Box::pin(async move { self.machine_of(token, now).await.or_fail() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        Instant::from_seconds(second)
    }

    fn machine(client: &str) -> Arc<Machine> {
        Arc::new(Machine {
            client: client.to_owned(),
            application: "simpus".to_owned(),
            unit: "dinas-kesehatan".to_owned(),
            scopes: Arc::new([]),
            until: at(600),
            sandbox: false,
            resource: None,
        })
    }

    #[test]
    fn a_token_is_believed_for_a_second_and_then_asked_for_by_one_call() {
        let tokens = Tokens::default();
        tokens.learn([1; 32], &machine("a"), at(0));
        let now = Instant::from_micros(BELIEVED - 1);
        assert!(matches!(tokens.remembered(&[1; 32], now), Remembered::Believed(_)));
        assert!(matches!(tokens.remembered(&[1; 32], at(1)), Remembered::Ask));
        assert!(matches!(tokens.remembered(&[1; 32], at(1)), Remembered::Believed(_)), "one asks, others go on");
        assert!(matches!(tokens.remembered(&[1; 32], at(600)), Remembered::Unknown), "over");
    }

    #[test]
    fn tokens_of_a_revoked_key_are_forgotten_and_no_others() {
        let tokens = Tokens::default();
        tokens.learn([1; 32], &machine("a"), at(0));
        tokens.learn([2; 32], &machine("b"), at(0));
        tokens.forget_client("a");
        assert!(matches!(tokens.remembered(&[1; 32], at(0)), Remembered::Ask));
        assert!(matches!(tokens.remembered(&[2; 32], at(0)), Remembered::Believed(_)));
    }

    #[test]
    fn however_many_texts_are_tried_memory_stays_bounded() {
        let tokens = Tokens::default();
        for count in 0..REMEMBERED * 2 {
            let mut digest = [0; 32];
            digest[..8].copy_from_slice(&count.to_be_bytes());
            tokens.unlearn(digest);
            tokens.learn(digest, &machine("a"), at(0));
        }
        assert!(tokens.unknown.read().unwrap().len() <= REMEMBERED);
        assert!(tokens.known.read().unwrap().len() <= REMEMBERED);
    }
}
