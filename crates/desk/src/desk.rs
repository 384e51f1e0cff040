//! The handle of the desk: one per region, cheap to clone.

use crate::catalogue::Catalogue;
use crate::refusal::{DeskError, Desked};
use cases::doors::{Agencies, Deliveries, Durations, Gazetteer, Launch, Launcher, Letters, Sources, Staff};
use definition::Lists;
use kernel::ids::Chance;
use kernel::{Calendar, Clock, Instant, Zone};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{Store, StoreError, Vault, values};
use tokio::sync::Semaphore;

/// What a desk is made of. `gapura` wires it, once per region.
pub struct Parts {
    /// Region code, for example `35.17`.
    pub region: String,
    /// The region's zone.
    pub zone: Zone,
    /// Address under which residents reach the pages, without a slash at the end: `https://lapor.contoh.go.id`.
    pub public_url: String,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Villages and outlines.
    pub gazetteer: Arc<dyn Gazetteer>,
    /// Agencies and roles.
    pub agencies: Arc<dyn Agencies>,
    /// Which unit an office of a definition means.
    pub units: Arc<dyn cases::Units>,
    /// What became of messages.
    pub deliveries: Arc<dyn Deliveries>,
    /// Who stands in for whom.
    pub staff: Arc<dyn Staff>,
    /// Letters that cases earned.
    pub letters: Arc<dyn Letters>,
    /// How long services really took.
    pub durations: Arc<dyn Durations>,
    /// Registers of other agencies that confirm or fill in answers.
    pub sources: Arc<dyn Sources>,
    /// Applications that officers open from the inbox.
    pub launcher: Arc<dyn Launcher>,
    /// Code lists of the region.
    pub lists: Lists,
    /// Limits.
    pub limits: DeskLimits,
}

/// Limits of intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskLimits {
    /// Photos opened at the same time; each needs tens of megabytes.
    pub photos_at_once: usize,
    /// Most characters of a free text that is not a field (answers, notes, reasons, additions).
    pub text: usize,
    /// Hours that a draft's files wait for their form.
    pub draft_hours: i64,
    /// Days that a form waits which was saved for another device.
    pub saved_days: i64,
    /// Most files that one draft holds.
    pub draft_files: usize,
    /// Least and most bytes of a piece of an upload; a file's last piece may be smaller.
    pub piece_bytes: (u64, u64),
}

impl Default for DeskLimits {
    fn default() -> Self {
        Self {
            photos_at_once: 2,
            text: 4000,
            draft_hours: 24,
            saved_days: 30,
            draft_files: 12,
            piece_bytes: (16 * 1024, 512 * 1024),
        }
    }
}

/// The one desk for all services of a region.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub parts: Parts,
    pub vault: Vault,
    pub photos: Semaphore,
    pub texts: web::Catalogue,
    /// Standards that were typeset, by the hash of their values.
    pub sheets: Mutex<HashMap<String, Vec<u8>>>,
    state: RwLock<State>,
}

/// What is loaded at the start and again when it changed.
#[derive(Clone)]
struct State {
    catalogue: Arc<Catalogue>,
    calendar: Arc<Calendar>,
    revision: i64,
}

impl Desk {
    /// Loads services and calendar.
    ///
    /// # Errors
    /// The store cannot be read, or holds a definition that this program does not understand.
    pub async fn open(mut parts: Parts) -> Result<Self, StoreError> {
        let units = parts.agencies.all();
        parts.lists.add_units(units.iter().map(|agency| (agency.unit.clone(), agency.name.clone())));
        let now = parts.clock.now();
        let vault = parts.store.vault(&parts.region, now, &*parts.chance).await?;
        let texts = web::Catalogue::new(crate::LOCALE, &[]).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let state = load(&parts.store, &parts.region).await?;
        let photos = Semaphore::new(parts.limits.photos_at_once.max(1));
        Ok(Self(Arc::new(Inner { parts, vault, photos, texts, sheets: Mutex::default(), state: RwLock::new(state) })))
    }

    /// Applications that this officer may open; none where they cannot be read, for the inbox must open all the same.
    pub(crate) async fn launches(&self, session: &web::Session) -> Vec<Launch> {
        let held: Vec<_> = session.grants.iter().map(|grant| (grant.role, grant.unit.clone())).collect();
        self.0.parts.launcher.of(&session.officer, &held).await.unwrap_or_else(|error| {
            tracing::error!(%error, "an officer's applications could not be read");
            Vec::new()
        })
    }

    /// Region code.
    pub fn region(&self) -> &str {
        &self.0.parts.region
    }

    /// The region's zone.
    pub fn zone(&self) -> Zone {
        self.0.parts.zone
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.0.parts.clock.now()
    }

    /// The running services and every definition a case is pinned to.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.state().catalogue
    }

    /// The region's working calendar as it stands.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.state().calendar
    }

    /// The villages and districts of the region.
    pub fn gazetteer(&self) -> &dyn Gazetteer {
        &*self.0.parts.gazetteer
    }

    /// The agencies of the region.
    pub fn agencies(&self) -> &dyn Agencies {
        &*self.0.parts.agencies
    }

    /// How long the service really took in the last quarter; none where that cannot be read.
    pub(crate) async fn took(&self, service: &str) -> Option<cases::doors::Took> {
        self.0.parts.durations.of_service(service).await
    }

    /// Code lists of the region (reasons, long option lists).
    pub fn lists(&self) -> &Lists {
        &self.0.parts.lists
    }

    /// The limits of intake.
    pub fn limits(&self) -> DeskLimits {
        self.0.parts.limits
    }

    /// Loads services and calendar anew if another process changed them; the worker calls it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let revision = revision(self.store(), self.region()).await?;
        if revision == self.state().revision {
            return Ok(false);
        }
        self.reload().await?;
        Ok(true)
    }

    pub(crate) async fn reload(&self) -> Result<(), StoreError> {
        let fresh = load(self.store(), self.region()).await?;
        *self.0.state.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    fn state(&self) -> State {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.parts.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.parts.chance
    }

    pub(crate) fn units(&self) -> &dyn cases::Units {
        &*self.0.parts.units
    }

    /// The same where another process may have published it a moment ago.
    pub(crate) async fn pinned_now(&self, hash: &str) -> Desked<Arc<definition::Definition>> {
        if let Some(known) = self.catalogue().pinned(hash) {
            return Ok(known);
        }
        self.refresh().await?;
        self.pinned(hash)
    }

    /// The definition that a case is pinned to.
    pub(crate) fn pinned(&self, hash: &str) -> Desked<Arc<definition::Definition>> {
        self.catalogue()
            .pinned(hash)
            .ok_or_else(|| DeskError::Store(StoreError::Damaged(format!("definition {hash} is not kept"))))
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({})", self.region())
    }
}

async fn load(store: &Store, region: &str) -> Result<State, StoreError> {
    let revision = revision(store, region).await?;
    let catalogue = Arc::new(Catalogue::load(store, region).await?);
    let calendar = Arc::new(crate::calendar::load(store, region).await?);
    Ok(State { catalogue, calendar, revision })
}

async fn revision(store: &Store, region: &str) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(SUM(revision), 0) FROM desk_revisions WHERE region = $1";
    let row = store.row(sql, &values![region]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The statement that tells other processes that services or calendar changed.
pub(crate) fn bump(region: &str, what: &str) -> store::Statement {
    store::Statement::new(
        "INSERT INTO desk_revisions (region, what, revision) VALUES ($1, $2, 1) \
         ON CONFLICT (region, what) DO UPDATE SET revision = desk_revisions.revision + 1",
        values![region, what],
    )
}
