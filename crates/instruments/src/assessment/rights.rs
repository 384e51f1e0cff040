//! Who sees and does what. The coordinator is the city's administrator: SPBE and Pemdi are run by the agency for
//! informatics, which holds that role. An agency sees what was given to it, an assessor what they were named for.

use super::model::{Assessment, Item};
use kernel::Role;
use web::{Permission, Session};

/// Opens the list of assessments; which ones [`sight`] decides.
#[derive(Clone, Copy, Debug)]
pub enum ReadAssessments {}

impl Permission for ReadAssessments {
    const NAME: &'static str = "penilaian.baca";

    fn allows(session: &Session) -> bool {
        sees_all(session) || session.has_role(Role::Assessor) || !working_units(session).is_empty()
    }
}

/// Starts assessments, gives indicators to agencies, reviews, submits.
#[derive(Clone, Copy, Debug)]
pub enum Coordinate {}

impl Permission for Coordinate {
    const NAME: &'static str = "penilaian.atur";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::CityAdmin)
    }
}

/// Samples, comments on and judges assessments.
#[derive(Clone, Copy, Debug)]
pub enum Judge {}

impl Permission for Judge {
    const NAME: &'static str = "penilaian.nilai";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Assessor)
    }
}

/// How much of an assessment somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: for them it is not there.
    Nothing,
    /// The indicators that were given to their own agencies.
    Own,
    /// Everything.
    Whole,
}

/// Coordinators, leaders and auditors of the region see every assessment.
pub fn sees_all(session: &Session) -> bool {
    [Role::CityAdmin, Role::Leader, Role::Auditor].into_iter().any(|role| session.has_role(role))
}

/// Units in which this officer works.
pub fn working_units(session: &Session) -> Vec<String> {
    let works = |role: Role| matches!(role, Role::Verifier | Role::Liaison | Role::FieldOfficer | Role::Head);
    let mut units: Vec<String> =
        session.grants.iter().filter(|grant| works(grant.role)).map(|grant| grant.unit.clone()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// How much of this assessment this person sees.
pub fn sight(session: &Session, assessment: &Assessment) -> Sight {
    if sees_all(session) || is_assessor(session, assessment) {
        return Sight::Whole;
    }
    if assessment.items.values().any(|item| fills(session, item)) { Sight::Own } else { Sight::Nothing }
}

/// Whether this person sees this indicator of an assessment that they see at all.
pub fn sees(session: &Session, assessment: &Assessment, item: &Item) -> bool {
    sight(session, assessment) == Sight::Whole || fills(session, item)
}

/// Whether this officer's agency fills the indicator in.
pub fn fills(session: &Session, item: &Item) -> bool {
    item.unit.as_ref().is_some_and(|unit| working_units(session).contains(unit))
}

/// Whether this person was named to judge it, and still holds the role.
pub fn is_assessor(session: &Session, assessment: &Assessment) -> bool {
    session.has_role(Role::Assessor) && assessment.assessors.contains(&session.officer)
}
