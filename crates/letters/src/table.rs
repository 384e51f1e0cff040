//! The register as a table for other programs: the same columns and rows as CSV and as a spreadsheet.

use crate::letters::Letters;
use crate::queries::Letter;
use jiff::civil::{Date, DateTime};
use kernel::Instant;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use web::{csv_safe, csv_table, media};

const COLUMNS: [(&str, f64); 13] = [
    ("nomor", 26.0),
    ("jenis", 16.0),
    ("layanan", 36.0),
    ("unit", 24.0),
    ("tanggal", 12.0),
    ("berlaku_sejak", 15.0),
    ("berlaku_sampai", 15.0),
    ("status", 13.0),
    ("terbit", 17.0),
    ("dicabut", 17.0),
    ("kasus", 18.0),
    ("cara", 12.0),
    ("sha256", 20.0),
];

/// One value; days and moments stay what they are, so that a spreadsheet can sort and count with them.
enum Cell {
    Text(String),
    Day(Option<Date>),
    Moment(Option<Instant>),
}

/// How the table goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Csv,
    Xlsx,
}

impl Shape {
    /// What a form says; CSV for anything that nobody offered.
    pub fn read(word: &str) -> Self {
        if word == "xlsx" { Self::Xlsx } else { Self::Csv }
    }

    /// The ending of the file's name, and the word in the fact.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => media::CSV,
            Self::Xlsx => media::XLSX,
        }
    }
}

/// The letters as a file of this shape.
pub(crate) fn table(letters: &Letters, rows: &[Letter], shape: Shape) -> Result<Vec<u8>, XlsxError> {
    let today = letters.today();
    let rows = rows.iter().map(|letter| cells(letter, today));
    match shape {
        Shape::Csv => Ok(csv(letters, rows)),
        Shape::Xlsx => xlsx(letters, rows),
    }
}

fn cells(letter: &Letter, today: Date) -> [Cell; 13] {
    let text = |text: &str| Cell::Text(text.to_owned());
    [
        text(&letter.number),
        text(&letter.kind),
        text(&letter.service_name),
        text(&letter.unit),
        Cell::Day(Some(letter.dated)),
        Cell::Day(letter.valid_from.or_else(|| letter.valid_until.map(|_| letter.dated))),
        Cell::Day(letter.valid_until),
        text(letter.state(today).word()),
        Cell::Moment(letter.issued_at),
        Cell::Moment(letter.revoked_at),
        text(&letter.case_number),
        text(letter.way.as_deref().unwrap_or_default()),
        text(letter.file_hash.as_deref().unwrap_or_default()),
    ]
}

fn csv(letters: &Letters, rows: impl Iterator<Item = [Cell; 13]>) -> Vec<u8> {
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        Cell::Moment(at) => at.map(|at| at.rfc3339(letters.deps().zone)).unwrap_or_default(),
    };
    csv_table(COLUMNS.map(|(name, _)| name), rows.map(|row| row.map(text)))
}

fn xlsx(letters: &Letters, rows: impl Iterator<Item = [Cell; 13]>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let now = excel(letters.now().local(letters.deps().zone))?;
    book.set_properties(&DocProperties::new().set_author(&letters.deps().city).set_creation_datetime(&now));
    let sheet = book.add_worksheet();
    sheet.set_name("Register")?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?.set_column_width(column, width)?;
    }
    let mut last = 0;
    for (at, row) in (1..).zip(rows) {
        last = at;
        for (column, cell) in (0..).zip(row) {
            write(sheet, (at, column), cell, letters)?;
        }
    }
    sheet.autofilter(0, 0, last, 12)?;
    book.save_to_buffer()
}

/// Texts are written as texts, never as formulas; one that would become a formula when somebody edits it is marked as text.
fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: Cell, letters: &Letters) -> Result<(), XlsxError> {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let minute = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    match cell {
        Cell::Text(text) if csv_safe(&text) != text.as_str() => {
            sheet.write_string_with_format(row, column, &text, &Format::new().set_quote_prefix())?;
        }
        Cell::Text(text) => {
            sheet.write_string(row, column, &text)?;
        }
        Cell::Day(Some(date)) => {
            sheet.write_datetime_with_format(row, column, excel(date.into())?, &day)?;
        }
        Cell::Moment(Some(at)) => {
            sheet.write_datetime_with_format(row, column, excel(at.local(letters.deps().zone))?, &minute)?;
        }
        Cell::Day(None) | Cell::Moment(None) => {}
    }
    Ok(())
}

/// A local time as spreadsheets count it.
fn excel(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(u16::try_from(at.year()).unwrap_or_default(), part(at.month()), part(at.day()))?;
    day.and_hms(u16::from(part(at.hour())), part(at.minute()), f64::from(at.second()))
}
