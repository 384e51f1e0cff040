//! Checks across the whole file, in the order of the families (semantics R68).

mod absence;
mod flow;
mod forks;
mod graph;
mod lapse;
mod notes;
mod privacy;
mod reading;
mod region;
mod scenarios;
mod sums;
mod texts;
mod visible;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lists::Lists;
use crate::model::Definition;
use crate::names;
use crate::read;
use crate::reader::Findings;
use crate::say::Say;
use crate::units::Units;

/// What definitions are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// Offices, titles, roles.
    pub units: &'a Units,
    /// Code lists, outlines, calendars, sources.
    pub lists: &'a Lists,
}

/// What the checker found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The definition, if there is no error.
    pub definition: Option<Definition>,
    /// Errors in the order of the file, then warnings, then notes.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Whether there is any error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// Reads and checks a definition against a region's offices and lists.
pub fn check(text: &str, region: &Region) -> Checked {
    let (model, found) = Findings::of(read::read(text));
    let Some(definition) = model else {
        return Checked { definition: None, findings: found.list };
    };
    let mut desk = Desk { definition: &definition, found };
    run(&mut desk, region);
    let mut findings = desk.found.list;
    without_echoes(&mut findings, text);
    let findings = diagnostic::in_order(findings);
    let failed = findings.iter().any(|finding| finding.severity() == Severity::Error);
    Checked { definition: (!failed).then_some(definition), findings }
}

/// An unknown name that is nearest to an id already refused follows from that one.
fn without_echoes(findings: &mut Vec<Diagnostic>, text: &str) {
    let refused: Vec<String> = findings
        .iter()
        .filter(|finding| finding.code == "E004")
        .filter_map(|finding| text.get(finding.span.clone()?))
        .flat_map(|id| [format!("`{id}`?"), format!(".{id}`?")])
        .collect();
    findings.retain(|finding| {
        let label = finding.label.as_ref().map(|label| &label.id);
        label.is_none_or(|label| !refused.iter().any(|end| label.ends_with(end)))
    });
}

fn run(desk: &mut Desk, region: &Region) {
    visible::circles(desk);
    flow::check(desk);
    // Reachability and sums mean something only once the flow itself is whole.
    let whole = !desk.found.has(&["E00", "E02"]);
    if whole {
        forks::check(desk);
        graph::reachability(desk);
    }
    lapse::check(desk);
    if whole && !desk.found.has(&["E02", "E03", "E04"]) {
        graph::stuck(desk);
        let bounded = graph::unbounded(desk);
        sums::check(desk, bounded);
    }
    texts::check(desk);
    region::check(desk, region);
    privacy::check(desk);
    scenarios::check(desk);
    if !desk.found.has(&["E00", "E014"]) {
        notes::check(desk, region.lists);
        reading::check(desk);
        absence::check(desk);
    }
}

/// The definition on the desk, and what was found so far.
struct Desk<'a> {
    definition: &'a Definition,
    found: Findings,
}

impl Desk<'_> {
    /// `name` should be one of `known` and is not.
    fn missing<'n>(&mut self, at: Missing, name: &str, known: impl IntoIterator<Item = &'n str>) {
        if self.misshapen(name) {
            return;
        }
        let say = Say::new(format!("{} `{name}` tidak ada", at.id), format!("there is no {} `{name}`", at.en));
        let near = names::nearest(name, known);
        self.found.say_at(at.code, at.path, at.place, say).suggest(near);
    }

    /// Whether something of this name stands in the file and is no table, which was told there.
    fn misshapen(&self, name: &str) -> bool {
        self.found.list.iter().any(|fault| fault.code == "E005" && fault.path.rsplit('.').next() == Some(name))
    }

    fn step_ids(&self) -> Vec<String> {
        self.definition.steps.keys().cloned().collect()
    }
}

/// What is missing, and where that was seen.
struct Missing<'a> {
    code: &'static str,
    path: &'a str,
    place: &'a str,
    id: &'a str,
    en: &'a str,
}
