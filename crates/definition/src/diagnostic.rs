//! What the checker says: code, place, underlined text, nearest name; in Indonesian or English.

use crate::say::Say;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use kernel::lang::Lang;
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `galat`: the definition may not be published.
    Error,
    /// `peringatan`: the author should know.
    Warning,
    /// `catatan`: something that does not run yet (N3xx).
    Note,
}

impl Severity {
    /// The word before the code.
    pub const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Error, Lang::Id) => "galat",
            (Self::Error, Lang::En) => "error",
            (Self::Warning, Lang::Id) => "peringatan",
            (Self::Warning, Lang::En) => "warning",
            (Self::Note, Lang::Id) => "catatan",
            (Self::Note, Lang::En) => "note",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// For example `E023` (families: semantics R68).
    pub code: &'static str,
    /// The key it is about, for example `langkah.verifikasi.aksi.teruskan`; empty: the whole file.
    pub path: String,
    /// What is wrong.
    pub say: Say,
    /// The bytes to underline; `None`: the whole file.
    pub span: Option<Range<usize>>,
    /// What stands beside the underlining.
    pub label: Option<Say>,
}

impl Diagnostic {
    /// A finding about the key `path`.
    pub fn new(code: &'static str, path: impl Into<String>, say: Say) -> Self {
        Self { code, path: path.into(), say, span: None, label: None }
    }

    /// Underlines these bytes.
    #[must_use]
    pub fn at(mut self, span: Option<Range<usize>>) -> Self {
        self.span = span;
        self
    }

    /// Suggests the nearest name, if there is one.
    #[must_use]
    pub fn near(mut self, name: Option<String>) -> Self {
        self.suggest(name);
        self
    }

    /// The same, for a finding that is already on the desk.
    pub fn suggest(&mut self, name: Option<String>) {
        let label = name.map(|name| Say::new(format!("maksud Anda `{name}`?"), format!("did you mean `{name}`?")));
        self.label = label.or_else(|| self.label.take());
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, id: impl Into<String>, en: impl Into<String>) -> Self {
        self.label = Some(Say::new(id, en));
        self
    }

    /// The same, for a finding that is already on the desk.
    pub fn advise(&mut self, id: impl Into<String>, en: impl Into<String>) {
        self.label = Some(Say::new(id, en));
    }

    /// From the first letter of the code.
    pub fn severity(&self) -> Severity {
        match self.code.as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// Line and column in characters, both from 1; `None` where the whole file is meant.
    pub fn position(&self, text: &str) -> Option<(usize, usize)> {
        let start = floor(text, self.span.as_ref()?.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        Some((line, before[line_start..].chars().count() + 1))
    }

    /// The finding as people read it in a terminal.
    pub fn render(&self, file: &str, text: &str, lang: Lang) -> String {
        let word = self.severity().word(lang);
        let Some(span) = &self.span else {
            let place = if self.path.is_empty() { file } else { &self.path };
            let all = format!("{word}[{}]: {place}: {}", self.code, self.say.lang(lang));
            return wrapped(&all);
        };
        let level = match self.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let said = self.say.lang(lang);
        let title = if self.path.is_empty() { said.to_owned() } else { format!("{}: {said}", self.path) };
        let range = underlined(text, span);
        let annotation =
            AnnotationKind::Primary.span(range).label(self.label.as_ref().map(|label| label.lang(lang).to_owned()));
        let report = [level
            .with_name(word)
            .primary_title(title)
            .id(self.code)
            .element(Snippet::source(text).path(file).annotation(annotation))];
        Renderer::plain().render(&report)
    }
}

/// At most so many findings are told at once; the first are worth mending first.
const MAX_FINDINGS: usize = 200;

/// Errors in the order of the file, then warnings, then notes; each once, and at most 200.
pub fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| {
        let start = finding.span.as_ref().map_or(usize::MAX, |span| span.start);
        (finding.severity(), start)
    });
    findings.dedup();
    findings.truncate(MAX_FINDINGS);
    findings
}

/// All findings, a blank line between them.
pub fn render_all(findings: &[Diagnostic], file: &str, text: &str, lang: Lang) -> String {
    let all: Vec<String> = findings.iter().map(|finding| finding.render(file, text, lang)).collect();
    all.join("\n\n")
}

/// A range that lies on characters, covers at least one where it can, and stays within its first line.
fn underlined(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = end.min(line_end);
    if end > start {
        return start..end;
    }
    let next = text[start..line_end].chars().next().map_or(0, char::len_utf8);
    start..start + next
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Lines of at most 88 characters, the later ones indented by two.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 88 {
            out.push_str("\n  ");
            width = 2;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}
