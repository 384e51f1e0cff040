//! What the gateway decides by, in memory: asked at every call, so it costs a pointer. A change here is there at once, one of
//! another node within a second: a counter in the store says that something changed.

use crate::exchange::{Exchange, Inner};
use crate::grants::Grant;
use crate::model::api::Api;
use crate::model::publish::callable;
use crate::offers::Offer;
use cases::doors::{CallGrant, Callable, Credential, Directories, Directory, Operation, Upstream};
use kernel::Instant;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use store::{Row, StoreError, values};

/// Between two looks at the counter.
const LOOK: Duration = Duration::from_millis(400);

/// The directory, at which count it was made, and operations by description, to be used again.
#[derive(Default)]
pub(crate) struct Snapshot {
    version: i64,
    /// When a grant begins or ends next, so that another one may count.
    turns: Option<Instant>,
    directory: Arc<Directory>,
    operations: HashMap<(String, bool), Arc<[Operation]>>,
}

impl Directories for Exchange {
    fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.snapshot().directory)
    }
}

/// Looks at the counter for as long as the room lives.
pub(crate) fn follow(inner: &Arc<Inner>) {
    let inner = Arc::downgrade(inner);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            let Some(inner) = inner.upgrade() else { return };
            if let Err(error) = Exchange(inner).refresh().await {
                tracing::error!(%error, "services and grants could not be read again; calls go on as before");
            }
        }
    });
}

impl Exchange {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.0.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads services and grants again where something changed. Answers whether it did.
    ///
    /// # Errors
    /// The store cannot be read; what was known stays.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let sql = "SELECT version FROM exchange_head WHERE region = $1";
        let version = self.store().row(sql, &values![self.region()]).await?.map_or(Ok(0), |row| row.int(0))?;
        let known = self.snapshot();
        if known.version == version && known.turns.is_none_or(|turns| turns > self.now()) {
            return Ok(false);
        }
        let made = Arc::new(self.made(version, &known).await?);
        let mut current = self.0.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if current.version <= version {
            *current = made;
        }
        Ok(true)
    }

    async fn made(&self, version: i64, known: &Snapshot) -> Result<Snapshot, StoreError> {
        let offers = self.called().await?;
        let operations = self.operations(&offers, known).await?;
        let ids: Vec<&str> = offers.iter().filter_map(|offer| offer.sealed.as_deref()).collect();
        let secrets = self.store().open_sealed(self.region(), &ids).await?;
        let mut directory = Directory::default();
        for offer in &offers {
            let all = operations.get(&(offer.digest.clone(), offer.terms.checked)).cloned().unwrap_or_default();
            let one = callable_of(offer, &secrets, all);
            directory.services.insert(one.key.clone(), Arc::new(one));
        }
        let (living, now) = (self.living().await?, self.now());
        let turns = living.iter().flat_map(|grant| [grant.from, grant.until]).filter(|at| *at > now).min();
        for grant in living {
            let held = directory.grants.entry(grant.application.clone()).or_default();
            keep_later(held, call_grant(grant), now);
        }
        Ok(Snapshot { version, turns, directory: Arc::new(directory), operations })
    }

    /// Operations by description: those that are known, and the others read once.
    async fn operations(
        &self,
        offers: &[Offer],
        known: &Snapshot,
    ) -> Result<HashMap<(String, bool), Arc<[Operation]>>, StoreError> {
        let mut all = HashMap::new();
        for offer in offers {
            let key = (offer.digest.clone(), offer.terms.checked);
            if all.contains_key(&key) {
                continue;
            }
            let made = match known.operations.get(&key) {
                Some(made) => Arc::clone(made),
                None => self.read_operations(&key).await?,
            };
            all.insert(key, made);
        }
        Ok(all)
    }

    async fn read_operations(&self, (digest, checked): &(String, bool)) -> Result<Arc<[Operation]>, StoreError> {
        let sql = "SELECT body FROM exchange_descriptions WHERE region = $1 AND digest = $2";
        let row: Option<Row> = self.store().row(sql, &values![self.region(), digest]).await?;
        let Some(row) = row else { return Ok(Arc::default()) };
        let root: Value =
            serde_json::from_str(row.text(0)?).map_err(|_| StoreError::Damaged("exchange_descriptions".into()))?;
        Ok(Api::of(&root).operations.iter().map(|one| callable(&root, one, *checked)).collect())
    }
}

/// A renewal begins where the grant before it ends: until then the one that holds now stays.
fn keep_later(held: &mut BTreeMap<String, Arc<CallGrant>>, grant: CallGrant, now: Instant) {
    let rank = |one: &CallGrant| (one.from <= now && one.until > now, one.until);
    match held.get(&grant.service) {
        Some(known) if rank(known) >= rank(&grant) => {}
        _ => drop(held.insert(grant.service.clone(), Arc::new(grant))),
    }
}

fn callable_of(offer: &Offer, secrets: &HashMap<String, String>, operations: Arc<[Operation]>) -> Callable {
    let terms = &offer.terms;
    let secret = offer.sealed.as_ref().and_then(|id| secrets.get(id));
    let credential = offer.credential.as_ref().zip(secret);
    let bytes = |kib: i64| u64::try_from(kib).unwrap_or_default() * 1024;
    Callable {
        key: offer.key.to_string(),
        unit: offer.key.unit.clone(),
        application: offer.key.application.clone(),
        upstream: if terms.feed {
            Upstream::Feed(terms.upstream.clone())
        } else {
            Upstream::Http(terms.upstream.clone())
        },
        credential: credential.map(|((header, _), value)| Credential { header: header.clone(), value: value.clone() }),
        operations,
        most_request: bytes(terms.most_request),
        most_answer: bytes(terms.most_answer),
        timeout_ms: u64::try_from(terms.timeout_ms).unwrap_or_default(),
        per_minute: u32::try_from(terms.per_minute).unwrap_or(u32::MAX),
        relaxed: terms.relaxed,
        authority: (!terms.authority.trim().is_empty()).then(|| terms.authority.clone()),
    }
}

fn call_grant(grant: Grant) -> CallGrant {
    CallGrant {
        id: grant.id,
        application: grant.application,
        service: grant.offer,
        operations: grant.operations,
        fields: grant.fields,
        purpose: grant.number,
        per_minute: u32::try_from(grant.per_minute).unwrap_or(u32::MAX),
        per_day: u32::try_from(grant.per_day).unwrap_or(u32::MAX),
        from: grant.from,
        until: grant.until,
    }
}
