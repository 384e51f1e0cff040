//! `gapura instrumen cek|hitung|lembar|daftar|jelaskan`: assessment instruments and the indices they give.

use super::checker;
use crate::cli::{Hitung, Instrumen};
use crate::files::{self, Source};
use crate::report::{Outcome, Report};
use anyhow::Context as _;
use definition::diagnostic::render_all;
use instruments::model::published::Figure;
use instruments::report::{as_json, as_lines, report};
use instruments::{Instrument, Values, shipped, values};
use kernel::Lang;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Runs what was typed.
pub fn run(wish: Instrumen, lang: Lang) -> Outcome {
    match wish {
        Instrumen::Cek { path } => check(&path, lang),
        Instrumen::Hitung(wish) => compute(&wish, lang),
        Instrumen::Lembar { instrumen } => sheet(&instrumen, lang),
        Instrumen::Daftar => Ok(list(lang)),
        Instrumen::Jelaskan { kode } => {
            checker::explained(instruments::explain::all(), "instrumen", kode.as_deref(), lang)
        }
    }
}

/// `cek`: everything that is wrong or worth knowing, with file, line and column.
fn check(paths: &[PathBuf], lang: Lang) -> Outcome {
    let mut findings = checker::Findings::default();
    for source in sources(paths)? {
        let checked = instruments::check(&source.text);
        findings.take(&source, &checked.findings, lang);
    }
    Ok(findings.report(lang))
}

/// The files below the paths; without a path those of the program.
fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let carried = |(name, text): &(&str, &str)| Source { name: format!("instrumen/{name}"), text: (*text).to_owned() };
    if paths.is_empty() {
        return Ok(shipped::TEXTS.iter().map(carried).collect());
    }
    let read: Vec<Vec<Source>> = paths.iter().map(|path| files::sources(path)).collect::<anyhow::Result<_>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// `hitung`: the index, its parts, its band, and the published result beside it.
fn compute(wish: &Hitung, lang: Lang) -> Outcome {
    let instrument = match instrument(&wish.instrumen, lang)? {
        Ok(instrument) => instrument,
        Err(refused) => return Ok(refused),
    };
    let source = files::text(wish.nilai.clone())?;
    let (mut values, warnings) = match values::read(&source.text, &instrument) {
        Ok(read) => read,
        Err(found) => return Ok(refused(&source, &found, lang)),
    };
    if let Some(published) = &wish.terbit {
        values.published.index = Some(figure("--terbit", published, lang)?);
    }
    if let Some(before) = &wish.sebelum {
        values.published.previous = Some(figure("--sebelum", before, lang)?);
    }
    let mut said = told(&instrument, &values, wish.andai, lang);
    if !warnings.is_empty() {
        said.lines.insert(0, render_all(&warnings, &source.name, &source.text, lang));
    }
    Ok(said)
}

/// `lembar`: a table to be filled in.
fn sheet(name: &str, lang: Lang) -> Outcome {
    Ok(instrument(name, lang)?.map_or_else(
        |refused| refused,
        |instrument| {
            let sheet = values::sheet(&instrument);
            Report { json: json!({ "instrument": instrument.id, "csv": sheet }), lines: vec![sheet], refused: false }
        },
    ))
}

fn told(instrument: &Instrument, values: &Values, what_if: bool, lang: Lang) -> Report {
    let report = report(instrument, values, what_if);
    Report { lines: as_lines(&report, lang), json: as_json(&report), refused: false }
}

/// A shipped instrument by its id, else a file; in the inner error what is wrong with the file.
fn instrument(name: &str, lang: Lang) -> anyhow::Result<Result<Instrument, Report>> {
    let source = match shipped::text(name) {
        Some(text) => Source { name: format!("instrumen/{name}.toml"), text: text.to_owned() },
        None => {
            let path = PathBuf::from(name);
            anyhow::ensure!(path.exists(), unknown(name, lang));
            files::text(path)?
        }
    };
    Ok(instruments::load(&source.text).map_err(|found| refused(&source, &found, lang)))
}

fn unknown(name: &str, lang: Lang) -> String {
    let ids = shipped::TEXTS.iter().filter_map(|(name, _)| name.strip_suffix(".toml"));
    let near = definition::names::nearest(name, ids);
    match (lang, near) {
        (Lang::Id, Some(near)) => format!("instrumen `{name}` tidak ada; maksud Anda `{near}`?"),
        (Lang::Id, None) => format!("instrumen `{name}` tidak ada; lihat: gapura instrumen daftar"),
        (Lang::En, Some(near)) => format!("there is no instrument `{name}`; did you mean `{near}`?"),
        (Lang::En, None) => format!("there is no instrument `{name}`; see: gapura instrumen daftar"),
    }
}

fn refused(source: &Source, found: &[definition::Diagnostic], lang: Lang) -> Report {
    let mut findings = checker::Findings::default();
    findings.take(source, found, lang);
    findings.report(lang)
}

/// A figure as it was typed behind an option.
fn figure(option: &str, text: &str, lang: Lang) -> anyhow::Result<Figure> {
    Figure::parse(text).with_context(|| match lang {
        Lang::Id => format!("{option} {text}: tulis angka, misalnya 2.59"),
        Lang::En => format!("{option} {text}: write a number such as 2.59"),
    })
}

/// `daftar`: what comes with the program.
fn list(lang: Lang) -> Report {
    let all = shipped::all();
    let lines = all.iter().map(|one| format!("{:<19} {} ({})", one.id, one.name, years(one, lang))).collect();
    let objects: Vec<Value> = all
        .iter()
        .map(|one| {
            let (from, until) = (one.valid.map(|years| years.from), one.valid.and_then(|years| years.until));
            let indicators = one.indicators.len();
            json!({ "id": one.id, "name": one.name, "version": one.version, "from": from, "until": until, "indicators": indicators, "hash": one.hash })
        })
        .collect();
    Report { lines, json: json!({ "instruments": objects }), refused: false }
}

fn years(instrument: &Instrument, lang: Lang) -> String {
    match (instrument.valid, lang) {
        (Some(years), _) => match years.until {
            Some(until) if until == years.from => until.to_string(),
            Some(until) => format!("{}–{until}", years.from),
            None => format!("{}–", years.from),
        },
        (None, Lang::Id) => "tahun tidak diketahui".to_owned(),
        (None, Lang::En) => "years not known".to_owned(),
    }
}
