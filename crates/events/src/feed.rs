//! Catching up with a cursor: events after an index of the log, in its order, with a bounded amount of work per call.

use crate::model::envelope::Outbound;
use crate::model::wish::{Reader, Wish};
use crate::refusal::Refused;
use crate::room::Events;
use std::time::Duration;

/// Events of one answer at most.
pub(crate) const MOST: usize = 1000;
/// Facts that one call looks through at most, whatever it is looking for.
const LOOKED: i64 = 5000;
/// Seconds that a call may wait for news.
pub(crate) const WAIT: u64 = 20;

/// What a client asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Events after this index.
    pub after: i64,
    /// At most so many.
    pub limit: usize,
    /// Which ones.
    pub wish: Wish,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The events, in the order of the log.
    pub events: Vec<Outbound>,
    /// Where to go on: everything up to here was looked through.
    pub cursor: i64,
    /// Whether there is more right now.
    pub more: bool,
}

impl Events {
    /// The next events of a reader.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn page(&self, reader: &Reader, asked: &Asked) -> Result<Page, Refused> {
        let known = self.known().await?;
        let facts = self.facts_after(asked.after, LOOKED).await?;
        let full = i64::try_from(facts.len()).is_ok_and(|count| count == LOOKED);
        let mut page = Page { cursor: asked.after, ..Page::default() };
        for fact in &facts {
            if page.events.len() >= asked.limit.clamp(1, MOST) {
                page.more = true;
                return Ok(page);
            }
            page.events.extend(asked.wish.select(self.registry(), reader, fact));
            page.cursor = fact.index;
        }
        page.more = full;
        if !full {
            page.cursor = page.cursor.max(known);
        }
        Ok(page)
    }

    /// The same, waiting for the first event for up to `seconds`; waits not at all where too many wait already.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn page_within(&self, reader: &Reader, asked: &Asked, seconds: u64) -> Result<Page, Refused> {
        let mut flushed = self.store().flushed();
        let mut page = self.page(reader, asked).await?;
        let Ok(_place) = self.waiting().try_acquire() else {
            return Ok(page);
        };
        let end = tokio::time::Instant::now() + Duration::from_secs(seconds.min(WAIT));
        while page.events.is_empty() && !page.more {
            // What another node wrote turns nothing here: look once a second too.
            let look = end.min(tokio::time::Instant::now() + Duration::from_secs(1));
            let _ = tokio::time::timeout_at(look, flushed.changed()).await;
            page = self.page(reader, &Asked { after: page.cursor, ..asked.clone() }).await?;
            if tokio::time::Instant::now() >= end {
                break;
            }
        }
        Ok(page)
    }
}
