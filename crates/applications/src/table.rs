//! The inventory as a file: CSV, XLSX, JSON, with the same columns that an import takes.

use crate::model::app::App;
use crate::model::field::FIELDS;
use crate::model::ladder::rung_word;
use crate::review::Review;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde_json::{Map, Value, json};
use web::csv_table;

/// What stands beside the fields of a record.
const MORE: [&str; 8] = ["id", "tahap", "sejak", "pengganti", "kelengkapan", "sambungan", "usulan", "putusan"];

fn head() -> Vec<&'static str> {
    FIELDS.iter().map(|field| field.name).chain(MORE).collect()
}

fn cells(review: &Review, at: usize, app: &App) -> Vec<String> {
    let complete = review.complete.get(at).map(|one| one.percent().to_string()).unwrap_or_default();
    let rung = review.rungs.get(at).map(|rung| rung_word(*rung)).unwrap_or_default();
    let proposal = review.advice.get(at).map(|advice| advice.proposal.word()).unwrap_or_default();
    let decided = review.inventory.decided(&app.slug).map(|asked| asked.proposal.word()).unwrap_or_default();
    let fields = FIELDS.iter().map(|field| app.cell(field.name).to_owned());
    let more = [
        app.slug.clone(),
        app.stage.word().to_owned(),
        app.since.to_string(),
        app.successor.clone(),
        complete,
        rung.to_owned(),
        proposal.to_owned(),
        decided.to_owned(),
    ];
    fields.chain(more).collect()
}

fn rows(review: &Review, at: &[usize]) -> Vec<Vec<String>> {
    let row = |at: &usize| review.inventory.apps.get(*at).map(|app| cells(review, *at, app));
    at.iter().filter_map(row).collect()
}

/// As CSV.
pub fn to_csv(review: &Review, at: &[usize]) -> Vec<u8> {
    csv_table(head(), rows(review, at))
}

/// As XLSX; texts are texts, never formulas.
///
/// # Errors
/// It cannot be written.
pub fn to_xlsx(review: &Review, at: &[usize]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Aplikasi")?.set_freeze_panes(1, 1)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(head()) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        sheet.set_column_width(column, if column == 0 || name == "fungsi" { 40.0 } else { 16.0 })?;
    }
    for (row, line) in (1..).zip(rows(review, at)) {
        for (column, cell) in (0..).zip(line) {
            sheet.write_string(row, column, cell)?;
        }
    }
    book.save_to_buffer()
}

/// As JSON: applications with their fields, by domain of the SPBE architecture, and the links between them.
pub fn to_json(review: &Review, at: &[usize]) -> Value {
    let app = |at: &usize| {
        let app = review.inventory.apps.get(*at)?;
        let mut domains: Map<String, Value> = Map::new();
        for field in FIELDS.iter().filter(|field| !app.cell(field.name).is_empty()) {
            let domain = domains.entry(field.domain.word()).or_insert_with(|| json!({}));
            if let Some(domain) = domain.as_object_mut() {
                domain.insert(field.name.to_owned(), json!(app.cell(field.name)));
            }
        }
        let names = head();
        let mut more: Map<String, Value> = names
            .iter()
            .zip(cells(review, *at, app))
            .skip(FIELDS.len())
            .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
            .collect();
        more.insert("arsitektur".to_owned(), Value::Object(domains));
        Some(Value::Object(more))
    };
    let shown = |slug: &str| review.inventory.place(slug).is_some_and(|place| at.contains(&place));
    let links = review.joined.iter().filter(|one| shown(&one.from) || shown(&one.to));
    let link = |one: &crate::model::ladder::Joined| json!({ "dari": one.from, "ke": one.to, "cara": rung_word(one.rung), "keadaan": one.seen.word(), "jumlah": one.count });
    json!({ "aplikasi": at.iter().filter_map(app).collect::<Vec<_>>(), "sambungan": links.map(link).collect::<Vec<_>>() })
}
