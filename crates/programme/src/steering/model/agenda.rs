//! The agenda by exception: what must be talked about, and in which order. Decisions of earlier meetings come first and stay
//! until somebody confirmed or withdrew them.

use super::task::{TaskState, late_days};
use crate::steering::decisions::Decision;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Why something is on the agenda; words are made when it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sebab", rename_all = "lowercase")]
pub enum Cause {
    /// It was decided and is not over, or it was decided at the last meeting.
    #[serde(rename = "keputusan")]
    Decided {
        /// Local day by which it is to be done.
        due: Date,
        /// Where it stands.
        state: TaskState,
        /// Days by which it is overdue on the day of the meeting.
        late: i64,
        /// Whether its unit asks for more time.
        asks: bool,
    },
    /// A promise that a quarter shows red or grey.
    #[serde(rename = "triwulan")]
    Quarter {
        /// The year.
        year: i16,
        /// 1 to 4.
        quarter: u8,
        /// `merah` or `abu`.
        light: String,
    },
    /// A promise that was broken, or of which nobody reported.
    #[serde(rename = "janji")]
    Promise {
        /// The year.
        year: i16,
        /// Word of the verdict.
        verdict: String,
        /// The target with its sign; empty if there is none.
        target: String,
        /// What was reported; empty if nothing was.
        value: String,
    },
    /// A quick win whose day is over.
    #[serde(rename = "quick")]
    QuickWin {
        /// Its day.
        deadline: Date,
    },
    /// An indicator that misses its target.
    #[serde(rename = "indikator")]
    Indicator {
        /// The period, as it is written in addresses.
        period: String,
        /// Its value; empty if it is not known.
        value: String,
        /// Its target.
        target: String,
    },
    /// Somebody added it.
    #[serde(rename = "tambahan")]
    Added {
        /// What it is about.
        note: String,
    },
}

/// Something to talk about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `keputusan:ID`, `janji:ID`, `indikator:ID` or `tambahan:ID`: the same in every agenda.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// The unit that acts next; empty where that is the leader.
    pub unit: String,
    /// Why it is here, the weightiest first.
    pub causes: Vec<Cause>,
}

impl Item {
    /// Kind and id of its key.
    pub fn about(&self) -> (&str, &str) {
        self.key.split_once(':').unwrap_or(("", &self.key))
    }

    /// Whether it is a decision of an earlier meeting.
    pub fn is_decision(&self) -> bool {
        self.key.starts_with("keputusan:")
    }
}

/// An item in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What it is.
    pub item: Item,
    /// Why it was taken off this meeting's agenda; it comes back at the next one while its cause lasts.
    pub dropped: Option<String>,
}

/// What people changed of the agenda that makes itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Items that were added.
    pub added: Vec<Item>,
    /// Keys with the reason for which they were dropped.
    pub dropped: HashMap<String, String>,
    /// Keys in the order that somebody gave them.
    pub order: Vec<String>,
}

/// Decisions that belong on the agenda of a meeting of their body: all that are open, and all of the last meeting, so that
/// it begins with what became of them. The late ones first.
pub fn decided(decisions: &[Decision], meeting: &str, last: Option<&str>, day: Date) -> Vec<Item> {
    let belongs =
        |one: &&Decision| one.meeting != meeting && (one.state.is_open() || last == Some(one.meeting.as_str()));
    let mut found: Vec<&Decision> = decisions.iter().filter(belongs).collect();
    found.sort_by_key(|one| {
        let late = late_days(one.state, one.due, day);
        (!one.state.is_open(), late == 0, one.due, one.id.clone())
    });
    found.into_iter().map(|one| item(one, day)).collect()
}

fn item(one: &Decision, day: Date) -> Item {
    let waits = one.state == TaskState::Reported || one.asked.is_some();
    Item {
        key: format!("keputusan:{}", one.id),
        title: one.text.clone(),
        unit: if waits { String::new() } else { one.unit.clone() },
        causes: vec![Cause::Decided {
            due: one.due,
            state: one.state,
            late: late_days(one.state, one.due, day),
            asks: one.asked.is_some(),
        }],
    }
}

/// One item per key: what is there for several reasons stands once, with all of them, where it stood first.
pub fn merged(items: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let mut all: Vec<Item> = Vec::new();
    for item in items {
        match all.iter_mut().find(|known| known.key == item.key) {
            Some(known) => known.causes.extend(item.causes),
            None => all.push(item),
        }
    }
    all
}

/// The agenda: decisions first, whatever was moved; then the rest in the order that people gave it, what nobody moved after it
/// as it came; what was dropped last, with its reason.
pub fn agenda(found: Vec<Item>, edits: &Edits) -> Vec<Placed> {
    let mut all = merged(found.into_iter().chain(edits.added.iter().cloned()));
    let place = |item: &Item| edits.order.iter().position(|key| *key == item.key).unwrap_or(usize::MAX);
    // A stable sort keeps what nobody moved as it came.
    all.sort_by_key(|item| (edits.dropped.contains_key(&item.key), !item.is_decision(), place(item)));
    let placed = |item: Item| Placed { dropped: edits.dropped.get(&item.key).cloned(), item };
    all.into_iter().map(placed).collect()
}

/// The order of keys after one moved a place up or down among its kind; none where it cannot.
pub fn moved(agenda: &[Placed], key: &str, up: bool) -> Option<Vec<String>> {
    let live: Vec<&Item> = agenda.iter().filter(|one| one.dropped.is_none()).map(|one| &one.item).collect();
    let at = live.iter().position(|item| item.key == key)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    let same = live.get(to)?.is_decision() == live.get(at)?.is_decision();
    let mut keys: Vec<String> = live.iter().map(|item| item.key.clone()).collect();
    keys.swap(at, to);
    same.then_some(keys)
}

#[cfg(test)]
mod tests;
