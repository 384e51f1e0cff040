//! Action plans as a spreadsheet, as they are brought in again; and the quarter as one.

use super::model::cells::{COLUMNS, cells};
use super::{Action, QuarterLine};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use web::{csv_safe, csv_table};

/// What is asked for a column, for its head in a workbook: width in characters.
fn width(column: &str) -> f64 {
    match column {
        "langkah" | "program" => 40.0,
        "opd" | "penanggung_jawab" | "bukti" => 24.0,
        "id" => 38.0,
        _ => 12.0,
    }
}

fn row(unit: &str, action: &Action) -> Vec<String> {
    let promise = if action.promise.is_empty() { &action.step.promise } else { &action.promise };
    let cells = cells(&action.id, unit, promise, &action.step);
    COLUMNS.iter().map(|column| cells.get(column).to_owned()).collect()
}

/// Steps as CSV.
pub fn to_csv(actions: &[(String, Action)]) -> Vec<u8> {
    csv_table(COLUMNS, actions.iter().map(|(unit, action)| row(unit, action)))
}

/// Steps as XLSX: months, weights and money are numbers, texts are texts, never formulas.
///
/// # Errors
/// The writer failed.
pub fn to_xlsx(actions: &[(String, Action)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Rencana aksi")?.set_freeze_panes(1, 4)?;
    let bold = Format::new().set_bold();
    for (at, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, at, name, &bold)?.set_column_width(at, width(name))?;
    }
    for (line, (unit, action)) in (1..).zip(actions) {
        for ((at, name), cell) in (0..).zip(COLUMNS).zip(row(unit, action)) {
            let number =
                !matches!(name, "id" | "opd" | "program" | "langkah" | "penanggung_jawab" | "bukti" | "sumber");
            write(sheet, (line, at), &cell, number)?;
        }
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str, number: bool) -> Result<(), XlsxError> {
    match cell.parse::<u32>() {
        _ if cell.is_empty() => {}
        Ok(value) if number => {
            sheet.write_number(row, column, value)?;
        }
        _ if csv_safe(cell) == cell => {
            sheet.write_string(row, column, cell)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, cell, &Format::new().set_quote_prefix())?;
        }
    }
    Ok(())
}

/// One line of a quarter, with what people call its agency and its light.
pub struct Named<'a> {
    /// Name of the agency.
    pub agency: String,
    /// The line.
    pub line: &'a QuarterLine,
    /// Its light, in words.
    pub light: String,
}

/// A quarter as XLSX: percent and rupiah are numbers that can be added up.
///
/// # Errors
/// The writer failed.
pub fn quarter(title: &str, heads: &[String], lines: &[Named<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let name: String =
        title.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).take(31).collect();
    sheet.set_name(name)?.set_freeze_panes(1, 2)?;
    let bold = Format::new().set_bold().set_text_wrap();
    for (at, head) in (0..).zip(heads) {
        let wide = if matches!(at, 0 | 1 | 8 | 9) { 36.0 } else { 14.0 };
        sheet.write_string_with_format(0, at, head, &bold)?.set_column_width(at, wide)?;
    }
    let percent = Format::new().set_num_format("0.0%");
    let rupiah = Format::new().set_num_format("#,##0");
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, named) in (1..).zip(lines) {
        let line = named.line;
        let texts = [(0, &named.agency), (1, &line.name), (2, &named.light), (8, &line.obstacle), (9, &line.follow_up)];
        for (column, text) in texts {
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
        sheet.write_number_with_format(row, 3, share(line.planned), &percent)?;
        if let Some(done) = line.done {
            sheet.write_number_with_format(row, 4, share(done), &percent)?;
            if line.planned > 0 {
                sheet.write_number_with_format(row, 5, done as f64 / line.planned as f64, &percent)?;
            }
        }
        sheet.write_number_with_format(row, 6, line.budget as f64, &rupiah)?;
        sheet.write_number_with_format(row, 7, line.spent as f64, &rupiah)?;
    }
    book.save_to_buffer()
}

fn share(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}
