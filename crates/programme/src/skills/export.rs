//! Needs, holdings and gaps as a table: numbers only, no name of anybody.

use super::model::{Gap, skills};
use super::read::Standing;
use crate::programme::Programme;
use kernel::Lang;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use web::csv_table;

const COLUMNS: [(&str, f64); 8] = [
    ("unit", 24.0),
    ("dinas", 40.0),
    ("keahlian", 16.0),
    ("nama_keahlian", 40.0),
    ("perlu", 8.0),
    ("ada", 8.0),
    ("bernama", 8.0),
    ("kurang", 10.0),
];
/// Columns that hold numbers.
const NUMBERS: [usize; 4] = [4, 5, 6, 7];

/// One row for every agency and skill of which anything is known; what was not said is empty.
pub(super) fn rows(programme: &Programme, standing: &Standing, lang: Lang) -> Vec<[String; 8]> {
    let agencies = &programme.deps().agencies;
    let row = |((unit, skill), numbers): (&(String, String), &super::Numbers)| {
        let name = agencies.agency(unit).map_or_else(|| unit.clone(), |agency| agency.name);
        let skill_name = skills().all.get(skill).map_or(skill.as_str(), |named| named.name(lang));
        let gap = match numbers.gap() {
            Gap::Missing(people) => people.to_string(),
            Gap::Unsaid => String::new(),
            Gap::None => "0".to_owned(),
        };
        [
            unit.clone(),
            name,
            skill.clone(),
            skill_name.to_owned(),
            numbers.needed.to_string(),
            numbers.held().map_or_else(String::new, |held| held.to_string()),
            numbers.agreed.to_string(),
            gap,
        ]
    };
    standing.all.iter().map(row).collect()
}

/// As CSV.
pub(super) fn to_csv(rows: &[[String; 8]]) -> Vec<u8> {
    csv_table(COLUMNS.map(|(name, _)| name), rows)
}

/// As XLSX: numbers are numbers, texts are texts.
pub(super) fn to_xlsx(rows: &[[String; 8]]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Keahlian")?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?.set_column_width(column, width)?;
    }
    for (at, row) in (1..).zip(rows) {
        for (column, cell) in row.iter().enumerate() {
            let place = u16::try_from(column).unwrap_or_default();
            match cell.parse::<f64>() {
                Ok(number) if NUMBERS.contains(&column) => sheet.write_number(at, place, number)?,
                _ => sheet.write_string(at, place, cell)?,
            };
        }
    }
    book.save_to_buffer()
}
