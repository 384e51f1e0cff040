//! What an officer may do, as types for a handler's first argument (`web::May<P>`).

use kernel::Role;
use web::{Permission, Session};

macro_rules! permission {
    ($(#[$doc:meta])* $name:ident, $word:literal, $($role:ident),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Permission for $name {
            const NAME: &'static str = $word;

            fn allows(session: &Session) -> bool {
                [$(Role::$role),+].into_iter().any(|role| session.has_role(role))
            }
        }
    };
}

permission!(
    /// Adds officers, gives and takes roles, changes agencies.
    ManageOfficers, "petugas.atur", CityAdmin
);
permission!(
    /// Reads who is an officer and what the agencies are.
    SeeOfficers, "petugas.lihat", CityAdmin, Auditor
);
permission!(
    /// Makes and revokes letters by which officers stand in for others; which units `model::letter` decides.
    MakeLetters, "surat-tugas.atur", Head, CityAdmin
);
permission!(
    /// Reads who stands in for whom.
    SeeLetters, "surat-tugas.lihat", Head, CityAdmin, Auditor
);
permission!(
    /// Works on cases of the own unit.
    WorkCases, "kasus.kerja", Verifier, Liaison, FieldOfficer, Head
);
permission!(
    /// Reads cases of all units and changes nothing.
    ReadAll, "kasus.periksa", Auditor
);
permission!(
    /// Sees the figures of all agencies.
    SeeFigures, "angka.lihat", Leader, Auditor, CityAdmin, Head
);

/// Whether this session may work in this unit with this role; nobody works elsewhere than where the role was given.
pub fn may_work(session: &Session, unit: &str, role: Role) -> bool {
    session.has_role_in(role, unit)
}

/// Whether this session may read a case that this unit holds: those who work there, and auditors everywhere.
pub fn may_read(session: &Session, unit: &str) -> bool {
    let works = |grant: &web::Grant| {
        grant.unit == unit && matches!(grant.role, Role::Verifier | Role::Liaison | Role::FieldOfficer | Role::Head)
    };
    session.grants.iter().any(works) || session.has_role(Role::Auditor)
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
    fn a_role_holds_only_where_it_was_given() {
        let liaison = session(Role::Liaison, "dinas-pupr");
        assert!(may_work(&liaison, "dinas-pupr", Role::Liaison));
        assert!(!may_work(&liaison, "dinas-sosial", Role::Liaison));
        assert!(!may_work(&liaison, "dinas-pupr", Role::Head));
        assert!(may_read(&liaison, "dinas-pupr") && !may_read(&liaison, "dinas-sosial"));
    }

    #[test]
    fn administrators_and_leaders_read_no_cases_and_auditors_read_all() {
        for role in [Role::CityAdmin, Role::Leader] {
            assert!(!may_read(&session(role, "setda"), "setda"), "{role:?}");
        }
        assert!(may_read(&session(Role::Auditor, "inspektorat"), "dinas-pupr"));
    }

    #[test]
    fn each_permission_is_for_the_roles_that_the_table_names() {
        let allowed = |allows: fn(&Session) -> bool| -> Vec<&str> {
            Role::ALL.into_iter().filter(|role| allows(&session(*role, "x"))).map(Role::word).collect()
        };
        assert_eq!(allowed(ManageOfficers::allows), ["admin-kota"]);
        assert_eq!(allowed(SeeOfficers::allows), ["admin-kota", "pemeriksa"]);
        assert_eq!(allowed(MakeLetters::allows), ["kepala", "admin-kota"]);
        assert_eq!(allowed(SeeLetters::allows), ["kepala", "admin-kota", "pemeriksa"]);
        assert_eq!(allowed(WorkCases::allows), ["verifikator", "penghubung", "petugas-lapangan", "kepala"]);
        assert_eq!(allowed(ReadAll::allows), ["pemeriksa"]);
        assert_eq!(allowed(SeeFigures::allows), ["kepala", "admin-kota", "pimpinan", "pemeriksa"]);
    }
}
