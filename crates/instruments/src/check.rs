//! Checks across a whole instrument: every reference leads somewhere, weights and bands fit together, every part has its
//! source, every published example comes out.

mod bands;
mod examples;
mod levels;
mod parts;
mod sources;
mod weights;

pub(crate) use levels::{Spot, levels};

use crate::model::Instrument;
use crate::read;
use definition::diagnostic;
use definition::names;
use definition::reader::Findings;
use definition::{Diagnostic, Say, Severity};

/// What the checker found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The instrument, if there is no error.
    pub instrument: Option<Instrument>,
    /// Errors in the order of the file, then warnings, then notes.
    pub findings: Vec<Diagnostic>,
}

/// Reads and checks an instrument.
pub fn check(text: &str) -> Checked {
    let (model, found) = Findings::of(read::read(text));
    let Some(instrument) = model else {
        return Checked { instrument: None, findings: diagnostic::in_order(found.list) };
    };
    let mut desk = Desk { instrument: &instrument, found };
    run(&mut desk);
    let findings = diagnostic::in_order(desk.found.list);
    let failed = findings.iter().any(|finding| finding.severity() == Severity::Error);
    Checked { instrument: (!failed).then_some(instrument), findings }
}

/// Reads an instrument that has no error; warnings and notes do not matter.
///
/// # Errors
/// Everything that the checker found.
pub fn load(text: &str) -> Result<Instrument, Vec<Diagnostic>> {
    let checked = check(text);
    checked.instrument.ok_or(checked.findings)
}

fn run(desk: &mut Desk) {
    parts::check(desk);
    sources::check(desk);
    // Sums and bands mean something only once every part has its place.
    if !desk.found.has(&["E20"]) && !desk.found.unread(&["skala", "domain", "aspek", "indikator", "hasil"]) {
        weights::check(desk);
        if !desk.found.unread(&["predikat"]) {
            bands::check(desk);
        }
        examples::check(desk);
    }
}

/// The instrument on the desk, and what was found so far.
struct Desk<'a> {
    instrument: &'a Instrument,
    found: Findings,
}

impl Desk<'_> {
    /// E201: the name at `path` should be one of `known` and is not.
    fn missing<'n>(&mut self, path: &str, what: &str, name: &str, known: impl IntoIterator<Item = &'n String>) {
        let say = Say::new(format!("{what} `{name}` tidak ada"), format!("there is no {what} `{name}`"));
        let near = names::nearest(name, known.into_iter().map(String::as_str));
        self.found.say_at("E201", path, path, say).suggest(near);
    }
}
