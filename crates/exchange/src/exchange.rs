//! The room's door inwards: one of these per region, shared by pages, jobs and the gateway.

use crate::directory::Snapshot;
use cases::doors::{Agencies, Applications, Certificates, Clients, Feeds, Requests, Staff};
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use std::sync::{Arc, RwLock};
use store::{Store, StoreError, Vault};

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code.
    pub region: String,
    /// Its name.
    pub city: String,
    /// Its zone.
    pub zone: Zone,
    /// `https://…` without a slash at the end.
    pub public_url: String,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Agencies.
    pub agencies: Arc<dyn Agencies>,
    /// Officers.
    pub staff: Arc<dyn Staff>,
    /// The inventory of applications.
    pub applications: Arc<dyn Applications>,
    /// Tables of old systems, offered on.
    pub feeds: Arc<dyn Feeds>,
    /// Access is asked for as a case.
    pub requests: Arc<dyn Requests>,
    /// Keys of programs, whose secrets end.
    pub clients: Arc<dyn Clients>,
    /// Certificates of the servers that answer services; they end too.
    pub certificates: Arc<dyn Certificates>,
}

/// Services that agencies offer each other, and who may call them. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) deps: Deps,
    vault: Vault,
    /// What the gateway decides by.
    pub(crate) snapshot: RwLock<Arc<Snapshot>>,
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exchange({})", self.0.deps.region)
    }
}

impl Exchange {
    /// Makes the room, and follows what other nodes change for as long as it lives.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        let exchange = Self(Arc::new(Inner { deps, vault, snapshot: RwLock::default() }));
        exchange.refresh().await?;
        crate::directory::follow(&exchange.0);
        Ok(exchange)
    }

    pub(crate) fn deps(&self) -> &Deps {
        &self.0.deps
    }

    pub(crate) fn region(&self) -> &str {
        &self.0.deps.region
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.deps.chance
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    pub(crate) fn zone(&self) -> Zone {
        self.0.deps.zone
    }

    /// The name of an agency; its unit where it is not known.
    pub(crate) fn agency(&self, unit: &str) -> String {
        self.0.deps.agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
    }

    /// Where calls of a service go in through us.
    pub(crate) fn server(&self, key: &str) -> String {
        format!("{}/x/{key}", self.0.deps.public_url)
    }
}
