//! Who sees and does what. Liaison and head of an agency act for it; the team that runs the exchange (liaison and head of
//! Kominfo, administrators of the city) sees and does everything; auditors and the leader read.

use kernel::Role;
use web::{Permission, Session};

/// The agency that runs the exchange.
pub const TEAM: &str = "dinas-kominfo";

/// Acts for an agency in the exchange; for which one, [`acts_for`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Work {}

impl Permission for Work {
    const NAME: &'static str = "pertukaran.kelola";

    fn allows(session: &Session) -> bool {
        is_team(session) || session.has_role(Role::Liaison) || session.has_role(Role::Head)
    }
}

/// Reads lists of the exchange; of which agencies, [`sees`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl Permission for Read {
    const NAME: &'static str = "pertukaran.baca";

    fn allows(session: &Session) -> bool {
        Work::allows(session) || sees_all(session)
    }
}

/// Whether the officer runs the exchange.
pub fn is_team(session: &Session) -> bool {
    let there = |role: Role| session.has_role_in(role, TEAM);
    there(Role::Liaison) || there(Role::Head) || session.has_role(Role::CityAdmin)
}

/// Whether the officer reads the exchange of every agency.
pub fn sees_all(session: &Session) -> bool {
    is_team(session) || session.has_role(Role::Auditor) || session.has_role(Role::Leader)
}

/// Whether the officer acts for this agency.
pub fn acts_for(session: &Session, unit: &str) -> bool {
    is_team(session) || own_units(session).contains(&unit)
}

/// Whether the officer reads what concerns this agency.
pub fn sees(session: &Session, unit: &str) -> bool {
    sees_all(session) || own_units(session).contains(&unit)
}

/// The agencies for which the officer acts, the team's own only as any other.
pub fn own_units(session: &Session) -> Vec<&str> {
    let units = session.units();
    units
        .into_iter()
        .filter(|unit| session.has_role_in(Role::Liaison, unit) || session.has_role_in(Role::Head, unit))
        .collect()
}

/// The agencies to which a list is bound; none: all of them.
pub(crate) fn bounds(session: &Session) -> Option<Vec<String>> {
    (!sees_all(session)).then(|| own_units(session).into_iter().map(str::to_owned).collect())
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
    fn an_agency_acts_for_itself_and_the_team_for_all() {
        for role in [Role::Liaison, Role::Head] {
            let own = session(role, "dinas-kesehatan");
            assert!(
                acts_for(&own, "dinas-kesehatan") && !acts_for(&own, "dinas-sosial") && !sees(&own, "dinas-sosial")
            );
            assert!(acts_for(&session(role, TEAM), "dinas-sosial"));
        }
        assert!(acts_for(&session(Role::CityAdmin, "sekretariat-daerah"), "dinas-sosial"));
        assert_eq!(bounds(&session(Role::Head, "dinas-sosial")), Some(vec!["dinas-sosial".to_owned()]));
    }

    #[test]
    fn who_may_do_what_is_written_down() {
        let who = |allows: fn(&Session) -> bool| -> Vec<&str> {
            Role::ALL.into_iter().filter(|role| allows(&session(*role, "dinas-x"))).map(Role::word).collect()
        };
        assert_eq!(who(Work::allows), ["penghubung", "kepala", "admin-kota"]);
        assert_eq!(who(Read::allows), ["penghubung", "kepala", "admin-kota", "pimpinan", "pemeriksa"]);
        assert_eq!(who(is_team), ["admin-kota"]);
    }
}
