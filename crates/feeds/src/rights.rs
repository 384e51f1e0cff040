//! Who sees and does what. A feed belongs to an agency: its liaison and head see and run it; the agency for communication, which
//! keeps the whole together, all of them. Auditors and the leader read all and change nothing.

use kernel::Role;
use web::{Permission, Session};

/// The unit that keeps all feeds together.
pub const KEEPER: &str = "dinas-kominfo";

/// Opens the pages of feeds; which feeds, [`sees`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl Permission for Read {
    const NAME: &'static str = "umpan.baca";

    fn allows(session: &Session) -> bool {
        reads_all(session) || session.has_role(Role::Liaison) || session.has_role(Role::Head)
    }
}

/// Runs, pauses, decides, uploads; which feeds, [`works`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Work {}

impl Permission for Work {
    const NAME: &'static str = "umpan.jalankan";

    fn allows(session: &Session) -> bool {
        keeps(session) || session.has_role(Role::Liaison) || session.has_role(Role::Head)
    }
}

fn keeps(session: &Session) -> bool {
    session.has_role(Role::CityAdmin)
        || [Role::Liaison, Role::Head].into_iter().any(|role| session.has_role_in(role, KEEPER))
}

fn reads_all(session: &Session) -> bool {
    keeps(session) || session.has_role(Role::Auditor) || session.has_role(Role::Leader)
}

/// Whether this officer sees the feeds of this unit.
pub fn sees(session: &Session, unit: &str) -> bool {
    reads_all(session) || works(session, unit)
}

/// Whether this officer runs the feeds of this unit.
pub fn works(session: &Session, unit: &str) -> bool {
    keeps(session) || [Role::Liaison, Role::Head].into_iter().any(|role| session.has_role_in(role, unit))
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
    fn an_agency_sees_and_runs_its_own_feeds_and_the_keeper_all() {
        for role in [Role::Liaison, Role::Head] {
            let own = session(role, "dinas-kesehatan");
            assert!(sees(&own, "dinas-kesehatan") && works(&own, "dinas-kesehatan"));
            assert!(!sees(&own, "dinas-sosial") && !works(&own, "dinas-sosial"));
            let keeper = session(role, KEEPER);
            assert!(sees(&keeper, "dinas-sosial") && works(&keeper, "dinas-sosial"));
        }
        assert!(works(&session(Role::CityAdmin, "setda"), "dinas-sosial"));
    }

    #[test]
    fn readers_change_nothing_and_others_see_nothing() {
        for role in [Role::Auditor, Role::Leader] {
            let reader = session(role, "inspektorat");
            assert!(Read::allows(&reader) && sees(&reader, "dinas-sosial"), "{role:?}");
            assert!(!Work::allows(&reader) && !works(&reader, "inspektorat"), "{role:?}");
        }
        for role in [Role::Verifier, Role::FieldOfficer, Role::Assessor, Role::Planner] {
            let other = session(role, "dinas-sosial");
            assert!(!Read::allows(&other) && !sees(&other, "dinas-sosial"), "{role:?}");
        }
    }
}
