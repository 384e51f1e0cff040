//! A table as people bring it, CSV or XLSX: rows of texts with the numbers that a spreadsheet shows.

use calamine::{Data, Reader as _, Xlsx};
use std::io::{self, Cursor, Read as _};

/// What is wanted of a workbook, and how much of it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Name of the sheet; none: the first.
    pub sheet: Option<&'a str>,
    /// The row of the header, from 1; what stands above is not read.
    pub header: u32,
    /// Most cells to the right that are looked at.
    pub widest: u32,
    /// Most rows downwards that are looked at.
    pub longest: u32,
    /// Most bytes that it may become when it is unpacked.
    pub unpacked: u64,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self { sheet: None, header: 1, widest: 200, longest: 20_000, unpacked: 64 * 1024 * 1024 }
    }
}

/// Why a workbook is not read.
#[derive(Debug, thiserror::Error)]
pub enum BadBook {
    /// It is none, or a broken one.
    #[error("berkas Excel (.xlsx) ini rusak atau bukan .xlsx; simpan ulang dari lembar kerja")]
    Broken,
    /// It becomes larger than was allowed.
    #[error("berkas Excel ini menjadi lebih dari {0} MB bila dibuka; kirim sebagai CSV")]
    TooLarge(u64),
    /// There is no sheet of this name; the names that are there.
    #[error("tidak ada lembar `{0}`; yang ada: {1}")]
    NoSheet(String, String),
    /// The row of the header is empty.
    #[error("baris judul kolom ({0}) kosong")]
    NoHeader(u32),
}

/// A table that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The first row.
    pub head: Vec<String>,
    /// The others that hold anything, with the number that a spreadsheet shows.
    pub rows: Vec<(usize, Vec<String>)>,
    /// Cells that were merged, for example `B2:B4`.
    pub merged: Vec<String>,
    /// Whether there was more, downwards or to the right, than was looked at.
    pub cut: bool,
}

/// The name that a spreadsheet gives a cell: column from 0, row from 1.
pub fn a1(column: usize, row: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// The rows of a file; none where it is no table that can be read. A cell that was written as text with an apostrophe
/// before it comes without.
pub fn read(bytes: &[u8]) -> Option<Grid> {
    if bytes.starts_with(b"PK") {
        return workbook(bytes, &Wanted::default()).ok();
    }
    let longest = Wanted::default().longest as usize;
    let mut rows = csv(bytes)?;
    let cut = rows.len() > longest;
    rows.truncate(longest);
    let mut rows = rows.into_iter();
    let head = rows.next()?;
    Some(Grid { head, rows: filled(rows, 2), merged: Vec::new(), cut })
}

fn filled(rows: impl Iterator<Item = Vec<String>>, first: usize) -> Vec<(usize, Vec<String>)> {
    (first..).zip(rows).filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect()
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
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        rows.push(record.iter().map(|text| text.strip_prefix('\'').unwrap_or(text).to_owned()).collect());
        if rows.len() > Wanted::default().longest as usize {
            break;
        }
    }
    Some(rows)
}

/// One sheet of a workbook. Cells are read one after another: a lone cell far out costs nothing.
///
/// # Errors
/// It is no workbook, is too large once unpacked, or lacks the sheet or the header.
pub fn workbook(bytes: &[u8], wanted: &Wanted) -> Result<Grid, BadBook> {
    weigh(bytes, wanted.unpacked)?;
    let broken = |_| BadBook::Broken;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let name = named(&book.sheet_names(), wanted.sheet)?;
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let range = |((top, left), (bottom, right)): ((u32, u32), (u32, u32))| {
        let cell = |column: u32, row: u32| a1(column as usize, row as usize + 1);
        format!("{}:{}", cell(left, top), cell(right, bottom))
    };
    let merged = merged.into_iter().map(|one| range((one.start, one.end))).collect();
    let mut grid = Grid { merged, ..Grid::default() };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let above = wanted.header.saturating_sub(1);
    let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        if row >= wanted.longest || column >= wanted.widest {
            grid.cut = true;
        } else if row >= above {
            place(&mut rows, ((row - above) as usize, column as usize), written(cell.get_value().clone().into()));
        }
    }
    let mut rows = rows.into_iter();
    grid.head = rows.next().ok_or(BadBook::NoHeader(wanted.header))?;
    grid.rows = filled(rows, above as usize + 2);
    Ok(grid)
}

fn named(names: &[String], wanted: Option<&str>) -> Result<String, BadBook> {
    let found = match wanted {
        None => names.first(),
        Some(wanted) => names.iter().find(|name| name.trim().eq_ignore_ascii_case(wanted.trim())),
    };
    found.cloned().ok_or_else(|| BadBook::NoSheet(wanted.unwrap_or_default().to_owned(), names.join(", ")))
}

/// Unpacks everything once into nothing, because a packed file may lie about its size.
fn weigh(bytes: &[u8], most: u64) -> Result<(), BadBook> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BadBook::Broken)?;
    let mut left = most;
    for at in 0..packed.len() {
        let entry = packed.by_index(at).map_err(|_| BadBook::Broken)?;
        let size = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| BadBook::Broken)?;
        left = left.checked_sub(size).ok_or(BadBook::TooLarge(most >> 20))?;
    }
    Ok(())
}

fn place(rows: &mut Vec<Vec<String>>, (row, column): (usize, usize), text: String) {
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    let Some(cells) = rows.get_mut(row) else { return };
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    if let Some(place) = cells.get_mut(column) {
        *place = text;
    }
}

/// From here on a spreadsheet, which keeps fifteen digits, has lost some; written so that [`crate::is_mangled`] sees it.
const EXACT: f64 = 1e15;

/// A cell as a person would have typed it: numbers with a decimal comma, so that none is taken for another.
fn written(cell: Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.abs() >= EXACT => format!("{number:E}").replace('.', ",").replace('E', "E+"),
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
        sheet.write_number(4, 1, 3_517_011_234_567_891.0).unwrap();
        sheet.write_number(19_999, 199, 1.0).unwrap();
        let grid = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(grid.head, ["nama", "nilai"]);
        assert_eq!(grid.rows[0], (3, vec!["Pohon".to_owned(), "1,125".to_owned()]));
        assert_eq!(grid.rows[1].1[1], "250000000");
        assert!(crate::is_mangled(&grid.rows[2].1[1]), "{:?}", grid.rows[2]);
        assert_eq!(grid.merged, ["A4:A5"]);
        assert!(!grid.cut);
    }

    #[test]
    fn what_is_no_table_is_not_read() {
        assert_eq!(read(b"PK\x03\x04no workbook"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(b"a\0b"), None);
    }

    #[test]
    fn a_sheet_is_found_by_its_name_and_its_header_may_stand_lower() {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "sampul").unwrap();
        let sheet = book.add_worksheet().set_name("Data Guru").unwrap();
        sheet.write_string(0, 0, "Daftar guru tahun ini").unwrap();
        sheet.write_string(2, 0, "nip").unwrap();
        sheet.write_string(3, 0, "198001012005011001").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let wanted = Wanted { sheet: Some("data guru"), header: 3, ..Wanted::default() };
        let grid = workbook(&bytes, &wanted).unwrap();
        assert_eq!((grid.head, grid.rows), (vec!["nip".to_owned()], vec![(4, vec!["198001012005011001".to_owned()])]));
        let missing = workbook(&bytes, &Wanted { sheet: Some("Siswa"), ..wanted }).unwrap_err().to_string();
        assert_eq!(missing, "tidak ada lembar `Siswa`; yang ada: Sheet1, Data Guru");
    }

    #[test]
    fn a_bomb_stops_at_the_limit_and_a_cell_beyond_it_is_told() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(1, 0, "x".repeat(30_000)).unwrap();
        sheet.write_string(900, 0, "b").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert!(bytes.len() < 20_000, "packed small");
        let small = Wanted { unpacked: 16_000, ..Wanted::default() };
        assert!(matches!(workbook(&bytes, &small), Err(BadBook::TooLarge(0))));
        assert!(workbook(&bytes, &Wanted { longest: 900, ..Wanted::default() }).unwrap().cut);
        assert!(!workbook(&bytes, &Wanted { longest: 901, ..Wanted::default() }).unwrap().cut);
    }
}
