//! Who sees and does what: an agency's liaison and head their own agency's subscriptions; Kominfo and the city's
//! administrators all of them. Programs their own application's.

use crate::model::registry::CITY;
use kernel::Role;
use web::{Permission, Session};

/// Whose subscriptions somebody reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    All,
    /// Those of these units.
    Units(Vec<String>),
    /// Those of this application: a program.
    Application(String),
}

impl Scope {
    /// Of an officer.
    pub fn of(session: &Session) -> Self {
        if is_city(session) {
            return Self::All;
        }
        let works = |role| matches!(role, Role::Liaison | Role::Head);
        let units = session.grants.iter().filter(|grant| works(grant.role)).map(|grant| grant.unit.clone());
        Self::Units(units.collect())
    }

    /// Whether it reaches a subscription.
    pub fn reaches(&self, unit: &str, application: &str) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.iter().any(|own| own == unit),
            Self::Application(own) => own == application,
        }
    }
}

/// Whether the officer steers the exchange.
pub fn is_city(session: &Session) -> bool {
    let kominfo = |role| session.has_role_in(role, CITY);
    session.has_role(Role::CityAdmin) || kominfo(Role::Liaison) || kominfo(Role::Head)
}

/// Opens and changes subscriptions; which, [`Scope`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Subscribe {}

impl Permission for Subscribe {
    const NAME: &'static str = "peristiwa.atur";

    fn allows(session: &Session) -> bool {
        match Scope::of(session) {
            Scope::Units(units) => !units.is_empty(),
            Scope::All | Scope::Application(_) => true,
        }
    }
}

/// Changes the key of the installation.
#[derive(Clone, Copy, Debug)]
pub enum Rotate {}

impl Permission for Rotate {
    const NAME: &'static str = "peristiwa.kunci";

    fn allows(session: &Session) -> bool {
        is_city(session)
    }
}

/// Fetches events with a cursor.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl web::Scope for Read {
    const NAME: &'static str = "peristiwa.baca";
}

/// Makes and ends subscriptions of its own application.
#[derive(Clone, Copy, Debug)]
pub enum Manage {}

impl web::Scope for Manage {
    const NAME: &'static str = "peristiwa.langganan";
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
    fn liaisons_and_heads_reach_their_own_agency_and_kominfo_reaches_all() {
        let who = |allows: fn(&Session) -> bool, unit: &str| -> Vec<&str> {
            Role::ALL.into_iter().filter(|role| allows(&session(*role, unit))).map(Role::word).collect()
        };
        assert_eq!(who(Subscribe::allows, "dinas-kesehatan"), ["penghubung", "kepala", "admin-kota"]);
        assert_eq!(who(Rotate::allows, "dinas-kesehatan"), ["admin-kota"]);
        assert_eq!(who(Rotate::allows, CITY), ["penghubung", "kepala", "admin-kota"]);
        let own = Scope::of(&session(Role::Liaison, "dinas-kesehatan"));
        assert!(own.reaches("dinas-kesehatan", "simpus") && !own.reaches("dinas-pupr", "simpus"));
    }

    #[test]
    fn a_program_reaches_its_own_application_and_no_other_of_its_agency() {
        let program = Scope::Application("simpus".into());
        assert!(program.reaches("dinas-kesehatan", "simpus") && !program.reaches("dinas-kesehatan", "sirs"));
    }
}
