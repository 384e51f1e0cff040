//! `gapura import` and `export`: real data in and out, with counts and a list of what was refused.

use super::{Call, OPERATOR, private};
use crate::city::City;
use crate::cli::{Export, Import};
use crate::report::{Outcome, Report};
use crate::serve::House;
use crate::{starter, worker};
use anyhow::Context as _;
use bridges::mapping::{Known, Mapping, Strictness};
use bridges::{Doors, ImportError, Job, Source, Watch, lapor};
use cases::doors::{Agencies as _, Registrar as _};
use definition::Diagnostic;
use definition::diagnostic::render_all;
use kernel::{Clock as _, Lang, NewEvent};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Commit;

/// Runs one of the imports.
pub async fn import(call: &Call, wish: &Import) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let outcome = match wish {
        Import::Boundaries { berkas } => boundaries(&house, city, berkas).await,
        Import::Lapor { berkas, tolakan } => match lapor_table(city, call.lang) {
            Ok(table) => reports(call, &house, city, berkas, tolakan.as_deref(), table).await,
            Err(error) => Err(error.into()),
        },
        Import::Cases { berkas, mapping, tolakan } => match read_table(city, mapping, call.lang) {
            Ok(table) => reports(call, &house, city, berkas, tolakan.as_deref(), table).await,
            Err(error) => Err(error.into()),
        },
        Import::Agencies { berkas } => agencies(city, berkas).await,
        Import::Holidays { berkas } => holidays(city, berkas).await,
    };
    house.store.close().await;
    outcome
}

fn known(city: &City) -> Known {
    Known {
        services: city.desk.services(),
        units: city.identity.all().iter().map(|agency| agency.unit.clone()).collect(),
    }
}

/// A mapping with the text that it was read from, so that faults can show their line.
struct Table {
    name: String,
    text: String,
    mapping: Mapping,
}

impl Table {
    fn refused(&self, faults: &[Diagnostic], lang: Lang) -> anyhow::Error {
        rendered(faults, &self.name, &self.text, lang)
    }
}

fn read_table(city: &City, path: &Path, lang: Lang) -> anyhow::Result<Table> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
    let mapping = Mapping::parse(&text, &known(city), Strictness::Strict)
        .map_err(|faults| rendered(&faults, &name, &text, lang))?;
    Ok(Table { name, text, mapping })
}

/// The built-in mapping, with the tables of the region over it; a fault is shown in the file in which it stands.
fn lapor_table(city: &City, lang: Lang) -> anyhow::Result<Table> {
    let (known, code) = (known(city), &city.regency.code);
    let refused = |faults: Vec<Diagnostic>, name: &str, text: &str| rendered(&faults, name, text, lang);
    let mapping =
        lapor::mapping(None, &known).map_err(|faults| refused(faults, lapor::MAPPING_NAME, lapor::MAPPING))?;
    let mapping = match starter::lapor_tables(code) {
        None => mapping,
        Some(text) => mapping
            .overlay(text, &known)
            .map_err(|faults| refused(faults, &format!("wilayah/{code}/lapor.toml"), text))?,
    };
    Ok(Table { name: lapor::MAPPING_NAME.to_owned(), text: lapor::MAPPING.to_owned(), mapping })
}

fn rendered(faults: &[Diagnostic], name: &str, text: &str, lang: Lang) -> anyhow::Error {
    anyhow::anyhow!("{}", render_all(faults, name, text, lang))
}

async fn boundaries(house: &House, city: &City, path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let checked = places::boundaries::check(&text, city.places.areas()).with_context(|| path.display().to_string())?;
    let report = places::keep(&house.store, &city.regency.code, &checked, city.desk.now()).await?;
    let mut lines: Vec<String> =
        report.remarks.iter().map(|(area, done, why)| format!("{area}: {done}: {why}")).collect();
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    Ok(Report { lines, json: serde_json::to_value(&report)?, refused: false })
}

async fn reports(call: &Call, house: &House, city: &City, path: &Path, list: Option<&Path>, table: Table) -> Outcome {
    let list_path = list.map_or_else(|| beside(path), Path::to_owned);
    let job = Job {
        source: Source::Path(path.to_owned()),
        mapping: table.mapping.clone(),
        doors: Doors {
            gazetteer: city.places.clone(),
            agencies: Arc::new(city.identity.clone()),
            registrar: Arc::new(city.desk.clone()),
        },
        region: bridges::Region { name: city.regency.name.clone(), zone: city.regency.zone },
        now: city.desk.now(),
    };
    let mut listed = Vec::new();
    let bar = bar(call.json);
    let watch = Watch {
        list: &mut listed,
        progress: &mut |progress| {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        },
    };
    let import = bridges::import(&job, watch);
    let outcome = worker::beside(city, &house.store, &kernel::SystemClock, import).await;
    bar.finish_and_clear();
    let report = match outcome {
        Ok(report) => report,
        Err(ImportError::Columns(faults)) => {
            return Err(table.refused(&faults, call.lang).into());
        }
        Err(error) => return Err(anyhow::anyhow!("{}: {error}", path.display()).into()),
    };
    let mut lines = report.notes.clone();
    lines.extend(report.reasons.iter().map(|(reason, count)| format!("  {count} × {reason}")));
    if !listed.is_empty() {
        private(&list_path, &listed)?;
        lines.push(format!("daftar baris yang diperbaiki atau ditolak: {}", list_path.display()));
    }
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    Ok(Report { lines, json: serde_json::to_value(&report)?, refused: false })
}

/// `laporan.csv.gz` → `laporan.catatan.csv` in the present folder: data folders may be read-only.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("impor");
    PathBuf::from(format!("{}.catatan.csv", name.split('.').next().unwrap_or(name)))
}

fn bar(quiet: bool) -> indicatif::ProgressBar {
    if quiet { indicatif::ProgressBar::hidden() } else { indicatif::ProgressBar::new(0) }
}

async fn agencies(city: &City, path: &Path) -> Outcome {
    let now = city.desk.now();
    if path.extension().is_some_and(|ending| ending == "toml") {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
        let units = definition::Units::parse(&text).map_err(|faults| rendered(&faults, &name, &text, Lang::Id))?;
        let changed = city.identity.seed_agencies(&units, city.places.as_ref(), &OPERATOR, now).await?;
        return Ok(Report::done(format!("{changed} dinas baru atau berubah")).with(json!({ "accepted": changed })));
    }
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let report =
        city.identity.import_agencies(&bytes, &OPERATOR, now).await?.with_context(|| path.display().to_string())?;
    let mut lines: Vec<String> =
        report.remarks.iter().map(|remark| format!("baris {}: {}", remark.line, remark.reason)).collect();
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    let counts = json!({ "accepted": report.accepted, "repaired": report.repaired, "rejected": report.rejected, "unchanged": report.unchanged });
    Ok(Report { lines, json: counts, refused: false })
}

async fn holidays(city: &City, path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let report = city.desk.import_holidays(&text, &OPERATOR).await;
    let report = report.with_context(|| path.display().to_string())?;
    let years = |years: &[i16]| years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let lines = vec![format!(
        "{} hari libur; tahun baru atau berubah: {}; tetap: {}",
        report.holidays,
        years(&report.years),
        years(&report.unchanged)
    )];
    Ok(Report {
        lines,
        json: json!({ "accepted": report.years.len(), "repaired": 0, "rejected": 0, "unchanged": report.unchanged.len() }),
        refused: false,
    })
}

/// Runs one of the exports.
pub async fn export(call: &Call, wish: &Export) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let (ke, aman_lembar_kerja) = match wish {
        Export::Lapor { ke, aman_lembar_kerja } => (ke, aman_lembar_kerja),
        Export::Peristiwa { ke } => return ledger(&house, city, ke.as_deref()).await,
    };
    let options = lapor::ExportOptions { formula_safe: *aman_lembar_kerja, ..lapor::ExportOptions::default() };
    let written = match ke {
        Some(path) => exported(city, options, path).await,
        None => Ok(lapor::export(&city.desk, options, &mut std::io::stdout()).await?),
    };
    let written = match written {
        Ok(written) => recorded(&house, city, written).await.map(|()| written),
        Err(error) => Err(error),
    };
    house.store.close().await;
    let written = written?;
    let mut report = Report::default().with(json!({ "rows": written }));
    if let Some(path) = ke {
        let line = format!("{written} laporan ditulis ke {}", path.display());
        report.lines.push(line);
    }
    Ok(report)
}

/// The ledger itself.
async fn ledger(house: &House, city: &City, path: Option<&Path>) -> Outcome {
    let written = super::ledger::export(house, city, path).await;
    house.store.close().await;
    let written = written?;
    let lines = path.map(|path| format!("{written} kejadian ditulis ke {}", path.display()));
    Ok(Report { lines: lines.into_iter().collect(), json: json!({ "events": written }), refused: false })
}

/// Into a file that only its owner reads, whole or not at all.
async fn exported(city: &City, options: lapor::ExportOptions, path: &Path) -> anyhow::Result<u64> {
    let mut text = Vec::new();
    let written = lapor::export(&city.desk, options, &mut text).await?;
    private(path, &text)?;
    Ok(written)
}

/// That data left the house, by whom, and how much of it.
async fn recorded(house: &House, city: &City, rows: u64) -> anyhow::Result<()> {
    let now = kernel::SystemClock.now();
    let fact = NewEvent {
        name: "export.made".to_owned(),
        happened_at: now,
        actor: OPERATOR,
        data: json!({ "what": "lapor", "format": "csv", "rows": rows, "complete": true }),
    };
    let commit = Commit { events: vec![fact], ..Commit::new(&city.regency.code, "desk/exports", store::ANY_VERSION) };
    house.store.commit(commit, now).await?;
    Ok(())
}
