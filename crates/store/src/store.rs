//! The door to the ledger.

use crate::metrics::Counters;
use crate::postgres::{self, Postgres};
use crate::shape::Shape;
use crate::sqlite::{self, Sqlite};
use crate::work::{Prepared, Work};
use crate::{
    Commit, CommitError, Metrics, Migration, Receipt, Row, Settings, Statement, StoreError, Value, Vault, migrate,
};
use kernel::Instant;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

/// The ledger, its read tables, the outbox, the keys and the attachments. Cheap to clone.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub engine: Engine,
    pub settings: Settings,
    pub vaults: Mutex<HashMap<String, Vault>>,
    /// Read by those who put attachments, written by the sweep.
    pub blobs: RwLock<()>,
    /// Folders of attachments that are known to last.
    pub shelves: Mutex<HashSet<PathBuf>>,
    writer: mpsc::Sender<Work>,
    counters: Arc<Counters>,
    heavy: Arc<Semaphore>,
}

pub(crate) enum Engine {
    Sqlite(Arc<Sqlite>),
    Postgres(Arc<Postgres>),
}

/// Rows of an export, in chunks, however many there are.
pub struct RowStream {
    receiver: mpsc::Receiver<Result<Vec<Row>, StoreError>>,
    chunk: std::vec::IntoIter<Row>,
}

impl RowStream {
    /// The next row, or none at the end.
    ///
    /// # Errors
    /// The database refused.
    pub async fn next(&mut self) -> Result<Option<Row>, StoreError> {
        loop {
            if let Some(row) = self.chunk.next() {
                return Ok(Some(row));
            }
            match self.receiver.recv().await {
                None => return Ok(None),
                Some(chunk) => self.chunk = chunk?.into_iter(),
            }
        }
    }
}

/// Which database an address names.
pub(crate) enum Address<'a> {
    Sqlite(&'a Path),
    Postgres(&'a str),
}

impl<'a> Address<'a> {
    pub fn of(url: &'a str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(Path::new(path)));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url));
        }
        Err(StoreError::Settings("the database is `sqlite:PATH` or `postgres://…`".into()))
    }
}

impl Store {
    /// Brings the schema up under a lock: the store's own migrations first, then those of the rooms by id.
    /// Answers which ran now.
    ///
    /// # Errors
    /// The database cannot be reached, or a migration that ran has another text now.
    pub async fn migrate(settings: &Settings, rooms: &[Migration], now: Instant) -> Result<Vec<String>, StoreError> {
        let all = migrate::in_order(rooms);
        match Address::of(&settings.url)? {
            Address::Sqlite(path) => Sqlite::open(path, settings).migrate(&all, now),
            Address::Postgres(url) => Postgres::open(url, 1)?.migrate(&all, now).await,
        }
    }

    /// Opens the store with its writer.
    ///
    /// # Errors
    /// The database cannot be reached, its schema is older (then run [`Store::migrate`]) or newer than the program,
    /// or the folder of the attachments cannot be made.
    pub async fn open(settings: &Settings, rooms: &[Migration]) -> Result<Self, StoreError> {
        let all = migrate::in_order(rooms);
        let counters = Arc::new(Counters::default());
        let (engine, writer) = match Address::of(&settings.url)? {
            Address::Sqlite(path) => {
                let database = Sqlite::open(path, settings);
                migrate::complete(&all, &database.migrations()?)?;
                let writer = sqlite::start(&database, settings, Arc::clone(&counters))?;
                (Engine::Sqlite(Arc::new(database)), writer)
            }
            Address::Postgres(url) => {
                let database = Arc::new(Postgres::open(url, settings.pool)?);
                migrate::complete(&all, &database.migrations().await?)?;
                let writer = postgres::start(&database, settings, Arc::clone(&counters))?;
                (Engine::Postgres(database), writer)
            }
        };
        crate::blobs::make_folder(&settings.blobs)?;
        Ok(Self(Arc::new(Inner {
            engine,
            vaults: Mutex::default(),
            blobs: RwLock::default(),
            shelves: Mutex::default(),
            writer,
            counters,
            heavy: Arc::new(Semaphore::new(settings.heavy.max(1))),
            settings: settings.clone(),
        })))
    }

    /// Finishes what waits, flushes it and stops writing; further commits are refused.
    pub async fn close(&self) {
        let (answer, closed) = oneshot::channel();
        if self.0.writer.send(Work::Close(answer)).await.is_ok() {
            drop(closed.await);
        }
    }

    /// Rows for a page: keyed reads and lists of 25. On SQLite read on this thread, in microseconds.
    ///
    /// # Errors
    /// The database refused.
    pub async fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        match &self.0.engine {
            Engine::Sqlite(database) => database.rows(sql, values),
            Engine::Postgres(database) => database.rows(sql, values).await,
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The database refused.
    pub async fn row(&self, sql: &str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Rows for counts and searches: on a bounded pool, so that pages do not wait.
    ///
    /// # Errors
    /// The database refused.
    pub async fn heavy_rows(&self, sql: impl Into<String>, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let _permit = self.permit().await?;
        match &self.0.engine {
            Engine::Sqlite(database) => {
                let (database, sql) = (Arc::clone(database), sql.into());
                tokio::task::spawn_blocking(move || database.rows(&sql, &values))
                    .await
                    .map_err(|error| StoreError::Sql(error.to_string()))?
            }
            Engine::Postgres(database) => database.rows(&sql.into(), &values).await,
        }
    }

    /// All rows of an export, one after another, in little memory.
    ///
    /// # Errors
    /// The store is closed; what the database refuses comes with [`RowStream::next`].
    pub async fn stream_rows(&self, sql: impl Into<String>, values: Vec<Value>) -> Result<RowStream, StoreError> {
        let permit = self.permit().await?;
        let (sender, receiver) = mpsc::channel(4);
        let sql = sql.into();
        match &self.0.engine {
            Engine::Sqlite(database) => {
                let database = Arc::clone(database);
                tokio::task::spawn_blocking(move || {
                    let _permit = permit;
                    database.send_rows(&sql, &values, &sender);
                });
            }
            Engine::Postgres(database) => {
                let database = Arc::clone(database);
                tokio::spawn(async move {
                    let _permit = permit;
                    database.send_rows(&sql, &values, &sender).await;
                });
            }
        }
        Ok(RowStream { receiver, chunk: Vec::new().into_iter() })
    }

    async fn permit(&self) -> Result<tokio::sync::OwnedSemaphorePermit, StoreError> {
        Arc::clone(&self.0.heavy).acquire_owned().await.map_err(|_| StoreError::Closed)
    }

    /// Commits, and answers after the flush. Whoever stops waiting does not cancel it.
    ///
    /// # Errors
    /// Nothing was changed: see [`CommitError`]. [`StoreError::Unknown`] alone leaves that open.
    pub async fn commit(&self, commit: Commit, now: Instant) -> Result<Receipt, CommitError> {
        let prepared = Box::new(Prepared::new(commit, now)?);
        let (answer, receipt) = oneshot::channel();
        self.0.writer.try_send(Work::Commit(prepared, answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => CommitError::Busy,
            mpsc::error::TrySendError::Closed(_) => CommitError::Store(StoreError::Closed),
        })?;
        receipt.await.unwrap_or(Err(unknown()))
    }

    /// Many commits for an import: waits for room in the queue instead of being refused as busy.
    /// The answers stand in the order of the commits; a refused one does not hold up the others.
    pub async fn commit_all(&self, commits: Vec<Commit>, now: Instant) -> Vec<Result<Receipt, CommitError>> {
        let mut waiting = Vec::with_capacity(commits.len());
        for commit in commits {
            let sent = match Prepared::new(commit, now) {
                Err(error) => Err(error),
                Ok(prepared) => {
                    let (answer, receipt) = oneshot::channel();
                    self.0
                        .writer
                        .send(Work::Commit(Box::new(prepared), answer))
                        .await
                        .map(|()| receipt)
                        .map_err(|_| CommitError::Store(StoreError::Closed))
                }
            };
            waiting.push(sent);
        }
        let mut receipts = Vec::with_capacity(waiting.len());
        for sent in waiting {
            receipts.push(match sent {
                Ok(receipt) => receipt.await.unwrap_or(Err(unknown())),
                Err(error) => Err(error),
            });
        }
        receipts
    }

    /// One statement whose rows are wanted, in the writer's next transaction.
    pub(crate) async fn returning(&self, statement: Statement) -> Result<Vec<Row>, CommitError> {
        let (answer, rows) = oneshot::channel();
        self.0
            .writer
            .send(Work::Returning(statement, answer))
            .await
            .map_err(|_| CommitError::Store(StoreError::Closed))?;
        rows.await.unwrap_or(Err(unknown()))
    }

    /// What the store tells about itself, for `/metrics`.
    pub fn metrics(&self) -> Metrics {
        let limit = self.0.writer.max_capacity();
        let mut metrics = self.0.counters.snapshot();
        metrics.queue_limit = limit as u64;
        metrics.queue_depth = (limit - self.0.writer.capacity()) as u64;
        metrics
    }

    /// Turns with every flush of this node: whoever follows the log looks again at once. What another node wrote turns
    /// nothing here, so look once a second too.
    pub fn flushed(&self) -> watch::Receiver<u64> {
        self.0.counters.flushed.subscribe()
    }

    /// Where the attachments lie.
    pub fn blob_folder(&self) -> PathBuf {
        self.0.settings.blobs.clone()
    }

    /// The tables as they are, in words common to both databases.
    ///
    /// # Errors
    /// The database refused.
    pub async fn shape(&self) -> Result<Shape, StoreError> {
        match &self.0.engine {
            Engine::Sqlite(database) => database.with_reader(sqlite::schema::shape),
            Engine::Postgres(database) => database.shape().await,
        }
    }
}

fn unknown() -> CommitError {
    CommitError::Store(StoreError::Unknown)
}

impl Store {
    /// A commit of a worker: waits for room in the queue instead of being refused as busy.
    ///
    /// # Errors
    /// As [`Store::commit`], never busy.
    pub async fn commit_waiting(&self, commit: Commit, now: Instant) -> Result<Receipt, CommitError> {
        let mut receipts = self.commit_all(vec![commit], now).await;
        receipts.pop().unwrap_or(Err(unknown()))
    }

    /// What keeps claims of several nodes apart.
    pub(crate) fn skip_locked(&self) -> &'static str {
        match &self.0.engine {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Gives every committed event of a region its log index now, instead of within a second.
    /// On SQLite the writer has done so already.
    ///
    /// # Errors
    /// The database refused.
    pub async fn sequence(&self, region: &str) -> Result<(), StoreError> {
        match &self.0.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(database) => postgres::sequence(database, region, true).await.map(drop),
        }
    }
}
