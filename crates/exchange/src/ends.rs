//! Versions whose last day passed are withdrawn: once, on whichever node comes first.

use crate::exchange::Exchange;
use crate::refusal::Refused;
use kernel::Instant;
use store::{Job, Running, Worked, values};

pub(crate) fn job(exchange: &Exchange) -> Box<dyn Job> {
    Box::new(Ends(exchange.clone()))
}

struct Ends(Exchange);

/// So many in one turn.
const TURN: i64 = 50;

impl Job for Ends {
    fn name(&self) -> &'static str {
        "exchange.ends"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.end_due(now).await?) })
    }
}

impl Exchange {
    async fn end_due(&self, now: Instant) -> Result<Worked, Refused> {
        let sql = "SELECT offer FROM exchange_offers WHERE region = $1 AND state = 'usang' AND sunset <= $2 ORDER BY sunset LIMIT $3";
        let due = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let mut worked = Worked { done: 0, more: due.len() as i64 == TURN };
        for row in &due {
            let offer = self.offer(row.text(0)?).await?;
            match self.expire(&offer).await {
                Ok(()) => worked.done += 1,
                Err(Refused::Moved) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(worked)
    }
}
