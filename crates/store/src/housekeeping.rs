//! What the store forgets by itself, once an hour.

use crate::{Job, Pace, Running, Store, Worked};
use kernel::Instant;

/// Between two rounds of sweeping.
const EVERY_SECONDS: i64 = 3600;
/// Receipts of sends are kept so long: a form that lay open longer is sent as a new one.
const KEPT_SECONDS: i64 = 90 * 86_400;

/// Deletes attachments that no row names, delivered outbox rows and old receipts of one region.
pub struct Housekeeping {
    store: Store,
    region: String,
    pace: Pace,
}

impl Housekeeping {
    /// For one region; the first round is due at once.
    pub fn new(store: Store, region: &str) -> Self {
        Self { store, region: region.to_owned(), pace: Pace::every(EVERY_SECONDS) }
    }
}

impl Job for Housekeeping {
    fn name(&self) -> &'static str {
        "store.housekeeping"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if !self.pace.is_due(now) {
                return Ok(Worked::default());
            }
            self.store.sweep_delivered(&self.region, now.plus_seconds(-KEPT_SECONDS), now).await?;
            let done = self.store.sweep_blobs(&self.region, now).await?;
            self.pace.rest(now);
            Ok(Worked { done, more: false })
        })
    }
}
