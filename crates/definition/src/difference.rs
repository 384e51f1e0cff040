//! What changes between two definitions, in sentences for those whom it concerns: residents, officers, running cases.

mod officers;
mod residents;
mod running;
mod words;

use crate::model::Definition;
use crate::say::Say;

/// What happened to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It reads otherwise.
    Changed,
}

impl Mark {
    /// One sign for lists in plain text.
    pub const fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
        }
    }

    /// The word for machines.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// One thing that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub mark: Mark,
    /// The key it is about, for example `isian.lokasi`.
    pub path: String,
    /// In words.
    pub say: Say,
}

/// Whom changes concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Form, documents, fees, deadlines, messages.
    Residents,
    /// Steps, actions, titles, clocks.
    Officers,
    /// Cases that were opened under the older definition (semantics R61).
    RunningCases,
}

impl Audience {
    /// The word for machines.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Officers => "officers",
            Self::RunningCases => "running_cases",
        }
    }

    /// The heading for people.
    pub fn title(self) -> Say {
        match self {
            Self::Residents => Say::new("Bagi warga", "For residents"),
            Self::Officers => Say::new("Bagi petugas", "For officers"),
            Self::RunningCases => Say::new("Bagi kasus yang berjalan", "For running cases"),
        }
    }
}

/// What changes from one definition to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Form, documents, fees, deadlines, messages.
    pub residents: Vec<Change>,
    /// Steps, actions, titles, clocks.
    pub officers: Vec<Change>,
    /// What it means for cases that run.
    pub running: Vec<Change>,
}

impl Difference {
    /// Whether nothing changes that anyone would notice. Comments and scenarios do not count.
    pub const fn is_empty(&self) -> bool {
        self.residents.is_empty() && self.officers.is_empty() && self.running.is_empty()
    }

    /// The three groups in the order in which they are shown, also the empty ones.
    pub fn groups(&self) -> [(Audience, &[Change]); 3] {
        [
            (Audience::Residents, &self.residents),
            (Audience::Officers, &self.officers),
            (Audience::RunningCases, &self.running),
        ]
    }
}

/// Compares two definitions of one service; `old` is the one that runs.
pub fn difference(old: &Definition, new: &Definition) -> Difference {
    let mut found = Difference {
        residents: residents::changes(old, new),
        officers: officers::changes(old, new),
        running: Vec::new(),
    };
    found.running = running::changes(old, new, !found.is_empty());
    found
}

/// A list of changes on its way.
#[derive(Default)]
struct Notes(Vec<Change>);

impl Notes {
    fn add(&mut self, mark: Mark, path: impl Into<String>, id: impl Into<String>, en: impl Into<String>) {
        self.0.push(Change { mark, path: path.into(), say: Say::new(id, en) });
    }

    /// `what: old → new`, where they differ.
    fn turned(&mut self, path: &str, what: (&str, &str), old: &Say, new: &Say) {
        if old != new {
            let id = format!("{}: {} → {}", what.0, old.id, new.id);
            let en = format!("{}: {} → {}", what.1, old.en, new.en);
            self.add(Mark::Changed, path, id, en);
        }
    }
}

/// Calls `added`, `removed` or `both` for every id of two ordered maps: first what stays or goes, then what is new.
fn walk<'a, T>(
    old: &'a indexmap::IndexMap<String, T>,
    new: &'a indexmap::IndexMap<String, T>,
    mut each: impl FnMut(&'a str, Option<&'a T>, Option<&'a T>),
) {
    for (id, before) in old {
        each(id, Some(before), new.get(id));
    }
    for (id, after) in new.iter().filter(|(id, _)| !old.contains_key(*id)) {
        each(id, None, Some(after));
    }
}
