//! `/dasbor/indikator.csv` and `.xlsx`: every indicator with its last value and its target, for other programs.

use crate::indicator::judge::Glance;
use crate::indicator::model::Indicator;
use crate::indicator::typed;
use crate::programme::Programme;
use axum::extract::State;
use kernel::Lang;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use web::{Answer, OrFail, Signed, csv_file, download, media};

const COLUMNS: [(&str, f64); 12] = [
    ("indikator", 26.0),
    ("nama", 40.0),
    ("pilar", 18.0),
    ("subdimensi", 16.0),
    ("satuan", 18.0),
    ("arah", 8.0),
    ("sumber", 10.0),
    ("periode", 10.0),
    ("nilai", 14.0),
    ("periode_target", 14.0),
    ("target", 14.0),
    ("keadaan", 12.0),
];

/// Columns that hold numbers.
const NUMBERS: [usize; 2] = [8, 10];

pub(super) async fn csv(officer: Signed, State(programme): State<Programme>) -> Answer {
    let rows = rows(&programme, officer.view.lang()).await.or_fail()?;
    csv_file(&format!("indikator-{}.csv", programme.today()), COLUMNS.map(|(name, _)| name), rows)
}

pub(super) async fn xlsx(officer: Signed, State(programme): State<Programme>) -> Answer {
    let rows = rows(&programme, officer.view.lang()).await.or_fail()?;
    download(&format!("indikator-{}.xlsx", programme.today()), media::XLSX, book(&rows).or_fail()?)
}

async fn rows(programme: &Programme, lang: Lang) -> Result<Vec<[String; 12]>, store::StoreError> {
    let overview = programme.overview().await?;
    let seen = |one: &'static Indicator| Some(cells(one, &overview.of(&one.id)?.glance, lang));
    Ok(programme.library().iter().filter_map(seen).collect())
}

fn cells(one: &Indicator, glance: &Glance, lang: Lang) -> [String; 12] {
    let number = |value| typed::machine(value, one.decimals.max(2));
    let judged = glance.judged.as_ref();
    [
        one.id.clone(),
        one.name.lang(lang).to_owned(),
        one.pillar.clone(),
        one.part.clone(),
        one.unit.clone(),
        one.direction.word().to_owned(),
        one.source.word().to_owned(),
        glance.period.to_string(),
        glance.figure.map_or_else(String::new, |figure| number(figure.value)),
        judged.map_or_else(String::new, |judged| judged.period.to_string()),
        judged.map_or_else(String::new, |judged| number(judged.aim.value)),
        glance.standing().word().to_owned(),
    ]
}

/// Numbers stay numbers; texts are written as texts, never as formulas.
fn book(rows: &[[String; 12]]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Indikator")?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?.set_column_width(column, width)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(rows) {
        last = row;
        for (column, cell) in cells.iter().enumerate() {
            let at = u16::try_from(column).unwrap_or_default();
            match cell.parse::<f64>() {
                Ok(number) if NUMBERS.contains(&column) => sheet.write_number(row, at, number)?,
                _ => sheet.write_string(row, at, cell)?,
            };
        }
    }
    sheet.autofilter(0, 0, last, 11)?;
    book.save_to_buffer()
}
