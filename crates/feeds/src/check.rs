//! Checks across a whole mapping file: every name leads somewhere, kinds and rules fit together, personal columns are marked.

mod columns;
mod head;

use crate::model::Feed;
use crate::read;
use definition::diagnostic;
use definition::reader::Findings;
use definition::{Diagnostic, Severity};

/// What the checker found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The feed, if there is no error.
    pub feed: Option<Feed>,
    /// Errors in the order of the file, then warnings.
    pub findings: Vec<Diagnostic>,
}

/// Names that a mapping file may use; empty where they are not known, then nothing is held against them.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Units of the region.
    pub units: Vec<String>,
    /// Applications of the inventory.
    pub applications: Vec<String>,
}

/// Reads and checks a mapping file.
pub fn check(text: &str, known: &Known) -> Checked {
    let (model, found) = Findings::of(read::read(text));
    let Some(feed) = model else {
        return Checked { feed: None, findings: diagnostic::in_order(found.list) };
    };
    let mut desk = Desk { feed: &feed, known, found };
    head::check(&mut desk);
    columns::check(&mut desk);
    let findings = diagnostic::in_order(desk.found.list);
    let failed = findings.iter().any(|finding| finding.severity() == Severity::Error);
    Checked { feed: (!failed).then_some(feed), findings }
}

/// Reads a mapping file that has no error; warnings do not matter.
///
/// # Errors
/// Everything that the checker found.
pub fn load(text: &str) -> Result<Feed, Vec<Diagnostic>> {
    let checked = check(text, &Known::default());
    checked.feed.ok_or(checked.findings)
}

/// The feed on the desk, and what was found so far.
struct Desk<'a> {
    feed: &'a Feed,
    known: &'a Known,
    found: Findings,
}
