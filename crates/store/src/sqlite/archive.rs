//! Reading everything in one snapshot, writing everything in one transaction.

use super::{Sqlite, bind, connect, refused, schema};
use crate::archive::{self, Dump, Lines, Manifest};
use crate::{Migration, StoreError};
use kernel::Instant;
use std::path::Path;

impl Sqlite {
    /// All tables as they were at one moment; writers go on meanwhile.
    pub fn dump(&self, mut dump: Dump) -> Result<Dump, StoreError> {
        self.with_reader(|reader| {
            reader.execute_batch("BEGIN").map_err(refused)?;
            let mut outcome = Ok(());
            for plan in archive::plans(&schema::shape(reader)?, "") {
                dump.begin(&plan).map_err(file)?;
                bind::each(reader, &plan.select, &[], |row| {
                    outcome = dump.row(&row);
                    outcome.is_ok()
                })
                .map_err(refused)?;
                std::mem::replace(&mut outcome, Ok(())).map_err(file)?;
                dump.end().map_err(file)?;
            }
            reader.execute_batch("COMMIT").map_err(refused)
        })?;
        Ok(dump)
    }

    /// Fills a new file from an archive.
    pub fn load(
        &self,
        folder: &Path,
        manifest: &Manifest,
        migrations: &[Migration],
        now: Instant,
    ) -> Result<(), StoreError> {
        self.migrate(migrations, now)?;
        let mut connection = connect(&self.path, 65_536)?;
        connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(refused)?;
        let transaction = connection.transaction().map_err(refused)?;
        for table in &manifest.tables {
            transaction.execute_batch(&format!("DELETE FROM \"{}\"", table.name)).map_err(refused)?;
            let marks: Vec<String> = (1..=table.columns.len()).map(|i| format!("?{i}")).collect();
            let insert = format!(
                "INSERT INTO \"{}\" (\"{}\") VALUES ({})",
                table.name,
                table.columns.join("\", \""),
                marks.join(", ")
            );
            let mut lines = Lines::open(folder, table)?;
            loop {
                let rows = lines.next()?;
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    bind::execute(&transaction, &insert, &row, None).map_err(refused)?;
                }
            }
        }
        // Events that PostgreSQL had not given an index when the archive was made.
        transaction
            .execute_batch(
                "UPDATE store_events AS e SET log_index = f.n FROM (
                   SELECT region, stream, version,
                     (SELECT COALESCE(MAX(h.log_index), 0) FROM store_events h WHERE h.region = o.region)
                     + ROW_NUMBER() OVER (PARTITION BY region ORDER BY recorded_at, stream, version) AS n
                   FROM store_events o WHERE log_index IS NULL) AS f
                 WHERE e.region = f.region AND e.stream = f.stream AND e.version = f.version",
            )
            .map_err(refused)?;
        transaction.commit().map_err(refused)
    }
}

fn file(error: std::io::Error) -> StoreError {
    StoreError::File(error.to_string())
}
