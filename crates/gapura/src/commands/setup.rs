//! `gapura init`, `migrate`, `region`.

use super::{Call, OPERATOR};
use crate::cli::{Init, Region};
use crate::config::{self, Config};
use crate::data::{self, World};
use crate::report::{Outcome, Report};
use crate::serve::House;
use crate::{city::City, files, starter};
use anyhow::{Context as _, ensure};
use serde_json::json;
use std::path::Path;
use store::{MasterKey, Store};

/// Makes the folder, its key, its database and its agencies, and imports the holidays that the program carries.
pub async fn init(call: &Call, wish: &Init) -> Outcome {
    let regency = places::areas::regency(&wish.region)?;
    let house = found(&call.data, wish).await?;
    for city in house.cities.iter() {
        furnish(city).await?;
    }
    house.store.close().await;
    let key = wish
        .kunci
        .clone()
        .unwrap_or_else(|| data::beside(&call.data));
    let folder = call.data.display();
    Ok(Report {
        lines: vec![
            format!(
                "{} ({}, {}) siap di {folder}",
                regency.name, regency.code, regency.zone
            ),
            format!(
                "Kunci induk: {}. Cadangkan terpisah: tanpa kunci ini data pribadi hilang.",
                key.display()
            ),
            "Berikutnya:".to_owned(),
            format!("  gapura layanan terbitkan layanan/ --data {folder}"),
            format!(
                "  gapura petugas tambah NAMA --nama \"Nama Lengkap\" --peran admin-kota --opd dinas-kominfo --data {folder}"
            ),
            format!("  gapura serve --data {folder}"),
        ],
        json: json!({ "region": regency.code, "name": regency.name, "data": call.data, "key": key }),
        refused: false,
    })
}

/// Folder, configuration, key and schema; refuses a folder that is in use.
pub(super) async fn found(data: &Path, wish: &Init) -> anyhow::Result<House> {
    let path = data.join(config::FILE);
    ensure!(
        !path.exists(),
        "{} sudah ada; folder ini sudah disiapkan",
        path.display()
    );
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let text = config::template(
        &wish.region,
        wish.database.as_deref(),
        wish.kunci.as_deref(),
    );
    let config = Config::parse(&text).map_err(anyhow::Error::msg)?;
    let world = World::real();
    MasterKey::create(&data::key_path(&config, data), &*world.chance)?;
    let settings = data::settings(&config, data)?;
    Store::migrate(&settings, &data::migrations(), world.clock.now()).await?;
    // The configuration is written last: a folder without it was never finished.
    std::fs::write(&path, text)?;
    let store = Store::open(&settings, &data::migrations()).await?;
    House::open(config, data, store, world).await
}

/// Agencies of the region and the holidays that the program carries; running it again changes nothing.
pub(super) async fn furnish(city: &City) -> anyhow::Result<()> {
    let around = files::surroundings(Some(&city.regency.code), None)?;
    city.identity
        .seed_agencies(
            &around.units,
            city.places.as_ref(),
            &OPERATOR,
            city.desk.now(),
        )
        .await?;
    city.desk
        .import_holidays(starter::HOLIDAYS, &OPERATOR)
        .await?;
    Ok(())
}

/// Brings the schema up.
pub async fn migrate(call: &Call) -> Outcome {
    let config = Config::read(&call.data)?;
    let settings = data::settings(&config, &call.data)?;
    let ran = Store::migrate(&settings, &data::migrations(), World::real().clock.now()).await?;
    let line = if ran.is_empty() {
        "basis data sudah mutakhir".to_owned()
    } else {
        format!("dijalankan: {}", ran.join(", "))
    };
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
        let hosts = if region.host.is_empty() {
            "semua host".to_owned()
        } else {
            region.host.join(", ")
        };
        report.lines.push(format!(
            "{} {} ({}) — {hosts}",
            regency.code, regency.name, regency.zone
        ));
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
    let hosts = host.map_or_else(String::new, |host| format!("host = [{host:?}]\n"));
    let entry = format!("[[wilayah]]\nkode = \"{code}\"\n{hosts}\n");
    // Before the first table that is no region, so that the entry cannot fall into another one.
    let place = before.find("[[wilayah]]").unwrap_or(before.len());
    let end = before
        .get(place..)
        .and_then(|rest| rest.find("\n[batas]"))
        .map_or(before.len(), |at| place + at + 1);
    let mut text = before.clone();
    text.insert_str(end, &entry);
    let config = Config::parse(&text).map_err(anyhow::Error::msg)?;
    std::fs::write(&path, &text)?;
    let store = data::open(&config, data).await?;
    let house = House::open(config, data, store, World::real()).await?;
    if let Some(city) = house.cities.iter().find(|city| city.regency.code == code) {
        furnish(city).await?;
    }
    house.store.close().await;
    Ok(Report::done(format!(
        "{} dilayani; jalankan ulang `gapura serve`",
        regency.name
    ))
    .with(json!({ "region": code, "name": regency.name })))
}
