//! The list of regions as a file.

use crate::board::Line;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use web::csv_table;

const HEAD: [&str; 12] = [
    "kode",
    "daerah",
    "provinsi",
    "angkatan",
    "tahap",
    "nota",
    "pendampingan",
    "rencana_induk",
    "tahun_evaluasi",
    "indeks",
    "tonggak_terlambat",
    "ringkasan_detik",
];

fn cells(line: &Line) -> [String; 12] {
    let shown = |value: Option<String>| value.unwrap_or_default();
    let years: Vec<String> = line.way.cohorts.iter().map(i64::to_string).collect();
    [
        line.area.code.clone(),
        line.area.name.clone(),
        line.area.province.clone(),
        years.join(" "),
        line.way.stage().word().to_owned(),
        shown(line.way.memorandum.map(|day| day.to_string())),
        shown(line.way.mentored.map(|day| day.to_string())),
        shown(line.way.planned.map(|day| day.to_string())),
        shown(line.way.evaluated.map(|year| year.to_string())),
        shown(line.result.map(|index| index.to_string())),
        line.late.to_string(),
        shown(line.summarised.map(|at| at.seconds().to_string())),
    ]
}

/// As CSV.
pub(crate) fn to_csv(lines: &[Line]) -> Vec<u8> {
    csv_table(HEAD, lines.iter().map(cells))
}

/// As XLSX; texts are texts, never formulas.
pub(crate) fn to_xlsx(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Daerah")?.set_freeze_panes(1, 2)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(HEAD) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        sheet.set_column_width(column, if column == 1 { 34.0 } else { 16.0 })?;
    }
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(cells(line)) {
            sheet.write_string(row, column, cell)?;
        }
    }
    book.save_to_buffer()
}
