//! The room's door inwards: one of these per installation's region, shared by pages and commands.

use crate::model::yardstick::Yardstick;
use crate::refusal::Refused;
use cases::doors::Staff;
use jiff::civil::Date;
use kernel::ids::Chance;
use kernel::{Clock, Facts, Instant, Zone};
use std::sync::Arc;
use store::{Store, StoreError, Vault};

/// A region that is steered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Code, for example `35.17`.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// Its province.
    pub province: String,
}

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code of the installation: a regency's own, a province's (`35`) or the country's (`00`).
    pub region: String,
    /// Its name.
    pub city: String,
    /// Its zone.
    pub zone: Zone,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Names of officers, and who is an assessor.
    pub staff: Arc<dyn Staff>,
    /// The regions that are steered from here, by code; none: this installation is a region itself.
    pub areas: Arc<[Area]>,
    /// The instruments of the movement.
    pub yardsticks: Arc<[Yardstick]>,
    /// What the system knows of itself, for the summary.
    pub facts: Arc<dyn Facts>,
}

/// The movement as one installation sees it. Cheap to clone.
#[derive(Clone)]
pub struct Movement(Arc<Inner>);

struct Inner {
    deps: Deps,
    vault: Vault,
}

impl std::fmt::Debug for Movement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Movement({})", self.0.deps.region)
    }
}

impl Movement {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let vault = deps.store.vault(&deps.region, deps.clock.now(), &*deps.chance).await?;
        Ok(Self(Arc::new(Inner { deps, vault })))
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

    /// Today in the installation's zone.
    pub(crate) fn today(&self) -> Date {
        self.now().date(self.0.deps.zone)
    }

    /// Whether regions are steered from here.
    pub fn steers(&self) -> bool {
        !self.0.deps.areas.is_empty()
    }

    /// # Errors
    /// No regions are steered from here.
    pub(crate) fn steering(&self) -> Result<(), Refused> {
        if self.steers() { Ok(()) } else { Err(Refused::NotThere) }
    }

    /// A steered region by its code.
    pub(crate) fn area(&self, code: &str) -> Option<&Area> {
        let areas = &self.0.deps.areas;
        areas.binary_search_by(|one| one.code.as_str().cmp(code)).ok().and_then(|at| areas.get(at))
    }

    /// A steered region as people type it: its code, its name, or a part that only one name has.
    pub(crate) fn found(&self, typed: &str) -> Option<&Area> {
        let typed = typed.trim();
        let code = typed.split(' ').next().unwrap_or_default();
        if let Some(area) = self.area(code) {
            return Some(area);
        }
        let wanted = typed.to_lowercase();
        let areas = &self.0.deps.areas;
        let named = areas.iter().find(|one| one.name.to_lowercase() == wanted);
        let mut part = areas.iter().filter(|one| wanted.len() > 3 && one.name.to_lowercase().contains(&wanted));
        named.or_else(|| part.next().filter(|_| part.next().is_none()))
    }

    /// The name of a region; its code where it is not steered from here.
    pub(crate) fn area_name(&self, code: &str) -> String {
        self.area(code).map_or_else(|| code.to_owned(), |area| area.name.clone())
    }

    pub(crate) fn yardstick(&self, id: &str) -> Result<&Yardstick, Refused> {
        self.0.deps.yardsticks.iter().find(|one| one.id == id).ok_or(Refused::NoInstrument)
    }
}
