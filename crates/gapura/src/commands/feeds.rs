//! `gapura umpan cek|jelaskan|jalan|lupakan`: mapping files of old systems are checked and explained, a feed is read now or
//! forgotten.

use super::{Call, OPERATOR, checker};
use crate::city::FEEDS;
use crate::cli::Umpan;
use crate::files::{self, Source};
use crate::report::{Failure, Outcome, Report};
use anyhow::Context as _;
use feeds::check::{Known, check};
use feeds::{Ran, Trigger};
use kernel::Lang;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Rejects that are shown; all of them stand on the page.
const SHOWN: usize = 20;

/// Runs what was typed.
pub async fn run(call: &Call, wish: &Umpan) -> Outcome {
    match wish {
        Umpan::Cek { path } => checked(call, path),
        Umpan::Jelaskan { kode } => checker::explained(feeds::explain::all(), "umpan", kode.as_deref(), call.lang),
        Umpan::Jalan { id, coba } => read(call, id, *coba).await,
        Umpan::Lupakan { id } => forget(call, id).await,
    }
}

/// `cek`: everything that is wrong or worth knowing, with file, line and column.
fn checked(call: &Call, paths: &[PathBuf]) -> Outcome {
    let own = [call.data.join(FEEDS)];
    let paths = if paths.is_empty() { &own } else { paths };
    let read: Vec<Vec<Source>> = paths.iter().map(|path| files::sources(path)).collect::<anyhow::Result<_>>()?;
    let mut findings = checker::Findings::default();
    for source in read.into_iter().flatten() {
        findings.take(&source, &check(&source.text, &Known::default()).findings, call.lang);
    }
    Ok(findings.report(call.lang))
}

/// `jalan`: reads a feed and says what came of it; with `--coba` nothing is kept.
async fn read(call: &Call, id: &str, only_try: bool) -> Outcome {
    let (house, place) = call.city().await?;
    let city = house.cities.get(place).context("tidak ada wilayah")?;
    let room = &city.joined.feeds;
    if room.feed(id).is_err() {
        return Err(Failure(unknown(id, room.feeds().keys().map(String::as_str), call.lang)));
    }
    let done = if only_try { room.try_feed(id).await } else { room.run_feed(id, Trigger::Operator).await };
    house.store.close().await;
    let all = done.map_err(|refused| Failure(refused.to_string()))?;
    Ok(told(&all, call.lang))
}

/// `lupakan`: everything of a feed that no mapping file names any more.
async fn forget(call: &Call, id: &str) -> Outcome {
    let (house, place) = call.city().await?;
    let city = house.cities.get(place).context("tidak ada wilayah")?;
    let done = city.joined.feeds.forget(id, &OPERATOR).await;
    house.store.close().await;
    let rows = done.map_err(|refused| Failure(refused.to_string()))?;
    let said = match call.lang {
        Lang::Id => format!("umpan {id}: {rows} baris dihapus"),
        Lang::En => format!("feed {id}: {rows} rows deleted"),
    };
    Ok(Report::done(said).with(json!({ "feed": id, "rows": rows })))
}

fn unknown<'a>(id: &str, known: impl Iterator<Item = &'a str>, lang: Lang) -> String {
    match (lang, definition::names::nearest(id, known)) {
        (Lang::Id, Some(near)) => format!("umpan `{id}` tidak ada; maksud Anda `{near}`?"),
        (Lang::Id, None) => format!("umpan `{id}` tidak ada; lihat: gapura umpan cek"),
        (Lang::En, Some(near)) => format!("there is no feed `{id}`; did you mean `{near}`?"),
        (Lang::En, None) => format!("there is no feed `{id}`; see: gapura umpan cek"),
    }
}

fn told(all: &[Ran], lang: Lang) -> Report {
    let mut lines: Vec<String> = all.iter().flat_map(|ran| lines(ran, lang)).collect();
    if all.is_empty() {
        lines.push(
            match lang {
                Lang::Id => "tidak ada berkas baru yang utuh",
                Lang::En => "there is no new file that is whole",
            }
            .to_owned(),
        );
    }
    let objects: Vec<Value> = all.iter().map(object).collect();
    let refused = all.iter().any(|ran| ran.outcome != "baik");
    Report { lines, json: json!({ "runs": objects }), refused }
}

fn lines(ran: &Ran, lang: Lang) -> Vec<String> {
    let counts = ran.counts;
    let numbers = [
        counts.read,
        counts.inserted,
        counts.changed,
        counts.vanished,
        counts.unchanged,
        counts.repaired,
        counts.rejected,
    ];
    let words = match lang {
        Lang::Id => ["dibaca", "baru", "berubah", "hilang", "tetap", "diperbaiki", "ditolak"],
        Lang::En => ["read", "new", "changed", "vanished", "unchanged", "repaired", "rejected"],
    };
    let counted: Vec<String> = numbers.iter().zip(words).map(|(number, word)| format!("{word} {number}")).collect();
    let mut out = vec![format!("{} {}: {}", ran.outcome, ran.file, counted.join(", "))];
    out.extend(ran.notes.iter().map(|note| format!("  {note}")));
    let row = if lang == Lang::Id { "baris" } else { "row" };
    let rejects = ran.rejects.iter().take(SHOWN);
    out.extend(rejects.map(|one| format!("  {row} {}: {} {} ({})", one.row, one.column, one.bad.code(), one.shown)));
    out
}

fn object(ran: &Ran) -> Value {
    json!({ "run": ran.run, "outcome": ran.outcome, "file": ran.file, "notes": ran.notes, "counts": ran.counts })
}
