//! Who sees and does what. An agency sees and writes its own applications; the agency for informatics writes all of them;
//! leaders, auditors, planners and city administrators read all.

use kernel::{Actor, Role};
use web::{Permission, Session};

/// The agency that keeps the whole inventory.
pub const KOMINFO: &str = "dinas-kominfo";

/// Whose applications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    All,
    /// Those of these units.
    Units(Vec<String>),
}

impl Scope {
    /// Whether applications of this unit are among them.
    pub fn covers(&self, unit: &str) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.iter().any(|one| one == unit),
        }
    }
}

/// Units in which the officer answers for applications.
fn own(session: &Session) -> Vec<String> {
    let answers = |grant: &&web::Grant| matches!(grant.role, Role::Liaison | Role::Head);
    let mut units: Vec<String> = session.grants.iter().filter(answers).map(|grant| grant.unit.clone()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// What the officer reads.
pub fn reads(session: &Session) -> Scope {
    let all =
        [Role::CityAdmin, Role::Leader, Role::Auditor, Role::Planner].into_iter().any(|role| session.has_role(role));
    if all || writes(session) == Scope::All { Scope::All } else { Scope::Units(own(session)) }
}

/// What the officer writes.
pub fn writes(session: &Session) -> Scope {
    let here = [Role::Liaison, Role::Head, Role::CityAdmin].into_iter().any(|role| session.has_role_in(role, KOMINFO));
    if here { Scope::All } else { Scope::Units(own(session)) }
}

/// Opens the inventory.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl Permission for Read {
    const NAME: &'static str = "aplikasi.baca";

    fn allows(session: &Session) -> bool {
        !matches!(reads(session), Scope::Units(units) if units.is_empty())
    }
}

/// Writes applications; which, [`writes`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Write {}

impl Permission for Write {
    const NAME: &'static str = "aplikasi.isi";

    fn allows(session: &Session) -> bool {
        !matches!(writes(session), Scope::Units(units) if units.is_empty())
    }
}

/// Who writes, and whose applications they may write.
#[derive(Clone, Debug)]
pub struct Author {
    /// For the log.
    pub actor: Actor,
    /// What they write.
    pub scope: Scope,
}

impl Author {
    /// An officer, with the first unit and role that they hold.
    pub fn of(session: &Session) -> Self {
        let grant = session.grants.first();
        let actor = Actor::Officer {
            id: session.officer.clone(),
            unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
            title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
        };
        Self { actor, scope: writes(session) }
    }

    /// Whoever works at the command line writes everything.
    pub const fn operator(actor: Actor) -> Self {
        Self { actor, scope: Scope::All }
    }

    /// # Errors
    /// Applications of this unit are not theirs.
    pub(crate) fn may(&self, unit: &str) -> Result<(), crate::Refused> {
        if self.scope.covers(unit) { Ok(()) } else { Err(crate::Refused::NotOwn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Instant, OfficerId};

    fn session(role: Role, unit: &str) -> Session {
        Session {
            officer: OfficerId("o".to_owned()),
            name: "Siti".to_owned(),
            grants: vec![web::Grant { role, unit: unit.to_owned() }],
            form_secret: vec![0; 16],
            confirmed_at: Instant::from_seconds(0),
        }
    }

    #[test]
    fn who_reads_and_writes_what_is_a_table() {
        let told = |role: Role, unit: &str| {
            let session = session(role, unit);
            let of = |scope: Scope| (scope.covers("rsud"), scope.covers("bappeda"));
            (of(reads(&session)), of(writes(&session)))
        };
        let (all, none, own) = ((true, true), (false, false), (true, false));
        for (role, unit, expected) in [
            (Role::Liaison, "rsud", (own, own)),
            (Role::Head, "rsud", (own, own)),
            (Role::Verifier, "rsud", (none, none)),
            (Role::FieldOfficer, "rsud", (none, none)),
            (Role::Assessor, "rsud", (none, none)),
            (Role::Leader, "setda", (all, none)),
            (Role::Auditor, "inspektorat", (all, none)),
            (Role::Planner, "bappeda", (all, none)),
            (Role::CityAdmin, "setda", (all, none)),
            (Role::CityAdmin, KOMINFO, (all, all)),
            (Role::Liaison, KOMINFO, (all, all)),
            (Role::Head, KOMINFO, (all, all)),
            (Role::Verifier, KOMINFO, (none, none)),
        ] {
            assert_eq!(told(role, unit), expected, "{role:?} {unit}");
        }
    }

    #[test]
    fn doors_open_for_those_who_have_something_behind_them() {
        assert!(Read::allows(&session(Role::Leader, "setda")) && !Write::allows(&session(Role::Leader, "setda")));
        assert!(Write::allows(&session(Role::Liaison, "rsud")));
        assert!(!Read::allows(&session(Role::Verifier, "rsud")));
    }
}
