//! How an installation begins: folder, key, schema, agencies, holidays, services.

use crate::cli::Init;
use crate::commands::OPERATOR;
use crate::config::{self, Config};
use crate::data::{self, World};
use crate::serve::House;
use crate::{city::City, files, starter};
use anyhow::{Context as _, ensure};
use desk::Publication;
use kernel::Lang;
use std::path::Path;
use store::{MasterKey, Store};

/// Folder, configuration, key and schema; refuses a folder that is in use.
///
/// # Errors
/// A used folder, an unknown region, or the database.
pub async fn found(data: &Path, wish: &Init, world: World) -> anyhow::Result<House> {
    let path = data.join(config::FILE);
    ensure!(!path.exists(), "{} sudah ada; folder ini sudah disiapkan", path.display());
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let text = config::template(&wish.region, wish.database.as_deref(), wish.kunci.as_deref());
    let config = Config::parse(&text).map_err(anyhow::Error::msg)?;
    let key = data::key_path(&config, data);
    // A key that is there stays: of an attempt that failed, or put there by the operator. Nothing ever overwrites one.
    if !key.exists() {
        MasterKey::create(&key, &*world.chance).with_context(|| key.display().to_string())?;
    }
    let settings = data::settings(&config, data)?;
    Store::migrate(&settings, &data::migrations(), world.clock.now()).await.with_context(|| data::unopened(&config))?;
    // The configuration is written last: a folder without it was never finished.
    std::fs::write(&path, text)?;
    let store = Store::open(&settings, &data::migrations()).await?;
    House::open(config, data, store, world).await
}

/// Agencies of the region and the holidays that the program carries; running it again changes nothing.
///
/// # Errors
/// A broken list, or the store.
pub async fn furnish(city: &City) -> anyhow::Result<()> {
    let around = files::surroundings(Some(&city.regency.code), None)?;
    city.identity.seed_agencies(&around.units, city.places.as_ref(), &OPERATOR, city.desk.now()).await?;
    city.furnish_regions(&OPERATOR).await?;
    city.desk.import_holidays(starter::HOLIDAYS, &OPERATOR).await?;
    Ok(())
}

/// Publishes the starter services.
///
/// # Errors
/// A service is refused, or the store.
pub async fn publish(city: &City, lang: Lang) -> anyhow::Result<()> {
    let around = files::surroundings(Some(&city.regency.code), None)?;
    for (file, source) in starter::SERVICES {
        let templates = starter::templates(file);
        let wish = Publication { file, source, templates: &templates };
        city.desk.publish_all(wish, &around.units, &OPERATOR, lang).await?;
    }
    Ok(())
}
