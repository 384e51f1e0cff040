//! The steering side: keys of regions, and signed summaries that are taken or refused, each on the ledger.

use crate::events::event;
use crate::model::signed::PublicKey;
use crate::model::summary::{Bad, Known, Opened, Summary, judge, open};
use crate::movement::Movement;
use crate::refusal::Refused;
use kernel::{Actor, Instant, NewEvent};
use serde_json::json;
use store::{Statement, StoreError, values};

/// What became of a file that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Took {
    /// It was kept.
    New(Summary),
    /// It is kept already; nothing was changed.
    Same(Summary),
}

/// A summary that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it says.
    pub summary: Summary,
    /// When it came.
    pub received_at: Instant,
}

impl Movement {
    /// Takes a summary: verified against the keys that regions registered, kept, told on the ledger. A refused one is told
    /// there too, by the word for what is wrong and the region that it claims.
    ///
    /// # Errors
    /// [`Refused::Summary`] names what is wrong; no regions are steered from here; the store failed.
    pub async fn take_summary(&self, bytes: &[u8], by: &Actor) -> Result<Took, Refused> {
        self.steering()?;
        let opened = match open(bytes) {
            Ok(opened) => opened,
            Err(bad) => return Err(self.refused(bad, bytes, by).await?),
        };
        let area = opened.summary.daerah.clone();
        if self.is_kept(&area, &opened.digest).await? {
            return Ok(Took::Same(opened.summary));
        }
        let known = Known {
            steered: self.area(&area).is_some(),
            owner: self.key_owner(&opened.key).await?,
            current: self.keys(&area).await?.first().map(|(key, _)| *key),
            newest: self.newest_summary(&area).await?.map(|kept| kept.summary.dibuat),
        };
        if let Err(bad) = judge(&opened, &known, self.now()) {
            return Err(self.refused(bad, bytes, by).await?);
        }
        let (now, statements) = (self.now(), self.summary_rows(&opened)?);
        let data = json!({
            "area": area, "year": opened.summary.tahun, "digest": opened.digest, "made_at": opened.summary.dibuat,
            "fingerprint": opened.key.fingerprint(), "figures": opened.summary.angka.len(),
        });
        let events = vec![event("summary.taken", now, by, data)];
        self.store().commit(self.on_area(&area, events, statements), now).await?;
        Ok(Took::New(opened.summary))
    }

    fn summary_rows(&self, opened: &Opened) -> Result<Vec<Statement>, Refused> {
        let (summary, now) = (&opened.summary, self.now());
        let body = serde_json::to_string(summary).map_err(|error| Refused::Failed(error.to_string()))?;
        // Two at once: the older one finds a newer one there and is asked for anew.
        let row = Statement::new(
            "INSERT INTO movement_summaries (region, area, digest, year, made_at, body, received_at) \
             SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS \
             (SELECT 1 FROM movement_summaries WHERE region = $1 AND area = $2 AND made_at >= $5)",
            values![self.region(), &summary.daerah, &opened.digest, summary.tahun, summary.dibuat, body, now],
        );
        Ok(vec![row.exactly_one(), self.stands(&summary.daerah, "summarised", summary.dibuat)])
    }

    /// Tells the ledger of a refused file. Only words of ours and digests stand there, never what the file says; the claimed
    /// region is named only where it is one.
    async fn refused(&self, bad: Bad, bytes: &[u8], by: &Actor) -> Result<Refused, Refused> {
        let (now, claims) = (self.now(), self.area(bad.claims()).map(|area| area.code.as_str()));
        let data = json!({ "why": bad.word(), "claims": claims, "digest": crate::model::signed::sha256(bytes) });
        let events: Vec<NewEvent> = vec![event("summary.refused", now, by, data)];
        self.store().commit(self.on("refused", events, Vec::new()), now).await?;
        Ok(Refused::Summary(Box::new(bad)))
    }

    async fn is_kept(&self, area: &str, digest: &str) -> Result<bool, Refused> {
        let sql = "SELECT 1 FROM movement_summaries WHERE region = $1 AND area = $2 AND digest = $3";
        Ok(self.store().row(sql, &values![self.region(), area, digest]).await?.is_some())
    }

    /// The newest summary of a region.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn newest_summary(&self, area: &str) -> Result<Option<Kept>, Refused> {
        let sql = "SELECT body, received_at FROM movement_summaries WHERE region = $1 AND area = $2 ORDER BY made_at DESC LIMIT 1";
        let Some(row) = self.store().row(sql, &values![self.region(), area]).await? else {
            return Ok(None);
        };
        let summary = serde_json::from_str(row.text(0)?);
        let summary = summary.map_err(|_| StoreError::Damaged("summary of a region".to_owned()))?;
        Ok(Some(Kept { summary, received_at: row.instant(1)? }))
    }

    /// Keys that a region registered, the newest first; only that one counts.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn keys(&self, area: &str) -> Result<Vec<(PublicKey, Instant)>, Refused> {
        let sql = "SELECT public_key, since FROM movement_keys WHERE region = $1 AND area = $2 ORDER BY since DESC, public_key LIMIT 20";
        let mut keys = Vec::new();
        for row in self.store().rows(sql, &values![self.region(), area]).await? {
            let key = PublicKey::parse(row.text(0)?);
            keys.push((key.ok_or_else(|| StoreError::Damaged("key of a region".to_owned()))?, row.instant(1)?));
        }
        Ok(keys)
    }

    pub(crate) async fn key_owner(&self, key: &PublicKey) -> Result<Option<String>, Refused> {
        let sql = "SELECT area FROM movement_keys WHERE region = $1 AND public_key = $2";
        let row = self.store().row(sql, &values![self.region(), key.to_string()]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?)
    }
}
