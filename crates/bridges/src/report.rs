//! What became of a file: counts, and a list of rows that were refused or needed a repair.

use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Counts at the end of an import. Every row is counted once; the four sum up to the rows of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Taken in as they are.
    pub accepted: u64,
    /// Taken in with a repair or a remark, each listed with its reason.
    pub repaired: u64,
    /// Refused, each listed with its reason.
    pub rejected: u64,
    /// There already; nothing changed.
    pub unchanged: u64,
    /// How often each kind of reason was given.
    #[serde(skip)]
    pub reasons: BTreeMap<String, u64>,
    /// What was noticed about the file as a whole.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows done.
    pub done: u64,
    /// Rows in the file.
    pub total: u64,
}

/// A remark about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The column it is about; empty: the row as a whole.
    pub column: String,
    /// What stood there; never the text of a report.
    pub value: String,
    /// Kind of reason, counted in the report.
    pub kind: &'static str,
    /// The reason in full.
    pub reason: String,
}

impl Note {
    pub(crate) fn new(kind: &'static str, column: &str, value: &str, reason: impl Into<String>) -> Self {
        Self { column: column.to_owned(), value: value.chars().take(80).collect(), kind, reason: reason.into() }
    }
}

/// Writes the list: `baris,nomor,hasil,kolom,nilai,alasan`, safe for spreadsheets.
pub(crate) struct List<'w> {
    out: csv::Writer<&'w mut (dyn Write + Send)>,
    begun: bool,
}

impl<'w> List<'w> {
    pub(crate) fn new(out: &'w mut (dyn Write + Send)) -> Self {
        Self { out: csv::Writer::from_writer(out), begun: false }
    }

    /// Lists one remark; the header is written before the first, so that a clean import leaves an empty file.
    pub(crate) fn add(&mut self, line: u64, number: &str, result: &str, note: &Note) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            self.out.write_record(["baris", "nomor", "hasil", "kolom", "nilai", "alasan"])?;
        }
        let line = line.to_string();
        let cells = [&line, number, result, &note.column, &note.value, &note.reason];
        let safe = cells.map(web::csv_safe);
        self.out.write_record(safe.iter().map(AsRef::as_ref))?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_a_header_only_if_there_is_something_to_say() {
        let mut out = Vec::new();
        List::new(&mut out).finish().unwrap();
        assert!(out.is_empty());
    }

    #[test]
    fn a_cell_of_the_list_is_never_a_formula() {
        let mut out = Vec::new();
        let mut list = List::new(&mut out);
        let note = Note::new("desa_tidak_dikenal", "kelurahan", "=1+1", "tidak ada");
        list.add(7, "+62", "dicatat", &note).unwrap();
        list.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "baris,nomor,hasil,kolom,nilai,alasan\n7,'+62,dicatat,kelurahan,'=1+1,tidak ada\n");
    }

    #[test]
    fn the_last_line_for_machines_holds_the_four_counts() {
        let report = Report { accepted: 5, repaired: 1, rejected: 2, unchanged: 3, ..Report::default() };
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(json, r#"{"accepted":5,"repaired":1,"rejected":2,"unchanged":3}"#);
    }
}
