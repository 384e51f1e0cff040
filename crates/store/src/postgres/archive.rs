//! Reading everything in one snapshot, writing everything in one transaction.

use super::pipeline::{Sending, pipelined};
use super::{Postgres, bind, refused};
use crate::archive::{self, ArchivedTable, Dump, Lines, Manifest};
use crate::{Migration, StoreError};
use futures_util::TryStreamExt as _;
use kernel::Instant;
use std::path::Path;
use tokio_postgres::IsolationLevel;

impl Postgres {
    /// All tables as they were at one moment; writers go on meanwhile.
    pub async fn dump(&self, mut dump: Dump) -> Result<Dump, StoreError> {
        let plans = archive::plans(&self.shape().await?, " COLLATE \"C\"");
        let mut client = self.client().await?;
        let transaction = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await
            .map_err(refused)?;
        for plan in plans {
            dump.begin(&plan).map_err(file)?;
            let rows = transaction.query_raw(&plan.select, Vec::<i64>::new()).await.map_err(refused)?;
            let mut rows = std::pin::pin!(rows);
            while let Some(row) = rows.try_next().await.map_err(refused)? {
                dump.row(&bind::row(&row).map_err(refused)?).map_err(file)?;
            }
            dump.end().map_err(file)?;
        }
        Ok(dump)
    }

    /// Fills an empty schema from an archive.
    pub async fn load(
        &self,
        folder: &Path,
        manifest: &Manifest,
        migrations: &[Migration],
        now: Instant,
    ) -> Result<(), StoreError> {
        self.migrate(migrations, now).await?;
        let client = self.client().await?;
        client.batch_execute("BEGIN").await.map_err(refused)?;
        let mut outcome = Ok(());
        for table in &manifest.tables {
            outcome = load_table(&client, folder, table).await;
            if outcome.is_err() {
                break;
            }
        }
        let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
        client.batch_execute(end).await.map_err(refused)?;
        outcome
    }
}

async fn load_table(client: &tokio_postgres::Client, folder: &Path, table: &ArchivedTable) -> Result<(), StoreError> {
    let empty = format!("DELETE FROM \"{}\"", table.name);
    client.batch_execute(&empty).await.map_err(refused)?;
    let marks: Vec<String> = (1..=table.columns.len()).map(|i| format!("${i}")).collect();
    let insert =
        format!("INSERT INTO \"{}\" (\"{}\") VALUES ({})", table.name, table.columns.join("\", \""), marks.join(", "));
    let insert = client.prepare(&insert).await.map_err(refused)?;
    let mut lines = Lines::open(folder, table)?;
    loop {
        let rows = lines.next()?;
        if rows.is_empty() {
            return Ok(());
        }
        let sending = rows
            .iter()
            .map(|row| -> Sending<'_, u64> { Box::pin(client.execute_raw(&insert, bind::params(row, None))) })
            .collect();
        pipelined(sending).await.map_err(refused)?;
    }
}

fn file(error: std::io::Error) -> StoreError {
    StoreError::File(error.to_string())
}
