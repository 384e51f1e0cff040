//! What was decided about promises, and which tasks are open: for the leader's pages. Whoever does not look over the region
//! sees the decisions for his own agencies only.

use super::agency_name;
use crate::programme::Programme;
use crate::steering::pages::{due, state};
use crate::steering::rights::{ReadMeetings, oversees, own_units, owns};
use crate::steering::{Decision, Refused, TaskFilter};
use std::collections::HashMap;
use web::{Markup, Permission as _, Session, View};

/// Tasks that are looked through, the most urgent first; more are open only where nobody closes any.
const MOST: i64 = 500;
/// Tasks that are shown.
const SHOWN: usize = 5;

/// One decision, ready to be read.
pub(super) struct Decided {
    pub href: String,
    pub what: String,
    /// When it was taken.
    pub when: String,
    /// Who has to act, and until when.
    pub turn: String,
    pub tag: Markup,
    /// Whether it still is to be done.
    pub open: bool,
}

/// Open tasks by promise and agency, and those that a leader looks at first.
#[derive(Default)]
pub(super) struct Standing {
    turns: HashMap<String, String>,
    units: HashMap<String, usize>,
    /// Open tasks, the most urgent first.
    pub tasks: Vec<Decided>,
    /// Whether there are more of them.
    pub more: bool,
}

impl Standing {
    /// Who acts next on a promise, if a task about it is open.
    pub fn turn_of(&self, promise: &str) -> Option<&str> {
        self.turns.get(promise).map(String::as_str)
    }

    /// Open tasks of a unit.
    pub fn open_of(&self, unit: &str) -> usize {
        self.units.get(unit).copied().unwrap_or(0)
    }

    /// Units with open tasks.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.units.keys().map(String::as_str)
    }
}

/// What is open.
pub(super) async fn ruled(v: &View, session: &Session, programme: &Programme) -> Result<Standing, Refused> {
    let units = if oversees(session) { Vec::new() } else { own_units(session) };
    if !ReadMeetings::allows(session) {
        return Ok(Standing::default());
    }
    let tasks = programme.open_tasks(&TaskFilter { units, limit: MOST, ..TaskFilter::default() }).await?;
    let mut standing = Standing { more: tasks.len() > SHOWN, ..Standing::default() };
    for task in tasks {
        let one = &task.decision;
        *standing.units.entry(one.unit.clone()).or_default() += 1;
        if !one.promise.is_empty() {
            standing.turns.entry(one.promise.clone()).or_insert_with(|| turn(v, programme, one));
        }
        if standing.tasks.len() < SHOWN {
            standing.tasks.push(decided(v, programme, one));
        }
    }
    Ok(standing)
}

/// What is open, and the tasks of one unit.
pub(super) async fn tasks_of(
    v: &View,
    session: &Session,
    programme: &Programme,
    unit: &str,
) -> Result<(Standing, Vec<Decided>), Refused> {
    if !oversees(session) && !owns(session, unit) {
        return Ok((Standing::default(), Vec::new()));
    }
    let filter = TaskFilter { units: vec![unit.to_owned()], ..TaskFilter::default() };
    let (mut standing, mut rows) = (Standing::default(), Vec::new());
    for task in programme.open_tasks(&filter).await? {
        let one = &task.decision;
        standing.turns.entry(one.promise.clone()).or_insert_with(|| turn(v, programme, one));
        rows.push(decided(v, programme, one));
    }
    Ok((standing, rows))
}

/// What was decided about a promise, the newest first; `None`: this officer may not read it.
pub(super) async fn about(
    v: &View,
    session: &Session,
    programme: &Programme,
    (promise, owner): (&str, &str),
) -> Result<Option<Vec<Decided>>, Refused> {
    if !oversees(session) && !owns(session, owner) {
        return Ok(None);
    }
    let mut found = programme.decisions_about(promise).await?;
    found.retain(|one| oversees(session) || owns(session, &one.unit));
    Ok(Some(found.iter().map(|one| decided(v, programme, one)).collect()))
}

fn decided(v: &View, programme: &Programme, one: &Decision) -> Decided {
    Decided {
        href: format!("/dasbor/tugas/{}", one.id),
        what: one.text.clone(),
        when: v.t1("pimpin-diputuskan-pada", "tanggal", v.words().date(one.held).as_str()),
        turn: turn(v, programme, one),
        tag: state(v, one.state, one.due, programme.today()),
        open: one.state.is_open(),
    }
}

/// `Kepala Bidang Jalan, Dinas PUPR: sampai 1 Maret 2027`.
fn turn(v: &View, programme: &Programme, one: &Decision) -> String {
    let unit = agency_name(programme, &one.unit);
    let who = if one.person.is_empty() { unit } else { format!("{}, {unit}", one.person) };
    v.t2("pimpin-giliran-tugas", "siapa", who.as_str(), "tanggal", due(v, one).as_str())
}
