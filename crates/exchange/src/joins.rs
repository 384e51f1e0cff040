//! What the exchange shows the inventory and the portal: services that can be called. Who calls them, the gateway knows.

use crate::exchange::Exchange;
use crate::offers::Offer;
use cases::doors::{Answer, Joins, Offered, Rung, Showcase, ShownService, Traffic};
use kernel::Instant;

impl Joins for Exchange {
    fn traffic(&self, _: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let offers = self.called().await.map_err(|error| error.to_string())?;
            let one = |offer: Offer| Offered {
                rung: Rung::Api,
                name: offer.name,
                since: offer.published_at.unwrap_or_else(|| self.now()),
                application: offer.key.application,
            };
            Ok(offers.into_iter().map(one).collect())
        })
    }
}

impl Showcase for Exchange {
    fn shown(&self) -> Answer<'_, Result<Vec<ShownService>, String>> {
        Box::pin(async move {
            let offers = self.called().await.map_err(|error| error.to_string())?;
            let one = |offer: Offer| ShownService {
                key: offer.key.to_string(),
                name: offer.name,
                unit: offer.key.unit,
                open: offer.terms.open,
            };
            Ok(offers.into_iter().map(one).collect())
        })
    }
}
