//! The room's door inwards: one of these per region.

use crate::farewells::{BYTES, LIMIT};
use crate::machines::Tokens;
use crate::signing::Ring;
use cases::doors::{Agencies, Application, Applications, ContactCodes, Directories, Staff};
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use std::sync::{Arc, RwLock};
use store::{Commit, Statement, Store, StoreError, Vault};
use web::outgoing::{Outgoing, Reach};

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code.
    pub region: String,
    /// Its name.
    pub city: String,
    /// Its zone.
    pub zone: Zone,
    /// `https://…` without a slash at the end; the issuer.
    pub public_url: String,
    /// Further addresses under which this installation is reached; farewells go to none of them.
    pub own_addresses: Vec<String>,
    /// Networks that farewells may reach, as the operator listed them.
    pub reach: Reach,
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
    /// The inventory: every key belongs to an application of it.
    pub applications: Arc<dyn Applications>,
    /// Services to which a token may be bound.
    pub directories: Arc<dyn Directories>,
    /// Proves the contacts of residents.
    pub codes: Arc<dyn ContactCodes>,
}

/// Sign-on for the agencies' applications: OAuth 2 clients and tokens, OpenID Connect, consent, the launcher. Cheap to clone.
#[derive(Clone)]
pub struct Signon(Arc<Inner>);

struct Inner {
    deps: Deps,
    vault: Vault,
    outgoing: Outgoing,
    tokens: Tokens,
    ring: RwLock<Option<Arc<Ring>>>,
}

impl std::fmt::Debug for Signon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signon({})", self.0.deps.region)
    }
}

impl Signon {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        let outgoing = Outgoing::new(deps.reach.clone(), None, LIMIT, BYTES).map_err(StoreError::Settings)?;
        Ok(Self(Arc::new(Inner { deps, vault, outgoing, tokens: Tokens::default(), ring: RwLock::default() })))
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

    pub(crate) fn outgoing(&self) -> &Outgoing {
        &self.0.outgoing
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn ring_slot(&self) -> &RwLock<Option<Arc<Ring>>> {
        &self.0.ring
    }

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    /// The issuer: the address of this region, and the beginning of all addresses of OAuth.
    pub(crate) fn issuer(&self) -> &str {
        &self.0.deps.public_url
    }

    /// This installation's addresses, the public one first.
    pub(crate) fn own_addresses(&self) -> Vec<String> {
        let more = self.deps().own_addresses.iter().cloned();
        std::iter::once(self.issuer().to_owned()).chain(more).collect()
    }

    /// An application that is in use.
    pub(crate) async fn living(&self, id: &str) -> Result<Option<Application>, StoreError> {
        let found = self.deps().applications.application(id).await.map_err(StoreError::Sql)?;
        Ok(found.filter(|application| application.alive))
    }

    /// The name of an agency; its unit where it is none.
    pub(crate) fn unit_name(&self, unit: &str) -> String {
        self.deps().agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.short)
    }

    /// Statements that are no facts of the ledger: tokens, uses.
    pub(crate) fn rows(&self, statements: Vec<Statement>) -> Commit {
        Commit::of_statements(self.region(), statements)
    }
}
