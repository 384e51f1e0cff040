//! What `doctor` and `restore` look at.

use crate::blobs::{self, BlobId};
use crate::store::Engine;
use crate::{Store, StoreError, seal, values};

/// Something that an operator should look at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Stable word: `halted`, `disk-full`, `wal-size`, `master-key`, `stream-gap`, `log-gap`, `integrity`,
    /// `blob-missing`, `blob-changed`, `event-damaged`, `sealed-damaged`.
    pub code: &'static str,
    /// Region code, where it belongs to one.
    pub region: Option<String>,
    /// What is wrong, for the operator.
    pub text: String,
}

/// Above this the write-ahead log is held by a reader that does not end.
const WAL_ALARM: u64 = 256 << 20;

impl Store {
    /// What is cheap to know: whether writing goes on, whether the keys open, whether log and attachments are whole.
    /// Empty: all is well.
    ///
    /// # Errors
    /// The database cannot be read at all.
    pub async fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.check_writer();
        self.check_keys(&mut findings).await?;
        self.check_log(&mut findings).await?;
        for (region, id) in self.named_blobs().await? {
            let path = blobs::path_of(&self.0.settings.blobs, &region, &id)?;
            if !path.exists() {
                findings.push(finding("blob-missing", &region, path.display().to_string()));
            }
        }
        Ok(findings)
    }

    /// The same, and every page of the database, every event, every sealed value and every attachment is read.
    ///
    /// # Errors
    /// The database cannot be read at all.
    pub async fn check_all(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.check().await?;
        if let Engine::Sqlite(_) = &self.0.engine {
            for row in self.heavy_rows("PRAGMA integrity_check", vec![]).await? {
                if row.text(0)? != "ok" {
                    let text = row.string(0)?;
                    findings.push(Finding { code: "integrity", region: None, text });
                }
            }
        }
        for (region, id) in self.named_blobs().await? {
            let path = blobs::path_of(&self.0.settings.blobs, &region, &id)?;
            if path.exists() && !blobs::is_whole(&path, &id)? {
                findings.push(finding("blob-changed", &region, path.display().to_string()));
            }
        }
        for region in self.regions().await? {
            self.check_events(&region, &mut findings).await?;
            self.check_sealed(&region, &mut findings).await?;
        }
        Ok(findings)
    }

    /// Regions that have events.
    ///
    /// # Errors
    /// The database refused.
    pub async fn regions(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT region FROM store_events ORDER BY region";
        let rows = self.heavy_rows(sql, vec![]).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    fn check_writer(&self) -> Vec<Finding> {
        let metrics = self.metrics();
        let states = [
            (metrics.halted, "halted", "a flush failed; nothing is written until the program is restarted".into()),
            (metrics.disk_full, "disk-full", "the disk is full; writes are refused".into()),
            (
                metrics.wal_bytes > WAL_ALARM,
                "wal-size",
                format!("the write-ahead log has {} bytes; a reader does not end", metrics.wal_bytes),
            ),
        ];
        states.into_iter().filter(|(is, ..)| *is).map(|(_, code, text)| Finding { code, region: None, text }).collect()
    }

    async fn check_keys(&self, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let sql = "SELECT region, master, wrapped FROM store_region_keys";
        let master = &self.0.settings.master;
        for row in self.rows(sql, &[]).await? {
            let region = row.text(0)?;
            if seal::open_key(&master.wrapping_key(), region, row.bytes(2)?).is_err() {
                let text = format!("sealed with master key {}, this one is {}", row.text(1)?, master.fingerprint());
                findings.push(finding("master-key", region, text));
            }
        }
        Ok(())
    }

    async fn check_log(&self, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let sql = "SELECT region, stream FROM store_events GROUP BY region, stream
                   HAVING MIN(version) <> 1 OR MAX(version) <> COUNT(*) ORDER BY region, stream LIMIT 100";
        for row in self.heavy_rows(sql, vec![]).await? {
            let text = format!("{}: a version is missing", row.text(1)?);
            findings.push(finding("stream-gap", row.text(0)?, text));
        }
        let sql = "SELECT region, COUNT(log_index), COALESCE(MAX(log_index), 0) FROM store_events GROUP BY region
                   HAVING COALESCE(MIN(log_index), 1) <> 1 OR COALESCE(MAX(log_index), 0) <> COUNT(log_index)";
        for row in self.heavy_rows(sql, vec![]).await? {
            let text = format!("{} events up to index {}", row.int(1)?, row.int(2)?);
            findings.push(finding("log-gap", row.text(0)?, text));
        }
        Ok(())
    }

    async fn check_events(&self, region: &str, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let mut from = 0;
        loop {
            match self.events_after(region, from, 1000).await {
                Ok(events) => match events.last() {
                    None => return Ok(()),
                    Some(last) => from = last.log_index,
                },
                Err(StoreError::Damaged(text)) => {
                    findings.push(finding("event-damaged", region, text));
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn check_sealed(&self, region: &str, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let mut from = String::new();
        loop {
            let sql = "SELECT id FROM store_sealed WHERE region = $1 AND id > $2 ORDER BY id LIMIT 500";
            let rows = self.heavy_rows(sql, values![region, &from]).await?;
            let ids: Vec<&str> = rows.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
            let Some(last) = ids.last() else {
                return Ok(());
            };
            from = (*last).to_owned();
            match self.open_with_hashes(region, &ids).await {
                Ok(_) => {}
                Err(StoreError::Key(text) | StoreError::Damaged(text)) => {
                    findings.push(finding("sealed-damaged", region, text));
                }
                Err(error) => return Err(error),
            }
        }
    }

    pub(crate) async fn named_blobs(&self) -> Result<Vec<(String, BlobId)>, StoreError> {
        let sql = "SELECT DISTINCT region, blob FROM store_blobs ORDER BY region, blob";
        let rows = self.heavy_rows(sql, vec![]).await?;
        let read = |row: &crate::Row| -> Result<_, StoreError> {
            let id = BlobId::parse(row.text(1)?)
                .ok_or_else(|| StoreError::Damaged(format!("attachment {:?}", row.text(1))))?;
            Ok((row.string(0)?, id))
        };
        rows.iter().map(read).collect()
    }
}

fn finding(code: &'static str, region: &str, text: String) -> Finding {
    Finding { code, region: Some(region.to_owned()), text }
}
