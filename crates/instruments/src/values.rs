//! What a region was judged with: a file of levels, as TOML or as a table from a spreadsheet.

mod csv;

pub use csv::sheet;

use crate::check::{Spot, levels};
use crate::model::published::Published;
use crate::model::{Answers, Instrument};
use crate::read;
use definition::diagnostic;
use definition::reader::{self, Reader, Table};
use definition::{Diagnostic, Say, Severity};

/// The first line of a file of levels in TOML.
pub const FORMAT: &str = "#: format nilai 1";

/// Levels, and what was published about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// `[tentang] judul`: whose levels they are.
    pub title: Option<String>,
    /// `tahun`: the year that was assessed.
    pub year: Option<u32>,
    /// `sumber`: who says so.
    pub source: Option<String>,
    /// `[nilai]`.
    pub answers: Answers,
    /// `[terbit]`.
    pub published: Published,
}

/// Levels with what is worth knowing about them, or what is wrong with them.
pub type Read = Result<(Values, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads levels for an instrument: TOML where the text begins as such, else a table with the columns `indikator` and
/// `nilai`, separated by commas, semicolons or tabs.
///
/// # Errors
/// Everything that is wrong, each with its place. Nothing is taken in part.
pub fn read(text: &str, instrument: &Instrument) -> Read {
    let first = text.trim_start_matches('\u{feff}').trim_start();
    let toml = first.starts_with('#') || first.starts_with('[');
    if toml { from_toml(text, instrument) } else { csv::read(text, instrument) }
}

fn from_toml(text: &str, instrument: &Instrument) -> Read {
    let reading = reader::read(text, FORMAT, values);
    let Some((values, named)) = reading.model else {
        return Err(diagnostic::in_order(reading.faults));
    };
    let spans = reading.spans;
    let mut found = reading.faults;
    let spot = |id: &str| {
        let path = format!("nilai.{id}");
        Spot { key: spans.key(&path), value: spans.value(&path), path }
    };
    found.extend(levels(instrument, &values.answers, &spot));
    if let Some(named) = named.filter(|named| *named != instrument.id) {
        let say = Say::new(
            format!("nilai ini untuk `{named}`, bukan untuk `{}`", instrument.id),
            format!("these levels are for `{named}`, not for `{}`", instrument.id),
        );
        found.push(Diagnostic::new("E234", "tentang.instrumen", say).at(spans.value("tentang.instrumen")));
    }
    found.extend(unknown_groups(&values.published, instrument, &spans));
    found.extend(values.year.and_then(|year| untimely(instrument, year, &spans)));
    sorted(values, found)
}

fn values(_: &Reader, root: &Table) -> (Values, Option<String>) {
    let mut values = Values::default();
    let mut named = None;
    if let Some(about) = root.table("tentang") {
        named = about.text("instrumen");
        values.title = about.text("judul");
        values.year = about.get("tahun").and_then(|item| item.whole(1945, 9999));
        values.source = about.text("sumber");
        about.done();
    }
    values.answers =
        root.need("nilai").and_then(|item| item.table()).map(|table| read::answers(&table)).unwrap_or_default();
    values.published = root.table("terbit").map(|table| read::published(&table)).unwrap_or_default();
    (values, named)
}

fn unknown_groups(published: &Published, instrument: &Instrument, spans: &reader::Spans) -> Vec<Diagnostic> {
    let domains = published.domains.keys().filter(|id| !instrument.domains.contains_key(*id)).map(|id| ("domain", id));
    let aspects = published.aspects.keys().filter(|id| !instrument.aspects.contains_key(*id)).map(|id| ("aspek", id));
    let absent = |(what, id): (&str, &String)| {
        let path = format!("terbit.{what}.{id}");
        let say = Say::new(format!("{what} `{id}` tidak ada"), format!("there is no {what} `{id}`"));
        Diagnostic::new("E201", &path, say).at(spans.key(&path))
    };
    domains.chain(aspects).map(absent).collect()
}

/// W203: a year that is assessed with another version.
fn untimely(instrument: &Instrument, year: u32, spans: &reader::Spans) -> Option<Diagnostic> {
    let valid = instrument.valid.filter(|years| !years.hold(year))?;
    let until = valid.until.map_or_else(String::new, |until| until.to_string());
    let (name, from) = (&instrument.id, valid.from);
    let say = Say::new(
        format!("`{name}` berlaku untuk penilaian {from}–{until}, bukan {year}"),
        format!("`{name}` is for assessments of {from}–{until}, not of {year}"),
    );
    Some(Diagnostic::new("W203", "tentang.tahun", say).at(spans.value("tentang.tahun")))
}

/// Errors refuse the whole file; warnings go with it.
fn sorted(values: Values, found: Vec<Diagnostic>) -> Read {
    let found = diagnostic::in_order(found);
    let failed = found.iter().any(|one| one.severity() == Severity::Error);
    if failed { Err(found) } else { Ok((values, found)) }
}
