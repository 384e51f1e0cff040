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

/// Sign-on for the agencies' applications: OAuth 2 clients and tokens, OpenID Connect, consent, the launcher. Cheap to clone.
#[derive(Clone)]
pub struct Signon(Arc<Deps>);

impl std::fmt::Debug for Signon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signon({})", self.0.region)
    }
}

impl Signon {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(deps)))
    }
}
