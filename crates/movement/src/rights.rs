//! Who sees and does what. A region's own login is an officer whose unit is the region: `daerah-35.17`. Whatever role such an
//! officer has there, it opens that region and nothing else of this room. The secretariat are the planners of the steering
//! installation itself.

use kernel::Role;
use web::{Permission, Session};

/// What the unit of a region begins with.
pub const UNIT: &str = "daerah-";

/// The unit of a region's own officers.
pub fn unit_of(area: &str) -> String {
    format!("{UNIT}{area}")
}

/// Codes of the regions for which this officer acts.
pub fn own_areas(session: &Session) -> Vec<&str> {
    session.units().into_iter().filter_map(|unit| unit.strip_prefix(UNIT)).collect()
}

/// Whether the officer holds this role in the installation itself, not for a region.
fn here(session: &Session, role: Role) -> bool {
    session.grants.iter().any(|grant| grant.role == role && !grant.unit.starts_with(UNIT))
}

/// Opens cohorts, selections, memoranda, evaluations; takes summaries.
#[derive(Clone, Copy, Debug)]
pub enum Steer {}

impl Permission for Steer {
    const NAME: &'static str = "gerakan.atur";

    fn allows(session: &Session) -> bool {
        here(session, Role::Planner)
    }
}

/// Judges a region in the selections to which they were named.
#[derive(Clone, Copy, Debug)]
pub enum Score {}

impl Permission for Score {
    const NAME: &'static str = "gerakan.nilai";

    fn allows(session: &Session) -> bool {
        here(session, Role::Assessor)
    }
}

/// Reads every region.
#[derive(Clone, Copy, Debug)]
pub enum ReadAll {}

impl Permission for ReadAll {
    const NAME: &'static str = "gerakan.baca-semua";

    fn allows(session: &Session) -> bool {
        [Role::Planner, Role::Leader, Role::Auditor, Role::CityAdmin].into_iter().any(|role| here(session, role))
    }
}

/// Opens the pages of officers; which regions, [`sees`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Read {}

impl Permission for Read {
    const NAME: &'static str = "gerakan.baca";

    fn allows(session: &Session) -> bool {
        ReadAll::allows(session) || !own_areas(session).is_empty()
    }
}

/// Opens selections: the secretariat and readers all of them, assessors those to which they were named.
#[derive(Clone, Copy, Debug)]
pub enum ReadSelections {}

impl Permission for ReadSelections {
    const NAME: &'static str = "gerakan.seleksi";

    fn allows(session: &Session) -> bool {
        ReadAll::allows(session) || Score::allows(session)
    }
}

/// Writes about a region: the secretariat about all, a region's login about its own; [`writes`] decides.
#[derive(Clone, Copy, Debug)]
pub enum Enter {}

impl Permission for Enter {
    const NAME: &'static str = "gerakan.isi";

    fn allows(session: &Session) -> bool {
        Steer::allows(session) || !own_areas(session).is_empty()
    }
}

/// Makes the signed summary of the own region.
#[derive(Clone, Copy, Debug)]
pub enum Summarise {}

impl Permission for Summarise {
    const NAME: &'static str = "gerakan.ringkas";

    fn allows(session: &Session) -> bool {
        here(session, Role::Planner)
    }
}

/// Whether this officer sees this region.
pub fn sees(session: &Session, area: &str) -> bool {
    ReadAll::allows(session) || own_areas(session).contains(&area)
}

/// Whether this officer writes this kind of thing about this region.
pub fn writes(session: &Session, area: &str, kind: crate::model::record::Kind) -> bool {
    Steer::allows(session) || (kind.of_region() && own_areas(session).contains(&area))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Kind;
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
    fn whatever_role_a_regions_login_has_it_opens_its_own_region_and_nothing_else() {
        for role in Role::ALL {
            let own = session(role, "daerah-35.17");
            assert!(sees(&own, "35.17") && !sees(&own, "35.18"), "{role:?}");
            assert!(!Steer::allows(&own) && !Score::allows(&own) && !ReadAll::allows(&own), "{role:?}");
            assert!(!ReadSelections::allows(&own) && !Summarise::allows(&own), "{role:?}");
            assert!(writes(&own, "35.17", Kind::Milestone) && !writes(&own, "35.18", Kind::Milestone), "{role:?}");
            assert!(!writes(&own, "35.17", Kind::Memorandum) && !writes(&own, "35.17", Kind::Mentoring), "{role:?}");
        }
    }

    #[test]
    fn the_secretariat_are_the_planners_of_the_installation() {
        let secretariat = session(Role::Planner, "bappeda");
        assert!(Steer::allows(&secretariat) && writes(&secretariat, "35.17", Kind::Memorandum));
        let who = |allows: fn(&Session) -> bool| -> Vec<&str> {
            Role::ALL.into_iter().filter(|role| allows(&session(*role, "x"))).map(Role::word).collect()
        };
        assert_eq!(who(Steer::allows), ["perencana"]);
        assert_eq!(who(Score::allows), ["penilai"]);
        assert_eq!(who(Read::allows), ["admin-kota", "pimpinan", "pemeriksa", "perencana"]);
        assert_eq!(who(ReadSelections::allows), ["admin-kota", "pimpinan", "pemeriksa", "penilai", "perencana"]);
    }
}
