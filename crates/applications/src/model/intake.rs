//! From the rows of a table to records: what is taken, what was mended to take it, what is refused and why.

use super::field::{Cells, Field, Shape, Units, Why, value};
use super::mapping::{Mapping, plain};
use super::name::{key, place};
use serde::{Deserialize, Serialize};
use sheet::grid::{Grid, a1};
use std::collections::BTreeMap;

/// Most columns and rows of a table of applications.
pub const WIDEST: usize = 200;
/// Most rows.
pub const LONGEST: usize = 5000;
/// What stands in a cell to say that there is nothing.
const NOTHING: [&str; 7] = ["-", "–", "--", "n/a", "na", "null", "kosong"];

/// What was mended so that a row could be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// The cell, for example `C7`.
    pub cell: String,
    /// The field.
    pub field: String,
    /// What was done: `nama-dari-alamat`, `alamat-dirapikan`, `dipotong`, `dikosongkan`.
    pub what: String,
    /// What stood there, at most 200 letters.
    pub was: String,
}

/// A row that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Number that a spreadsheet shows.
    pub row: usize,
    /// What it says.
    pub cells: Cells,
    /// What was mended.
    pub repairs: Vec<Repair>,
}

/// A row that is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Number that a spreadsheet shows.
    pub row: usize,
    /// The cell that is to be mended; empty where it is the row.
    pub cell: String,
    /// Why: `dinas`, `nama`, `rumus`, `ganda`, `milik-lain`.
    pub why: String,
    /// What stood there, at most 200 letters; for `ganda` the row that came first.
    pub was: String,
}

/// What comes of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Rows that are taken.
    pub taken: Vec<Taken>,
    /// Rows that are refused.
    pub rejected: Vec<Rejected>,
    /// Names of agencies that no unit has, with how many rows say them.
    pub unknown: BTreeMap<String, u32>,
}

/// Why a file is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadFile {
    /// It is no table.
    Unreadable,
    /// More than [`WIDEST`] columns.
    Wide,
    /// More than [`LONGEST`] rows, or none.
    Rows,
    /// Cells are merged: what belongs to which row is not known.
    Merged,
}

impl BadFile {
    /// Its word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "tak-terbaca",
            Self::Wide => "lebar",
            Self::Rows => "baris",
            Self::Merged => "gabungan",
        }
    }
}

/// Reads a file within its limits.
///
/// # Errors
/// Why it is not looked at.
pub fn grid(bytes: &[u8]) -> Result<Grid, BadFile> {
    let grid = sheet::grid::read(bytes).ok_or(BadFile::Unreadable)?;
    if grid.head.len() > WIDEST || grid.rows.iter().any(|(_, cells)| cells.len() > WIDEST) {
        return Err(BadFile::Wide);
    }
    if grid.cut || grid.rows.is_empty() || grid.rows.len() > LONGEST {
        return Err(BadFile::Rows);
    }
    if grid.merged.is_empty() { Ok(grid) } else { Err(BadFile::Merged) }
}

/// Reads all rows by a mapping.
pub fn intake(grid: &Grid, mapping: &Mapping, units: Units<'_>) -> Intake {
    let columns: Vec<(usize, &'static Field)> =
        grid.head.iter().enumerate().filter_map(|(at, title)| Some((at, mapping.field(title)?))).collect();
    let mut found = Intake::default();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (row, cells) in &grid.rows {
        let reading = Reading { row: *row, mapping, units, cells: Cells::new(), repairs: Vec::new() };
        match reading.read(&columns, cells) {
            Ok(taken) => {
                let known = first.entry(key(&taken.cells)).or_insert(*row);
                if known == row {
                    found.taken.push(taken);
                } else {
                    let was = known.to_string();
                    found.rejected.push(Rejected { row: *row, cell: String::new(), why: "ganda".into(), was });
                }
            }
            Err(rejected) => {
                if rejected.why == "dinas" && !rejected.was.is_empty() {
                    *found.unknown.entry(rejected.was.clone()).or_default() += 1;
                }
                found.rejected.push(rejected);
            }
        }
    }
    found
}

struct Reading<'a> {
    row: usize,
    mapping: &'a Mapping,
    units: Units<'a>,
    cells: Cells,
    repairs: Vec<Repair>,
}

impl Reading<'_> {
    fn read(mut self, columns: &[(usize, &'static Field)], cells: &[String]) -> Result<Taken, Rejected> {
        for (at, field) in columns {
            let written = cells.get(*at).map_or("", |cell| cell.trim());
            if runs(written) {
                return Err(self.rejected(a1(*at, self.row), "rumus", written));
            }
            let bare = self.mapping.word(field.name, written);
            if !written.is_empty() && !NOTHING.contains(&written.to_lowercase().as_str()) {
                self.cell(*at, field, bare)?;
            }
        }
        if !self.cells.contains_key("pemilik") {
            return Err(self.rejected(String::new(), "dinas", ""));
        }
        if !self.cells.contains_key("nama") {
            let host = self.cells.get("alamat").and_then(|address| place(address));
            let host = host.ok_or_else(|| self.rejected(String::new(), "nama", ""))?;
            let address = columns.iter().find(|(_, field)| field.name == "alamat");
            let cell = address.map(|(at, _)| a1(*at, self.row)).unwrap_or_default();
            self.mended(cell, "nama", "nama-dari-alamat", &host);
            self.cells.insert("nama".to_owned(), host.chars().take(120).collect());
        }
        Ok(Taken { row: self.row, cells: self.cells, repairs: self.repairs })
    }

    fn cell(&mut self, at: usize, field: &Field, text: &str) -> Result<(), Rejected> {
        let cell = a1(at, self.row);
        let units = |name: &str| self.mapping.unit(name).map(str::to_owned).or_else(|| (self.units)(name));
        match value(field, text, &units) {
            Ok(kept) => {
                self.cells.insert(field.name.to_owned(), kept);
            }
            Err(Why::Unit) => return Err(self.rejected(cell, "dinas", text)),
            Err(why) => match mended(field, text, why) {
                Some((what, kept)) => {
                    self.mended(cell, field.name, what, text);
                    self.cells.insert(field.name.to_owned(), kept);
                }
                None => self.mended(cell, field.name, "dikosongkan", text),
            },
        }
        Ok(())
    }

    fn mended(&mut self, cell: String, field: &str, what: &str, was: &str) {
        self.repairs.push(Repair { cell, field: field.to_owned(), what: what.to_owned(), was: short(was) });
    }

    fn rejected(&self, cell: String, why: &str, was: &str) -> Rejected {
        Rejected { row: self.row, cell, why: why.to_owned(), was: short(was) }
    }
}

/// Whether a spreadsheet would run this cell (formula injection). A telephone number with its plus is none.
fn runs(cell: &str) -> bool {
    cell.starts_with(['=', '@']) || (cell.starts_with(['+', '-']) && cell.contains(['(', '!', '|']))
}

/// A value that is nearly right.
fn mended(field: &Field, text: &str, why: Why) -> Option<(&'static str, String)> {
    match (field.shape, why) {
        (Shape::Line(most), Why::Long) => Some(("dipotong", text.chars().take(most).collect())),
        (Shape::Text, Why::Long) => Some(("dipotong", text.chars().take(2000).collect())),
        (Shape::Link, _) => {
            let found = text.split([' ', ',', ';', '\n', '(']).map(|part| part.trim_matches(['.', '/', ')', '"']));
            let mut found =
                found.filter(|part| part.contains('.')).filter_map(|part| value(field, part, &|_| None).ok());
            found.next().map(|address| ("alamat-dirapikan", address))
        }
        _ => None,
    }
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Names of agencies by what is compared of them; the same name stands once.
pub fn names(unknown: &BTreeMap<String, u32>) -> Vec<(String, String, u32)> {
    let mut found: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for (name, count) in unknown {
        let one = found.entry(plain(name)).or_insert_with(|| (name.clone(), 0));
        one.1 += count;
    }
    found.into_iter().map(|(key, (name, count))| (key, name, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(name: &str) -> Option<String> {
        let known = [("dinas kesehatan", "dinas-kesehatan"), ("bappeda", "bappeda")];
        known.into_iter().find(|(known, _)| *known == plain(name)).map(|(_, unit)| unit.to_owned())
    }

    fn read(table: &str) -> Intake {
        let grid = grid(table.as_bytes()).unwrap();
        intake(&grid, &Mapping::guessed(&grid.head), &units)
    }

    #[test]
    fn what_is_dirty_is_mended_and_said() {
        let found = read(
            "opd,url,posisi_server,keterangan,audit\nDinas Kesehatan,simpus.contoh.go.id/,Diluar Kominfo,-,kemarin\n",
        );
        let taken = &found.taken[0];
        assert_eq!(taken.cells.get("nama").map(String::as_str), Some("simpus.contoh.go.id"));
        assert_eq!(taken.cells.get("letak").map(String::as_str), Some("dinas"));
        assert!(!taken.cells.contains_key("fungsi") && !taken.cells.contains_key("audit"));
        let repairs: Vec<(&str, &str)> = taken.repairs.iter().map(|one| (&*one.cell, &*one.what)).collect();
        assert_eq!(repairs, [("E2", "dikosongkan"), ("B2", "nama-dari-alamat")]);
        let found = read("nama,opd,alamat\nSIMPUS,Bappeda,lihat simpus.contoh.go.id (lama)\n");
        assert_eq!(found.taken[0].cells.get("alamat").map(String::as_str), Some("https://simpus.contoh.go.id/"));
        assert_eq!(found.taken[0].repairs[0].what, "alamat-dirapikan");
    }

    #[test]
    fn what_cannot_be_taken_is_refused_with_its_cell_and_unknown_agencies_are_counted() {
        let table = "nama,opd,url\nA,Biro Umum,a.contoh.id\nB,BIRO UMUM,b.contoh.id\n,Bappeda,\nD,Bappeda,d.contoh.id\nD2,Bappeda,www.d.contoh.id\n\
                     \"=HYPERLINK(\"\"x\"\")\",Bappeda,e.contoh.id\nF,,f.contoh.id\n";
        let found = read(table);
        assert_eq!(found.taken.len(), 1);
        let told: Vec<(usize, &str, &str)> =
            found.rejected.iter().map(|one| (one.row, &*one.cell, &*one.why)).collect();
        let expected = [
            (2, "B2", "dinas"),
            (3, "B3", "dinas"),
            (4, "", "nama"),
            (6, "", "ganda"),
            (7, "A7", "rumus"),
            (8, "", "dinas"),
        ];
        assert_eq!(told, expected);
        assert_eq!(names(&found.unknown), [("biro umum".to_owned(), "BIRO UMUM".to_owned(), 2)]);
    }

    #[test]
    fn a_name_that_was_mapped_by_hand_is_its_unit() {
        let grid = grid(b"nama,opd\nA,Biro Umum\n").unwrap();
        let mut mapping = Mapping::guessed(&grid.head);
        mapping.dinas.insert("biro umum".into(), "bappeda".into());
        let found = intake(&grid, &mapping, &units);
        assert_eq!(found.taken[0].cells.get("pemilik").map(String::as_str), Some("bappeda"));
    }

    #[test]
    fn files_that_are_no_list_of_applications_are_not_looked_at() {
        assert_eq!(grid(b""), Err(BadFile::Unreadable));
        assert_eq!(grid(b"PK\x03\x04rusak"), Err(BadFile::Unreadable));
        assert_eq!(grid(b"nama,opd\n"), Err(BadFile::Rows));
        let wide = format!("{}\n1\n", vec!["x"; 1_000_000].join(","));
        assert_eq!(grid(wide.as_bytes()), Err(BadFile::Wide));
        let long = format!("nama\n{}", "x\n".repeat(LONGEST + 1));
        assert_eq!(grid(long.as_bytes()), Err(BadFile::Rows));
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_table_every_row_is_taken_or_refused_once(
            rows in prop::collection::vec(("[ -~]{0,12}", "(Bappeda|Biro|=1|[ -~]{0,6})", "[a-z.:/ @]{0,14}"), 1..20),
        ) {
            let mut out = csv::Writer::from_writer(Vec::new());
            out.write_record(["nama", "opd", "url"]).unwrap();
            for (name, unit, address) in &rows {
                out.write_record([name, unit, address]).unwrap();
            }
            if let Ok(grid) = grid(&out.into_inner().unwrap()) {
                let found = intake(&grid, &Mapping::guessed(&grid.head), &units);
                prop_assert_eq!(found.taken.len() + found.rejected.len(), grid.rows.len());
                prop_assert!(found.taken.iter().all(|one| !one.cells["nama"].is_empty() && one.cells["pemilik"] == "bappeda"));
            }
        }
    }
}
