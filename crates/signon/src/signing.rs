//! The keys that sign ID tokens and logout tokens: made here, sealed at rest, changed by the calendar (`model::rotation`).

use crate::events::event;
use crate::model::jws::{self, BadToken, PublicKey, SigningKey};
use crate::model::rotation;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use kernel::{Actor, Instant};
use serde_json::{Map, Value, json};
use std::sync::{Arc, PoisonError};
use store::{ANY_VERSION, Commit, CommitError, Statement, StoreError, values};

/// For so many seconds keys are taken from memory: another node's new key signs only a day later.
const KEPT: i64 = 60;

/// All keys as they stand.
#[derive(Debug)]
pub(crate) struct Ring {
    read_at: Instant,
    /// Ascending by age, the oldest first.
    public: Vec<PublicKey>,
    made: Vec<Instant>,
    signing: SigningKey,
}

impl Ring {
    /// The published set (RFC 7517).
    pub fn published(&self, now: Instant) -> Value {
        let plan = rotation::plan(&self.made, now);
        let keys: Vec<Value> =
            plan.published.iter().filter_map(|at| self.public.get(*at)).map(PublicKey::jwk).collect();
        json!({ "keys": keys })
    }

    /// Signs claims; `kind` is the type in the head.
    pub fn sign(&self, kind: &str, claims: &Value) -> Option<String> {
        self.signing.sign(kind, claims)
    }

    /// The claims of a token that this region ever signed, as long as its key is remembered.
    pub fn verify(&self, token: &str) -> Result<Map<String, Value>, BadToken> {
        jws::verify(token, &self.public)
    }
}

struct Kept {
    public: PublicKey,
    sealed: String,
    person: String,
    made_at: Instant,
}

impl Signon {
    /// The keys; the first one is made here only where the worker has not done so yet.
    pub(crate) async fn ring(&self) -> Result<Arc<Ring>, OAuthError> {
        let now = self.now();
        let known = self.ring_slot().read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(ring) = known.filter(|ring| (0..KEPT).contains(&(now.seconds() - ring.read_at.seconds()))) {
            return Ok(ring);
        }
        if self.kept_keys().await?.is_empty() {
            self.make_key(now).await?;
        }
        let ring = Arc::new(self.read_ring(now).await?);
        *self.ring_slot().write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&ring));
        Ok(ring)
    }

    async fn read_ring(&self, now: Instant) -> Result<Ring, StoreError> {
        let kept = self.kept_keys().await?;
        let made: Vec<Instant> = kept.iter().map(|one| one.made_at).collect();
        let damaged = || StoreError::Damaged("signing keys".to_owned());
        let signs = rotation::plan(&made, now).signs.and_then(|at| kept.get(at)).ok_or_else(damaged)?;
        let opened = self.store().open_sealed(self.region(), &[&signs.sealed]).await?;
        let signing = opened.get(&signs.sealed).and_then(|secret| SigningKey::open(secret)).ok_or_else(damaged)?;
        Ok(Ring { read_at: now, made, signing, public: kept.into_iter().map(|one| one.public).collect() })
    }

    async fn kept_keys(&self) -> Result<Vec<Kept>, StoreError> {
        let sql = "SELECT public, sealed, person, made_at FROM signon_keys WHERE region = $1 ORDER BY made_at, kid";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let read = |row: &store::Row| {
            let public = PublicKey::read(row.text(0)?);
            let public = public.ok_or_else(|| StoreError::Damaged("a signing key".to_owned()))?;
            Ok(Kept { public, sealed: row.string(1)?, person: row.string(2)?, made_at: row.instant(3)? })
        };
        rows.iter().map(read).collect()
    }

    async fn make_key(&self, now: Instant) -> Result<(), CommitError> {
        let unmade = || StoreError::Key("no signing key could be made".to_owned());
        let secret = SigningKey::new_secret().ok_or_else(unmade)?;
        let public = SigningKey::open(&secret).ok_or_else(unmade)?.public;
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (sealed, seal) = self.vault().seal(&person, &secret, now, self.chance())?;
        let row = Statement::new(
            "INSERT INTO signon_keys (region, kid, public, person, sealed, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
            values![self.region(), &public.kid, public.written(), person.id(), &sealed.id, now],
        );
        let made = event("signing_key.made", now, &Actor::System, json!({ "kid": public.kid }));
        let commit = Commit {
            events: vec![made],
            statements: vec![keep, seal, row],
            ..Commit::new(self.region(), "signon/keys", ANY_VERSION)
        };
        self.store().commit_waiting(commit, now).await.map(drop)
    }

    /// Makes the first and the next key and forgets the oldest as the calendar says; how many changes were made.
    pub(crate) async fn rotate(&self, now: Instant) -> Result<u64, CommitError> {
        let kept = self.kept_keys().await?;
        if kept.is_empty() {
            // So that whoever reads our keys finds one, and reading makes none.
            self.make_key(now).await?;
            return Ok(1);
        }
        let made: Vec<Instant> = kept.iter().map(|one| one.made_at).collect();
        let plan = rotation::plan(&made, now);
        if plan.new {
            self.make_key(now).await?;
        }
        for old in plan.over.iter().filter_map(|at| kept.get(*at)) {
            let row = Statement::new(
                "DELETE FROM signon_keys WHERE region = $1 AND kid = $2",
                values![self.region(), &old.public.kid],
            );
            let mut statements = vec![row.exactly_one()];
            statements.extend(store::erasure(self.region(), &old.person, now));
            let gone = event("signing_key.forgotten", now, &Actor::System, json!({ "kid": old.public.kid }));
            let commit =
                Commit { events: vec![gone], statements, ..Commit::new(self.region(), "signon/keys", ANY_VERSION) };
            match self.store().commit_waiting(commit, now).await {
                // Another node was faster.
                Ok(_) | Err(CommitError::Guard) => {}
                Err(error) => return Err(error),
            }
        }
        let changes = u64::from(plan.new) + plan.over.len() as u64;
        if changes > 0 {
            *self.ring_slot().write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok(changes)
    }

    /// The keyed name of somebody for applications. Officers have one for the whole installation, residents another one
    /// for each application (docs/adr/0078).
    pub(crate) fn subject(&self, purpose: &str, who: &str) -> String {
        let mut name = self.vault().search_hash(&format!("subject {purpose}"), who);
        name.truncate(32);
        name
    }
}
