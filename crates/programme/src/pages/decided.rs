//! What was decided about promises, and which tasks are open: for the leader's pages.

use crate::programme::Programme;
use crate::refusal::Refused;
use std::collections::HashMap;
use web::{Markup, View};

/// One decision, ready to be read.
pub(super) struct Decided {
    pub href: String,
    pub what: String,
    /// When and by which body it was taken.
    pub when: String,
    /// Who has to act, and until when.
    pub turn: String,
    pub tag: Markup,
    /// Whether it still is to be done.
    pub open: bool,
}

/// Open tasks by promise and agency, and the decisions that a leader looks at first.
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
pub(super) async fn ruled(_: &View, _: &Programme) -> Result<Standing, Refused> {
    Ok(Standing::default())
}

/// What is open, and the tasks of one unit.
pub(super) async fn tasks_of(v: &View, programme: &Programme, _: &str) -> Result<(Standing, Vec<Decided>), Refused> {
    Ok((ruled(v, programme).await?, Vec::new()))
}

/// What was decided about a promise, the newest first.
pub(super) async fn about(_: &View, _: &Programme, _: &str) -> Result<Vec<Decided>, Refused> {
    Ok(Vec::new())
}
