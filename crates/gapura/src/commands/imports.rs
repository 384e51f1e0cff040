//! `gapura import` and `export`: real data in and out, with counts and a list of what was refused.

use super::{Call, OPERATOR};
use crate::city::City;
use crate::cli::{Export, Import};
use crate::report::{Outcome, Report};
use crate::serve::House;
use crate::{starter, worker};
use anyhow::{Context as _, bail};
use bridges::mapping::{Known, Mapping, Strictness};
use bridges::{Doors, ImportError, Job, Source, Watch, lapor};
use cases::doors::{Agencies as _, Registrar as _};
use definition::Diagnostic;
use definition::diagnostic::render_all;
use kernel::Lang;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs one of the imports.
pub async fn import(call: &Call, wish: &Import) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let outcome = match wish {
        Import::Boundaries { berkas } => boundaries(&house, city, berkas).await,
        Import::Lapor { berkas, tolakan } => {
            let mapping = lapor::mapping(starter::lapor_tables(&city.regency.code), &known(city));
            let mapping =
                mapping.map_err(|faults| rendered(&faults, lapor::MAPPING_NAME, lapor::MAPPING))?;
            reports(call, &house, city, berkas, tolakan.as_deref(), mapping).await
        }
        Import::Cases {
            berkas,
            mapping,
            tolakan,
        } => {
            let text =
                std::fs::read_to_string(mapping).with_context(|| mapping.display().to_string())?;
            let read = Mapping::parse(&text, &known(city), Strictness::Strict);
            let read =
                read.map_err(|faults| rendered(&faults, &mapping.display().to_string(), &text))?;
            reports(call, &house, city, berkas, tolakan.as_deref(), read).await
        }
        Import::Agencies { berkas } => agencies(city, berkas).await,
        Import::Holidays { berkas } => holidays(city, berkas).await,
    };
    house.store.close().await;
    outcome
}

fn known(city: &City) -> Known {
    Known {
        services: city.desk.services(),
        units: city
            .identity
            .all()
            .iter()
            .map(|agency| agency.unit.clone())
            .collect(),
    }
}

fn rendered(faults: &[Diagnostic], name: &str, text: &str) -> anyhow::Error {
    anyhow::anyhow!("\n{}", render_all(faults, name, text, Lang::Id))
}

async fn boundaries(house: &House, city: &City, path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let checked = places::boundaries::check(&text, city.places.areas())
        .with_context(|| path.display().to_string())?;
    let report = places::keep(&house.store, &city.regency.code, &checked, city.desk.now()).await?;
    let mut lines: Vec<String> = report
        .remarks
        .iter()
        .map(|(area, done, why)| format!("{area}: {done}: {why}"))
        .collect();
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    Ok(Report {
        lines,
        json: serde_json::to_value(&report)?,
        refused: false,
    })
}

async fn reports(
    call: &Call,
    house: &House,
    city: &City,
    path: &Path,
    list: Option<&Path>,
    mapping: Mapping,
) -> Outcome {
    let list_path = list.map_or_else(|| beside(path), Path::to_owned);
    let job = Job {
        source: Source::Path(path.to_owned()),
        mapping,
        doors: Doors {
            gazetteer: city.places.clone(),
            agencies: Arc::new(city.identity.clone()),
            registrar: Arc::new(city.desk.clone()),
        },
        region: bridges::Region {
            name: city.regency.name.clone(),
            zone: city.regency.zone,
        },
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
    let outcome = bridges::import(&job, watch).await;
    bar.finish_and_clear();
    let report = match outcome {
        Ok(report) => report,
        Err(ImportError::Columns(faults)) => bail_with(&faults)?,
        Err(error) => return Err(error.into()),
    };
    worker::settle(city, &house.store, &kernel::SystemClock).await;
    let mut lines = report.notes.clone();
    lines.extend(
        report
            .reasons
            .iter()
            .map(|(reason, count)| format!("  {count} × {reason}")),
    );
    if !listed.is_empty() {
        std::fs::write(&list_path, &listed).with_context(|| list_path.display().to_string())?;
        lines.push(format!(
            "daftar baris yang diperbaiki atau ditolak: {}",
            list_path.display()
        ));
    }
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    Ok(Report {
        lines,
        json: serde_json::to_value(&report)?,
        refused: false,
    })
}

fn bail_with<T>(faults: &[Diagnostic]) -> anyhow::Result<T> {
    let said: Vec<&str> = faults
        .iter()
        .map(|fault| fault.say.lang(Lang::Id))
        .collect();
    bail!(
        "pemetaan tidak cocok dengan berkas:\n  {}",
        said.join("\n  ")
    )
}

/// `laporan.csv.gz` → `laporan.catatan.csv` in the present folder: data folders may be read-only.
fn beside(path: &Path) -> PathBuf {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("impor");
    PathBuf::from(format!(
        "{}.catatan.csv",
        name.split('.').next().unwrap_or(name)
    ))
}

fn bar(quiet: bool) -> indicatif::ProgressBar {
    if quiet {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new(0)
    }
}

async fn agencies(city: &City, path: &Path) -> Outcome {
    let now = city.desk.now();
    if path.extension().is_some_and(|ending| ending == "toml") {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
        let units =
            definition::Units::parse(&text).map_err(|faults| rendered(&faults, &name, &text))?;
        let changed = city
            .identity
            .seed_agencies(&units, city.places.as_ref(), &OPERATOR, now)
            .await?;
        return Ok(Report::done(format!("{changed} dinas baru atau berubah"))
            .with(json!({ "accepted": changed })));
    }
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let report = city
        .identity
        .import_agencies(&bytes, &OPERATOR, now)
        .await??;
    let mut lines: Vec<String> = report
        .remarks
        .iter()
        .map(|remark| format!("baris {}: {}", remark.line, remark.reason))
        .collect();
    lines.push(format!(
        "{} diterima, {} diperbaiki, {} ditolak, {} sudah ada",
        report.accepted, report.repaired, report.rejected, report.unchanged
    ));
    let counts = json!({ "accepted": report.accepted, "repaired": report.repaired, "rejected": report.rejected, "unchanged": report.unchanged });
    Ok(Report {
        lines,
        json: counts,
        refused: false,
    })
}

async fn holidays(city: &City, path: &Path) -> Outcome {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let report = city.desk.import_holidays(&text, &OPERATOR).await?;
    let years = |years: &[i16]| {
        years
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
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
    let Export::Lapor {
        ke,
        aman_lembar_kerja,
    } = wish;
    let options = lapor::ExportOptions {
        formula_safe: *aman_lembar_kerja,
        ..lapor::ExportOptions::default()
    };
    let written = match ke {
        Some(path) => {
            let part = path.with_extension("sebagian");
            let mut file = std::io::BufWriter::new(std::fs::File::create(&part)?);
            let written = lapor::export(&city.desk, options, &mut file).await?;
            drop(file);
            std::fs::rename(&part, path)?;
            written
        }
        None => lapor::export(&city.desk, options, &mut std::io::stdout()).await?,
    };
    house.store.close().await;
    let mut report = Report::default().with(json!({ "rows": written }));
    if ke.is_some() {
        report.lines.push(format!("{written} laporan ditulis"));
    }
    Ok(report)
}
