//! SQLite: one writer thread, read-only connections beside it.

mod archive;
mod bind;
pub(crate) mod schema;
mod writer;

pub(crate) use writer::start;

use crate::sql::Texts;
use crate::{Migration, Row, Settings, StoreError, Value, migrate};
use kernel::Instant;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;

pub(crate) struct Sqlite {
    pub path: PathBuf,
    pub texts: Arc<Texts>,
    cache_kib: u32,
    /// Idle readers; as many are open as were ever busy at once, at most `KEPT` are kept.
    readers: Mutex<Vec<Connection>>,
}

const KEPT: usize = 8;

impl Sqlite {
    pub fn open(path: &Path, settings: &Settings) -> Self {
        Self { path: path.to_owned(), texts: Arc::default(), cache_kib: settings.cache_kib, readers: Mutex::default() }
    }

    /// Runs `f` with a read-only connection, on this thread.
    pub fn with_reader<T>(&self, f: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let reader = match idle {
            Some(reader) => reader,
            None => self.reader()?,
        };
        let outcome = f(&reader);
        let mut idle = self.idle();
        if idle.len() < KEPT && reader.is_autocommit() {
            idle.push(reader);
        }
        outcome
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags).map_err(unreachable)?;
        reader.set_prepared_statement_cache_capacity(256);
        stable_plans(&reader)?;
        reader
            .execute_batch(&format!(
                "PRAGMA busy_timeout = 10000; PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY",
                self.cache_kib
            ))
            .map_err(refused)?;
        Ok(reader)
    }

    pub fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let text = self.texts.of(sql);
        self.with_reader(|reader| {
            let mut out = Vec::new();
            bind::each(reader, &text, values, |row| {
                out.push(row);
                true
            })
            .map_err(refused)?;
            Ok(out)
        })
    }

    /// Sends chunks of rows until the receiver leaves.
    pub fn send_rows(&self, sql: &str, values: &[Value], sender: &mpsc::Sender<Result<Vec<Row>, StoreError>>) {
        let text = self.texts.of(sql);
        let outcome = self.with_reader(|reader| {
            let mut chunk = Vec::with_capacity(256);
            bind::each(reader, &text, values, |row| {
                chunk.push(row);
                chunk.len() < 256 || sender.blocking_send(Ok(std::mem::take(&mut chunk))).is_ok()
            })
            .map_err(refused)?;
            if !chunk.is_empty() {
                drop(sender.blocking_send(Ok(chunk)));
            }
            Ok(())
        });
        if let Err(error) = outcome {
            drop(sender.blocking_send(Err(error)));
        }
    }

    /// What ran, by id, with checksums; empty for a database without tables.
    pub fn migrations(&self) -> Result<HashMap<String, String>, StoreError> {
        if !self.path.exists() {
            return Ok(HashMap::new());
        }
        ran(&connect(&self.path, self.cache_kib)?)
    }

    /// Runs what has not run, under the write lock, all or nothing.
    pub fn migrate(&self, all: &[Migration], now: Instant) -> Result<Vec<String>, StoreError> {
        let mut connection = connect(&self.path, self.cache_kib)?;
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(refused)?;
        transaction.execute_batch(migrate::TABLE).map_err(refused)?;
        let pending = migrate::pending(all, &ran(&transaction)?)?;
        for migration in &pending {
            for sql in [Some(migration.sql), migration.sqlite].into_iter().flatten() {
                transaction
                    .execute_batch(sql)
                    .map_err(|error| StoreError::Schema(format!("{}: {error}", migration.id)))?;
            }
            transaction
                .execute(
                    "INSERT INTO store_migrations (id, checksum, applied_at) VALUES (?1, ?2, ?3)",
                    (migration.id, migration.checksum(), now.micros()),
                )
                .map_err(refused)?;
        }
        transaction.commit().map_err(refused)?;
        crate::blobs::flush_folder_of(&self.path).map_err(|error| StoreError::file(&self.path, &error))?;
        Ok(pending.iter().map(|done| done.id.to_owned()).collect())
    }
}

fn ran(connection: &Connection) -> Result<HashMap<String, String>, StoreError> {
    let known = connection
        .query_row("SELECT COUNT(*) FROM sqlite_master WHERE name = 'store_migrations'", [], |row| row.get::<_, i64>(0))
        .map_err(refused)?;
    if known == 0 {
        return Ok(HashMap::new());
    }
    let mut statement = connection.prepare("SELECT id, checksum FROM store_migrations").map_err(refused)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(refused)?;
    rows.collect::<Result<_, _>>().map_err(refused)
}

/// A connection that writes: WAL, every commit flushed, deleted values overwritten.
pub(crate) fn connect(path: &Path, cache_kib: u32) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(unreachable)?;
    connection.set_prepared_statement_cache_capacity(512);
    stable_plans(&connection)?;
    connection
        .execute_batch(&format!(
            "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
             PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -{cache_kib}"
        ))
        .map_err(refused)?;
    Ok(connection)
}

/// A kept statement keeps its plan: without this, a value bound beside a partial index has SQLite plan it anew each time.
fn stable_plans(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop).map_err(refused)
}

pub(crate) fn refused(error: rusqlite::Error) -> StoreError {
    StoreError::Sql(error.to_string())
}

fn unreachable(error: rusqlite::Error) -> StoreError {
    StoreError::Unreachable(error.to_string())
}
