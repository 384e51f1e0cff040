//! Who sees calls: an agency those of its services and those that it makes; Kominfo and auditors all.

use kernel::Role;
use web::{Permission, Session};

/// The agency that runs the gateway.
pub const KOMINFO: &str = "dinas-kominfo";

/// Roles in which an officer answers for an agency.
const ANSWERING: [Role; 3] = [Role::Liaison, Role::Head, Role::CityAdmin];

/// Opens the pages of calls; which of them, [`Seen`] says.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl Permission for Read {
    const NAME: &'static str = "panggilan.baca";

    fn allows(session: &Session) -> bool {
        Seen::of(session) != Seen::Of(Vec::new())
    }
}

/// Which calls an officer sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// All.
    All,
    /// Those that these agencies answer or make.
    Of(Vec<String>),
}

impl Seen {
    /// What this officer sees.
    pub fn of(session: &Session) -> Self {
        let kominfo = ANSWERING.into_iter().any(|role| session.has_role_in(role, KOMINFO));
        if kominfo || session.has_role(Role::CityAdmin) || session.has_role(Role::Auditor) {
            return Self::All;
        }
        let own = session.grants.iter().filter(|grant| ANSWERING.contains(&grant.role));
        let mut units: Vec<String> = own.map(|grant| grant.unit.clone()).collect();
        units.sort_unstable();
        units.dedup();
        Self::Of(units)
    }

    /// Whether a call between these two agencies is among them.
    pub fn holds(&self, owner: &str, asker: &str) -> bool {
        match self {
            Self::All => true,
            Self::Of(units) => units.iter().any(|unit| unit == owner || unit == asker),
        }
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
    fn an_agency_sees_what_it_answers_and_what_it_asks() {
        let seen = Seen::of(&session(Role::Liaison, "dinas-kesehatan"));
        assert!(seen.holds("dinas-kesehatan", "dinas-pendidikan") && seen.holds("dinas-sosial", "dinas-kesehatan"));
        assert!(!seen.holds("dinas-sosial", "dinas-pendidikan"));
        assert_eq!(Seen::of(&session(Role::Head, KOMINFO)), Seen::All);
        assert_eq!(Seen::of(&session(Role::Auditor, "inspektorat")), Seen::All);
    }

    #[test]
    fn who_answers_for_no_agency_opens_nothing() {
        for role in [Role::Verifier, Role::FieldOfficer, Role::Assessor, Role::Planner, Role::Leader] {
            assert!(!Read::allows(&session(role, KOMINFO)), "{role:?}");
        }
        assert!(Read::allows(&session(Role::Liaison, "dinas-kesehatan")));
    }
}
