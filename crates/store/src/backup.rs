//! Backup while the program runs, and restore with a check.

use crate::archive::{self, Dump, FORMAT, Manifest};
use crate::blobs::{self, BlobId};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::store::{Address, Engine};
use crate::{Finding, Migration, Settings, Store, StoreError, migrate};
use kernel::Instant;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Store {
    /// Writes an archive into the new folder `to` while work goes on: every table as it was at one moment, and every
    /// attachment that a row named then. The master key is not in it; keep it elsewhere.
    ///
    /// # Errors
    /// `to` exists, the disk is full, an attachment is missing or changed, or the database refused.
    pub async fn backup(&self, to: &Path, now: Instant) -> Result<Manifest, StoreError> {
        if to.exists() {
            return Err(StoreError::Archive(format!("{} exists; nothing is overwritten", to.display())));
        }
        for region in self.regions().await? {
            self.sequence(&region).await?;
        }
        let part = beside(to);
        let made = self.write_archive(&part, now).await;
        let moved = made.and_then(|manifest| {
            std::fs::rename(&part, to)
                .and_then(|()| blobs::flush_folder_of(to))
                .map_err(|error| StoreError::file(to, &error))?;
            Ok(manifest)
        });
        if moved.is_err() {
            drop(std::fs::remove_dir_all(&part));
        }
        moved
    }

    /// One hash over all rows of all tables: equal before and after a backup and restore, and on both databases.
    ///
    /// # Errors
    /// The database refused.
    pub async fn state_hash(&self) -> Result<String, StoreError> {
        let dump = self.dump(Dump::new(None)).await?;
        let text = dump
            .tables
            .iter()
            .map(|table| format!("{} {} {}\n", table.name, table.rows, table.sha256))
            .collect::<String>();
        Ok(kernel::ids::hash_secret(&text))
    }

    async fn write_archive(&self, part: &Path, now: Instant) -> Result<Manifest, StoreError> {
        let failed = |error: std::io::Error| StoreError::file(part, &error);
        std::fs::create_dir_all(part.join("tables")).map_err(failed)?;
        let dump = self.dump(Dump::new(Some(part.to_owned()))).await?;
        let mut blobs = Vec::new();
        for row in cells(part, &dump, "store_blobs", &["region", "blob"])? {
            blobs.push((row.string(0)?, row.string(1)?));
        }
        blobs.sort();
        blobs.dedup();
        let (from, to, names) = (self.blob_folder(), part.join("blobs"), blobs.clone());
        tokio::task::spawn_blocking(move || copy_blobs(&from, &to, &names, now))
            .await
            .map_err(|error| StoreError::File(error.to_string()))??;
        let mut master_keys = Vec::new();
        for row in cells(part, &dump, "store_region_keys", &["master"])? {
            master_keys.push(row.string(0)?);
        }
        master_keys.sort();
        master_keys.dedup();
        let manifest = Manifest {
            format: FORMAT.into(),
            made_at: now.seconds(),
            migrations: self.ran().await?.into_iter().collect(),
            master_keys,
            heads: heads(part, &dump)?,
            tables: dump.tables,
            blobs,
        };
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| StoreError::Archive(error.to_string()))?;
        blobs::write(&part.join("manifest.json"), &text, now).map_err(failed)?;
        Ok(manifest)
    }

    async fn dump(&self, dump: Dump) -> Result<Dump, StoreError> {
        match &self.0.engine {
            Engine::Sqlite(database) => {
                let database = Arc::clone(database);
                tokio::task::spawn_blocking(move || database.dump(dump))
                    .await
                    .map_err(|error| StoreError::File(error.to_string()))?
            }
            Engine::Postgres(database) => database.dump(dump).await,
        }
    }

    async fn ran(&self) -> Result<HashMap<String, String>, StoreError> {
        match &self.0.engine {
            Engine::Sqlite(database) => database.migrations(),
            Engine::Postgres(database) => database.migrations().await,
        }
    }

    /// Fills an empty database and an empty folder of attachments from an archive of either database, brings the schema
    /// up, and checks everything: hashes of tables and attachments, contiguous versions and log indices, keys, pages.
    ///
    /// # Errors
    /// The archive was changed, is of a newer program, or the target is not empty: nothing is overwritten.
    /// Findings of the check are answered, not errors: an archive may be of a database that had them.
    pub async fn restore(
        settings: &Settings,
        from: &Path,
        rooms: &[Migration],
        now: Instant,
    ) -> Result<(Manifest, Vec<Finding>), StoreError> {
        let manifest = read(from)?;
        let ran: HashMap<String, String> = manifest.migrations.clone().into_iter().collect();
        let all = migrate::in_order(rooms);
        migrate::pending(&all, &ran)?;
        let known: Vec<Migration> = all.into_iter().filter(|migration| ran.contains_key(migration.id)).collect();
        for table in &manifest.tables {
            archive::verify(from, table)?;
        }
        if settings.blobs.exists() && !blobs::files_below(&settings.blobs)?.is_empty() {
            return Err(not_empty(&settings.blobs.display().to_string()));
        }
        match Address::of(&settings.url)? {
            Address::Sqlite(path) => {
                if path.exists() {
                    return Err(not_empty(&path.display().to_string()));
                }
                let loaded = Sqlite::open(path, settings).load(from, &manifest, &known, now);
                if loaded.is_err() {
                    for end in ["", "-wal", "-shm"] {
                        let mut name = path.as_os_str().to_owned();
                        name.push(end);
                        drop(std::fs::remove_file(name));
                    }
                }
                loaded?;
            }
            Address::Postgres(url) => {
                let database = Postgres::open(url, 1)?;
                if !database.migrations().await?.is_empty() {
                    return Err(not_empty("the database"));
                }
                database.load(from, &manifest, &known, now).await?;
            }
        }
        copy_blobs(&from.join("blobs"), &settings.blobs, &manifest.blobs, now)?;
        Self::migrate(settings, rooms, now).await?;
        let store = Self::open(settings, rooms).await?;
        let findings = store.check_all().await;
        store.close().await;
        Ok((manifest, findings?))
    }
}

fn not_empty(what: &str) -> StoreError {
    StoreError::Archive(format!("{what} is not empty; nothing is overwritten"))
}

/// The folder in which an archive is made; renamed when it is whole.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

fn read(from: &Path) -> Result<Manifest, StoreError> {
    let path = from.join("manifest.json");
    let bytes = std::fs::read(&path).map_err(|error| StoreError::file(&path, &error))?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| StoreError::Archive(format!("{}: {error}", path.display())))?;
    let plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let named_well =
        manifest.tables.iter().all(|table| plain(&table.name) && table.columns.iter().all(|column| plain(column)));
    if manifest.format != FORMAT || !named_well {
        return Err(StoreError::Archive(format!("{} is no archive of this program", path.display())));
    }
    Ok(manifest)
}

/// The newest index of each region at the moment of the archive.
fn heads(folder: &Path, dump: &Dump) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut heads = BTreeMap::new();
    for row in cells(folder, dump, "store_events", &["region", "log_index"])? {
        let head: &mut i64 = heads.entry(row.string(0)?).or_default();
        *head = (*head).max(row.int_or_null(1)?.unwrap_or(0));
    }
    Ok(heads)
}

/// Some columns of a table that was just written.
fn cells(folder: &Path, dump: &Dump, table: &str, columns: &[&str]) -> Result<Vec<crate::Row>, StoreError> {
    let mut out = Vec::new();
    for table in dump.tables.iter().filter(|entry| entry.name == table) {
        let places: Vec<usize> =
            columns.iter().filter_map(|wanted| table.columns.iter().position(|column| column == wanted)).collect();
        let mut lines = archive::Lines::open(folder, table)?;
        loop {
            let rows = lines.next()?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let wanted = places.iter().filter_map(|place| row.get(*place).cloned());
                out.push(crate::Row(wanted.collect()));
            }
        }
    }
    Ok(out)
}

fn copy_blobs(from: &Path, to: &Path, names: &[(String, String)], now: Instant) -> Result<(), StoreError> {
    for (region, name) in names {
        let id = BlobId::parse(name).ok_or_else(|| StoreError::Archive(format!("`{name}` names no attachment")))?;
        let source = blobs::path_of(from, region, &id)?;
        let target = blobs::path_of(to, region, &id)?;
        let content = std::fs::read(&source).map_err(|error| StoreError::file(&source, &error))?;
        if !id.names(&content) {
            return Err(StoreError::Damaged(format!("attachment {}", source.display())));
        }
        blobs::write(&target, &content, now).map_err(|error| StoreError::file(&target, &error))?;
    }
    Ok(())
}
