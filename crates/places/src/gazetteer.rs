//! The room as other rooms see it: one region's names, places and map.

use crate::alias::Aliases;
use crate::areas::Areas;
use crate::atlas::Drawing;
use crate::find::Names;
use crate::locate::Outlines;
use crate::stored;
use cases::doors::{Atlas, District, DistrictMap, Gazetteer, Located, Village, VillageMatch};
use kernel::Instant;
use std::sync::{Arc, RwLock};
use store::{Job, Running, Store, StoreError, Worked};

/// Names, outlines and map of one region. Made once; outlines that are imported later are seen within a second.
#[derive(Debug)]
pub struct Places {
    names: Names,
    seen: RwLock<Arc<Seen>>,
}

/// What was read from the store.
#[derive(Debug)]
struct Seen {
    mark: stored::Mark,
    outlines: Outlines,
    drawing: Drawing,
}

impl Places {
    /// The places of a region without outlines; [`Places::refresh`] reads those from the store.
    pub fn new(areas: Areas, aliases: Aliases) -> Self {
        let outlines = Outlines::default();
        let drawing = Drawing::new(&areas, &outlines);
        let seen = Seen { mark: stored::Mark::default(), outlines, drawing };
        Self { names: Names::new(areas, aliases), seen: RwLock::new(Arc::new(seen)) }
    }

    /// The region's areas.
    pub fn areas(&self) -> &Areas {
        self.names.areas()
    }

    /// Reads the outlines if they changed since they were last read; true if they did.
    ///
    /// # Errors
    /// The store failed, or a stored outline is damaged.
    pub async fn refresh(&self, store: &Store) -> Result<bool, StoreError> {
        let region = &self.areas().regency.code;
        let mark = stored::mark(store, region).await?;
        if mark == self.seen().mark {
            return Ok(false);
        }
        let outlines = Outlines::new(stored::outlines(store, region).await?);
        let drawing = Drawing::new(self.areas(), &outlines);
        let seen = Arc::new(Seen { mark, outlines, drawing });
        match self.seen.write() {
            Ok(mut slot) => *slot = seen,
            Err(poisoned) => *poisoned.into_inner() = seen,
        }
        Ok(true)
    }

    fn seen(&self) -> Arc<Seen> {
        match self.seen.read() {
            Ok(slot) => Arc::clone(&slot),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }
}

impl Gazetteer for Places {
    fn districts(&self) -> Arc<[District]> {
        Arc::clone(&self.areas().districts)
    }

    fn villages(&self) -> Arc<[Village]> {
        Arc::clone(&self.areas().villages)
    }

    fn village(&self, code: &str) -> Option<Village> {
        self.areas().village(code).cloned()
    }

    fn find(&self, village: &str, district: &str) -> VillageMatch {
        self.names.village(village, district)
    }

    fn district_called(&self, name: &str) -> Option<District> {
        self.names.district(name)
    }

    fn locate(&self, latitude: f64, longitude: f64) -> Located {
        self.seen().outlines.locate(latitude, longitude)
    }
}

impl Atlas for Places {
    fn district_map(&self, map: &DistrictMap) -> Option<String> {
        self.seen().drawing.draw(map)
    }
}

/// Looks whether outlines were imported by another process, and reads them.
pub(crate) struct Refresh {
    pub places: Arc<Places>,
    pub store: Store,
}

impl Job for Refresh {
    fn name(&self) -> &'static str {
        "places.refresh"
    }

    fn run(&self, _: Instant) -> Running<'_> {
        Box::pin(async move {
            let changed = self.places.refresh(&self.store).await?;
            Ok(Worked { done: u64::from(changed), more: false })
        })
    }
}
