//! Certificates of upstreams in the store: what handshakes saw is kept when it changed, every server is looked at once a day
//! (docs/adr/0090), and other rooms are told.

use crate::gateway::Gateway;
use crate::services::Service;
use crate::upstream::{Server, Sight};
use cases::doors::{Answer, Certificate, CertificateFault, Certificates};
use kernel::Instant;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Commit, CommitError, Job, Pace, Row, Running, Statement, StoreError, Worked, values};
use tokio::task::JoinSet;

/// Seconds between two looks at one server.
const DAY: i64 = 86_400;
/// Seconds between two searches for servers whose look is due.
const EVERY: i64 = 3_600;
/// Servers that are looked at in one turn, at the same time: those that do not answer hold up the worker no longer than one.
const TURN: usize = 16;

/// What the store knows of one certificate.
struct Kept {
    origin: String,
    sight: Sight,
    looked_at: Instant,
}

pub(crate) fn job(gateway: &Gateway) -> Box<dyn Job> {
    Box::new(Look { gateway: gateway.clone(), pace: Pace::every(EVERY) })
}

struct Look {
    gateway: Gateway,
    pace: Pace,
}

impl Job for Look {
    fn name(&self) -> &'static str {
        "gateway.certificates"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let kept = self.gateway.keep_seen(now).await?;
            if !self.pace.is_due(now) {
                return Ok(Worked { done: kept, more: false });
            }
            let looked = self.gateway.look_due(now).await?;
            if !looked.more {
                self.pace.rest(now);
            }
            Ok(Worked { done: kept + looked.done, ..looked })
        })
    }
}

impl Certificates for Gateway {
    fn certificates(&self) -> Answer<'_, Result<Vec<Certificate>, String>> {
        Box::pin(async move {
            let mut kept = self.known().await.map_err(|error| error.to_string())?;
            let seen = self.secure().into_iter().filter_map(|service| {
                let known = kept.remove(&service.callable.key)?;
                let server = service.secure()?;
                let Sight { until, fault } = known.sight;
                let certificate = Certificate { service: service.callable.key.clone(), until, fault };
                (known.origin == server.origin() && (until.is_some() || fault.is_some())).then_some(certificate)
            });
            Ok(seen.collect())
        })
    }
}

impl Gateway {
    /// Services whose calls go over TLS.
    fn secure(&self) -> Vec<Arc<Service>> {
        let ready = self.services().now();
        ready.services().filter(|service| service.secure().is_some()).cloned().collect()
    }

    /// Keeps what calls saw since the last time; how many certificates that were.
    async fn keep_seen(&self, now: Instant) -> Result<u64, CommitError> {
        let mut seen = Vec::new();
        for service in self.secure() {
            if let Some(sight) = service.secure().and_then(|server| server.seen.unkept()) {
                seen.push((service, sight));
            }
        }
        self.keep(&seen, now).await?;
        Ok(seen.len() as u64)
    }

    /// Looks at servers that nobody looked at for a day, and forgets what is no service any more.
    async fn look_due(&self, now: Instant) -> Result<Worked, CommitError> {
        let kept = self.known().await?;
        let all = self.secure();
        let due = all.iter().filter(|service| {
            let known = kept_of(&kept, service);
            known.is_none_or(|known| known.looked_at.plus_seconds(DAY) <= now)
        });
        let due: Vec<Arc<Service>> = due.take(TURN + 1).cloned().collect();
        let more = due.len() > TURN;
        let mut looks = JoinSet::new();
        for service in due.into_iter().take(TURN) {
            looks.spawn(async move {
                if let Some(server) = service.secure() {
                    server.look().await;
                }
                service
            });
        }
        let looked = looks.join_all().await.into_iter().map(|service| {
            let seen = service.secure().and_then(|server| server.seen.last());
            // Where nobody answered, what was known stays; that it was looked at is kept all the same.
            let sight = seen.or_else(|| kept_of(&kept, &service).map(|known| known.sight.clone()));
            (service, sight.unwrap_or_default())
        });
        let looked: Vec<(Arc<Service>, Sight)> = looked.collect();
        self.keep(&looked, now).await?;
        self.forget_gone(&kept, &all, now).await?;
        Ok(Worked { done: looked.len() as u64, more })
    }

    async fn keep(&self, seen: &[(Arc<Service>, Sight)], now: Instant) -> Result<(), CommitError> {
        let row = |(service, sight): &(Arc<Service>, Sight)| {
            Statement::new(
                "INSERT INTO gateway_certificates (region, service, origin, until_at, fault, looked_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (region, service) DO UPDATE SET origin = excluded.origin, \
                 until_at = excluded.until_at, fault = excluded.fault, looked_at = excluded.looked_at",
                values![
                    self.region(),
                    &service.callable.key,
                    service.secure().map(Server::origin).unwrap_or_default(),
                    sight.until,
                    sight.fault.map_or("", CertificateFault::word),
                    now
                ],
            )
        };
        self.write(seen.iter().map(row).collect(), now).await?;
        for (service, sight) in seen {
            if let Some(server) = service.secure() {
                server.seen.keep(sight.clone());
            }
        }
        Ok(())
    }

    async fn forget_gone(
        &self,
        kept: &HashMap<String, Kept>,
        all: &[Arc<Service>],
        now: Instant,
    ) -> Result<(), CommitError> {
        let gone = kept.keys().filter(|key| all.iter().all(|service| service.callable.key != **key));
        let sql = "DELETE FROM gateway_certificates WHERE region = $1 AND service = $2";
        self.write(gone.map(|key| Statement::new(sql, values![self.region(), key])).collect(), now).await
    }

    async fn write(&self, statements: Vec<Statement>, now: Instant) -> Result<(), CommitError> {
        if statements.is_empty() {
            return Ok(());
        }
        self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await.map(drop)
    }

    /// What the store holds, by service.
    async fn known(&self) -> Result<HashMap<String, Kept>, StoreError> {
        let sql = "SELECT service, origin, until_at, fault, looked_at FROM gateway_certificates WHERE region = $1";
        let one = |row: &Row| {
            let sight = Sight { until: row.instant_or_null(2)?, fault: CertificateFault::parse(row.text(3)?) };
            Ok((row.string(0)?, Kept { origin: row.string(1)?, sight, looked_at: row.instant(4)? }))
        };
        self.store().rows(sql, &values![self.region()]).await?.iter().map(one).collect()
    }
}

/// What the store knows of a service at its present address.
fn kept_of<'a>(kept: &'a HashMap<String, Kept>, service: &Service) -> Option<&'a Kept> {
    let origin = service.secure()?.origin();
    kept.get(&service.callable.key).filter(|known| known.origin == origin)
}
