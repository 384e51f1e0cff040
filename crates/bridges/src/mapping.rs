//! `pemetaan 1`: how the columns of a CSV become reports. `wilayah/35.78/mediacenter.toml` is a whole example.
//!
//! ```toml
//! #: pemetaan 1
//! [pemetaan]
//! sumber = "mediacenter"      # with the number: the key for "already there"
//! zona   = "UTC"              # WIB WITA WIT UTC +07:00 wilayah tertulis; no default
//! waktu  = "{tahun}-{bulan}-{hari}T{jam}:{menit}:{detik}"   # or a list, tried in order
//! kosong = ["-"]              # writings that mean "nothing"
//! desa_tidak_dikenal = "catat"    # or "tolak"
//!
//! [kolom]                     # a column, or a list
//! nomor = "id"                # compulsory, as are dilaporkan and isi
//! dilaporkan = "tanggal_keluhan"
//! isi = "keluhan"
//! rahasia = { kolom = "Tipe", berisi = "Rahasia" }
//!
//! [status]                    # value → terbuka | ditolak | selesai | selesai_tidak_diketahui
//! "Ditutup" = { akhir = "selesai_tidak_diketahui", tanda = "ditutup_sistem" }
//! "*" = "terbuka"
//!
//! [layanan]                   # topic → service; "*" compulsory
//! "Jalan Rusak" = "jalan-rusak"
//! "*" = "lainnya"
//!
//! [instansi]                  # name or id → unit; names of agencies need no line; "*" = "pemilik" or a unit
//! "*" = "pemilik"
//! ```

mod read;

use crate::times::{Pattern, SourceZone};
use definition::diagnostic::Diagnostic;
use definition::names::nearest;
use definition::say::Say;
use std::collections::HashMap;
use std::ops::Range;

/// The first line of every mapping.
pub const FORMAT: &str = "#: pemetaan 1";

/// A mapping that was read and checked by itself; the columns are checked when a file is there.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// `pemetaan.sumber`.
    pub source: String,
    /// `pemetaan.zona`.
    pub zone: SourceZone,
    /// `pemetaan.waktu`.
    pub times: Vec<Pattern>,
    /// `pemetaan.kosong`.
    pub empty: Vec<String>,
    /// `pemetaan.desa_tidak_dikenal = "tolak"`.
    pub refuse_unknown_village: bool,
    /// `[kolom]` without the two flags.
    pub(crate) columns: Vec<(Field, Vec<Named>)>,
    /// `kolom.anonim`, `kolom.rahasia`.
    pub(crate) flags: Vec<(Field, Named, String)>,
    /// `[status]`.
    pub(crate) statuses: HashMap<String, Status>,
    /// `[layanan]`.
    pub(crate) services: HashMap<String, String>,
    /// `[instansi]`.
    pub(crate) units: HashMap<String, String>,
}

/// What a column may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Number,
    Reported,
    Answered,
    Finished,
    Text,
    FinalText,
    Address,
    Answer,
    Topic,
    Agency,
    City,
    District,
    Village,
    Status,
    Anonymous,
    Secret,
}

/// Keys of `[kolom]`.
pub(crate) const FIELDS: [(&str, Field); 16] = [
    ("nomor", Field::Number),
    ("dilaporkan", Field::Reported),
    ("ditanggapi", Field::Answered),
    ("selesai", Field::Finished),
    ("isi", Field::Text),
    ("isi_akhir", Field::FinalText),
    ("alamat", Field::Address),
    ("jawaban", Field::Answer),
    ("topik", Field::Topic),
    ("instansi", Field::Agency),
    ("kota", Field::City),
    ("kecamatan", Field::District),
    ("desa", Field::Village),
    ("status", Field::Status),
    ("anonim", Field::Anonymous),
    ("rahasia", Field::Secret),
];

/// The name of a column and where the mapping says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub name: String,
    pub span: Range<usize>,
}

/// What a status means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub end: End,
    pub flag: Option<String>,
}

/// How a row ended, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Open,
    Refused,
    Finished,
    Unknown,
}

pub(crate) const ENDS: [(&str, End); 4] = [
    ("terbuka", End::Open),
    ("ditolak", End::Refused),
    ("selesai", End::Finished),
    ("selesai_tidak_diketahui", End::Unknown),
];

/// The word in `[instansi]` for "whoever owns the service".
pub(crate) const OWNER: &str = "pemilik";
/// The key for "everything else".
pub(crate) const REST: &str = "*";

/// Services and units of the region, against which a mapping is checked.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Service ids.
    pub services: Vec<String>,
    /// Unit ids.
    pub units: Vec<String>,
}

/// How strictly services and units are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// A service or unit that the region does not have is an error.
    Strict,
    /// It is left out, so that "*" decides: for the mapping that is built in and fits every region.
    Lenient,
}

impl Mapping {
    /// Reads and checks a mapping.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    pub fn parse(text: &str, known: &Known, strictness: Strictness) -> Result<Self, Vec<Diagnostic>> {
        read::mapping(text, known, strictness)
    }

    /// Puts the tables of another file (only `[status]`, `[layanan]`, `[instansi]`) over this one's.
    ///
    /// # Errors
    /// Everything that is wrong with the other file.
    pub fn overlay(mut self, text: &str, known: &Known) -> Result<Self, Vec<Diagnostic>> {
        let over = read::overlay(text, known)?;
        self.statuses.extend(over.statuses);
        self.services.extend(over.services);
        self.units.extend(over.units);
        Ok(self)
    }

    /// Finds the columns in the header of a file.
    ///
    /// # Errors
    /// Every column that the mapping names and the file does not have, with the nearest one.
    pub fn bind(&self, header: &[String]) -> Result<Bound, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut place = |path: &str, named: &Named| {
            let at = header.iter().position(|column| *column == named.name);
            at.unwrap_or_else(|| {
                let say = Say::new(
                    format!("kolom `{}` tidak ada dalam berkas CSV", named.name),
                    format!("the CSV file has no column `{}`", named.name),
                );
                let near = nearest(&named.name, header.iter().map(String::as_str));
                let fault = Diagnostic::new("P030", format!("kolom.{path}"), say);
                faults.push(fault.at(Some(named.span.clone())).near(near));
                0
            })
        };
        let word = |field: Field| FIELDS.iter().find(|(_, one)| *one == field).map_or("", |(word, _)| word);
        let columns = self
            .columns
            .iter()
            .map(|(field, names)| (*field, names.iter().map(|named| place(word(*field), named)).collect()))
            .collect();
        let flags = self
            .flags
            .iter()
            .map(|(field, named, part)| (*field, (place(word(*field), named), part.clone())))
            .collect();
        if faults.is_empty() { Ok(Bound { columns, flags }) } else { Err(faults) }
    }
}

/// Where the columns of a mapping stand in a file.
#[derive(Clone, Debug)]
pub struct Bound {
    pub(crate) columns: HashMap<Field, Vec<usize>>,
    pub(crate) flags: HashMap<Field, (usize, String)>,
}

/// The form in which keys of the three tables are compared: lower case, single spaces, whole numbers without `.0`.
pub(crate) fn table_key(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let key = words.join(" ").to_lowercase();
    match key.strip_suffix(".0") {
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
        _ => key,
    }
}

#[cfg(test)]
mod tests;
