//! Stored self-assessments: the room's door inwards. One of these per region, shared by pages and the worker.

pub mod claim;
mod commands;
pub mod decide;
pub mod evidence;
pub mod happened;
pub mod model;
pub(crate) mod pack;
mod proofs;
mod queries;
pub mod rights;
mod rows;
pub mod sample;
mod told;

pub use commands::Spoken;
pub use pack::Pack;
pub use proofs::Given;
pub use queries::{Act, Listed, PublishedValue, Summary};

use crate::Instrument;
use cases::doors::{Agencies, Staff};
use jiff::civil::Date;
use kernel::ids::Chance;
use kernel::{Clock, Facts, Instant, Zone};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Store, StoreError, Vault};

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code, for example `35.17`.
    pub region: String,
    /// The region's name, for what is taken out.
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
    /// Names of officers, and who is an assessor.
    pub staff: Arc<dyn Staff>,
    /// What the system knows of itself.
    pub facts: Arc<dyn Facts>,
}

/// Assessments of one region. Cheap to clone.
#[derive(Clone)]
pub struct Assessments(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    deps: Deps,
    vault: Vault,
    /// Instruments by the hash of their text, as they were read once.
    instruments: RwLock<HashMap<String, Arc<Pinned>>>,
}

/// An instrument in the version on which an assessment stands.
#[derive(Debug)]
pub struct Pinned {
    /// The instrument.
    pub instrument: Instrument,
    /// What the checker warns of, in both languages: weights that do not add up, for example.
    pub warnings: Vec<definition::Say>,
}

impl Pinned {
    fn read(text: &str) -> Option<Self> {
        let checked = crate::check(text);
        let warns = |one: &definition::Diagnostic| one.severity() == definition::Severity::Warning;
        let warnings = checked.findings.iter().filter(|one| warns(one)).map(|one| one.say.clone()).collect();
        Some(Self { instrument: checked.instrument?, warnings })
    }
}

impl std::fmt::Debug for Assessments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Assessments({})", self.0.deps.region)
    }
}

impl Assessments {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        Ok(Self(Arc::new(Inner { deps, vault, instruments: RwLock::default() })))
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

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.deps.chance
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    /// Today in the region.
    pub(crate) fn today(&self) -> Date {
        self.now().date(self.0.deps.zone)
    }

    /// An instrument that was read before.
    fn known(&self, hash: &str) -> Option<Arc<Pinned>> {
        self.0.instruments.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn keep(&self, hash: &str, pinned: Pinned) -> Arc<Pinned> {
        let pinned = Arc::new(pinned);
        let mut all = self.0.instruments.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(hash.to_owned()).or_insert(pinned))
    }
}
