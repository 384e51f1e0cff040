//! The room's door inwards: one of these per region, shared by worker and pages.

use crate::indicator::overview::Watched;
use crate::indicator::stored::Kept;
use crate::indicator::{Library, shipped};
use crate::papers::Queue;
use cases::doors::{Agencies, Gazetteer, Staff};
use jiff::civil::Date;
use kernel::ids::Chance;
use kernel::{Calendar, Clock, Instant, Zone};
use paper::Press;
use std::sync::Arc;
use store::{Store, StoreError, Vault};

/// Names of services by id; asked anew each time, because services are published while we run.
pub type Services = Arc<dyn Fn() -> Vec<(String, String)> + Send + Sync>;

/// The working calendar of the region; asked anew each time, because holidays are imported while we run.
pub type Days = Arc<dyn Fn() -> Arc<Calendar> + Send + Sync>;

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code, for example `35.17`.
    pub region: String,
    /// Name for documents, for example `Kabupaten Jombang`.
    pub city: String,
    /// The region's zone.
    pub zone: Zone,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Names of agencies.
    pub agencies: Arc<dyn Agencies>,
    /// Names of districts.
    pub gazetteer: Arc<dyn Gazetteer>,
    /// Names of officers.
    pub staff: Arc<dyn Staff>,
    /// Names of services.
    pub services: Services,
    /// The typesetter, if this program holds one.
    pub press: Option<Press>,
    /// Working days and holidays, by which months and quarters are due.
    pub days: Days,
}

/// Plans, programmes and indicators of one region. Cheap to clone.
#[derive(Clone)]
pub struct Programme(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub deps: Deps,
    pub vault: Vault,
    /// The indicators that are computed here.
    pub library: &'static Library,
    pub kept: Kept,
    pub queue: Queue,
    /// Every indicator at a glance, kept.
    pub watched: Watched,
}

impl std::fmt::Debug for Programme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Programme({})", self.0.deps.region)
    }
}

impl Programme {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        Self::with_library(deps, shipped::library()).await
    }

    /// Makes the room with other indicators than the shipped ones.
    ///
    /// # Errors
    /// As [`Programme::open`].
    pub async fn with_library(deps: Deps, library: &'static Library) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        let (kept, watched, queue) = (Kept::default(), Watched::default(), Queue::default());
        Ok(Self(Arc::new(Inner { deps, vault, library, kept, watched, queue })))
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

    /// The indicators that are computed here.
    pub fn library(&self) -> &'static Library {
        self.0.library
    }

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    /// The working calendar as it stands.
    pub(crate) fn calendar(&self) -> Arc<Calendar> {
        (self.0.deps.days)()
    }

    /// Today in the region.
    pub(crate) fn today(&self) -> Date {
        self.now().date(self.0.deps.zone)
    }
}
