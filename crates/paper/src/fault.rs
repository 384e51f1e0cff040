//! What is wrong with a template, as its author reads it.

use crate::say::say;
use crate::world::Room;
use kernel::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write as _;
use typst::WorldExt as _;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::{DiagSpan, FileId};

/// Where a fault stands in the template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters it spans in that line, at least 1.
    pub length: usize,
    /// The line's text.
    pub text: String,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Fault {
    /// Where, unless it is the whole of it.
    pub place: Option<Place>,
    /// What, in the typesetter's words.
    pub message: String,
    /// What may help, in the typesetter's words.
    pub hints: Vec<String>,
    /// A name that was probably meant.
    pub meant: Option<String>,
    /// It does not keep the sheet from being typeset.
    pub warning: bool,
}

impl Fault {
    /// A fault of the whole sheet; also of who called the typesetter.
    pub fn whole(message: &str) -> Self {
        Self { place: None, message: message.to_owned(), hints: Vec::new(), meant: None, warning: false }
    }

    /// What is wrong, in one sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        say(&self.message, lang)
    }

    /// What was probably meant.
    pub fn advice(&self, lang: Lang) -> Option<String> {
        let meant = self.meant.as_ref()?;
        Some(match lang {
            Lang::Id => format!("mungkin maksud Anda `{meant}`"),
            Lang::En => format!("did you mean `{meant}`"),
        })
    }

    /// One line without the excerpt: `baris 4, kolom 10: …`.
    pub fn short(&self, lang: Lang) -> String {
        let mut said = match (&self.place, lang) {
            (Some(place), Lang::Id) => format!("baris {}, kolom {}: ", place.line, place.column),
            (Some(place), Lang::En) => format!("line {}, column {}: ", place.line, place.column),
            (None, _) => String::new(),
        };
        said.push_str(&self.sentence(lang));
        if let Some(place) = &self.place {
            let _ = write!(said, " ({})", place.text.trim());
        }
        if let Some(advice) = self.advice(lang) {
            let _ = write!(said, "; {advice}");
        }
        said
    }

    /// With file, line and the line's text, the way compilers do.
    pub fn render(&self, file: &str, lang: Lang) -> String {
        let word = match (self.warning, lang) {
            (false, Lang::Id) => "galat",
            (false, Lang::En) => "error",
            (true, Lang::Id) => "peringatan",
            (true, Lang::En) => "warning",
        };
        let mut out = format!("{word}: {}\n", self.sentence(lang));
        let mut gutter = 1;
        match &self.place {
            None => {
                let _ = writeln!(out, "  --> {file}");
            }
            Some(place) => {
                let number = place.line.to_string();
                gutter = number.len();
                let (pad, before) = (" ".repeat(gutter), " ".repeat(place.column - 1));
                let marks = "^".repeat(place.length);
                let _ = writeln!(out, "{pad}--> {file}:{}:{}", place.line, place.column);
                let _ = writeln!(out, "{pad} |\n{number} | {}\n{pad} | {before}{marks}", place.text);
            }
        }
        let pad = " ".repeat(gutter);
        for help in self.advice(lang).iter().chain(&self.hints) {
            let _ = writeln!(out, "{pad} = {help}");
        }
        out
    }
}

/// The faults with their places in the template.
pub(crate) fn faults(found: &[SourceDiagnostic], room: &Room<'_>, values: &Value) -> Vec<Fault> {
    found.iter().map(|one| fault(one, room, values)).collect()
}

fn fault(one: &SourceDiagnostic, room: &Room<'_>, values: &Value) -> Fault {
    let message = one.message.to_string();
    Fault {
        place: place(one, room),
        hints: one.hints.iter().map(|hint| hint.v.to_string()).collect(),
        meant: meant(&message, values),
        warning: one.severity == Severity::Warning,
        message,
    }
}

/// The fault itself where it is in the template, else the line of the template that led there.
fn place(one: &SourceDiagnostic, room: &Room<'_>) -> Option<Place> {
    let traced = one.trace.iter().map(|step| DiagSpan::from(step.span));
    let spans = std::iter::once(one.span).chain(traced);
    spans.filter_map(|span| Some((span.id()?, span))).find_map(|(id, span)| {
        let own = id == room.shelf.template;
        if own { at(id, span, room) } else { None }
    })
}

fn at(id: FileId, span: DiagSpan, room: &Room<'_>) -> Option<Place> {
    let source = room.lines(id)?;
    let range = room.range(span)?;
    let lines = source.lines();
    let line = lines.byte_to_line(range.start)?;
    let whole = lines.line_to_range(line)?;
    let text = source.text().get(whole.clone())?.trim_end_matches(['\n', '\r']);
    let end = range.end.min(whole.start + text.len());
    let before = source.text().get(whole.start..range.start)?;
    let marked = source.text().get(range.start..end.max(range.start)).unwrap_or_default();
    Some(Place {
        line: line + 1,
        column: before.chars().count() + 1,
        length: marked.chars().count().max(1),
        text: text.to_owned(),
    })
}

/// A name of the values that is near the one that is missing.
fn meant(message: &str, values: &Value) -> Option<String> {
    let missing = message.strip_prefix("dictionary does not contain key ")?.split('"').nth(1)?;
    let pools = ["/isian", "/data", "/data/unit", "/data/penanda_tangan"];
    let names = pools.iter().filter_map(|pool| values.pointer(pool)?.as_object()).flat_map(|all| all.keys());
    let near = names.map(|name| (strsim::jaro_winkler(missing, name), name)).filter(|(score, _)| *score > 0.8);
    near.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, name)| name.clone())
}
