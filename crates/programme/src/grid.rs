//! A table as people bring it, CSV or XLSX: rows of texts with the numbers that a spreadsheet shows.

use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;

/// Most cells to the right and rows downwards that are looked at.
const WIDEST: u32 = 200;
const LONGEST: u32 = 20_000;
/// Most bytes that a spreadsheet may become when it is unpacked.
const UNPACKED: u64 = 64 * 1024 * 1024;

/// A table that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The first row.
    pub head: Vec<String>,
    /// The others that hold anything, with the number that a spreadsheet shows.
    pub rows: Vec<(usize, Vec<String>)>,
    /// Cells that were merged, for example `B2:B4`.
    pub merged: Vec<String>,
}

/// The name that a spreadsheet gives a cell: column from 0, row from 1.
pub(crate) fn a1(column: usize, row: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// The rows of a file; none where it is no table that can be read. A cell that was written as text with an apostrophe
/// before it comes without.
pub(crate) fn read(bytes: &[u8]) -> Option<Grid> {
    let rows = if bytes.starts_with(b"PK") { return xlsx(bytes) } else { csv(bytes)? };
    let mut rows = rows.into_iter();
    let head = rows.next()?;
    Some(Grid { head, rows: filled(rows), merged: Vec::new() })
}

fn filled(rows: impl Iterator<Item = Vec<String>>) -> Vec<(usize, Vec<String>)> {
    (2..).zip(rows).filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect()
}

fn csv(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    if text.contains('\0') {
        return None;
    }
    let first = text.lines().next().unwrap_or("");
    let separator =
        [b';', b'\t', b','].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count());
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.has_headers(false).flexible(true).delimiter(separator.unwrap_or(b',')).from_reader(text.as_bytes());
    let (mut rows, mut line) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.ok()?;
        line += 1;
        if line > LONGEST {
            break;
        }
        rows.push(record.iter().map(|text| text.strip_prefix('\'').unwrap_or(text).to_owned()).collect());
    }
    Some(rows)
}

/// The first sheet of a workbook. Cells are read one after another: a lone cell far out costs nothing.
fn xlsx(bytes: &[u8]) -> Option<Grid> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut size = 0_u64;
    for at in 0..packed.len() {
        size = size.saturating_add(packed.by_index_raw(at).ok()?.size());
    }
    if size > UNPACKED {
        return None;
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let name = book.sheet_names().first()?.clone();
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let range = |((top, left), (bottom, right)): ((u32, u32), (u32, u32))| {
        let cell = |column: u32, row: u32| a1(column as usize, row as usize + 1);
        format!("{}:{}", cell(left, top), cell(right, bottom))
    };
    let merged = merged.into_iter().map(|one| range((one.start, one.end))).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells = book.worksheet_cells_reader(&name).ok()?;
    while let Some(cell) = cells.next_cell().ok()? {
        let (row, column) = cell.get_position();
        if row >= LONGEST || column >= WIDEST {
            continue;
        }
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        let Some(cells) = rows.get_mut(row) else { continue };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = written(cell.get_value().clone().into());
        }
    }
    let mut rows = rows.into_iter();
    let head = rows.next()?;
    Some(Grid { head, rows: filled(rows), merged })
}

/// A cell as a person would have typed it: numbers with a decimal comma, so that none is taken for another.
fn written(cell: Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => format!("{number}").replace('.', ","),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Bool(yes) => if yes { "ya" } else { "tidak" }.to_owned(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Format, Workbook};

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!([a1(0, 1), a1(25, 9), a1(26, 2), a1(701, 3), a1(702, 4)], ["A1", "Z9", "AA2", "ZZ3", "AAA4"]);
    }

    #[test]
    fn a_workbook_is_read_as_the_same_table_that_was_typed_and_its_merged_cells_are_named() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "nama").unwrap();
        sheet.write_string(0, 1, "nilai").unwrap();
        sheet.write_string(2, 0, "Pohon").unwrap();
        sheet.write_number(2, 1, 1.125).unwrap();
        sheet.write_number(3, 1, 250_000_000.0).unwrap();
        sheet.merge_range(3, 0, 4, 0, "Air", &Format::new()).unwrap();
        sheet.write_number(19_999, 199, 1.0).unwrap();
        let grid = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(grid.head, ["nama", "nilai"]);
        assert_eq!(grid.rows[0], (3, vec!["Pohon".to_owned(), "1,125".to_owned()]));
        assert_eq!(grid.rows[1].1[1], "250000000");
        assert_eq!(grid.merged, ["A4:A5"]);
    }

    #[test]
    fn what_is_no_table_is_not_read() {
        assert_eq!(read(b"PK\x03\x04no workbook"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(b"a\0b"), None);
    }
}
