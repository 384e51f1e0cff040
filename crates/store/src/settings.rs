//! How a store is opened.

use crate::MasterKey;
use std::path::PathBuf;
use std::sync::Arc;

/// How a store is opened.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://user@host/name` (also `host=/run/postgresql dbname=…` after `postgres:`).
    pub url: String,
    /// Folder of the attachments; shared by all nodes.
    pub blobs: PathBuf,
    /// The key that wraps all other keys.
    pub master: MasterKey,
    /// Page cache of each SQLite connection, in KiB.
    pub cache_kib: u32,
    /// How many commits may wait before further ones are refused as busy.
    pub queue: usize,
    /// PostgreSQL connections for reading.
    pub pool: usize,
    /// How many counts, exports and searches may run at once.
    pub heavy: usize,
    /// Faults that tests inject; nothing in the configuration file leads here.
    #[doc(hidden)]
    pub faults: Faults,
}

impl Settings {
    /// Defaults: 8 MiB of cache per connection, 4096 waiting commits, 8 connections, 2 heavy reads at once.
    pub fn new(url: impl Into<String>, blobs: impl Into<PathBuf>, master: MasterKey) -> Self {
        Self {
            url: url.into(),
            blobs: blobs.into(),
            master,
            cache_kib: 8192,
            queue: 4096,
            pool: 8,
            heavy: 2,
            faults: Faults::default(),
        }
    }
}

/// What a test may break on purpose.
#[doc(hidden)]
#[derive(Clone, Default)]
pub struct Faults {
    /// Called by the writer just before each `COMMIT`; sleeping makes the flush slow, an error makes it fail.
    pub before_flush: Option<Arc<dyn Fn() -> std::io::Result<()> + Send + Sync>>,
    /// SQLite with `synchronous=NORMAL`: only to prove that the power-cut test can see a loss.
    pub lose_on_power_cut: bool,
}
