//! Who may read, write, enter, send and review.

use kernel::Role;
use web::{Permission, Session};

/// Look over the whole region.
const OVER: [Role; 3] = [Role::Planner, Role::Leader, Role::Auditor];
/// Work for one agency.
const OWN: [Role; 2] = [Role::Liaison, Role::Head];

fn any(session: &Session, roles: &[Role]) -> bool {
    roles.iter().any(|role| session.has_role(*role))
}

/// Reads action plans and quarters; of which agencies [`may_read`] decides.
#[derive(Clone, Copy, Debug)]
pub enum ReadActions {}

impl Permission for ReadActions {
    const NAME: &'static str = "aksi.baca";

    fn allows(session: &Session) -> bool {
        any(session, &OVER) || any(session, &OWN)
    }
}

/// Writes an action plan and hands it in; of which agencies [`may_write`] decides.
#[derive(Clone, Copy, Debug)]
pub enum WriteActions {}

impl Permission for WriteActions {
    const NAME: &'static str = "aksi.susun";

    fn allows(session: &Session) -> bool {
        any(session, &OWN) || session.has_role(Role::Planner)
    }
}

/// Approves an action plan or gives it back; [`may_decide`] says whose.
#[derive(Clone, Copy, Debug)]
pub enum DecideActions {}

impl Permission for DecideActions {
    const NAME: &'static str = "aksi.putuskan";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Head) || session.has_role(Role::Planner)
    }
}

/// Says what was done in a month, and what follows; of the own agency only.
#[derive(Clone, Copy, Debug)]
pub enum EnterMonths {}

impl Permission for EnterMonths {
    const NAME: &'static str = "aksi.isi";

    fn allows(session: &Session) -> bool {
        any(session, &OWN)
    }
}

/// Sends the quarter of the own agency.
#[derive(Clone, Copy, Debug)]
pub enum SendQuarter {}

impl Permission for SendQuarter {
    const NAME: &'static str = "aksi.kirim";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Head)
    }
}

/// Locks plans, reviews quarters, sets thresholds and deadlines.
#[derive(Clone, Copy, Debug)]
pub enum ReviewQuarters {}

impl Permission for ReviewQuarters {
    const NAME: &'static str = "aksi.tinjau";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Planner)
    }
}

/// Whether this officer sees all agencies.
pub(crate) fn sees_all(session: &Session) -> bool {
    any(session, &OVER)
}

/// Whether this officer works for that agency.
pub(crate) fn works_for(session: &Session, unit: &str) -> bool {
    OWN.into_iter().any(|role| session.has_role_in(role, unit))
}

pub(crate) fn may_read(session: &Session, unit: &str) -> bool {
    sees_all(session) || works_for(session, unit)
}

pub(crate) fn may_write(session: &Session, unit: &str) -> bool {
    session.has_role(Role::Planner) || works_for(session, unit)
}

/// Approves or gives back: the head of the agency, and planners.
pub(crate) fn may_decide(session: &Session, unit: &str) -> bool {
    session.has_role(Role::Planner) || session.has_role_in(Role::Head, unit)
}

/// The agencies for which this officer works, each once.
pub(crate) fn own(session: &Session) -> Vec<String> {
    let mut units: Vec<String> = session.units().into_iter().map(str::to_owned).collect();
    units.retain(|unit| works_for(session, unit));
    units
}
