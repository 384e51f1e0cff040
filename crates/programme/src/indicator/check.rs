//! Checks across all files of a library: every id once, every name known, no circle, units that fit.

mod circles;
mod units;

use super::facts;
use super::model::{Indicator, Library, Source};
use super::read;
use definition::diagnostic;
use definition::reader::Findings;
use definition::{Diagnostic, Formula, Say, Severity};
use indexmap::IndexMap;

/// What the checker found in one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Name of the file.
    pub file: String,
    /// Errors in the order of the file, then warnings.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// Files with their names, checked together: formulas may name indicators of other files.
pub fn check(files: &[(String, String)]) -> (Option<Library>, Vec<Checked>) {
    let ids: Vec<String> = files.iter().flat_map(|(_, text)| read::ids(text)).collect();
    let mut desks: Vec<Desk> = files.iter().map(|(name, text)| Desk::read(name, text, &ids)).collect();
    let all = all_of(&mut desks);
    let rings = circles::find(&all);
    for desk in &mut desks {
        desk.run(&all, &rings);
    }
    let checked: Vec<Checked> = desks
        .into_iter()
        .map(|desk| Checked { file: desk.file, findings: diagnostic::in_order(desk.found.list) })
        .collect();
    let library = (!checked.iter().any(Checked::fails)).then_some(Library { indicators: all });
    (library, checked)
}

/// One file on the desk.
struct Desk {
    file: String,
    indicators: Vec<Indicator>,
    found: Findings,
}

impl Desk {
    fn read(name: &str, text: &str, ids: &[String]) -> Self {
        let (indicators, found) = Findings::of(read::read(text, ids));
        Self { file: name.to_owned(), indicators: indicators.unwrap_or_default(), found }
    }

    fn run(&mut self, all: &IndexMap<String, Indicator>, rings: &[Vec<String>]) {
        for one in std::mem::take(&mut self.indicators) {
            let path = format!("indikator.{}", one.id);
            if facts::fact_of(&one.id).is_some() {
                let say = Say::new(
                    format!("`{}` sudah nama fakta; beri indikator nama lain", one.id),
                    format!("`{}` is the name of a fact; give the indicator another name", one.id),
                );
                self.found.say_key("E302", &path, say);
            }
            let Some(formula) = one.source.formula() else { continue };
            let at = format!("{path}.rumus");
            // A formula that could not be read says nothing about others.
            if self.found.about(&path) {
                continue;
            }
            self.names(&one, formula, &at, all);
            if let Some(ring) = rings.iter().find(|ring| ring.contains(&one.id)) {
                let way = ring.join(" → ");
                let say = Say::new(format!("rumus berputar: {way}"), format!("the formula goes in a circle: {way}"));
                self.found.say("E313", &at, say);
                continue;
            }
            units::check(self, &one, formula, &at, all);
        }
    }

    /// E312, E316, E317: what a formula may rest on.
    fn names(&mut self, one: &Indicator, formula: &Formula, at: &str, all: &IndexMap<String, Indicator>) {
        let named = formula.expr.fields();
        if named.is_empty() {
            let say = Say::new("rumus ini tidak menyebut apa pun", "this formula names nothing");
            self.found.say("E317", at, say);
        }
        let others = || named.iter().filter_map(|name| all.get(*name));
        if matches!(one.source, Source::Facts(_)) {
            let indicators: Vec<&str> = others().map(|other| other.id.as_str()).collect();
            if !indicators.is_empty() {
                let names = indicators.join("`, `");
                let say = Say::new(
                    format!("`{names}` adalah indikator; sumber `fakta` hanya menyebut fakta, pakai `rumus`"),
                    format!("`{names}` is an indicator; the source `fakta` names facts only, use `rumus`"),
                );
                self.found.say("E312", at, say);
                return;
            }
        }
        let longer: Vec<&str> = others().filter(|other| other.span > one.span).map(|other| other.id.as_str()).collect();
        if !longer.is_empty() {
            let (names, own) = (longer.join("`, `"), one.span.word());
            let say = Say::new(
                format!("`{names}` berperiode lebih panjang, sedangkan indikator ini per {own}"),
                format!("`{names}` has a longer period, but this indicator is per {own}"),
            );
            self.found.say("E316", at, say);
        }
    }
}

/// Every indicator by its id; E301 for the second of one name.
fn all_of(desks: &mut [Desk]) -> IndexMap<String, Indicator> {
    let mut all: IndexMap<String, Indicator> = IndexMap::new();
    for desk in desks {
        let mut twice = Vec::new();
        for one in &desk.indicators {
            if all.contains_key(&one.id) {
                twice.push(one.id.clone());
            } else {
                all.insert(one.id.clone(), one.clone());
            }
        }
        for id in twice {
            let say = Say::new(
                format!("indikator `{id}` sudah ada di berkas lain"),
                format!("the indicator `{id}` is in another file already"),
            );
            desk.found.say_key("E301", &format!("indikator.{id}"), say);
        }
    }
    all
}
