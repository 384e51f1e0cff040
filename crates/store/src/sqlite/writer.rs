//! The one writer of SQLite: whatever waits goes into one transaction and is acknowledged after its flush.

use super::bind;
use crate::commit::{CommitError, Receipt};
use crate::metrics::Counters;
use crate::settings::Faults;
use crate::sql::Texts;
use crate::work::{BATCH, Done, First, Prepared, Work, numbered, numbered_json};
use crate::{Settings, StoreError};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, params};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::mpsc;

/// The log is copied into the database file when it holds this many pages (16 MiB).
const CHECKPOINT_PAGES: u64 = 4096;

struct Writer {
    connection: Connection,
    texts: Arc<Texts>,
    counters: Arc<Counters>,
    faults: Faults,
    wal_pages: Arc<AtomicU64>,
    /// The log is copied when it holds this many pages; moves up while a long reader holds it.
    checkpoint_at: u64,
    /// The last log index of each region seen.
    heads: HashMap<String, i64>,
}

/// Starts the writer thread; it ends when all senders are gone or on [`Work::Close`].
pub(crate) fn start(
    database: &super::Sqlite,
    settings: &Settings,
    counters: Arc<Counters>,
) -> Result<mpsc::Sender<Work>, StoreError> {
    let mut connection = super::connect(&database.path, settings.cache_kib)?;
    if settings.faults.lose_on_power_cut {
        connection.execute_batch("PRAGMA synchronous = NORMAL").map_err(super::refused)?;
    }
    let wal_pages = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&wal_pages);
    connection
        .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.store(u64::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))
        .map_err(super::refused)?;
    let writer = Writer {
        connection,
        texts: Arc::clone(&database.texts),
        counters,
        faults: settings.faults.clone(),
        wal_pages,
        checkpoint_at: CHECKPOINT_PAGES,
        heads: HashMap::new(),
    };
    let (sender, receiver) = mpsc::channel(settings.queue);
    std::thread::Builder::new()
        .name("store-writer".into())
        .spawn(move || writer.run(receiver))
        .map_err(|error| StoreError::Settings(error.to_string()))?;
    Ok(sender)
}

/// Why one piece of work was not done.
enum Failure {
    /// Found before anything was written.
    Clean(CommitError),
    /// Something may have been written already.
    Dirty(CommitError),
    /// The database itself failed.
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl Writer {
    fn run(mut self, mut receiver: mpsc::Receiver<Work>) {
        let mut waiting = Vec::with_capacity(BATCH);
        let mut closers = Vec::new();
        while receiver.blocking_recv_many(&mut waiting, BATCH) > 0 {
            let mut batch = Vec::with_capacity(waiting.len());
            for work in waiting.drain(..) {
                match work {
                    Work::Close(answer) => {
                        receiver.close();
                        closers.push(answer);
                    }
                    work => batch.push(work),
                }
            }
            self.flush(batch);
            self.checkpoint();
        }
        // Readers may still be there; then the log stays, and the next start reads it.
        let truncated = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = truncated {
            tracing::warn!(%error, "the write-ahead log was not emptied at the end");
        }
        drop(self.connection);
        for closer in closers {
            let _ = closer.send(());
        }
    }

    fn flush(&mut self, batch: Vec<Work>) {
        if batch.is_empty() {
            return;
        }
        if self.counters.halted.load(Ordering::Relaxed) {
            return refuse_all(batch, &CommitError::Halted);
        }
        let outcome = match self.attempt(&batch, false) {
            Ok(Some(done)) => Ok(done),
            // One of them failed half way: each gets a savepoint, and only the guilty ones are undone.
            Ok(None) => self.attempt(&batch, true).map(Option::unwrap_or_default),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(done) => {
                let refused = done.iter().filter(|done| done.is_err()).count();
                self.counters.refused.fetch_add(refused as u64, Ordering::Relaxed);
                self.counters.disk_full.store(false, Ordering::Relaxed);
                for (work, done) in batch.into_iter().zip(done) {
                    work.answer(done);
                }
            }
            Err(error) => {
                self.heads.clear();
                let error = self.sort_failure(&error);
                refuse_all(batch, &error);
            }
        }
    }

    /// One transaction. `Ok(None)`: something failed half way and all was undone (only without savepoints).
    fn attempt(
        &mut self,
        batch: &[Work],
        savepoints: bool,
    ) -> Result<Option<Vec<Result<Done, CommitError>>>, rusqlite::Error> {
        self.begin()?;
        let mut done = Vec::with_capacity(batch.len());
        for work in batch {
            match self.one(work, savepoints) {
                Ok(outcome) => done.push(Ok(outcome)),
                Err(Failure::Clean(error)) => done.push(Err(error)),
                Err(failure) => {
                    let fatal =
                        matches!(&failure, Failure::Sql(error) if is_fatal(error)) || self.connection.is_autocommit();
                    if fatal || !savepoints {
                        self.roll_back();
                    }
                    match failure {
                        Failure::Sql(error) if fatal => return Err(error),
                        _ if !savepoints => return Ok(None),
                        Failure::Sql(error) => {
                            done.push(Err(CommitError::Store(super::refused(error))));
                        }
                        Failure::Clean(error) | Failure::Dirty(error) => done.push(Err(error)),
                    }
                }
            }
        }
        let started = Instant::now();
        let flushed = self.hook().and_then(|()| self.run_sql("COMMIT"));
        if let Err(error) = flushed {
            self.roll_back();
            return Err(error);
        }
        let kept = done.iter().filter(|done| done.is_ok()).count();
        self.counters.batch(kept, started.elapsed());
        Ok(Some(done))
    }

    fn one(&mut self, work: &Work, savepoint: bool) -> Result<Done, Failure> {
        if !savepoint {
            return self.apply(work);
        }
        self.run_sql("SAVEPOINT one")?;
        let heads = self.heads.clone();
        let outcome = self.apply(work);
        if outcome.is_err() && !self.connection.is_autocommit() {
            self.heads = heads;
            self.run_sql("ROLLBACK TO one")?;
        }
        if !self.connection.is_autocommit() {
            self.run_sql("RELEASE one")?;
        }
        outcome
    }

    fn apply(&mut self, work: &Work) -> Result<Done, Failure> {
        match work {
            Work::Commit(commit, _) => self.commit(commit).map(Done::Receipt),
            Work::Returning(statement, _) => {
                let text = self.texts.of(&statement.sql);
                let mut rows = Vec::new();
                bind::each(&self.connection, &text, &statement.values, |row| {
                    rows.push(row);
                    true
                })?;
                Ok(Done::Rows(rows))
            }
            Work::Close(_) => Err(Failure::Clean(CommitError::Store(StoreError::Closed))),
        }
    }

    fn commit(&mut self, commit: &Prepared) -> Result<Receipt, Failure> {
        if let Some(first) = self.first_send(commit)? {
            return commit.repetition(&first).map_err(Failure::Clean);
        }
        let actual = self.version(commit)?;
        commit.fits(actual).map_err(Failure::Clean)?;
        let number = self.draw(commit)?;
        let number = number.as_deref();
        self.append(commit, actual, number)?;
        for statement in &commit.statements {
            let text = self.texts.of(&statement.sql);
            let changed = bind::execute(&self.connection, &text, &statement.values, number)?;
            if statement.expects.is_some_and(|expected| expected != changed) {
                return Err(Failure::Dirty(CommitError::Guard));
            }
        }
        for outgoing in &commit.outbox {
            self.connection
                .prepare_cached(
                    "INSERT INTO store_outbox (region, topic, once_key, payload, due_at, state, attempts, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', 0, ?6) ON CONFLICT DO NOTHING",
                )?
                .execute(params![
                    commit.region,
                    outgoing.topic,
                    numbered(&outgoing.once_key, number),
                    numbered_json(&outgoing.payload, number),
                    outgoing.due_at,
                    commit.now
                ])?;
        }
        let receipt = commit.receipt(commit.version_after(actual), number.map(str::to_owned));
        self.keep_send(commit, &receipt)?;
        Ok(receipt)
    }

    fn first_send(&self, commit: &Prepared) -> Result<Option<First>, Failure> {
        let Some(send) = &commit.send else {
            return Ok(None);
        };
        let first = self
            .connection
            .prepare_cached("SELECT digest, version, drawn, reply FROM store_sends WHERE region = ?1 AND key = ?2")?
            .query_row((&commit.region, &send.key), |row| {
                Ok(First { digest: row.get(0)?, version: row.get(1)?, drawn: row.get(2)?, reply: row.get(3)? })
            })
            .optional()?;
        Ok(first)
    }

    fn keep_send(&self, commit: &Prepared, receipt: &Receipt) -> Result<(), Failure> {
        let Some(send) = &commit.send else {
            return Ok(());
        };
        self.connection
            .prepare_cached(
                "INSERT INTO store_sends (region, key, digest, version, drawn, reply, sent_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                commit.region,
                send.key,
                send.digest,
                receipt.version,
                receipt.drawn,
                receipt.reply,
                commit.now
            ])?;
        Ok(())
    }

    fn version(&self, commit: &Prepared) -> Result<i64, Failure> {
        if commit.stream.is_empty() {
            return Ok(0);
        }
        let version = self
            .connection
            .prepare_cached("SELECT MAX(version) FROM store_events WHERE region = ?1 AND stream = ?2")?
            .query_row((&commit.region, &commit.stream), |row| row.get::<_, Option<i64>>(0))?;
        Ok(version.unwrap_or(0))
    }

    fn draw(&self, commit: &Prepared) -> Result<Option<String>, Failure> {
        let Some(draw) = &commit.draw else {
            return Ok(None);
        };
        let count = self
            .connection
            .prepare_cached(
                "INSERT INTO store_series (region, series, count) VALUES (?1, ?2, 1)
                 ON CONFLICT (region, series) DO UPDATE SET count = count + 1 RETURNING count",
            )?
            .query_row((&commit.region, &draw.series), |row| row.get(0))?;
        Ok(commit.number(count))
    }

    fn append(&mut self, commit: &Prepared, actual: i64, number: Option<&str>) -> Result<(), Failure> {
        if commit.events.is_empty() {
            return Ok(());
        }
        let mut head = match self.heads.get(&commit.region) {
            Some(head) => *head,
            None => self.connection.query_row(
                "SELECT COALESCE(MAX(log_index), 0) FROM store_events WHERE region = ?1",
                [&commit.region],
                |row| row.get(0),
            )?,
        };
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO store_events (region, stream, version, log_index, name, happened_at, recorded_at, actor, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut version = actual;
        for event in &commit.events {
            head += 1;
            version += 1;
            insert.execute(params![
                commit.region,
                commit.stream,
                version,
                head,
                event.name,
                event.happened_at,
                commit.now,
                event.actor,
                numbered_json(&event.data, number)
            ])?;
        }
        drop(insert);
        match self.heads.get_mut(&commit.region) {
            Some(known) => *known = head,
            None => drop(self.heads.insert(commit.region.clone(), head)),
        }
        Ok(())
    }

    fn begin(&self) -> Result<(), rusqlite::Error> {
        self.run_sql("BEGIN IMMEDIATE")
    }

    fn run_sql(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }

    fn roll_back(&mut self) {
        self.heads.clear();
        if !self.connection.is_autocommit()
            && let Err(error) = self.run_sql("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be undone");
        }
    }

    fn hook(&self) -> Result<(), rusqlite::Error> {
        match &self.faults.before_flush {
            None => Ok(()),
            Some(hook) => hook().map_err(|error| {
                rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC),
                    Some(error.to_string()),
                )
            }),
        }
    }

    /// A full disk is waited out; any other failure of the device stops writing for good (R4, R5).
    fn sort_failure(&self, error: &rusqlite::Error) -> CommitError {
        if code(error) == Some(ErrorCode::DiskFull) {
            self.counters.disk_full.store(true, Ordering::Relaxed);
            tracing::error!(%error, "ALARM: the disk is full; writes are refused until there is space");
            return CommitError::Full;
        }
        if is_fatal(error) {
            self.counters.halted.store(true, Ordering::Relaxed);
            tracing::error!(%error, "ALARM: a flush failed; nothing is written any more until an operator restarts");
            return CommitError::Halted;
        }
        CommitError::Store(StoreError::Sql(error.to_string()))
    }

    fn checkpoint(&mut self) {
        let pages = self.wal_pages.load(Ordering::Relaxed);
        self.counters.wal_bytes.store(pages * 4096, Ordering::Relaxed);
        if pages < CHECKPOINT_PAGES {
            self.checkpoint_at = CHECKPOINT_PAGES;
        }
        if pages < self.checkpoint_at || self.counters.halted.load(Ordering::Relaxed) {
            return;
        }
        self.checkpoint_at = pages + CHECKPOINT_PAGES / 4;
        let outcome = self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = outcome {
            tracing::warn!(%error, "the write-ahead log could not be copied yet");
        }
    }
}

fn refuse_all(batch: Vec<Work>, error: &CommitError) {
    for work in batch {
        work.refuse(error.clone());
    }
}

fn code(error: &rusqlite::Error) -> Option<ErrorCode> {
    error.sqlite_error_code()
}

fn is_fatal(error: &rusqlite::Error) -> bool {
    matches!(
        code(error),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::DiskFull
                | ErrorCode::OutOfMemory
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
        )
    )
}
