//! `gapura layanan cek|uji|beda|gambar|baru|standar|simulasi`: what needs no database.

pub mod begin;
pub mod compare;
pub mod picture;
pub mod proof;
pub mod standards;

use super::checker::Findings;
use crate::cli::Berkas;
use crate::files::{self, Source, Surroundings};
use crate::report::{Outcome, Report};
use crate::starter;
use definition::Definition;
use definition::diagnostic::render_all;
use definition::{Checked, Region, check as examine};
use kernel::{Calendar, Lang};
use serde_json::Value;
use std::path::Path;

/// `cek`: everything that is wrong or worth knowing, with file, line and column.
pub fn check(files: &Berkas, data: &Path, lang: Lang) -> Outcome {
    let (sources, mut around) = read(files)?;
    files::add_sources(&mut around.lists, data, files.region.as_deref());
    let mut findings = Findings::default();
    for source in &sources {
        findings.take(source, &examined(source, &around).findings, lang);
        findings.remark(files::plain_letters(source, &files::templates(source)?, lang));
    }
    Ok(findings.report(lang))
}

/// `simulasi`: traces through the real engine, answered in the shape of the trace file.
pub fn simulate(path: &Path, trace: &Path) -> Outcome {
    let text = std::fs::read_to_string(trace).map_err(|error| anyhow::anyhow!("{}: {error}", trace.display()))?;
    let trace: Value = serde_json::from_str(&text).map_err(|error| anyhow::anyhow!("{}: {error}", trace.display()))?;
    let mut definitions: Vec<Definition> = Vec::new();
    let mut report = Report::default();
    for source in files::sources(path)? {
        match definition::load(&source.text) {
            Ok(loaded) => definitions.push(loaded),
            Err(faults) => report.lines.push(render_all(&faults, &source.name, &source.text, Lang::Id)),
        }
    }
    let answer = cases::simulate::simulate(&trace, &|id| definitions.iter().find(|definition| definition.id == id));
    let size = |key: &str| answer.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    report.lines.push(format!("{} jam dan {} alur dijalankan", size("jam"), size("alur")));
    Ok(report.with(answer))
}

fn read(files: &Berkas) -> anyhow::Result<(Vec<Source>, Surroundings)> {
    Ok((files::sources(&files.path)?, files::surroundings(files.region.as_deref(), Some(&files.path))?))
}

fn examined(source: &Source, around: &Surroundings) -> Checked {
    examine(&source.text, &Region { units: &around.units, lists: &around.lists })
}

/// Holidays as carried, with the normal hours of Perpres 21/2023 (semantics R11, R64).
pub fn national_calendar() -> anyhow::Result<Calendar> {
    let holidays = kernel::calendar::holidays_from_csv(starter::HOLIDAYS)?;
    Ok(Calendar::new(kernel::calendar::CalendarPlan::with_holidays(holidays)))
}
