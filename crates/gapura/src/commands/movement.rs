//! `gapura gerakan`: a region's signed summary is made, verified and taken.

use super::{Call, OPERATOR};
use crate::cli::Gerakan;
use crate::report::{Failure, Outcome, Report};
use anyhow::Context as _;
use kernel::{Lang, Zone};
use movement::model::signed::PublicKey;
use movement::model::summary::{Bad, MOST, Summary, open};
use movement::{Movement, Refused, Took};
use serde_json::json;
use std::path::Path;

/// Runs what was typed.
pub async fn run(call: &Call, wish: &Gerakan) -> Outcome {
    match wish {
        Gerakan::Periksa { berkas, kunci } => check(berkas, kunci, call.lang),
        Gerakan::Kunci => key(call).await,
        Gerakan::Ringkasan { tahun } => summary(call, *tahun).await,
        Gerakan::Terima { berkas } => take(call, berkas).await,
    }
}

/// At most a little more than any summary has: what is larger is refused all the same.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    file.take(MOST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Verifies against one key, without an installation.
fn check(path: &Path, key: &str, lang: Lang) -> Outcome {
    let Some(key) = PublicKey::parse(key) else {
        let said = match lang {
            Lang::Id => "--kunci: bukan kunci publik; salin semuanya dari halaman ringkasan daerah",
            Lang::En => "--kunci: no public key; copy all of it from the region's summary page",
        };
        return Err(Failure(said.to_owned()));
    };
    let opened = open(&read(path)?).map_err(|bad| Failure(told(&bad, lang)))?;
    if opened.key != key {
        let (claims, fingerprint) = (opened.summary.daerah, opened.key.fingerprint());
        return Err(Failure(told(&Bad::UnknownKey { claims, fingerprint }, lang)));
    }
    Ok(Report { lines: vec![sound(&opened.summary, lang)], json: described(&opened.summary), refused: false })
}

/// The movement's room of the region meant, and what closes the store behind it.
async fn opened<T>(
    call: &Call,
    act: impl AsyncFnOnce(&Movement) -> Result<T, Refused>,
) -> anyhow::Result<Result<T, Refused>> {
    let (house, place) = call.city().await?;
    let city = house.cities.get(place).context("tidak ada wilayah")?;
    let done = act(&city.movement).await;
    house.store.close().await;
    Ok(done)
}

fn refused(refused: Refused, lang: Lang) -> Failure {
    match refused {
        Refused::Summary(bad) => Failure(told(&bad, lang)),
        other => Failure(other.to_string()),
    }
}

async fn key(call: &Call) -> Outcome {
    let key = opened(call, async |movement| movement.make_key(&OPERATOR).await).await?;
    let key = key.map_err(|error| refused(error, call.lang))?;
    let fingerprint = key.fingerprint();
    let json = json!({ "key": key.to_string(), "fingerprint": fingerprint });
    Ok(Report { lines: vec![key.to_string(), fingerprint], json, refused: false })
}

async fn summary(call: &Call, year: Option<i64>) -> Outcome {
    let made = opened(call, async |movement| {
        movement.make_key(&OPERATOR).await?;
        let year = year.unwrap_or_else(|| movement.this_year());
        movement.summarise(year, &OPERATOR).await
    })
    .await?;
    let made = made.map_err(|error| refused(error, call.lang))?;
    // The line's own end is the file's.
    let lines = made.file.lines().map(str::to_owned).collect();
    Ok(Report { lines, json: json!({ "name": made.name }), refused: false })
}

async fn take(call: &Call, path: &Path) -> Outcome {
    let bytes = read(path)?;
    let took = opened(call, async |movement| movement.take_summary(&bytes, &OPERATOR).await).await?;
    let took = took.map_err(|error| refused(error, call.lang))?;
    let (summary, new) = match &took {
        Took::New(summary) => (summary, true),
        Took::Same(summary) => (summary, false),
    };
    let after = match (new, call.lang) {
        (true, Lang::Id) => "diterima",
        (true, Lang::En) => "taken",
        (false, Lang::Id) => "sudah ada; tidak ada yang berubah",
        (false, Lang::En) => "kept already; nothing changed",
    };
    let mut json = described(summary);
    json["new"] = json!(new);
    Ok(Report { lines: vec![format!("{}: {after}", sound(summary, call.lang))], json, refused: false })
}

fn sound(summary: &Summary, lang: Lang) -> String {
    let (made, figures) = (summary.dibuat.rfc3339(Zone::Wib), summary.angka.len());
    let Summary { daerah, nama, tahun, .. } = summary;
    match lang {
        Lang::Id => format!("{daerah} {nama}, tahun {tahun}, dibuat {made}, {figures} angka, tanda tangan cocok"),
        Lang::En => format!("{daerah} {nama}, year {tahun}, made {made}, {figures} figures, the signature fits"),
    }
}

fn described(summary: &Summary) -> serde_json::Value {
    let (from, to) = (summary.dari.to_string(), summary.sampai.to_string());
    json!({
        "region": summary.daerah, "name": summary.nama, "year": summary.tahun, "from": from, "to": to,
        "made_at": summary.dibuat, "figures": summary.angka.len(),
    })
}

/// What is wrong with a file, with the region that it claims.
fn told(bad: &Bad, lang: Lang) -> String {
    let claims = bad.claims();
    let (id, en) = match bad {
        Bad::Json { line, column } => (
            format!("bukan JSON pada baris {line}, kolom {column}"),
            format!("no JSON at line {line}, column {column}"),
        ),
        Bad::Large => ("terlalu besar untuk sebuah ringkasan".to_owned(), "too large for a summary".to_owned()),
        Bad::Format => {
            ("bukan ringkasan gerakan versi 1".to_owned(), "no summary of the movement in version 1".to_owned())
        }
        Bad::Altered { .. } => (
            format!("berkas diubah di perjalanan; mengaku dari {claims}"),
            format!("altered on the way; it claims to come from {claims}"),
        ),
        Bad::UnknownKey { fingerprint, .. } => (
            format!("ditandatangani kunci lain ({fingerprint}); mengaku dari {claims}"),
            format!("signed with another key ({fingerprint}); it claims to come from {claims}"),
        ),
        Bad::OtherKey { owner, .. } => (
            format!("mengaku dari {claims}, tetapi kuncinya milik {owner}"),
            format!("it claims to come from {claims}, but the key belongs to {owner}"),
        ),
        Bad::OldKey { .. } => (format!("kunci ini sudah diganti oleh {claims}"), format!("{claims} replaced this key")),
        Bad::Older { newest, .. } => {
            let newest = newest.rfc3339(Zone::Wib);
            (
                format!("sudah ada ringkasan {claims} yang lebih baru, dibuat {newest}"),
                format!("a newer summary of {claims} is kept, made {newest}"),
            )
        }
        Bad::Period { .. } => (
            format!("masa dalam ringkasan {claims} tidak cocok dengan tahun atau waktu pembuatannya"),
            format!("the period in the summary of {claims} does not fit its year or the time of making"),
        ),
        Bad::Foreign { .. } => {
            (format!("{claims} tidak diarahkan dari sini"), format!("{claims} is not steered from here"))
        }
    };
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}
