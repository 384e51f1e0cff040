//! The room's door inwards: one of these per region, shared by pages, other rooms and the command line.

use crate::fault::Fault;
use crate::hasher::Hasher;
use crate::model::agencies::Directory;
use crate::model::throttle::{Limits, Rate, Throttle};
use crate::sessions::Cache;
use cases::doors::{Agencies, Agency, Answer, Staff, StandIn};
use kernel::ids::Chance;
use kernel::{OfficerId, Role};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};
use store::Store;

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code, for example `35.17`.
    pub region: String,
    /// Full name, for example `Kabupaten Jombang`.
    pub city: String,
    /// The ledger.
    pub store: Store,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Table `[opd]` of `wilayah/<code>/alias.toml`: written name to unit.
    pub aliases: BTreeMap<String, String>,
    /// What every throttle allows is multiplied by this (1 in real use; benches raise it).
    pub throttle_times: u32,
}

/// Agencies, officers, roles and sessions of one region. Cheap to clone.
#[derive(Clone)]
pub struct Identity(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub deps: Deps,
    pub hasher: Hasher,
    pub throttle: Throttle,
    pub cache: Cache,
    /// Wrong sign-ins under names that nobody has, since they were last written down.
    pub unknown_names: AtomicU64,
    directory: RwLock<Seen>,
}

/// The agencies with the mark at which they were read.
#[derive(Default)]
struct Seen {
    mark: (i64, i64),
    directory: Arc<Directory>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity({})", self.0.deps.region)
    }
}

impl Identity {
    /// Reads the agencies and makes the room ready.
    ///
    /// # Errors
    /// The store failed.
    pub async fn open(deps: Deps) -> Result<Self, Fault> {
        let times = i64::from(deps.throttle_times.max(1));
        let more = |rate: Rate| Rate { burst: rate.burst.saturating_mul(times), ..rate };
        let usual = Limits::default();
        let limits = Limits { pair: more(usual.pair), account: more(usual.account), address: more(usual.address) };
        let identity = Self(Arc::new(Inner {
            hasher: Hasher::new(deps.chance.as_ref())?,
            throttle: Throttle::new(limits),
            cache: Cache::default(),
            unknown_names: AtomicU64::new(0),
            directory: RwLock::default(),
            deps,
        }));
        identity.reload_agencies().await?;
        Ok(identity)
    }

    /// The agencies as they stand.
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.0.directory.read().unwrap_or_else(PoisonError::into_inner).directory)
    }

    pub(crate) fn agencies_seen(&self) -> (i64, i64) {
        self.0.directory.read().unwrap_or_else(PoisonError::into_inner).mark
    }

    pub(crate) fn set_directory(&self, directory: Directory, mark: (i64, i64)) {
        let seen = Seen { mark, directory: Arc::new(directory) };
        *self.0.directory.write().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    pub(crate) fn region(&self) -> &str {
        &self.0.deps.region
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        self.0.deps.chance.as_ref()
    }
}

impl Agencies for Identity {
    fn all(&self) -> Arc<[Agency]> {
        self.directory().all()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        self.directory().agency(unit)
    }

    fn find(&self, name: &str) -> Option<Agency> {
        let directory = self.directory();
        directory.find(name).and_then(|office| directory.agency(&office.unit))
    }

    fn role_of(&self, title: &str, unit: &str) -> Option<Role> {
        self.directory().role_of(title, unit)
    }

    fn title_name(&self, title: &str, unit: &str) -> String {
        self.directory().title_name(title, unit)
    }
}

impl Staff for Identity {
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async move {
            self.officers_holding(unit, role).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "who holds a role could not be read");
                Vec::new()
            })
        })
    }

    fn all_holding(&self, role: Role) -> Answer<'_, Vec<(OfficerId, String)>> {
        Box::pin(async move {
            self.everybody_holding(role).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "who holds a role could not be read");
                Vec::new()
            })
        })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            self.name_of(officer).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "an officer's name could not be read");
                None
            })
        })
    }

    fn email<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            self.email_of(officer).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "an officer's address could not be read");
                None
            })
        })
    }

    fn stands_in<'a>(&'a self, officer: &'a OfficerId, on: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async move {
            self.letters_for(officer, on).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "for whom an officer stands in could not be read");
                Vec::new()
            })
        })
    }

    fn letters<'a>(&'a self, ids: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async move {
            let found = self.letters_with(ids).await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "letters of assignment could not be read");
                Vec::new()
            });
            found.into_iter().map(|one| one.letter).collect()
        })
    }
}
