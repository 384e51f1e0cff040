//! Who may enter values, set targets and read which events.

use super::happenings::Scope;
use super::model::Indicator;
use kernel::Role;
use web::{Permission, Session};

const WORKERS: [Role; 4] = [Role::Verifier, Role::Liaison, Role::FieldOfficer, Role::Head];

/// Enters values; of which indicators [`may_enter`] decides.
#[derive(Clone, Copy, Debug)]
pub enum EnterValues {}

impl Permission for EnterValues {
    const NAME: &'static str = "indikator.isi";

    fn allows(session: &Session) -> bool {
        WORKERS.into_iter().chain([Role::Planner]).any(|role| session.has_role(role))
    }
}

/// Sets targets and baselines; of which indicators [`may_set`] decides.
#[derive(Clone, Copy, Debug)]
pub enum SetTargets {}

impl Permission for SetTargets {
    const NAME: &'static str = "indikator.target";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Head) || session.has_role(Role::Planner)
    }
}

/// Whoever works in the unit that answers for an indicator, and planners.
pub(crate) fn may_enter(session: &Session, one: &Indicator) -> bool {
    session.has_role(Role::Planner) || WORKERS.into_iter().any(|role| session.has_role_in(role, &one.owner))
}

/// The head of the unit that answers for an indicator, and planners.
pub(crate) fn may_set(session: &Session, one: &Indicator) -> bool {
    session.has_role(Role::Planner) || session.has_role_in(Role::Head, &one.owner)
}

/// Evidence is read by those who may enter it, and by those who answer for or look over the whole region.
pub(crate) fn may_see_evidence(session: &Session, one: &Indicator) -> bool {
    may_enter(session, one) || [Role::Leader, Role::Auditor].into_iter().any(|role| session.has_role(role))
}

/// Agencies see their own events; leaders, auditors, planners and administrators those of all.
pub(crate) fn scope(session: &Session) -> Scope {
    let all = [Role::Leader, Role::Auditor, Role::Planner, Role::CityAdmin];
    if all.into_iter().any(|role| session.has_role(role)) {
        return Scope::All;
    }
    let mut units: Vec<String> = session.grants.iter().map(|grant| grant.unit.clone()).collect();
    units.sort();
    units.dedup();
    Scope::Units(units)
}

/// Whether this officer may open cases that this unit holds; others see a number without a link.
pub(crate) fn may_open(session: &Session, unit: &str) -> bool {
    session.has_role(Role::Auditor) || WORKERS.into_iter().any(|role| session.has_role_in(role, unit))
}
