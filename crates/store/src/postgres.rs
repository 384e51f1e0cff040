//! PostgreSQL: any number of nodes, each with one writer that commits what waits, and a leased sequencer.

mod archive;
mod attempt;
mod bind;
mod decide;
mod pipeline;
mod rows;
pub(crate) mod schema;
mod sequencer;
mod writer;

pub(crate) use sequencer::sequence;
pub(crate) use writer::start;

use crate::{Migration, Row, StoreError, Value, migrate};
use bind::Param;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_util::TryStreamExt as _;
use kernel::Instant;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_postgres::{Client, Config, NoTls};

/// How many killed connections one read outlives.
const READ_TRIES: u32 = 12;

pub(crate) struct Postgres {
    pub config: Config,
    pub pool: Pool,
}

impl Postgres {
    pub fn open(url: &str, connections: usize) -> Result<Self, StoreError> {
        let config = config(url)?;
        let pool = pool(&config, connections)?;
        Ok(Self { config, pool })
    }

    /// A connection from the pool.
    pub async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| StoreError::Unreachable(error.to_string()))
    }

    /// Reads; a connection that was killed meanwhile is replaced.
    pub async fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let client = match self.client().await {
                Err(_) if tries < READ_TRIES => continue,
                client => client?,
            };
            match query(&client, sql, values).await {
                Err(error) if is_lost(&error, &client) && tries < READ_TRIES => {
                    drop(Object::take(client));
                }
                outcome => return outcome.map_err(refused),
            }
        }
    }

    /// Sends chunks of rows until the receiver leaves.
    pub async fn send_rows(&self, sql: &str, values: &[Value], sender: &mpsc::Sender<Result<Vec<Row>, StoreError>>) {
        if let Err(error) = self.try_send_rows(sql, values, sender).await {
            drop(sender.send(Err(error)).await);
        }
    }

    async fn try_send_rows(
        &self,
        sql: &str,
        values: &[Value],
        sender: &mpsc::Sender<Result<Vec<Row>, StoreError>>,
    ) -> Result<(), StoreError> {
        let client = self.client().await?;
        let statement = bind::prepare(&client, sql, values).await.map_err(refused)?;
        let rows = client.query_raw(&statement, bind::params(values, None)).await.map_err(refused)?;
        let mut rows = std::pin::pin!(rows);
        let mut chunk = Vec::with_capacity(256);
        while let Some(row) = rows.try_next().await.map_err(refused)? {
            chunk.push(bind::row(&row).map_err(refused)?);
            if chunk.len() == 256 && sender.send(Ok(std::mem::take(&mut chunk))).await.is_err() {
                return Ok(());
            }
        }
        if !chunk.is_empty() {
            drop(sender.send(Ok(chunk)).await);
        }
        Ok(())
    }

    /// What ran, by id, with checksums; empty for a schema without tables.
    pub async fn migrations(&self) -> Result<HashMap<String, String>, StoreError> {
        let client = self.client().await?;
        ran(&client).await
    }

    /// Runs what has not run, under an advisory lock, all or nothing.
    pub async fn migrate(&self, all: &[Migration], now: Instant) -> Result<Vec<String>, StoreError> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await.map_err(refused)?;
        transaction
            .batch_execute("SELECT pg_advisory_xact_lock(hashtextextended('gapura migrate ' || current_schema(), 0))")
            .await
            .map_err(refused)?;
        transaction.batch_execute(migrate::TABLE).await.map_err(refused)?;
        let pending = migrate::pending(all, &ran(&transaction).await?)?;
        for migration in &pending {
            for sql in [Some(migration.sql), migration.postgres].into_iter().flatten() {
                transaction
                    .batch_execute(sql)
                    .await
                    .map_err(|error| StoreError::Schema(format!("{}: {}", migration.id, words(&error))))?;
            }
            transaction
                .execute(
                    "INSERT INTO store_migrations (id, checksum, applied_at) VALUES ($1, $2, $3)",
                    &[&migration.id, &migration.checksum(), &now.micros()],
                )
                .await
                .map_err(refused)?;
        }
        transaction.commit().await.map_err(refused)?;
        Ok(pending.iter().map(|done| done.id.to_owned()).collect())
    }
}

pub(crate) fn config(url: &str) -> Result<Config, StoreError> {
    let text = match url.strip_prefix("postgres:") {
        Some(pairs) if !pairs.starts_with("//") => pairs,
        _ => url,
    };
    let mut config: Config =
        text.parse().map_err(|error: tokio_postgres::Error| StoreError::Settings(words(&error)))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    Ok(config)
}

pub(crate) fn pool(config: &Config, connections: usize) -> Result<Pool, StoreError> {
    let manager =
        Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager)
        .max_size(connections.max(1))
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(Duration::from_secs(10)))
        .build()
        .map_err(|error| StoreError::Settings(error.to_string()))
}

/// Runs statements on a connection of its own.
pub(crate) async fn run_once(url: &str, sql: &str) -> Result<(), StoreError> {
    let (client, connection) = config(url)?.connect(NoTls).await.map_err(unreachable)?;
    let running = tokio::spawn(connection);
    let outcome = client.batch_execute(sql).await.map_err(refused);
    drop(client);
    drop(running.await);
    outcome
}

pub(super) async fn query(client: &Object, sql: &str, values: &[Value]) -> Result<Vec<Row>, tokio_postgres::Error> {
    let statement = bind::prepare(client, sql, values).await?;
    let params: Vec<Param<'_>> = bind::params(values, None);
    let rows: Vec<tokio_postgres::Row> = client.query_raw(&statement, params).await?.try_collect().await?;
    rows.iter().map(bind::row).collect()
}

async fn ran(client: &impl deadpool_postgres::GenericClient) -> Result<HashMap<String, String>, StoreError> {
    let known = client.query_one("SELECT to_regclass('store_migrations') IS NOT NULL", &[]).await.map_err(refused)?;
    if !known.try_get::<_, bool>(0).map_err(refused)? {
        return Ok(HashMap::new());
    }
    let rows = client.query("SELECT id, checksum FROM store_migrations", &[]).await.map_err(refused)?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, _>>().map_err(refused)
}

/// Whether the connection is gone rather than the statement wrong.
pub(super) fn is_lost(error: &tokio_postgres::Error, client: &Client) -> bool {
    let class = error.code().map(|code| code.code());
    client.is_closed()
        || error.is_closed()
        || error.as_db_error().is_none()
            && std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
        || class.is_some_and(|code| code.starts_with("08") || code.starts_with("57P"))
}

pub(super) fn refused(error: tokio_postgres::Error) -> StoreError {
    StoreError::Sql(words(&error))
}

fn unreachable(error: tokio_postgres::Error) -> StoreError {
    StoreError::Unreachable(words(&error))
}

/// The server's own words; the driver's text alone says only "db error".
pub(super) fn words(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(server), _) => format!("{} ({})", server.message(), server.code().code()),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}
