//! Who manages keys: the agency that owns the application; Kominfo sees all and agrees to what reaches further.

use kernel::Role;
use web::{Permission, Session};

/// The agency that keeps the exchange.
pub const KOMINFO: &str = "dinas-kominfo";

/// Whether this officer acts for Kominfo.
pub fn is_kominfo(session: &Session) -> bool {
    session.has_role(Role::CityAdmin)
        || session.has_role_in(Role::Liaison, KOMINFO)
        || session.has_role_in(Role::Head, KOMINFO)
}

/// Whether this officer manages keys of applications of this unit.
pub fn manages(session: &Session, unit: &str) -> bool {
    is_kominfo(session) || session.has_role_in(Role::Liaison, unit) || session.has_role_in(Role::Head, unit)
}

/// The units whose keys this officer manages; nothing for all of them.
pub fn managed(session: &Session) -> Option<Vec<String>> {
    if is_kominfo(session) {
        return None;
    }
    let mut units: Vec<String> = session
        .grants
        .iter()
        .filter(|grant| matches!(grant.role, Role::Liaison | Role::Head))
        .map(|grant| grant.unit.clone())
        .collect();
    units.sort_unstable();
    units.dedup();
    Some(units)
}

/// Opens the pages of keys; which of them, [`manages`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Manage {}

impl Permission for Manage {
    const NAME: &'static str = "kunci.atur";

    fn allows(session: &Session) -> bool {
        is_kominfo(session) || session.has_role(Role::Liaison) || session.has_role(Role::Head)
    }
}

/// Agrees to keys that reach beyond their own agency, or write.
#[derive(Clone, Copy, Debug)]
pub enum Agree {}

impl Permission for Agree {
    const NAME: &'static str = "kunci.setuju";

    fn allows(session: &Session) -> bool {
        is_kominfo(session)
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
    fn liaisons_and_heads_manage_their_own_agencys_keys_and_no_others() {
        for role in [Role::Liaison, Role::Head] {
            let own = session(role, "dinas-kesehatan");
            assert!(Manage::allows(&own) && !Agree::allows(&own));
            assert!(manages(&own, "dinas-kesehatan") && !manages(&own, "dinas-pupr"));
            assert_eq!(managed(&own), Some(vec!["dinas-kesehatan".to_owned()]));
        }
        for role in [Role::Verifier, Role::FieldOfficer, Role::Auditor, Role::Leader, Role::Planner, Role::Assessor] {
            assert!(!Manage::allows(&session(role, "dinas-kominfo")), "{role:?}");
        }
    }

    #[test]
    fn kominfo_and_the_city_admin_manage_all_and_agree() {
        for one in [session(Role::CityAdmin, "setda"), session(Role::Liaison, KOMINFO), session(Role::Head, KOMINFO)] {
            assert!(Agree::allows(&one) && manages(&one, "dinas-pupr") && managed(&one).is_none());
        }
    }
}
