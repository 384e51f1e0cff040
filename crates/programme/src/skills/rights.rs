//! Who writes numbers of an agency, who enters something about himself, and who reads names.

use super::model::skills;
use kernel::Role;
use web::{Permission, Session};

const WORKERS: [Role; 4] = [Role::Verifier, Role::Liaison, Role::FieldOfficer, Role::Head];

/// Writes needs, counts and trainings, and agrees to what officers entered; of which agency [`may_write`] decides.
#[derive(Clone, Copy, Debug)]
pub enum WriteSkills {}

impl Permission for WriteSkills {
    const NAME: &'static str = "sdm.tulis";

    fn allows(session: &Session) -> bool {
        [Role::Head, Role::Liaison, Role::Planner].into_iter().any(|role| session.has_role(role))
    }
}

/// Enters what the officer can do; only about himself, only in an agency in which he works.
#[derive(Clone, Copy, Debug)]
pub enum EnterOwn {}

impl Permission for EnterOwn {
    const NAME: &'static str = "sdm.sendiri";

    fn allows(session: &Session) -> bool {
        WORKERS.into_iter().chain([Role::CityAdmin, Role::Planner]).any(|role| session.has_role(role))
    }
}

/// Planners write for every agency, heads and liaisons for their own.
pub fn may_write(session: &Session, unit: &str) -> bool {
    let owns = [Role::Head, Role::Liaison].into_iter().any(|role| session.has_role_in(role, unit));
    owns || session.has_role(Role::Planner)
}

/// Only the head of the agency agrees to what its officers entered.
pub(crate) fn may_agree(session: &Session, unit: &str) -> bool {
    session.has_role_in(Role::Head, unit)
}

/// Names are read in the agency itself, and by planners of the unit that runs the region's applications.
pub fn may_see_names(session: &Session, unit: &str) -> bool {
    let own = WORKERS.into_iter().any(|role| session.has_role_in(role, unit));
    own || session.has_role_in(Role::Planner, &skills().keeper)
}

/// The agencies in which the officer may enter something about himself.
pub(crate) fn own_units(session: &Session) -> Vec<&str> {
    let own = |role| WORKERS.into_iter().chain([Role::CityAdmin, Role::Planner]).any(|one| one == role);
    let mut units: Vec<&str> =
        session.grants.iter().filter(|grant| own(grant.role)).map(|grant| grant.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    units
}
