//! The room's door inwards: one of these per region.

use crate::line::Lines;
use crate::model::envelope::Origin;
use crate::model::registry::Registry;
use cases::doors::{Agencies, Applications};
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Store, StoreError, Vault};
use tokio::sync::Semaphore;
use web::outgoing::Reach;

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
    /// Further addresses under which this installation is reached; deliveries go to none of them.
    pub own_addresses: Vec<String>,
    /// Networks that deliveries may reach, as the operator listed them.
    pub reach: Reach,
    /// PEM file of further certificate authorities of the agencies' servers.
    pub authority: Option<PathBuf>,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Names of agencies.
    pub agencies: Arc<dyn Agencies>,
    /// The inventory: which application a subscription is for.
    pub applications: Arc<dyn Applications>,
}

/// So many requests of healthy receivers are under way at once.
const LANES: usize = 64;
/// So many of receivers that failed lately: however many there are, they take nobody else's place.
const TROUBLED: usize = 8;
/// So many calls wait for news at once.
const WAITING: usize = 200;

/// Facts that leave: events, subscriptions, signed webhooks, catching up. Cheap to clone.
#[derive(Clone)]
pub struct Events(Arc<Inner>);

struct Inner {
    deps: Deps,
    vault: Vault,
    registry: Arc<Registry>,
    origin: Origin,
    lines: Lines,
    lanes: Arc<Semaphore>,
    troubled: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Events({})", self.0.deps.region)
    }
}

impl Events {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read, or the file of authorities cannot.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let registry = Registry::shipped().map_err(StoreError::Settings)?;
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        let lines = Lines::new(deps.reach.clone(), deps.authority.as_deref()).map_err(StoreError::Settings)?;
        let origin = Origin { region: deps.region.clone(), public_url: deps.public_url.clone() };
        Ok(Self(Arc::new(Inner {
            vault,
            registry: Arc::new(registry),
            origin,
            lines,
            lanes: Arc::new(Semaphore::new(LANES)),
            troubled: Arc::new(Semaphore::new(TROUBLED)),
            waiting: Arc::new(Semaphore::new(WAITING)),
            deps,
        })))
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

    pub(crate) fn origin(&self) -> &Origin {
        &self.0.origin
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.0.lines
    }

    /// Those who may send now: `troubled` have a lane of their own.
    pub(crate) fn lane(&self, troubled: bool) -> Arc<Semaphore> {
        Arc::clone(if troubled { &self.0.troubled } else { &self.0.lanes })
    }

    pub(crate) fn waiting(&self) -> &Semaphore {
        &self.0.waiting
    }

    /// What may leave.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.0.registry
    }

    /// This installation's addresses, the public one first.
    pub(crate) fn own_addresses(&self) -> Vec<String> {
        let more = self.0.deps.own_addresses.iter().cloned();
        std::iter::once(self.0.deps.public_url.clone()).chain(more).collect()
    }
}
