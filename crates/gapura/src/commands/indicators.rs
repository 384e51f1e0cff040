//! `gapura indikator cek|daftar|fakta|jelaskan|hitung`: indicators, their checker, their values.

use super::{Call, checker};
use crate::cli::{HitungIndikator, Indikator};
use crate::files::{self, Source};
use crate::report::{Failure, Outcome, Report};
use crate::worker;
use kernel::{Clock as _, Lang};
use programme::indicator::{self, Indicator, Library, Period, explain, facts, shipped, typed};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Runs what was typed.
pub async fn run(call: &Call, wish: &Indikator) -> Outcome {
    match wish {
        Indikator::Cek { path } => check(path, call.lang),
        Indikator::Daftar => Ok(list(call.lang)),
        Indikator::Fakta => Ok(known(call.lang)),
        Indikator::Jelaskan { kode } => checker::explained(explain::all(), "indikator", kode.as_deref(), call.lang),
        Indikator::GarisDasar { berkas } => super::baselines::bring(call, berkas).await,
        Indikator::Hitung(wish) => compute(call, wish).await,
    }
}

/// `cek`: all files together, because formulas name indicators of other files.
fn check(paths: &[PathBuf], lang: Lang) -> Outcome {
    let sources = sources(paths)?;
    let mut texts: Vec<(String, String)> = sources.iter().map(|one| (one.name.clone(), one.text.clone())).collect();
    if !paths.is_empty() {
        // A city's own files may name shipped indicators; a changed copy of a shipped file stands for it.
        let mine: Vec<&str> = sources.iter().flat_map(|one| heads(&one.text)).collect();
        let others = shipped::files().into_iter().filter(|(_, text)| heads(text).all(|head| !mine.contains(&head)));
        texts.extend(others.collect::<Vec<_>>());
    }
    let (_, checked) = indicator::check(&texts);
    let mut findings = checker::Findings::default();
    for (source, checked) in sources.iter().zip(&checked) {
        findings.take(source, &checked.findings, lang);
    }
    Ok(findings.report(lang))
}

/// The lines that begin an indicator.
fn heads(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| line.starts_with("[indikator."))
}

/// The files below the paths; without a path those of the program.
fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    if paths.is_empty() {
        let carried =
            |(name, text): &(&str, &str)| Source { name: format!("indikator/{name}"), text: (*text).to_owned() };
        return Ok(shipped::TEXTS.iter().map(carried).collect());
    }
    let read: Vec<Vec<Source>> = paths.iter().map(|path| files::sources(path)).collect::<anyhow::Result<_>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// `daftar`: what comes with the program.
fn list(lang: Lang) -> Report {
    let line = |one: &Indicator| {
        let source = one.source.word();
        format!("{:<26} {source:<7} {:<9} {} ({})", one.id, one.span.word(), one.name.lang(lang), one.unit)
    };
    let object = |one: &Indicator| {
        json!({
            "id": one.id, "name": one.name, "unit": one.unit, "pillar": one.pillar, "part": one.part,
            "source": one.source.word(), "period": one.span.word(), "direction": one.direction.word(),
            "formula": one.source.formula().map(|formula| &formula.source), "owner": one.owner,
        })
    };
    let library = shipped::library();
    let objects: Vec<Value> = library.iter().map(object).collect();
    Report { lines: library.iter().map(line).collect(), json: json!({ "indicators": objects }), refused: false }
}

/// `fakta`: what formulas may name.
fn known(lang: Lang) -> Report {
    let all = facts::all();
    let lines = all.iter().map(|fact| format!("{:<20} {} ({})", fact.id, fact.means.lang(lang), fact.unit)).collect();
    let objects: Vec<Value> =
        all.iter().map(|fact| json!({ "id": fact.id, "unit": fact.unit, "means": fact.means })).collect();
    Report { lines, json: json!({ "facts": objects }), refused: false }
}

/// `hitung`: values of one period, exactly, after everything that waits was counted.
async fn compute(call: &Call, wish: &HitungIndikator) -> Outcome {
    let period: Period = wish.periode.parse::<Period>().map_err(|error| anyhow::anyhow!("--periode: {error}"))?;
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    if let Some(id) = wish.id.iter().find(|id| city.programme.library().get(id).is_none()) {
        let said = unknown(id, city.programme.library(), call.lang);
        house.store.close().await;
        return Err(Failure(said));
    }
    worker::settle(city, &house.store, &kernel::SystemClock).await;
    let unit = wish.unit.clone().unwrap_or_default();
    let figures = city.programme.figures(period, &unit).await;
    house.store.close().await;
    let asked = |id: &String| wish.id.is_empty() || wish.id.contains(id);
    let (mut lines, mut values) = (Vec::new(), serde_json::Map::new());
    for (one, figure) in figures?.into_iter().filter(|(one, _)| asked(&one.id)) {
        let shown = figure.map_or_else(|| "–".to_owned(), |figure| typed::shown(call.lang, figure.value, one.decimals));
        lines.push(format!("{:<26} {shown} {}", one.id, one.unit));
        let value = figure.map(|figure| json!({ "exact": fraction(figure.value), "whole": figure.whole }));
        values.insert(one.id.clone(), value.unwrap_or_default());
    }
    let at = kernel::SystemClock.now().seconds();
    let json = json!({ "period": period.to_string(), "unit": wish.unit, "values": values, "at": at });
    Ok(Report { lines, json, refused: false })
}

/// `3/4`; exact, so that another program can compare without rounding.
fn fraction(value: definition::Number) -> String {
    let (top, bottom) = value.parts();
    format!("{top}/{bottom}")
}

fn unknown(id: &str, library: &Library, lang: Lang) -> String {
    let near = definition::names::nearest(id, library.iter().map(|one| one.id.as_str()));
    match (lang, near) {
        (Lang::Id, Some(near)) => format!("indikator `{id}` tidak ada; maksud Anda `{near}`?"),
        (Lang::Id, None) => format!("indikator `{id}` tidak ada; lihat: gapura indikator daftar"),
        (Lang::En, Some(near)) => format!("there is no indicator `{id}`; did you mean `{near}`?"),
        (Lang::En, None) => format!("there is no indicator `{id}`; see: gapura indikator daftar"),
    }
}
