//! `gapura layanan uji`: scenarios, what they run through, and scenarios for the rest.

use super::{examined, national_calendar, read};
use crate::cli::Berkas;
use crate::files::Source;
use crate::report::{Outcome, Report};
use cases::coverage::{Coverage, Part, complete};
use definition::Definition;
use definition::diagnostic::render_all;
use kernel::{Calendar, Lang};
use serde_json::{Value, json};

/// Runs the scenarios of every definition; a file that does not check is refused first.
pub fn scenarios(files: &Berkas, lengkapi: bool, lang: Lang) -> Outcome {
    let (sources, around) = read(files)?;
    let calendar = national_calendar()?;
    let mut report = Report::default();
    let (mut passed, mut failed) = (0, 0);
    let mut covered = Vec::new();
    for source in &sources {
        let checked = examined(source, &around);
        let Some(definition) = checked.definition else {
            report.lines.push(render_all(&checked.findings, &source.name, &source.text, lang));
            failed += 1;
            continue;
        };
        let results = cases::run_scenarios(&definition, &calendar);
        passed += results.iter().filter(|result| result.passed()).count();
        failed += results.iter().filter(|result| !result.passed()).count();
        let coverage = cases::coverage(&definition, &results);
        if lengkapi {
            covered.push(fill(&mut report, source, &definition, &calendar, &coverage, lang));
        } else {
            tell(&mut report, source, &results, lang);
            report.lines.push(in_words(&coverage, lang));
            covered.push(as_json(source, &coverage));
        }
    }
    report.refused = failed > 0;
    let sum = match lang {
        Lang::Id => format!("{passed} skenario lulus, {failed} gagal"),
        Lang::En => format!("{passed} scenarios passed, {failed} failed"),
    };
    // What `--lengkapi` prints is appended to a file: all of it has to be TOML.
    report.lines.push(if lengkapi { format!("# {sum}") } else { sum });
    Ok(report.with(json!({ "passed": passed, "failed": failed, "coverage": covered })))
}

fn tell(report: &mut Report, source: &Source, results: &[cases::ScenarioResult], lang: Lang) {
    report.lines.push(match lang {
        Lang::Id => format!("{}: {} skenario", source.name, results.len()),
        Lang::En => format!("{}: {} scenarios", source.name, results.len()),
    });
    let words = if lang == Lang::Id { ("lulus", "GAGAL") } else { ("passed", "FAILED") };
    report.lines.extend(
        results.iter().map(|result| format!("  {} {}", if result.passed() { words.0 } else { words.1 }, result.name)),
    );
    let faults = cases::scenario::diagnostics(&source.text, results);
    if !faults.is_empty() {
        report.lines.push(render_all(&faults, &source.name, &source.text, lang));
    }
}

fn in_words(coverage: &Coverage, lang: Lang) -> String {
    let (ran, all) = coverage.count();
    let missing: Vec<String> = coverage.missing().map(ToString::to_string).collect();
    let mut line = match lang {
        Lang::Id => format!("  teruji {ran} dari {all} langkah, aksi, dan akhir"),
        Lang::En => format!("  {ran} of {all} steps, actions and ends were run through"),
    };
    if !missing.is_empty() {
        line.push_str(if lang == Lang::Id { "; belum pernah: " } else { "; never: " });
        line.push_str(&missing.join(", "));
    }
    line
}

fn as_json(source: &Source, coverage: &Coverage) -> Value {
    let (ran, all) = coverage.count();
    json!({ "file": source.name, "ran": ran, "of": all, "missing": names(coverage.missing()) })
}

fn names<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<String> {
    parts.map(ToString::to_string).collect()
}

/// Prints scenarios for what is missing, as text that may be appended to the file.
fn fill(
    report: &mut Report,
    source: &Source,
    definition: &Definition,
    calendar: &Calendar,
    coverage: &Coverage,
    lang: Lang,
) -> Value {
    let found = complete(definition, calendar, coverage);
    let (made, left) = (found.scenarios.len(), names(found.unreached.iter()));
    report.lines.push(match lang {
        Lang::Id => format!("# {}: {made} skenario baru; periksa apakah hasilnya memang yang dimaksud", source.name),
        Lang::En => format!("# {}: {made} new scenarios; check that they say what is meant", source.name),
    });
    report.lines.extend((!found.toml.is_empty()).then(|| found.toml.clone()));
    report.lines.extend(left.iter().map(|part| match lang {
        Lang::Id => format!("# tidak ditemukan jalan ke {part}"),
        Lang::En => format!("# no way was found to {part}"),
    }));
    let mut json = as_json(source, coverage);
    if let Some(object) = json.as_object_mut() {
        object.insert("scenarios".to_owned(), json!(made));
        object.insert("toml".to_owned(), json!(found.toml));
        object.insert("unreached".to_owned(), json!(left));
    }
    json
}
