//! SP4N-LAPOR! in and out: its layout, the mapping that is built in, and the export that gives every field back.
//!
//! Times are those of the region's zone. LAPOR! knows only the arrival: an ended report has an unknown finish. Closed by
//! the reporter, by an administrator and by silence stay apart as flags, as do the three ways into the archive.

use crate::mapping::{Known, Mapping, Strictness};
use cases::doors::{ExportedCase, ImportRefusal, Registrar};
use definition::diagnostic::Diagnostic;
use std::borrow::Cow;
use std::io::{self, Write};

/// `source` of imported cases.
pub const SOURCE: &str = "lapor";

/// Name of the built-in mapping in messages.
pub const MAPPING_NAME: &str = "wilayah/baku/lapor.toml";

/// The built-in mapping.
pub const MAPPING: &str = include_str!("../../../wilayah/baku/lapor.toml");

/// The columns of the SP4N-LAPOR! export, in its order.
pub const LAYOUT: [&str; 20] = [
    "Tracking ID",
    "Tanggal Laporan Masuk",
    "Waktu Laporan Masuk",
    "Klasifikasi Laporan",
    "ID Kategori",
    "Kategori",
    "Judul Laporan",
    "Isi Laporan Awal",
    "Isi Laporan Akhir",
    "Tipe Laporan (Anonim/Rahasia)",
    "Sumber Laporan",
    "Instansi Induk",
    "ID Instansi Terdisposisi",
    "Instansi Terdisposisi",
    "Status Laporan",
    "Alasan Tunda/Arsip",
    "Provinsi",
    "Kota/Kabupaten",
    "Kecamatan",
    "Kelurahan",
];

/// The built-in mapping for this region, with the region's own tables over it (`wilayah/<code>/lapor.toml`).
///
/// # Errors
/// Everything that is wrong with the region's file; the built-in one leaves out what the region does not have.
pub fn mapping(region_tables: Option<&str>, known: &Known) -> Result<Mapping, Vec<Diagnostic>> {
    let mapping = Mapping::parse(MAPPING, known, Strictness::Lenient)?;
    match region_tables {
        Some(text) => mapping.overlay(text, known),
        None => Ok(mapping),
    }
}

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Puts an apostrophe before cells that a spreadsheet would run. Not by default: it alters fields, and LAPOR! reads
    /// this file, not a spreadsheet.
    pub formula_safe: bool,
    /// Adds our number, status and answer after LAPOR!'s own columns.
    pub progress: bool,
    /// Leaves secret reports out, for readers who may not see them.
    pub without_secret: bool,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] ImportRefusal),
    /// The file cannot be written.
    #[error("berkas tidak dapat ditulis: {0}")]
    Io(#[from] io::Error),
}

const PAGE: usize = 500;
const PROGRESS: [&str; 3] = ["Nomor Gapura", "Status Gapura", "Jawaban Gapura"];

/// Writes all LAPOR! cases in the order of their import and says how many. Columns that came in beside the layout follow it.
///
/// # Errors
/// The store or the file failed; a half-written file is to be thrown away.
pub async fn export(
    registrar: &dyn Registrar,
    options: ExportOptions,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    let mut columns: Vec<String> = LAYOUT.map(str::to_owned).to_vec();
    let mut pages = Pages::new(registrar);
    while let Some(page) = pages.next().await? {
        for name in page.iter().filter_map(|case| case.original.as_object()).flat_map(|fields| fields.keys()) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
    }
    let mut writer = csv::Writer::from_writer(out);
    let progress = options.progress.then_some(PROGRESS).into_iter().flatten();
    let header: Vec<&str> = columns.iter().map(String::as_str).chain(progress).collect();
    writer.write_record(&header).map_err(io::Error::from)?;
    let mut pages = Pages::new(registrar);
    let mut written = 0;
    while let Some(page) = pages.next().await? {
        for case in page.iter().filter(|case| !(options.without_secret && case.secret)) {
            let cells = cells(case, &columns, options);
            writer.write_record(cells.iter().map(AsRef::as_ref)).map_err(io::Error::from)?;
            written += 1;
        }
    }
    writer.flush()?;
    Ok(written)
}

fn cells<'c>(case: &'c ExportedCase, columns: &[String], options: ExportOptions) -> Vec<Cow<'c, str>> {
    let field = |name: &String| case.original.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let mut cells: Vec<Cow<'c, str>> = columns.iter().map(|name| Cow::Borrowed(field(name))).collect();
    if options.progress {
        cells.push(Cow::Owned(case.number.to_string()));
        cells.push(Cow::Borrowed(case.status.as_deref().unwrap_or_default()));
        cells.push(Cow::Borrowed(case.answer.as_deref().unwrap_or_default()));
    }
    if options.formula_safe {
        for cell in &mut cells {
            *cell = Cow::Owned(web::csv_safe(cell).into_owned());
        }
    }
    cells
}

/// Reads exported cases page by page.
struct Pages<'r> {
    registrar: &'r dyn Registrar,
    cursor: String,
}

impl<'r> Pages<'r> {
    fn new(registrar: &'r dyn Registrar) -> Self {
        Self { registrar, cursor: String::new() }
    }

    async fn next(&mut self) -> Result<Option<Vec<ExportedCase>>, ImportRefusal> {
        let page = self.registrar.exported(SOURCE, &self.cursor, PAGE).await?;
        if let Some(last) = page.last() {
            self.cursor.clone_from(&last.cursor);
        }
        Ok(Some(page).filter(|page| !page.is_empty()))
    }
}
