//! What a checker found in a file that was read: each finding at the place that it is about.

use super::{Reading, Spans, unread};
use crate::diagnostic::Diagnostic;
use crate::say::Say;

/// Findings about one file, beside the places in it.
#[derive(Debug)]
pub struct Findings {
    /// Where keys and values stand.
    pub spans: Spans,
    /// In the order in which they were found.
    pub list: Vec<Diagnostic>,
}

impl Findings {
    /// The model that was read, and what is wrong with its single places.
    pub fn of<T>(reading: Reading<T>) -> (Option<T>, Self) {
        (reading.model, Self { spans: reading.spans, list: reading.faults })
    }

    /// Whether there is a finding of one of these families, `E02` for example.
    pub fn has(&self, families: &[&str]) -> bool {
        self.list.iter().any(|finding| families.iter().any(|family| finding.code.starts_with(family)))
    }

    /// Whether something at or below one of these paths could not be read.
    pub fn unread(&self, paths: &[&str]) -> bool {
        self.list.iter().any(|finding| unread(finding, paths))
    }

    /// Whether something was found at `path` or below it.
    pub fn about(&self, path: &str) -> bool {
        let rest = |finding: &Diagnostic| finding.path.strip_prefix(path).map(str::to_owned);
        self.list.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// A finding about the value at `path`.
    pub fn say(&mut self, code: &'static str, path: &str, say: Say) {
        self.say_at(code, path, path, say);
    }

    /// A finding about `path`, underlined where `place` stands.
    pub fn say_at(&mut self, code: &'static str, path: &str, place: &str, say: Say) -> &mut Diagnostic {
        let span = self.spans.value(place).or_else(|| self.spans.value(path));
        self.add(Diagnostic::new(code, path, say).at(span))
    }

    /// A finding about a key rather than its value.
    pub fn say_key(&mut self, code: &'static str, path: &str, say: Say) -> &mut Diagnostic {
        let span = self.spans.key(path).or_else(|| self.spans.value(path));
        self.add(Diagnostic::new(code, path, say).at(span))
    }

    fn add(&mut self, finding: Diagnostic) -> &mut Diagnostic {
        self.list.push(finding);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}
