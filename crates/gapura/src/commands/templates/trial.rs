//! `gapura surat cek`: each letter is typeset twice, once with every answer and once with only those that are always
//! given. What errs is shown with its line.

use crate::files::{self, Source};
use crate::press::Workshop;
use crate::report::{Failure, Outcome, Report};
use definition::{Definition, Standard};
use kernel::{Instant, Lang};
use paper::{Fault, Order};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The moment of a sample: its own day, so that two checks give the same bytes.
const SAMPLE_DAY: &str = "2027-03-05T09:00:00+07:00";

/// What is typeset: one letter of one service.
struct Trial {
    /// The template as the person would type it.
    file: String,
    template: String,
    service: Definition,
    letter: String,
}

/// Typesets the letters of services, or the letters that use a template.
pub fn check(paths: &[PathBuf], to: Option<&Path>, lang: Lang) -> Outcome {
    let mut trials = Vec::new();
    for path in paths {
        trials.extend(trials_of(path)?);
    }
    let workshop = Workshop::apart(std::env::current_exe()?);
    let at = Instant::parse(SAMPLE_DAY)?;
    let (mut report, mut found, mut errors) = (Report::default(), Vec::new(), 0);
    for trial in &trials {
        let faults = run(&workshop, trial, (to, at))?;
        errors += faults.iter().filter(|fault| !fault.warning).count();
        report.lines.extend(faults.iter().map(|fault| fault.render(&trial.file, lang)));
        found.extend(faults.iter().map(|fault| as_json(fault, trial)));
    }
    report.refused = errors > 0;
    report.lines.push(match lang {
        Lang::Id => format!("{} surat dicetak: {errors} galat", trials.len()),
        Lang::En => format!("{} letters typeset: {errors} errors", trials.len()),
    });
    Ok(report.with(json!({ "letters": trials.len(), "errors": errors, "findings": found })))
}

fn run(workshop: &Workshop, trial: &Trial, (to, at): (Option<&Path>, Instant)) -> anyhow::Result<Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let Some(letter) = trial.service.letters.get(&trial.letter) else {
        return Ok(faults);
    };
    for whole in [true, false] {
        let values = letters::sample(&trial.service, letter, whole);
        match workshop.typeset(&Order { template: &trial.template, values: &values, at }) {
            Ok(sheet) => {
                faults.extend(sheet.warnings);
                if let (Some(folder), true) = (to, whole) {
                    std::fs::create_dir_all(folder)?;
                    let name = format!("{}-{}.pdf", trial.service.id, trial.letter);
                    crate::commands::private(&folder.join(name), &sheet.pdf)?;
                }
            }
            Err(found) => faults.extend(found),
        }
    }
    faults.dedup();
    Ok(faults)
}

fn trials_of(path: &Path) -> anyhow::Result<Vec<Trial>> {
    if path.extension().is_none_or(|ending| ending != "typ") {
        let sources = files::sources(path)?;
        return sources
            .iter()
            .map(of_service)
            .collect::<anyhow::Result<Vec<_>>>()
            .map(|all| all.into_iter().flatten().collect());
    }
    // A template knows no fields: the services beside and above it do.
    let mut found = Vec::new();
    for folder in path.ancestors().skip(1).take(2) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        for source in std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).filter(|file| is_toml(file)) {
            for source in files::sources(&source)? {
                found.extend(of_service(&source)?.into_iter().filter(|trial| same(Path::new(&trial.file), path)));
            }
        }
    }
    anyhow::ensure!(!found.is_empty(), "{}: tidak ada layanan di dekatnya yang memakai templat ini", path.display());
    Ok(found)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn of_service(source: &Source) -> anyhow::Result<Vec<Trial>> {
    let Ok(definition) = definition::load(&source.text) else {
        return Ok(Vec::new());
    };
    let templates = files::templates(source)?;
    let folder = Path::new(&source.name).parent().unwrap_or(Path::new("."));
    let trials = definition.letters.iter().map(|(key, letter)| {
        let own = templates.iter().find(|(name, _)| *name == letter.template);
        let template = own.map_or_else(|| definition::plain_letter(&definition), |(_, text)| text.clone());
        let file = folder.join(&letter.template).display().to_string();
        Trial { file, template, service: definition.clone(), letter: key.clone() }
    });
    Ok(trials.collect())
}

/// The *Standar Pelayanan* as a PDF.
pub fn standard(standard: &Standard, file: &Path, lang: Lang) -> Result<(), Failure> {
    let values = definition::standard::sheet(standard, lang);
    let at = Instant::parse(SAMPLE_DAY)?;
    let made =
        Workshop::apart(std::env::current_exe()?).typeset(&Order { template: paper::STANDARD, values: &values, at });
    let told = |faults: Vec<Fault>| Failure(faults.iter().map(|fault| fault.render("standar.typ", lang)).collect());
    Ok(crate::commands::private(file, &made.map_err(told)?.pdf)?)
}

fn as_json(fault: &Fault, trial: &Trial) -> Value {
    let (line, column) = fault.place.as_ref().map_or((0, 0), |place| (place.line, place.column));
    json!({
        "file": trial.file, "line": line, "column": column, "warning": fault.warning,
        "id": fault.sentence(Lang::Id), "en": fault.sentence(Lang::En),
    })
}
