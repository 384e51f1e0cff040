//! Officers: who has a name, who holds a role, who is signed in.

use cases::doors::{Answer, Staff, StandIn};
use jiff::civil::Date;
use kernel::{Instant, OfficerId, Role};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use web::{Grant, Session};

/// Everybody is called `Nama` and their id; nobody holds a role, has an address or stands in for anybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names;

impl Staff for Names {
    fn holding<'a>(&'a self, _: &'a str, _: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async { Vec::new() })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(named(officer)) })
    }

    fn email<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }
}

/// Like [`Names`], but some hold roles until these are taken away, and everybody has an address at `contoh.go.id`.
#[derive(Clone, Debug, Default)]
pub struct People(Arc<Mutex<Vec<(OfficerId, Role, String)>>>);

impl People {
    /// Each holds a role in a unit: id, role, unit.
    pub fn holding<'a>(people: impl IntoIterator<Item = (&'a str, Role, &'a str)>) -> Self {
        let held = people.into_iter().map(|(id, role, unit)| (OfficerId(id.to_owned()), role, unit.to_owned()));
        Self(Arc::new(Mutex::new(held.collect())))
    }

    /// Takes all roles of an officer away.
    pub fn dismiss(&self, id: &str) {
        self.held().retain(|(officer, ..)| officer.0 != id);
    }

    fn held(&self) -> MutexGuard<'_, Vec<(OfficerId, Role, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Staff for People {
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>> {
        let all = self.held();
        let found = all.iter().filter(|(_, held, of)| *held == role && of == unit);
        let found = found.map(|(officer, ..)| officer.clone()).collect();
        Box::pin(async move { found })
    }

    fn all_holding(&self, role: Role) -> Answer<'_, Vec<(OfficerId, String)>> {
        let all = self.held();
        let found = all.iter().filter(|(_, held, _)| *held == role);
        let found = found.map(|(officer, ..)| (officer.clone(), named(officer))).collect();
        Box::pin(async move { found })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Names.name(officer)
    }

    fn email<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("{}@contoh.go.id", officer.0)) })
    }

    fn stands_in<'a>(&'a self, officer: &'a OfficerId, on: Date) -> Answer<'a, Vec<StandIn>> {
        Names.stands_in(officer, on)
    }

    fn letters<'a>(&'a self, ids: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Names.letters(ids)
    }
}

fn named(officer: &OfficerId) -> String {
    format!("Nama {}", officer.0)
}

/// An officer of a unit who is signed in, called by their id; they gave their password long ago.
pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.to_owned()),
        name: id.to_owned(),
        grants: vec![Grant { role, unit: unit.to_owned() }],
        form_secret: id.bytes().cycle().take(32).collect(),
        confirmed_at: Instant::from_seconds(0),
    }
}
