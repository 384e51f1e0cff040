//! The room's door inwards: one of these per region. The inventory is small and read at every page of several rooms, so it is
//! kept whole in memory and read anew when its number in the store is another (docs/adr/0063).

use crate::health::Probes;
use crate::inventory::Inventory;
use crate::model::advice::OwnService;
use crate::refusal::Refused;
use crate::review::Review;
use cases::doors::{Agencies, Answer, Application, Joins, Requests, Staff};
use jiff::civil::Date;
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Statement, Store, StoreError, values};

/// Services of our own that run, asked when they are needed.
pub type Services = Arc<dyn Fn() -> Vec<OwnService> + Send + Sync>;

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
    /// What is seen to be joined: gateway, events, feeds, exchange.
    pub joins: Vec<Arc<dyn Joins>>,
    /// Cases of our own, through which a proposal is decided.
    pub requests: Arc<dyn Requests>,
    /// Services that run here.
    pub services: Services,
    /// Looks whether addresses open.
    pub probes: Arc<dyn Probes>,
}

/// The inventory of the agencies' applications. Cheap to clone.
#[derive(Clone)]
pub struct Applications(Arc<Inner>);

struct Inner {
    deps: Deps,
    kept: Mutex<Option<Kept>>,
    review: Mutex<Option<Arc<Review>>>,
}

#[derive(Clone)]
struct Kept {
    looked: Instant,
    inventory: Arc<Inventory>,
    launcher: Arc<[Application]>,
}

/// Seconds for which the door answers without looking whether another node changed anything.
const FRESH: i64 = 1;
/// Seconds for which traffic is not counted anew.
const COUNTED: i64 = 60;

impl std::fmt::Debug for Applications {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Applications({})", self.0.deps.region)
    }
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Applications {
    /// Makes the room.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let room = Self(Arc::new(Inner { deps, kept: Mutex::new(None), review: Mutex::new(None) }));
        room.looked_up().await?;
        Ok(room)
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

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    /// Today in the region's zone.
    pub(crate) fn today(&self) -> Date {
        self.now().date(self.0.deps.zone)
    }

    /// The unit that is meant by an id, a name or a short name.
    pub(crate) fn unit(&self, typed: &str) -> Option<String> {
        let agencies = &self.0.deps.agencies;
        agencies.agency(typed).or_else(|| agencies.find(typed)).map(|agency| agency.unit)
    }

    /// The short name of a unit; its id where it is none of ours.
    pub(crate) fn unit_name(&self, unit: &str) -> String {
        self.0.deps.agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.short)
    }

    /// What tells every node that the inventory changed; part of each commit that changes it.
    pub(crate) fn changed(&self) -> Statement {
        Statement::new(
            "INSERT INTO applications_versions (region, version) VALUES ($1, 1) \
             ON CONFLICT (region) DO UPDATE SET version = applications_versions.version + 1",
            values![self.region()],
        )
    }

    /// The inventory as it stands.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn inventory(&self) -> Result<Arc<Inventory>, Refused> {
        Ok(self.looked_up().await?.inventory)
    }

    async fn looked_up(&self) -> Result<Kept, StoreError> {
        let sql = "SELECT version FROM applications_versions WHERE region = $1";
        let row = self.store().row(sql, &values![self.region()]).await?;
        let version = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        let known = locked(&self.0.kept).clone().filter(|kept| kept.inventory.version == version);
        let kept = match known {
            Some(kept) => Kept { looked: self.now(), ..kept },
            None => {
                let inventory = Arc::new(Inventory::load(self.store(), self.region(), version).await?);
                let launcher = inventory.apps.iter().map(crate::inventory::shown).collect();
                Kept { looked: self.now(), inventory, launcher }
            }
        };
        *locked(&self.0.kept) = Some(kept.clone());
        Ok(kept)
    }

    /// For other rooms: from memory while it is fresh.
    async fn recent(&self) -> Result<Arc<[Application]>, String> {
        let now = self.now();
        let known = locked(&self.0.kept).clone();
        match known.filter(|kept| now >= kept.looked && now < kept.looked.plus_seconds(FRESH)) {
            Some(kept) => Ok(kept.launcher),
            None => Ok(self.looked_up().await.map_err(|error| error.to_string())?.launcher),
        }
    }

    /// Everything that follows of the inventory and of what is seen: ladder, twins, proposals. Traffic is counted anew once a
    /// minute, all else with each change.
    ///
    /// # Errors
    /// The store or a room that is asked cannot be read.
    pub async fn review(&self) -> Result<Arc<Review>, Refused> {
        let inventory = self.inventory().await?;
        let now = self.now();
        let fresh = |review: &Arc<Review>| {
            review.inventory.version == inventory.version
                && now >= review.counted
                && now < review.counted.plus_seconds(COUNTED)
        };
        let known = locked(&self.0.review).clone();
        if let Some(review) = known.filter(fresh) {
            return Ok(review);
        }
        let review = Arc::new(Review::make(self, inventory, now).await?);
        *locked(&self.0.review) = Some(Arc::clone(&review));
        Ok(review)
    }

    /// After a commit of this node: the next reader looks, whatever the clock says.
    pub(crate) fn forget(&self) {
        *locked(&self.0.kept) = None;
    }
}

impl cases::doors::Applications for Applications {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        Box::pin(self.recent())
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        Box::pin(async move { Ok(self.recent().await?.iter().find(|one| one.id == id).cloned()) })
    }
}
