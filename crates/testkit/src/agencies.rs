//! Agencies that have names and nothing else.

use cases::doors::{Agencies, Agency};
use kernel::Role;
use std::sync::Arc;

/// The agencies of a list, none by default: found by either of their names; no title holds a role there.
#[derive(Clone, Debug, Default)]
pub struct Offices(Arc<[Agency]>);

impl Offices {
    /// One for each unit, called after it: `dinas-a` is `Dinas A`, in short `A`.
    pub fn of(units: &[&str]) -> Self {
        let named = |unit: &&str| {
            let short = unit.trim_start_matches("dinas-").to_uppercase();
            Agency { unit: (*unit).to_owned(), name: format!("Dinas {short}"), short }
        };
        Self(units.iter().map(named).collect())
    }
}

impl FromIterator<Agency> for Offices {
    fn from_iter<I: IntoIterator<Item = Agency>>(agencies: I) -> Self {
        Self(agencies.into_iter().collect())
    }
}

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        self.0.clone()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        self.0.iter().find(|agency| agency.unit == unit).cloned()
    }

    fn find(&self, name: &str) -> Option<Agency> {
        let name = name.trim().to_lowercase();
        let called = |agency: &&Agency| [&agency.name, &agency.short].iter().any(|one| one.to_lowercase() == name);
        self.0.iter().find(called).cloned()
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, title: &str, _: &str) -> String {
        title.to_owned()
    }
}
