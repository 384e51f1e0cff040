//! A promise as cells of text: what a form sends, and what stands in a row of a spreadsheet. Read and written in one place,
//! so that what is taken out can be brought in again.

mod read;

pub use read::{Known, read};

use super::number::written;
use super::promise::Written;
use std::collections::BTreeMap;

/// The columns, in the order of the file. `id` stands before them in a spreadsheet.
pub const COLUMNS: [&str; 31] = [
    "nama",
    "sub",
    "sektor",
    "tema",
    "opd",
    "pendukung",
    "mulai",
    "selesai",
    "uraian",
    "keluaran",
    "hasil",
    "ukuran",
    "satuan",
    "arah",
    "awal",
    "target",
    "anggaran",
    "sasaran",
    "kecamatan",
    "lokasi",
    "risiko",
    "dasar",
    "rpjmd",
    "renstra",
    "rkpd",
    "dpa",
    "layanan",
    "indikator",
    "quick_win",
    "janji_quick_win",
    "alasan",
];

/// Cells by column; an absent one is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells(BTreeMap<String, String>);

impl Cells {
    /// Sets a cell.
    pub fn set(&mut self, column: &str, text: impl Into<String>) {
        self.0.insert(column.to_owned(), text.into());
    }

    /// The text of a cell, without blanks around it.
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", |text| text.trim())
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Cells {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(cells: I) -> Self {
        Self(cells.into_iter().map(|(name, text)| (name.into(), text.into())).collect())
    }
}

/// Why a cell is refused. The code is part of the key of a text (`rencana-salah-CODE`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The column.
    pub column: &'static str,
    /// `kosong`, `panjang`, `tak-dikenal`, `indikator`, `indikator-mirip`, `tahun`, `angka`, `mendua`, `uang`, `dobel`, `kode`, `tanggal`, `quick`, `arah`, `sendiri`.
    pub code: &'static str,
    /// What was written there, cut to 60 characters.
    pub value: String,
}

/// The cells of a promise.
pub fn cells(written_: &Written) -> Cells {
    let (facts, sheet) = (&written_.facts, &written_.sheet);
    let list = |all: &[String]| all.join("; ");
    let targets = facts.targets.iter().map(|target| format!("{} = {}", target.year, written(&target.value)));
    let budget = facts.budget.iter().map(|line| format!("{} {} {}", line.year, line.source, line.amount));
    let year = |year: i16| if year == 0 { String::new() } else { year.to_string() };
    [
        ("nama", sheet.name.clone()),
        ("sub", facts.sub.clone()),
        ("sektor", list(&facts.sectors)),
        ("tema", list(&facts.themes)),
        ("opd", facts.owner.clone()),
        ("pendukung", list(&facts.supporters)),
        ("mulai", year(facts.start)),
        ("selesai", year(facts.end)),
        ("uraian", sheet.about.clone()),
        ("keluaran", sheet.output.clone()),
        ("hasil", sheet.outcome.clone()),
        ("ukuran", sheet.measure.clone()),
        ("satuan", sheet.unit.clone()),
        ("arah", facts.direction.word().to_owned()),
        ("awal", written(&facts.baseline)),
        ("target", targets.collect::<Vec<_>>().join("; ")),
        ("anggaran", budget.collect::<Vec<_>>().join("; ")),
        ("sasaran", sheet.group.clone()),
        ("kecamatan", list(&facts.districts)),
        ("lokasi", sheet.place.clone()),
        ("risiko", sheet.risks.clone()),
        ("dasar", sheet.basis.clone()),
        ("rpjmd", facts.codes.rpjmd.clone()),
        ("renstra", facts.codes.renstra.clone()),
        ("rkpd", facts.codes.rkpd.clone()),
        ("dpa", facts.codes.dpa.clone()),
        ("layanan", list(&facts.services)),
        ("indikator", list(&facts.indicators)),
        ("quick_win", facts.quick.map(|day| day.to_string()).unwrap_or_default()),
        ("janji_quick_win", sheet.quick_result.clone()),
    ]
    .into_iter()
    .collect()
}
