//! The data folder: configuration, key, store.

use crate::config::Config;
use anyhow::Context as _;
use kernel::Clock;
use kernel::ids::{Chance, SystemChance};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{MasterKey, Migration, Settings, Store};

/// Name of the systemd credential that holds the master key.
const CREDENTIAL: &str = "gapura-kunci-induk";

/// Where time and chance come from: the machine in the binary, fixed ones in tests.
#[derive(Clone)]
pub struct World {
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub chance: Arc<dyn Chance>,
    /// What typesets letters, where the program is built with it.
    pub press: Option<paper::Press>,
}

impl World {
    /// The machine's own.
    pub fn real() -> Self {
        #[cfg(feature = "surat")]
        let press = crate::press::press();
        #[cfg(not(feature = "surat"))]
        let press = None;
        Self { clock: Arc::new(kernel::SystemClock), chance: Arc::new(SystemChance::new()), press }
    }
}

/// A press in this process, where the program is built with one: for tests, whose program is another one.
pub fn press_here() -> Option<paper::Press> {
    #[cfg(feature = "surat")]
    let press = crate::press::Workshop::here().ok().map(crate::press::Workshop::press);
    #[cfg(not(feature = "surat"))]
    let press = None;
    press
}

/// The tables of all rooms.
pub fn migrations() -> Vec<Migration> {
    [
        identity::MIGRATIONS,
        desk::MIGRATIONS,
        places::MIGRATIONS,
        figures::MIGRATIONS,
        messages::MIGRATIONS,
        letters::MIGRATIONS,
        instruments::MIGRATIONS,
        programme::MIGRATIONS,
        movement::MIGRATIONS,
        applications::MIGRATIONS,
        exchange::MIGRATIONS,
        gateway::MIGRATIONS,
        events::MIGRATIONS,
        signon::MIGRATIONS,
        feeds::MIGRATIONS,
    ]
    .concat()
}

/// Where the master key is: as configured, else a systemd credential, else beside the data folder.
pub fn key_path(config: &Config, data: &Path) -> PathBuf {
    if let Some(path) = &config.kunci {
        return path.clone();
    }
    let credential = std::env::var_os("CREDENTIALS_DIRECTORY").map(|folder| Path::new(&folder).join(CREDENTIAL));
    credential.filter(|path| path.exists()).unwrap_or_else(|| beside(data))
}

/// `/srv/kota` → `/srv/kota.kunci`: next to the folder that is backed up, not in it.
pub fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push(".kunci");
    data.with_file_name(name)
}

/// How the store of a data folder is opened.
///
/// # Errors
/// The key cannot be read.
pub fn settings(config: &Config, data: &Path) -> anyhow::Result<Settings> {
    let path = key_path(config, data);
    let master = MasterKey::read(&path).with_context(|| {
        format!("kunci induk {} tidak terbaca; tanpa kunci ini data pribadi tidak dapat dibuka", path.display())
    })?;
    let mut settings = Settings::new(config.database(data), data.join("lampiran"), master);
    settings.cache_kib = config.batas.tembolok_kib;
    Ok(settings)
}

/// Opens the store; an older schema is refused with the command that mends it.
///
/// # Errors
/// Key, database or schema.
pub async fn open(config: &Config, data: &Path) -> anyhow::Result<Store> {
    let settings = settings(config, data)?;
    let store = Store::open(&settings, &migrations()).await;
    store.with_context(|| unopened(config))
}

/// What is said of a database that cannot be opened; its password is not.
pub fn unopened(config: &Config) -> String {
    let name = config.database_name();
    format!("basis data {name} tidak dapat dibuka; periksa basis_data di gapura.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_master_key_lies_beside_the_folder_that_is_backed_up() {
        assert_eq!(beside(Path::new("/srv/kota")), Path::new("/srv/kota.kunci"));
        assert_eq!(beside(Path::new("data")), Path::new("data.kunci"));
    }
}
