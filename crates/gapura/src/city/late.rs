//! Rooms that ask each other: what is opened first holds the place of what comes after it.

use cases::doors::{Answer, Certificate, Certificates, Client, Clients, Joins, Launch, Launcher, Offered, Traffic};
use gateway::Gateway;
use kernel::{Instant, OfficerId, Role};
use signon::Signon;
use std::sync::{Arc, OnceLock};

/// The place of something that is opened later. Cheap to clone: all copies are one place.
pub(super) struct Later<T>(Arc<OnceLock<T>>);

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Later<T> {
    /// It is there. What comes again is not taken.
    pub fn is(&self, value: T) {
        let _ = self.0.set(value);
    }

    fn get(&self) -> Result<&T, String> {
        self.0.get().ok_or_else(|| "asked before the house was open".to_owned())
    }
}

impl Clients for Later<Signon> {
    fn of_units<'a>(&'a self, units: &'a [String]) -> Answer<'a, Result<Vec<Client>, String>> {
        Box::pin(async move { self.get()?.of_units(units).await })
    }
}

impl Launcher for Later<Signon> {
    fn of<'a>(&'a self, officer: &'a OfficerId, held: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>> {
        Box::pin(async move { self.get()?.of(officer, held).await })
    }
}

impl Certificates for Later<Gateway> {
    fn certificates(&self) -> Answer<'_, Result<Vec<Certificate>, String>> {
        Box::pin(async move { self.get()?.certificates().await })
    }
}

/// Everything that joins applications, each room for its part.
impl Joins for Later<Vec<Arc<dyn Joins>>> {
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for room in self.get()? {
                all.extend(room.traffic(since).await?);
            }
            Ok(all)
        })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for room in self.get()? {
                all.extend(room.offered().await?);
            }
            Ok(all)
        })
    }
}
