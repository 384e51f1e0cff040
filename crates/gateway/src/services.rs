//! Services and grants made ready to be called: computed once for each state of the directory, not for each call.

use crate::limits::{PerClient, PerMinute, Shared};
use crate::model::fields::Fields;
use crate::model::operations::Operations;
use crate::schema::{Schema, schema};
use crate::upstream::{Server, Upstream, upstream};
use cases::doors::{CallGrant, Callable, Directories, Directory};
use kernel::Instant;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use web::outgoing::Reach;

/// A service, ready.
pub(crate) struct Service {
    pub callable: Arc<Callable>,
    pub operations: Operations,
    /// Where its calls go; `None` where its settings cannot be used.
    pub upstream: Option<Upstream>,
    pub minute: PerMinute,
    pub shared: Arc<Shared>,
    /// By operation, made when first needed.
    schemas: Vec<OnceLock<Option<Schema>>>,
}

impl Service {
    fn new(callable: &Arc<Callable>, reach: &Reach, old: Option<&Self>) -> Self {
        let way = upstream(callable, reach);
        if let Err(why) = &way {
            tracing::error!(service = callable.key, why, "a service cannot be called as it is set up");
        }
        Self {
            operations: Operations::new(&callable.operations),
            upstream: way.ok(),
            minute: PerMinute::new(callable.per_minute),
            shared: old.map(|old| Arc::clone(&old.shared)).unwrap_or_default(),
            schemas: callable.operations.iter().map(|_| OnceLock::new()).collect(),
            callable: Arc::clone(callable),
        }
    }

    /// The server that answers it, where calls go there over TLS.
    pub fn secure(&self) -> Option<&Server> {
        match &self.upstream {
            Some(Upstream::Http(server)) if server.is_secure() => Some(server),
            _ => None,
        }
    }

    /// Whether it cannot be called, as far as this node knows: it rests, or its certificate cannot be used.
    pub fn is_down(&self, now: Instant) -> bool {
        let seen = self.secure().and_then(|server| server.seen.last());
        seen.is_some_and(|sight| sight.fault.is_some()) || self.shared.breaker(|breaker| breaker.is_open(now))
    }

    /// What bodies of the operation at this place are checked by; `None`: they are not.
    pub fn schema(&self, at: usize) -> Option<&Schema> {
        let text = self.callable.operations.get(at)?.request.as_deref()?;
        self.schemas.get(at)?.get_or_init(|| Some(schema(text))).as_ref()
    }
}

/// A grant, ready.
pub(crate) struct Granted {
    pub grant: Arc<CallGrant>,
    pub fields: Option<Fields>,
    pub used: PerClient,
}

impl Granted {
    fn new(grant: &Arc<CallGrant>) -> Self {
        Self {
            fields: Fields::new(&grant.fields),
            used: PerClient::new(grant.per_minute, grant.per_day),
            grant: Arc::clone(grant),
        }
    }

    pub fn holds(&self, operation: &str) -> bool {
        self.grant.operations.is_empty() || self.grant.operations.iter().any(|id| id == operation)
    }
}

/// One state of the directory, ready.
#[derive(Default)]
pub(crate) struct Ready {
    of: Arc<Directory>,
    services: HashMap<String, Arc<Service>>,
    grants: HashMap<String, HashMap<String, Arc<Granted>>>,
}

impl Ready {
    fn new(of: Arc<Directory>, reach: &Reach, old: &Self) -> Self {
        let service = |(key, callable): (&String, &Arc<Callable>)| {
            let known = old.services.get(key);
            let same = known.filter(|known| known.callable == *callable).cloned();
            let ready =
                same.unwrap_or_else(|| Arc::new(Service::new(callable, reach, known.map(|known| known.as_ref()))));
            (key.clone(), ready)
        };
        let granted = |application: &str, (key, grant): (&String, &Arc<CallGrant>)| {
            let same = old.grant(application, key).filter(|known| known.grant == *grant).cloned();
            (key.clone(), same.unwrap_or_else(|| Arc::new(Granted::new(grant))))
        };
        let services = of.services.iter().map(service).collect();
        let grants = of.grants.iter().map(|(application, grants)| {
            (application.clone(), grants.iter().map(|grant| granted(application, grant)).collect())
        });
        Self { services, grants: grants.collect(), of: Arc::clone(&of) }
    }

    pub fn service(&self, key: &str) -> Option<&Arc<Service>> {
        self.services.get(key)
    }

    pub fn grant(&self, application: &str, service: &str) -> Option<&Arc<Granted>> {
        self.grants.get(application)?.get(service)
    }

    /// Every service.
    pub fn services(&self) -> impl Iterator<Item = &Arc<Service>> {
        self.services.values()
    }
}

/// The present state, made anew when the directory changes. What did not change keeps its connections and counts.
pub(crate) struct Services {
    directories: Arc<dyn Directories>,
    reach: Reach,
    ready: RwLock<Arc<Ready>>,
}

impl Services {
    pub fn new(directories: Arc<dyn Directories>, reach: Reach) -> Self {
        Self { directories, reach, ready: RwLock::default() }
    }

    pub fn now(&self) -> Arc<Ready> {
        let present = self.directories.directory();
        let known = Arc::clone(&self.ready.read().unwrap_or_else(PoisonError::into_inner));
        if Arc::ptr_eq(&known.of, &present) {
            return known;
        }
        let mut ready = self.ready.write().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&ready.of, &present) {
            *ready = Arc::new(Ready::new(present, &self.reach, &ready));
        }
        Arc::clone(&ready)
    }
}
