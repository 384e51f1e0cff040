//! `gapura layanan cek|uji|simulasi`: what needs no database.

use crate::cli::Berkas;
use crate::files::{self, Source, Surroundings};
use crate::report::{Outcome, Report};
use crate::starter;
use definition::Definition;
use definition::diagnostic::{Severity, render_all};
use definition::{Checked, Region, check as examine};
use kernel::{Calendar, Lang};
use serde_json::{Value, json};
use std::path::Path;

/// `cek`: everything that is wrong or worth knowing, with file, line and column.
pub fn check(files: &Berkas, lang: Lang) -> Outcome {
    let (sources, around) = read(files)?;
    let mut report = Report::default();
    let (mut errors, mut warnings) = (0, 0);
    let mut found = Vec::new();
    for source in &sources {
        let checked = examined(source, &around);
        errors += count(&checked, Severity::Error);
        warnings += count(&checked, Severity::Warning);
        if !checked.findings.is_empty() {
            report.lines.push(render_all(&checked.findings, &source.name, &source.text, lang));
        }
        found.extend(checked.findings.iter().map(|finding| as_json(finding, source)));
    }
    report.refused = errors > 0;
    report.lines.push(match lang {
        Lang::Id => format!("{} berkas diperiksa: {errors} galat, {warnings} peringatan", sources.len()),
        Lang::En => format!("{} files checked: {errors} errors, {warnings} warnings", sources.len()),
    });
    Ok(report.with(json!({ "files": sources.len(), "errors": errors, "warnings": warnings, "findings": found })))
}

/// `uji`: runs the scenarios of every definition; a file that does not check is refused first.
pub fn scenarios(files: &Berkas, lang: Lang) -> Outcome {
    let (sources, around) = read(files)?;
    let calendar = national_calendar()?;
    let mut report = Report::default();
    let (mut passed, mut failed) = (0, 0);
    for source in &sources {
        let checked = examined(source, &around);
        let Some(definition) = checked.definition else {
            report.lines.push(render_all(&checked.findings, &source.name, &source.text, lang));
            failed += 1;
            continue;
        };
        let results = cases::scenario::run_scenarios(&definition, &calendar);
        passed += results.iter().filter(|result| result.passed()).count();
        failed += results.iter().filter(|result| !result.passed()).count();
        report.lines.push(format!("{}: {} skenario", source.name, results.len()));
        report.lines.extend(
            results
                .iter()
                .map(|result| format!("  {} {}", if result.passed() { "lulus" } else { "GAGAL" }, result.name)),
        );
        let faults = cases::scenario::diagnostics(&source.text, &results);
        if !faults.is_empty() {
            report.lines.push(render_all(&faults, &source.name, &source.text, lang));
        }
    }
    report.refused = failed > 0;
    report.lines.push(match lang {
        Lang::Id => format!("{passed} skenario lulus, {failed} gagal"),
        Lang::En => format!("{passed} scenarios passed, {failed} failed"),
    });
    Ok(report.with(json!({ "passed": passed, "failed": failed })))
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

fn count(checked: &Checked, severity: Severity) -> usize {
    checked.findings.iter().filter(|finding| finding.severity() == severity).count()
}

fn as_json(finding: &definition::Diagnostic, source: &Source) -> Value {
    let (line, column) = finding.position(&source.text).unwrap_or((0, 0));
    json!({ "file": source.name, "line": line, "column": column, "code": finding.code, "path": finding.path, "id": finding.say.lang(Lang::Id), "en": finding.say.lang(Lang::En) })
}

/// Holidays as carried, with the normal hours of Perpres 21/2023 (semantics R11, R64).
pub fn national_calendar() -> anyhow::Result<Calendar> {
    let holidays = kernel::calendar::holidays_from_csv(starter::HOLIDAYS)?;
    Ok(Calendar::new(kernel::calendar::CalendarPlan::with_holidays(holidays)))
}

/// `standar`: the published standard, derived from the definition.
pub fn standard(files: &Berkas, lang: Lang) -> Outcome {
    let (sources, around) = read(files)?;
    let mut report = Report::default();
    let mut standards = Vec::new();
    for source in &sources {
        let checked = examined(source, &around);
        let Some(definition) = checked.definition else {
            report.lines.push(render_all(&checked.findings, &source.name, &source.text, lang));
            report.refused = true;
            continue;
        };
        let standard = definition::standard(&definition, &around.units);
        let state = match (standard.is_draft(), lang) {
            (true, Lang::Id) => "RANCANGAN: belum ditetapkan",
            (true, Lang::En) => "DRAFT: not adopted by decree",
            (false, Lang::Id) => "ditetapkan",
            (false, Lang::En) => "adopted",
        };
        report.lines.push(format!("{} — {} (versi {}, {state})", standard.service, standard.owner, standard.version));
        let mut components = Vec::new();
        for (number, component) in (1..).zip(&standard.components) {
            report.lines.push(format!("{number:>2}. {}", component.title.lang(lang)));
            report.lines.extend(component.lines.iter().map(|line| format!("    {}", line.lang(lang))));
            components.push(json!({ "title": component.title.lang(lang), "lines": component.lines.iter().map(|line| line.lang(lang)).collect::<Vec<_>>() }));
        }
        report.lines.push(String::new());
        standards.push(json!({ "service": definition.id, "draft": standard.is_draft(), "components": components }));
    }
    Ok(report.with(json!({ "standards": standards })))
}
