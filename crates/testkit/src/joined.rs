//! What rooms know of applications, of services that are offered, and of programs that call.

use cases::doors::{Answer, Application, Applications, Callable, Directories, Directory, Upstream};
use kernel::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use web::{Machine, Machines, Pending};

/// The applications of a list, which a test may change meanwhile; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Inventory(Arc<Mutex<Vec<Application>>>);

impl Inventory {
    /// These, in this order.
    pub fn of(applications: impl IntoIterator<Item = Application>) -> Self {
        Self(Arc::new(Mutex::new(applications.into_iter().collect())))
    }

    /// Changes every one of them.
    pub fn change(&self, change: impl FnMut(&mut Application)) {
        self.list().iter_mut().for_each(change);
    }

    fn list(&self) -> MutexGuard<'_, Vec<Application>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Applications for Inventory {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        let all = self.list().clone().into();
        Box::pin(async move { Ok(all) })
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        let found = self.list().iter().find(|one| one.id == id).cloned();
        Box::pin(async move { Ok(found) })
    }
}

/// An application of a unit that is in use, called `Aplikasi` and its id.
pub fn application(id: &str, unit: &str) -> Application {
    Application {
        id: id.to_owned(),
        name: format!("Aplikasi {id}"),
        unit: unit.to_owned(),
        address: None,
        internal: true,
        alive: true,
    }
}

/// Services and grants as a test writes them down.
#[derive(Debug, Default)]
pub struct Book(RwLock<Arc<Directory>>);

impl Book {
    /// The book that says this.
    pub fn of(directory: Directory) -> Self {
        Self(RwLock::new(Arc::new(directory)))
    }

    /// Writes it anew.
    pub fn change(&self, change: impl FnOnce(&mut Directory)) {
        let mut book = self.0.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut book));
    }
}

impl Directories for Book {
    fn directory(&self) -> Arc<Directory> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A service at this address, of the unit and the application that its key names; it has no operation yet.
pub fn callable(key: &str, address: &str) -> Callable {
    let mut parts = key.split('/').map(str::to_owned);
    Callable {
        key: key.to_owned(),
        unit: parts.next().unwrap_or_default(),
        application: parts.next().unwrap_or_default(),
        upstream: Upstream::Http(address.to_owned()),
        credential: None,
        operations: Arc::new([]),
        most_request: 1 << 20,
        most_answer: 0,
        timeout_ms: 2_000,
        per_minute: 0,
        relaxed: false,
        authority: None,
    }
}

/// Programs by their tokens, as the texts stand.
#[derive(Debug, Default)]
pub struct Tokens(RwLock<BTreeMap<String, Arc<Machine>>>);

impl Tokens {
    /// These tokens are known.
    pub fn of<'a>(known: impl IntoIterator<Item = (&'a str, Machine)>) -> Self {
        let known = known.into_iter().map(|(token, machine)| (token.to_owned(), Arc::new(machine)));
        Self(RwLock::new(known.collect()))
    }

    /// Knows one more.
    pub fn know(&self, token: &str, machine: Machine) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(token.to_owned(), Arc::new(machine));
    }
}

impl Machines for Tokens {
    fn machine<'a>(&'a self, token: &'a str, _: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, web::Error>> {
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        Box::pin(std::future::ready(Ok(found)))
    }
}

/// A program that is this application of a unit; its key is called `kunci-` and the application, its token covers these
/// scopes and outlives every test.
pub fn machine(application: &str, unit: &str, scopes: &[&str]) -> Machine {
    Machine {
        client: format!("kunci-{application}"),
        application: application.to_owned(),
        unit: unit.to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        until: Instant::from_seconds(4_000_000_000),
        sandbox: false,
        resource: None,
    }
}
