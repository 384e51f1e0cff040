//! `gapura init`, `migrate`, `region`.

use super::{Call, baselines};
use crate::cli::{Init, Region};
use crate::config::{self, Config};
use crate::data::{self, World};
use crate::founding::{found, furnish};
use crate::report::{Outcome, Report};
use crate::serve::House;
use serde_json::json;
use std::path::Path;
use store::Store;

/// Makes the folder, its key, its database and its agencies, and imports the holidays that the program carries.
pub async fn init(call: &Call, wish: &Init) -> Outcome {
    let regency = places::areas::regency(&wish.region)?;
    let wish = absolute(wish)?;
    // A table that cannot be taken is told before anything is made.
    let table = wish.garis_dasar.as_deref().map(baselines::table).transpose()?;
    let year = World::real().clock.now().date(regency.zone).year();
    if let Some(table) = &table {
        baselines::checked(table, year, call.lang)?;
    }
    let house = found(&call.data, &wish, World::real()).await?;
    for city in house.cities.iter() {
        furnish(city).await?;
    }
    let bare = match house.cities.first() {
        Some(city) => baselines::begin(call, city, (table.as_deref(), year)).await?,
        None => 0,
    };
    house.store.close().await;
    let key = wish.kunci.clone().unwrap_or_else(|| data::beside(&call.data));
    let folder = super::shell(&call.data);
    Ok(Report {
        lines: vec![
            format!("{} ({}, {}) siap di {folder}", regency.name, regency.code, regency.zone),
            format!("Kunci induk: {}. Cadangkan terpisah: tanpa kunci ini data pribadi hilang.", key.display()),
            baselines::left(bare),
            "Berikutnya:".to_owned(),
            format!("  gapura layanan terbitkan --data {folder}"),
            format!(
                "  gapura petugas tambah admin --nama \"Nama Lengkap\" --peran admin-kota --opd dinas-kominfo --data {folder}"
            ),
            format!("  gapura serve --data {folder}"),
        ],
        json: json!({ "region": regency.code, "name": regency.name, "data": call.data, "key": key, "without_baseline": bare }),
        refused: false,
    })
}

/// The key is named by its full path: the service may be started from another folder.
fn absolute(wish: &Init) -> anyhow::Result<Init> {
    let key = wish.kunci.as_ref().map(std::path::absolute).transpose()?;
    Ok(Init {
        kunci: key,
        region: wish.region.clone(),
        database: wish.database.clone(),
        garis_dasar: wish.garis_dasar.clone(),
    })
}

/// Brings the schema up.
pub async fn migrate(call: &Call) -> Outcome {
    let config = Config::read(&call.data)?;
    let settings = data::settings(&config, &call.data)?;
    let ran = Store::migrate(&settings, &data::migrations(), World::real().clock.now()).await?;
    let line =
        if ran.is_empty() { "basis data sudah mutakhir".to_owned() } else { format!("dijalankan: {}", ran.join(", ")) };
    Ok(Report::done(line).with(json!({ "ran": ran })))
}

/// Adds a region to the configuration, or lists them.
pub async fn region(call: &Call, wish: &Region) -> Outcome {
    match wish {
        Region::List => list(&call.data),
        Region::Add { kode, host } => add(&call.data, kode, host.as_deref()).await,
    }
}

fn list(data: &Path) -> Outcome {
    let config = Config::read(data)?;
    let mut report = Report::default();
    let mut regions = Vec::new();
    for region in &config.wilayah {
        let regency = places::areas::regency(&region.kode)?;
        let hosts = if region.host.is_empty() { "semua host".to_owned() } else { region.host.join(", ") };
        report.lines.push(format!("{} {} ({}) — {hosts}", regency.code, regency.name, regency.zone));
        regions.push(json!({ "region": regency.code, "name": regency.name, "hosts": region.host }));
    }
    Ok(report.with(json!({ "regions": regions })))
}

async fn add(data: &Path, code: &str, host: Option<&str>) -> Outcome {
    let regency = places::areas::regency(code)?;
    let old = Config::read(data)?;
    if old.wilayah.iter().any(|region| region.kode == code) {
        return Ok(Report::done(format!("{} sudah dilayani", regency.name)));
    }
    let path = data.join(config::FILE);
    let before = std::fs::read_to_string(&path)?;
    let text = config::with_region(&before, code, host).map_err(anyhow::Error::msg)?;
    let config = Config::parse(&text).map_err(anyhow::Error::msg)?;
    let store = data::open(&config, data).await?;
    let house = House::open(config, data, store, World::real()).await?;
    if let Some(city) = house.cities.iter().find(|city| city.regency.code == code) {
        furnish(city).await?;
    }
    house.store.close().await;
    // Written last: whatever failed before leaves the installation as it was.
    super::private(&path, text.as_bytes())?;
    let mut lines = vec![format!("{} dilayani; jalankan ulang `gapura serve`", regency.name)];
    lines.extend(host.is_none().then(|| {
        format!(
            "Tanpa host halamannya tidak terjangkau: tulis host = [\"…\"] pada wilayah {code} di {}",
            path.display()
        )
    }));
    lines.push(format!("Layanannya: gapura layanan terbitkan --wilayah {code} --data {}", super::shell(data)));
    Ok(Report { lines, json: json!({ "region": code, "name": regency.name }), refused: false })
}
