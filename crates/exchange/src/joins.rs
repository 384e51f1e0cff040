//! What the exchange shows the inventory: services that can be called. Who calls them, the gateway knows.

use crate::exchange::Exchange;
use cases::doors::{Answer, Joins, Offered, Rung, Traffic};
use kernel::Instant;

impl Joins for Exchange {
    fn traffic(&self, _: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let offers = self.called().await.map_err(|error| error.to_string())?;
            let one = |offer: crate::offers::Offer| Offered {
                rung: Rung::Api,
                name: offer.name,
                since: offer.published_at.unwrap_or_else(|| self.now()),
                application: offer.key.application,
            };
            Ok(offers.into_iter().map(one).collect())
        })
    }
}
