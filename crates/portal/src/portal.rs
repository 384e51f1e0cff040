//! The room's door inwards: one of these per region.

use crate::calls::{Call, Called, Caller};
use crate::console::{Filled, Plan, Proof, Unfit, plan, proof};
use cases::doors::{
    Agencies, Applications, Callable, Directories, Health, Operation, Showcase, ShownService, Statuses,
};
use kernel::{Clock, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Store;
use web::Session;

/// The unit whose officers see every service.
const KOMINFO: &str = "dinas-kominfo";

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// `https://…` without a slash at the end.
    pub public_url: String,
    /// The ledger: only asked whether it answers and writes.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Agencies.
    pub agencies: Arc<dyn Agencies>,
    /// The inventory: whose application a grant belongs to.
    pub applications: Arc<dyn Applications>,
    /// Services and grants as the gateway has them.
    pub directories: Arc<dyn Directories>,
    /// What services are called, and which are open to ask.
    pub showcase: Arc<dyn Showcase>,
    /// How services are.
    pub statuses: Arc<dyn Statuses>,
    /// The program's own front door.
    pub caller: Arc<dyn Caller>,
}

/// The developer portal. Cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Deps>);

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Portal({})", self.0.public_url)
    }
}

/// A service that its reader may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name for people.
    pub name: String,
    /// Name of the agency that owns it.
    pub agency: String,
    /// As the gateway has it.
    pub callable: Arc<Callable>,
}

impl Service {
    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.callable.operations.iter().find(|operation| operation.id == id)
    }
}

/// What the console made: the plan, what came back, and after how many milliseconds.
pub(crate) struct Tried {
    pub plan: Plan,
    pub called: Called,
    pub millis: i64,
}

impl Portal {
    /// Makes the room.
    pub fn new(deps: Deps) -> Self {
        Self(Arc::new(deps))
    }

    /// The address of this installation.
    pub(crate) fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Whether the ledger answers and still writes.
    pub(crate) async fn ledger_stands(&self) -> bool {
        self.0.store.rows("SELECT 1", &[]).await.is_ok() && !self.0.store.metrics().halted
    }

    /// The services that this reader may know of, by key: everybody those that are open to ask, officers also those of their
    /// agency and those that one of its applications was granted, Kominfo all.
    ///
    /// # Errors
    /// Another room failed.
    pub async fn services(&self, session: Option<&Session>) -> Result<Vec<Service>, String> {
        let directory = self.0.directories.directory();
        let granted = self.granted(session).await?;
        let shown = self.0.showcase.shown().await?;
        let seen = shown.into_iter().filter(|one| sees(session, one, &granted));
        let mut services: Vec<Service> = seen
            .filter_map(|one| {
                let callable = directory.services.get(&one.key)?.clone();
                Some(Service { agency: self.agency(&one.unit), name: one.name, callable })
            })
            .collect();
        services.sort_by(|one, other| one.callable.key.cmp(&other.callable.key));
        Ok(services)
    }

    /// Keys of services that applications of this officer's agencies were granted.
    async fn granted(&self, session: Option<&Session>) -> Result<BTreeSet<String>, String> {
        let Some(session) = session else {
            return Ok(BTreeSet::new());
        };
        let units = session.units();
        let directory = self.0.directories.directory();
        let all = self.0.applications.all().await?;
        let own = all.iter().filter(|application| units.contains(&application.unit.as_str()));
        let grants = own.filter_map(|application| directory.grants.get(&application.id));
        Ok(grants.flat_map(|grants| grants.keys().cloned()).collect())
    }

    fn agency(&self, unit: &str) -> String {
        self.0.agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
    }

    /// How services are, by key.
    ///
    /// # Errors
    /// The gateway failed.
    pub(crate) async fn healths(&self) -> Result<BTreeMap<String, Health>, String> {
        let healths = self.0.statuses.healths().await?;
        Ok(healths.into_iter().map(|health| (health.service.clone(), health)).collect())
    }

    /// Calls an operation as it was filled in. Nothing of it is kept.
    ///
    /// # Errors
    /// The program did not answer at all.
    pub(crate) async fn tried(
        &self,
        service: &Service,
        operation: &Operation,
        filled: &Filled,
        from: &str,
    ) -> Result<Result<Tried, Unfit>, String> {
        let ready = plan(&service.callable.key, operation, filled);
        let (plan, proof) = match ready.and_then(|plan| Ok((plan, proof(filled, from)?))) {
            Ok(ready) => ready,
            Err(unfit) => return Ok(Err(unfit)),
        };
        let token = match proof {
            Proof::Token(token) => token,
            Proof::Key(call) => match self.token(call).await? {
                Ok(token) => token,
                Err(unfit) => return Ok(Err(unfit)),
            },
        };
        let begun = self.0.clock.now();
        let called = self.0.caller.call(plan.call(&token, from)).await?;
        let millis = (self.0.clock.now().micros() - begun.micros()) / 1_000;
        Ok(Ok(Tried { plan, called, millis }))
    }

    async fn token(&self, call: Call) -> Result<Result<String, Unfit>, String> {
        let called = self.0.caller.call(call).await?;
        let answer: serde_json::Value = serde_json::from_slice(&called.body).unwrap_or_default();
        let text = |name: &str| answer.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        if let (200, Some(token)) = (called.status, text("access_token")) {
            return Ok(Ok(token));
        }
        Ok(Err(Unfit::Key(text("error").unwrap_or_else(|| called.status.to_string()))))
    }
}

/// Whether this reader may know of a service.
fn sees(session: Option<&Session>, service: &ShownService, granted: &BTreeSet<String>) -> bool {
    service.open
        || session.is_some_and(|session| {
            let kominfo = [Role::Liaison, Role::Head, Role::CityAdmin];
            kominfo.into_iter().any(|role| session.has_role_in(role, KOMINFO))
                || session.units().contains(&service.unit.as_str())
                || granted.contains(&service.key)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Instant, OfficerId};
    use web::Grant;

    fn officer(role: Role, unit: &str) -> Session {
        Session {
            officer: OfficerId("satu".into()),
            name: "Satu".into(),
            grants: vec![Grant { role, unit: unit.into() }],
            form_secret: vec![7; 32],
            confirmed_at: Instant::from_seconds(0),
        }
    }

    #[test]
    fn a_closed_service_is_seen_by_its_agency_its_callers_and_kominfo_only() {
        let service = |open: bool| ShownService {
            key: "dinas-kesehatan/simpus/pasien/v1".into(),
            name: "Pasien".into(),
            unit: "dinas-kesehatan".into(),
            open,
        };
        let granted = BTreeSet::from(["dinas-kesehatan/simpus/pasien/v1".to_owned()]);
        let none = BTreeSet::new();
        let seen = |role, unit, granted| sees(Some(&officer(role, unit)), &service(false), granted);
        assert!(sees(None, &service(true), &none) && !sees(None, &service(false), &granted));
        assert!(seen(Role::Liaison, "dinas-kesehatan", &none));
        assert!(!seen(Role::Liaison, "dinas-sosial", &none) && seen(Role::Liaison, "dinas-sosial", &granted));
        assert!(seen(Role::CityAdmin, "dinas-kominfo", &none) && seen(Role::Head, "dinas-kominfo", &none));
        assert!(!seen(Role::Verifier, "dinas-kominfo", &none), "a verifier of reports has no part in it");
    }
}
