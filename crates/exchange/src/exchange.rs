//! The room's door inwards: one of these per region.

use cases::doors::{Agencies, Staff};
use kernel::ids::Chance;
use kernel::{Clock, Zone};
use std::sync::Arc;
use store::{Store, StoreError};

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
}

/// Services that agencies offer each other: descriptions, access asked for and granted as a case, the developer portal. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(Arc<Deps>);

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exchange({})", self.0.region)
    }
}

impl Exchange {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(deps)))
    }
}
