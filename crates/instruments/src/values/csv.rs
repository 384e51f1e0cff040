//! Levels as a table: columns `indikator` and `nilai`, or `terpenuhi` with the levels that are met; `catatan` is not read.

use super::{Read, Values, sorted};
use crate::check::{Spot, levels};
use crate::model::{Answer, Instrument};
use csv::{ReaderBuilder, StringRecord, Trim};
use definition::names;
use definition::reader::MAX_BYTES;
use definition::{Diagnostic, Number, Say};
use indexmap::IndexMap;
use std::ops::Range;

const COLUMNS: [&str; 4] = ["indikator", "nilai", "terpenuhi", "catatan"];

pub(super) fn read(text: &str, instrument: &Instrument) -> Read {
    if text.len() > MAX_BYTES {
        let say = Say::new("berkas lebih dari 1 MB", "the file is larger than 1 MB");
        return Err(vec![Diagnostic::new("E001", "", say)]);
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let separator = separator(text[start..].lines().next().unwrap_or_default());
    let mut reader = ReaderBuilder::new();
    let mut reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(Trim::All)
        .from_reader(&text.as_bytes()[start..]);
    let mut sheet = Sheet { text, start, separator, found: Vec::new(), columns: None, spots: IndexMap::new() };
    let mut values = Values::default();
    for record in reader.records() {
        match record {
            Ok(record) => sheet.row(&record, &mut values),
            Err(error) => sheet.unreadable(&error),
        }
    }
    if values.answers.is_empty() && sheet.found.is_empty() {
        let say = Say::new("tabel ini kosong", "this table is empty");
        sheet.found.push(Diagnostic::new("E003", "", say));
    }
    let spots = std::mem::take(&mut sheet.spots);
    let spot = |id: &str| {
        let (key, value) = spots.get(id).cloned().unwrap_or_default();
        Spot { path: id.to_owned(), key: Some(key), value: Some(value) }
    };
    let mut found = sheet.found;
    found.extend(levels(instrument, &values.answers, &spot));
    sorted(values, found)
}

/// An empty table for an instrument, with the names of its indicators under `catatan`.
pub fn sheet(instrument: &Instrument) -> String {
    let cumulative = instrument.scales.values().any(|scale| scale.cumulative);
    let columns: &[&str] = if cumulative { &COLUMNS } else { &["indikator", "nilai", "catatan"] };
    let mut lines = vec![columns.join(",")];
    for (id, indicator) in &instrument.indicators {
        let empty = ",".repeat(columns.len() - 1);
        lines.push(format!("{id}{empty}\"{}\"", indicator.name.replace('"', "\"\"")));
    }
    lines.join("\n")
}

/// What separates the columns, told by the first line.
fn separator(first: &str) -> u8 {
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    [b';', b'\t'].into_iter().find(|sign| count(*sign) > 0 && count(*sign) >= count(b',')).unwrap_or(b',')
}

/// Where the columns stand.
#[derive(Clone, Copy, Default)]
struct Columns {
    indicator: Option<usize>,
    level: Option<usize>,
    met: Option<usize>,
}

struct Sheet<'a> {
    text: &'a str,
    /// Where the table begins, behind a byte order mark.
    start: usize,
    separator: u8,
    found: Vec<Diagnostic>,
    columns: Option<Columns>,
    /// Where each indicator and its level stand.
    spots: IndexMap<String, (Range<usize>, Range<usize>)>,
}

impl Sheet<'_> {
    fn row(&mut self, record: &StringRecord, values: &mut Values) {
        let Some(columns) = self.columns else {
            self.head(record);
            return;
        };
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default();
        let id = cell(columns.indicator).to_owned();
        if id.is_empty() && record.iter().all(str::is_empty) {
            return;
        }
        let key = self.cell(record, columns.indicator);
        if id.is_empty() {
            self.say("E003", "", key, Say::new("indikatornya kosong", "the indicator is empty"));
            return;
        }
        if values.answers.contains_key(&id) {
            let say =
                Say::new(format!("indikator `{id}` dinilai dua kali"), format!("indicator `{id}` is judged twice"));
            self.say("E009", &id, key, say);
            return;
        }
        let (level, met) = (cell(columns.level), cell(columns.met));
        let place = self.cell(record, if met.is_empty() { columns.level } else { columns.met });
        let answer = match (level.is_empty(), met.is_empty()) {
            (true, true) => Some(Answer::Unknown),
            (false, true) => self.level(&id, level, &place),
            (true, false) => self.met(&id, met, &place),
            (false, false) => {
                let say = Say::new(
                    "isi `nilai` atau `terpenuhi`, tidak keduanya",
                    "fill in `nilai` or `terpenuhi`, not both",
                );
                self.say("E235", &id, place.clone(), say);
                None
            }
        };
        if let Some(answer) = answer {
            self.spots.insert(id.clone(), (key, place));
            values.answers.insert(id, answer);
        }
    }

    /// The first row: every column is known, and `indikator` and a level are there.
    fn head(&mut self, record: &StringRecord) {
        let mut columns = Columns::default();
        for (index, name) in record.iter().enumerate() {
            let name = name.to_lowercase();
            match name.as_str() {
                "indikator" => columns.indicator = Some(index),
                "nilai" => columns.level = Some(index),
                "terpenuhi" => columns.met = Some(index),
                "catatan" | "" => {}
                _ => {
                    let say =
                        Say::new(format!("kolom `{name}` tidak dikenal"), format!("the column `{name}` is not known"));
                    let near = names::nearest(&name, COLUMNS);
                    let span = self.cell(record, Some(index));
                    self.found.push(Diagnostic::new("E002", "", say).at(Some(span)).near(near));
                }
            }
        }
        let told = !self.found.is_empty();
        if !told && (columns.indicator.is_none() || columns.level.is_none() && columns.met.is_none()) {
            let span = self.cell(record, Some(0));
            let say = Say::new(
                "baris pertama harus menyebut kolom `indikator` dan `nilai`",
                "the first line has to name the columns `indikator` and `nilai`",
            );
            self.say("E003", "", span, say);
        }
        self.columns = Some(columns);
    }

    fn level(&mut self, id: &str, text: &str, place: &Range<usize>) -> Option<Answer> {
        match text {
            "?" => return Some(Answer::Unknown),
            "tidak berlaku" => return Some(Answer::NotApplicable),
            _ => {}
        }
        // Spreadsheets of this country write 3,31.
        let level: Option<Number> = text.replacen(',', ".", 1).parse().ok();
        if level.is_none() {
            let say = Say::new(
                format!("`{text}` bukan tingkat; tulis angka, kosongkan bila belum diketahui, atau \"tidak berlaku\""),
                format!(
                    "`{text}` is no level; write a number, leave it empty if it is not known, or \"tidak berlaku\""
                ),
            );
            self.say("E006", id, place.clone(), say);
        }
        level.map(Answer::Level)
    }

    /// Levels with anything but digits between them.
    fn met(&mut self, id: &str, text: &str, place: &Range<usize>) -> Option<Answer> {
        let parts = text.split(|sign: char| " ,;+".contains(sign)).filter(|part| !part.is_empty());
        let met: Option<Vec<u32>> = parts.map(|part| part.parse().ok().filter(|level| *level <= 100)).collect();
        if met.is_none() {
            let say = Say::new(
                format!("`{text}` bukan daftar tingkat; tulis misalnya 1 2 3"),
                format!("`{text}` is no list of levels; write for example 1 2 3"),
            );
            self.say("E006", id, place.clone(), say);
        }
        met.map(Answer::Met)
    }

    fn unreadable(&mut self, error: &csv::Error) {
        let at = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)) + self.start;
        let say = Say::new("baris ini tidak dapat dibaca sebagai tabel", "this line cannot be read as a table");
        self.say("E001", "", at..at, say);
    }

    fn say(&mut self, code: &'static str, path: &str, span: Range<usize>, say: Say) {
        self.found.push(Diagnostic::new(code, path, say).at(Some(span)));
    }

    /// The bytes of a cell in the text; the end of its line where the row is too short.
    fn cell(&self, record: &StringRecord, column: Option<usize>) -> Range<usize> {
        let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)) + self.start;
        let row = self.text.get(from..).unwrap_or_default();
        let skipped = row.len() - row.trim_start_matches(['\r', '\n']).len();
        let cells = cells(&row[skipped..], self.separator);
        let cell = column.and_then(|column| cells.get(column)).or(cells.last());
        cell.map_or(from..from, |cell| from + skipped + cell.start..from + skipped + cell.end)
    }
}

/// The cells of the first row of a text, without their quotes.
fn cells(row: &str, separator: u8) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut begun, mut quoted) = (0, false);
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                found.push(begun..at);
                return trimmed(row, found);
            }
            _ if byte == separator && !quoted => {
                found.push(begun..at);
                begun = at + 1;
            }
            _ => {}
        }
    }
    found.push(begun..row.len());
    trimmed(row, found)
}

fn trimmed(row: &str, cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let outer = |cell: Range<usize>| {
        let text = &row[cell.clone()];
        let inner = text.trim_matches([' ', '\t', '\r', '"']);
        let before = text.len() - text.trim_start_matches([' ', '\t', '\r', '"']).len();
        cell.start + before..cell.start + before + inner.len()
    };
    cells.into_iter().map(outer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_inside_quotes_separates_nothing() {
        let row = "1,\"3,31\",\"a \"\"b\"\"\"\n2,3";
        let texts: Vec<&str> = cells(row, b',').into_iter().map(|cell| &row[cell]).collect();
        assert_eq!(texts, ["1", "3,31", "a \"\"b"]);
    }

    #[test]
    fn the_separator_is_told_by_the_first_line() {
        assert_eq!(separator("indikator,nilai"), b',');
        assert_eq!(separator("indikator;nilai;catatan, bila ada"), b';');
        assert_eq!(separator("indikator\tnilai"), b'\t');
    }
}
