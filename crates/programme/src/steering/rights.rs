//! Who prepares meetings, decides in them, works on what was decided, and reads.

use kernel::Role;
use web::{Permission, Session};

fn has_any(session: &Session, roles: &[Role]) -> bool {
    roles.iter().any(|role| session.has_role(*role))
}

/// Reads meetings and tasks: planners, leaders and auditors all of them, heads and liaisons those of their own.
#[derive(Clone, Copy, Debug)]
pub enum ReadMeetings {}

impl Permission for ReadMeetings {
    const NAME: &'static str = "rapat.baca";

    fn allows(session: &Session) -> bool {
        oversees(session) || WorkOnTasks::allows(session)
    }
}

/// Writes bodies, plans meetings, keeps their minutes.
#[derive(Clone, Copy, Debug)]
pub enum PrepareMeetings {}

impl Permission for PrepareMeetings {
    const NAME: &'static str = "rapat.siapkan";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Planner)
    }
}

/// Decides in a meeting, gives more time, withdraws, and says what is public.
#[derive(Clone, Copy, Debug)]
pub enum DecideMeetings {}

impl Permission for DecideMeetings {
    const NAME: &'static str = "rapat.putuskan";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::Leader)
    }
}

/// Confirms that a task is done, or gives it back.
#[derive(Clone, Copy, Debug)]
pub enum ConfirmTasks {}

impl Permission for ConfirmTasks {
    const NAME: &'static str = "tugas.konfirmasi";

    fn allows(session: &Session) -> bool {
        has_any(session, &[Role::Planner, Role::Leader])
    }
}

/// Reports on tasks of the own unit; which these are [`owns`] says.
#[derive(Clone, Copy, Debug)]
pub enum WorkOnTasks {}

impl Permission for WorkOnTasks {
    const NAME: &'static str = "tugas.kerjakan";

    fn allows(session: &Session) -> bool {
        has_any(session, &[Role::Head, Role::Liaison])
    }
}

/// Reads the one-page brief, which names the decisions of every meeting.
#[derive(Clone, Copy, Debug)]
pub enum ReadBrief {}

impl Permission for ReadBrief {
    const NAME: &'static str = "ringkas.baca";

    fn allows(session: &Session) -> bool {
        oversees(session)
    }
}

/// Whether this officer reads everything.
pub(crate) fn oversees(session: &Session) -> bool {
    has_any(session, &[Role::Planner, Role::Leader, Role::Auditor])
}

/// Whether this officer answers for a unit's tasks.
pub(crate) fn owns(session: &Session, unit: &str) -> bool {
    [Role::Head, Role::Liaison].into_iter().any(|role| session.has_role_in(role, unit))
}

/// The units for whose tasks this officer answers, each once.
pub(crate) fn own_units(session: &Session) -> Vec<String> {
    let units = session.units().into_iter().filter(|unit| owns(session, unit));
    units.map(str::to_owned).collect()
}
