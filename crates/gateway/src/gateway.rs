//! The room's door inwards: one of these per region.

use crate::recorder::{Pen, Recorder};
use crate::refusal::Why;
use crate::services::Services;
use crate::stages::Stages;
use cases::doors::{Agencies, Directories, Feeds};
use kernel::ids::Chance;
use kernel::{Clock, Lang, Zone};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};
use web::outgoing::Reach;
use web::{Catalogue, Machines, Network};

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code.
    pub region: String,
    /// Its zone; the day of a quota is a local one.
    pub zone: Zone,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Names of agencies, for pages.
    pub agencies: Arc<dyn Agencies>,
    /// Whose tokens these are.
    pub machines: Arc<dyn Machines>,
    /// Services and grants.
    pub directories: Arc<dyn Directories>,
    /// Tables of old systems.
    pub feeds: Arc<dyn Feeds>,
    /// Private networks that upstreams may stand in, named by the operator; this machine only if it is among them.
    pub networks: Vec<Network>,
    /// How long an upstream or a caller may be silent within a body.
    pub idle: Duration,
    /// Days that records of calls are kept.
    pub kept_days: i64,
}

/// The usual time in which something of a body has to come.
pub const IDLE: Duration = Duration::from_secs(30);

/// The gateway: calls between applications under a grant, each with one durable record before its answer. Cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    deps: Deps,
    services: Services,
    recorder: Recorder,
    texts: Catalogue,
    stages: Stages,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gateway({})", self.0.deps.region)
    }
}

impl Gateway {
    /// Makes the room and starts the writer of its records. Must be called inside a runtime.
    ///
    /// # Errors
    /// Its texts are damaged.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let texts = Catalogue::new(crate::LOCALE, &[]).map_err(|error| StoreError::Settings(error.to_string()))?;
        let recorder = Recorder::start(Pen {
            region: deps.region.clone(),
            store: deps.store.clone(),
            clock: Arc::clone(&deps.clock),
            chance: Arc::clone(&deps.chance),
        });
        let services = Services::new(Arc::clone(&deps.directories), Reach::Public(deps.networks.clone()));
        Ok(Self(Arc::new(Inner { services, recorder, texts, stages: Stages::default(), deps })))
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

    pub(crate) fn services(&self) -> &Services {
        &self.0.services
    }

    pub(crate) fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    pub(crate) fn counted(&self) -> &Stages {
        &self.0.stages
    }

    pub(crate) fn refusal(&self, lang: Lang, why: &Why, call: &str) -> axum::response::Response {
        crate::problem::problem(&self.0.texts, lang, why, call)
    }

    /// What calls cost at each stage since start, for `/metrics`.
    pub fn stages(&self) -> crate::Spent {
        self.0.stages.spent(self.0.recorder.lost())
    }

    /// Waits until every record is durable or cannot be: before the store is closed.
    pub async fn settled(&self) {
        self.0.recorder.settled().await;
    }
}
