//! `gapura layanan standar`: the published standard, derived from the definition, in three shapes.

use super::{examined, read};
use crate::cli::{Bentuk, Standar};
use crate::report::{Outcome, Report};
use definition::Standard;
use definition::diagnostic::render_all;
use definition::standard::{CATALOGUE_COLUMNS, catalogue_row, page};
use kernel::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// Writes the standard of every definition; a file that does not check is refused.
pub fn standard(wish: &Standar, lang: Lang) -> Outcome {
    let (sources, around) = read(&wish.berkas)?;
    let mut report = Report::default();
    let mut standards = Vec::new();
    let mut rows = Vec::new();
    for source in &sources {
        let checked = examined(source, &around);
        let Some(definition) = checked.definition else {
            report.lines.push(render_all(&checked.findings, &source.name, &source.text, lang));
            report.refused = true;
            continue;
        };
        let standard = definition::standard(&definition, &around.units);
        match wish.bentuk {
            Bentuk::Teks => report.lines.extend(lines(&standard, lang)),
            Bentuk::Html => report.lines.push(page(&standard, lang)),
            // The national catalogue lists what residents can ask for.
            Bentuk::Sippn if definition.is_internal() => continue,
            Bentuk::Sippn => rows.push(catalogue_row(&standard)),
            Bentuk::Pdf => {
                let file = wish.ke.as_deref().unwrap_or(Path::new(".")).join(format!("{}.pdf", definition.id));
                crate::commands::templates::standard(&standard, &file, lang)?;
                report.lines.push(file.display().to_string());
            }
        }
        standards.push(as_json(&definition.id, &standard, lang));
    }
    if wish.bentuk == Bentuk::Sippn {
        report.lines.push(table(&rows)?);
    }
    Ok(report.with(json!({ "standards": standards })))
}

fn lines(standard: &Standard, lang: Lang) -> Vec<String> {
    let state = match (standard.is_draft(), lang) {
        (true, Lang::Id) => "RANCANGAN: belum ditetapkan",
        (true, Lang::En) => "DRAFT: not adopted by decree",
        (false, Lang::Id) => "ditetapkan",
        (false, Lang::En) => "adopted",
    };
    let mut lines = vec![format!("{} — {} (versi {}, {state})", standard.service, standard.owner, standard.version)];
    for component in &standard.components {
        lines.push(format!("{:>2}. {}", component.number, component.title.lang(lang)));
        lines.extend(component.lines.iter().map(|line| format!("    {}", line.lang(lang))));
    }
    lines.push(String::new());
    lines
}

fn as_json(id: &str, standard: &Standard, lang: Lang) -> Value {
    let components = standard.components.iter().map(|component| {
        let lines: Vec<&str> = component.lines.iter().map(|line| line.lang(lang)).collect();
        json!({ "title": component.title.lang(lang), "lines": lines })
    });
    let components: Vec<Value> = components.collect();
    let row: serde_json::Map<String, Value> = CATALOGUE_COLUMNS
        .iter()
        .zip(catalogue_row(standard))
        .map(|(column, cell)| ((*column).to_owned(), json!(cell)))
        .collect();
    json!({ "service": id, "draft": standard.is_draft(), "components": components, "sippn": row })
}

/// CSV with a head; cells that a spreadsheet would run are quoted.
fn table(rows: &[[String; 11]]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(CATALOGUE_COLUMNS)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| web::csv_safe(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(String::from_utf8(bytes)?.trim_end().to_owned())
}
