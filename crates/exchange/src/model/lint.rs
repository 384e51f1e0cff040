//! Rules for descriptions. An error keeps a version from being published, a warning does not. What each code means stands in
//! `explain/codes.toml`.

mod bodies;
mod operations;
mod paths;
mod references;
mod root;

use super::api::Api;
use super::document::{Document, read};
use definition::{Diagnostic, Say, Severity, diagnostic};
use serde_json::Value;

/// A description has so many operations at most.
pub const MOST_OPERATIONS: usize = 200;

/// So many findings are kept: nobody reads more, and a hostile file must not cost time.
const MOST_FOUND: usize = 1000;

/// Reads a description and holds it against every rule, errors first.
pub fn check(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    match read(text) {
        Ok(document) => {
            let found = lint(&document);
            (Some(document), found)
        }
        Err(fault) => (None, vec![*fault]),
    }
}

/// Holds a description against every rule, errors first.
pub fn lint(document: &Document) -> Vec<Diagnostic> {
    let mut linter = Linter { document, api: Api::of(&document.value), found: Vec::new() };
    root::look(&mut linter);
    references::look(&mut linter);
    paths::look(&mut linter);
    operations::look(&mut linter);
    bodies::look(&mut linter);
    diagnostic::in_order(linter.found)
}

/// Whether it may be published.
pub fn sound(found: &[Diagnostic]) -> bool {
    found.iter().all(|one| one.severity() != Severity::Error)
}

/// Names of the parameters in a template, in their order.
pub fn names_in(template: &str) -> Vec<&str> {
    let parts = template.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

struct Linter<'a> {
    document: &'a Document,
    api: Api,
    found: Vec<Diagnostic>,
}

impl Linter<'_> {
    /// Keeps a finding: what is wrong, and how to mend it.
    fn say(&mut self, code: &'static str, pointer: &str, (id, en): (String, String), (how, how_en): (&str, &str)) {
        if self.found.len() >= MOST_FOUND {
            return;
        }
        let one = Diagnostic::new(code, pointer, Say::new(id, en)).at(self.document.place(pointer)).help(how, how_en);
        if !self.found.contains(&one) {
            self.found.push(one);
        }
    }

    fn root(&self) -> &Value {
        &self.document.value
    }
}

/// The same sentence in both languages with its values put in.
macro_rules! both {
    ($id:literal, $en:literal) => {
        (format!($id), format!($en))
    };
}
use both;

#[cfg(test)]
mod tests;
