//! `gapura indikator cek|daftar|fakta|jelaskan|hitung`: indicators, their checker, their values.

use super::{Call, checker};
use crate::cli::{HitungIndikator, Indikator};
use crate::files::{self, Source};
use crate::report::{Outcome, Report};
use crate::worker;
use anyhow::Context as _;
use kernel::{Clock as _, Lang};
use programme::indicator::{self, Indicator, Period, explain, facts, shipped, typed};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Runs what was typed.
pub async fn run(call: &Call, wish: &Indikator) -> Outcome {
    match wish {
        Indikator::Cek { path } => check(path, call.lang),
        Indikator::Daftar => Ok(list(call.lang)),
        Indikator::Fakta => Ok(known(call.lang)),
        Indikator::Jelaskan { kode } => checker::explained(explain::all(), "indikator", kode.as_deref(), call.lang),
        Indikator::Hitung(wish) => compute(call, wish).await,
    }
}

/// `cek`: all files together, because formulas name indicators of other files.
fn check(paths: &[PathBuf], lang: Lang) -> Outcome {
    let sources = sources(paths)?;
    let texts: Vec<(String, String)> = sources.iter().map(|one| (one.name.clone(), one.text.clone())).collect();
    let (_, checked) = indicator::check(&texts);
    let mut findings = checker::Findings::default();
    for (source, checked) in sources.iter().zip(&checked) {
        findings.take(source, &checked.findings, lang);
    }
    Ok(findings.report(lang))
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
            "id": one.id, "name": one.name, "unit": one.unit, "pillar": one.pillar.word, "part": one.part,
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
    for id in &wish.id {
        shipped::library().get(id).with_context(|| unknown(id, call.lang))?;
    }
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
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

fn unknown(id: &str, lang: Lang) -> String {
    let near = definition::names::nearest(id, shipped::library().iter().map(|one| one.id.as_str()));
    match (lang, near) {
        (Lang::Id, Some(near)) => format!("indikator `{id}` tidak ada; maksud Anda `{near}`?"),
        (Lang::Id, None) => format!("indikator `{id}` tidak ada; lihat: gapura indikator daftar"),
        (Lang::En, Some(near)) => format!("there is no indicator `{id}`; did you mean `{near}`?"),
        (Lang::En, None) => format!("there is no indicator `{id}`; see: gapura indikator daftar"),
    }
}
