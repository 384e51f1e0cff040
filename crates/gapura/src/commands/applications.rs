//! `gapura aplikasi`: a list of applications is taken in, with a report of every row that was mended or refused.

use super::{Call, OPERATOR};
use crate::cli::Aplikasi;
use crate::report::{Failure, Outcome, Report};
use anyhow::Context as _;
use applications::Refused;
use applications::model::mapping::Mapping;
use applications::rights::Author;
use kernel::Lang;
use serde_json::json;
use std::path::Path;

/// No list of applications is larger.
const MOST: u64 = 32 << 20;

/// Runs what was typed.
pub async fn run(call: &Call, wish: &Aplikasi) -> Outcome {
    let (house, place) = call.city().await?;
    let city = house.cities.get(place).context("tidak ada wilayah")?;
    let room = &city.joined.applications;
    let author = Author::operator(OPERATOR);
    let done = match wish {
        Aplikasi::Impor { berkas, peta } => import(room, &author, (berkas, peta.as_deref()), call.lang).await,
        Aplikasi::Contoh => sample(room, &author, call.lang).await,
    };
    house.store.close().await;
    done
}

fn refused(refused: &Refused) -> Failure {
    Failure(refused.to_string())
}

async fn import(
    room: &applications::Applications,
    author: &Author,
    (file, map): (&Path, Option<&Path>),
    lang: Lang,
) -> Outcome {
    let mapping = match map {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Mapping::parse(&text).map_err(|bad| Failure(bad.to_string()))?
        }
        None => Mapping::default(),
    };
    let report = room.take_file(author, &read(file)?, mapping).await.map_err(|error| refused(&error))?;
    let mut lines: Vec<String> = Vec::new();
    for one in &report.repairs {
        lines.push(format!("{}{}: {} ({})", place(&one.cell), one.field, one.what.replace('-', " "), one.was));
    }
    for one in &report.rejected {
        let cell = if one.cell.is_empty() { one.row.to_string() } else { one.cell.clone() };
        lines.push(match lang {
            Lang::Id => format!("ditolak {cell}: {} ({})", one.why, one.was),
            Lang::En => format!("refused {cell}: {} ({})", one.why, one.was),
        });
    }
    let (rows, new, changed, same, refused) =
        (report.rows, report.recorded, report.changed, report.same, report.rejected.len());
    lines.push(match lang {
        Lang::Id => format!("{rows} baris: {new} baru, {changed} diperbarui, {same} tetap, {refused} ditolak"),
        Lang::En => format!("{rows} rows: {new} new, {changed} changed, {same} the same, {refused} refused"),
    });
    let json = json!({ "rows": rows, "recorded": new, "changed": changed, "same": same, "repaired": report.repairs.len(), "rejected": refused });
    Ok(Report { lines, json, refused: refused > 0 && new + changed + same == 0 })
}

fn place(cell: &str) -> String {
    if cell.is_empty() { String::new() } else { format!("{cell} ") }
}

/// The bytes of a list, packed with gzip or not, within their limit.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let source = sheet::Source::Path(path.to_owned());
    let file = source.open().with_context(|| path.display().to_string())?;
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

async fn sample(room: &applications::Applications, author: &Author, lang: Lang) -> Outcome {
    let sample = room.fill_sample(author).await.map_err(|error| refused(&error))?;
    let line = match lang {
        Lang::Id => format!("{} aplikasi contoh baru, {} sambungan", sample.recorded, sample.links),
        Lang::En => format!("{} sample applications new, {} links", sample.recorded, sample.links),
    };
    let json = json!({ "recorded": sample.recorded, "links": sample.links });
    Ok(Report { lines: vec![line], json, refused: false })
}
