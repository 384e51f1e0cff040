//! Reading a TOML file that people write: every key is known or refused, everything has its place, and reading goes on
//! after a fault, so that many faults are shown at once. Services, offices and other rooms' files are read with it.
//!
//! Codes: E001 not TOML, E002 unknown key, E003 missing key, E004 id, E005 type of value, E006 word, E007 range or size,
//! E008 first line, E009 twice.

mod file;
mod findings;
mod item;
mod table;

pub use file::{MAX_BYTES, Reading, hash, read, syntax};
pub use findings::Findings;
pub use item::Item;
pub use table::Table;

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::say::Say;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// Where keys and values stand, by path: `langkah.survei.tenggat[0].jika`.
#[derive(Debug, Default)]
pub struct Spans {
    text: String,
    keys: HashMap<String, Range<usize>>,
    values: HashMap<String, Range<usize>>,
}

impl Spans {
    /// Where the value of `path` stands, else its key.
    pub fn value(&self, path: &str) -> Option<Range<usize>> {
        self.values.get(path).or_else(|| self.keys.get(path)).cloned()
    }

    /// Where `part` stands within the value of `path`.
    pub fn inside(&self, path: &str, part: &str) -> Option<Range<usize>> {
        let value = self.values.get(path)?;
        let at = value.start + self.text.get(value.clone())?.find(part)?;
        Some(at..at + part.len())
    }

    /// Where the key of `path` stands.
    pub fn key(&self, path: &str) -> Option<Range<usize>> {
        self.keys.get(path).cloned()
    }
}

/// A list has at most so many entries.
const MOST_ENTRIES: usize = 300;

/// What the keys of a keyed table may be (R1).
#[derive(Clone, Copy, Debug)]
pub enum Ids {
    /// Ids, and no words of the condition language.
    Strict,
    /// Ids; actions never stand in conditions, so that `tidak` may be one.
    Action,
    /// Anything; the caller looks.
    Any,
}

impl Ids {
    fn fits(self, id: &str) -> bool {
        match self {
            Self::Strict => names::is_id(id),
            Self::Action => names::is_id(id) || names::is_reserved(id),
            Self::Any => true,
        }
    }
}

/// A file that is being read: its text, where things stand in it, and what was found wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    spans: RefCell<Spans>,
    faults: RefCell<Vec<Diagnostic>>,
    limits: RefCell<Vec<Diagnostic>>,
}

/// More faults than this are not kept while reading: nobody reads them, and a hostile file must not cost time.
const MAX_FAULTS: usize = 1000;

impl<'a> Reader<'a> {
    /// A reader of this text.
    pub fn new(text: &'a str) -> Self {
        let spans = Spans { text: text.to_owned(), ..Spans::default() };
        Self { text, spans: RefCell::new(spans), faults: RefCell::default(), limits: RefCell::default() }
    }

    /// The whole text.
    pub const fn text(&self) -> &str {
        self.text
    }

    /// Where the key of `path` stands.
    pub fn key(&self, path: &str) -> Option<Range<usize>> {
        self.spans.borrow().key(path)
    }

    /// Where the value of `path` stands, else its key.
    pub fn value(&self, path: &str) -> Option<Range<usize>> {
        self.spans.borrow().value(path)
    }

    /// Whether something at or below one of these paths could not be read.
    pub fn unread(&self, paths: &[&str]) -> bool {
        let faults = self.faults.borrow();
        faults.iter().any(|fault| unread(fault, paths))
    }

    /// Keeps a finding.
    pub fn fault(&self, fault: Diagnostic) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < MAX_FAULTS {
            faults.push(fault);
        }
    }

    /// More than `most` entries at `path`: what comes after is not read, and nothing else is told.
    pub fn too_many(&self, path: &str, most: usize, span: Range<usize>) {
        let say =
            Say::new(format!("terlalu banyak: paling banyak {most} di sini"), format!("too many: at most {most} here"));
        self.limits.borrow_mut().push(Diagnostic::new("E007", path, say).at(Some(span)));
    }

    /// The places, the faults, and the limits that were passed.
    pub fn finish(self) -> (Spans, Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.spans.into_inner(), self.faults.into_inner(), self.limits.into_inner())
    }
}

/// Whether the finding is about a part that could not be read.
pub fn unread(finding: &Diagnostic, paths: &[&str]) -> bool {
    let family = finding.code.starts_with("E00") || finding.code == "E030";
    family
        && paths.iter().any(|path| {
            let rest = finding.path.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
}
