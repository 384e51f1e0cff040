//! A run of a feed: read, judged as a whole, and then kept or not. Several nodes may want to; a lease lets one.

mod files;
mod keep;
mod notice;

use crate::failed::Failed;
use crate::feeds::Feeds;
use crate::model::{Feed, Source, View};
use crate::refusal::Refused;
use crate::source::{mariadb, postgres};
use crate::standing::Lease;
use crate::taking::{Counts, Reject, Taken, Taking, unhex};
use kernel::Instant;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Job, Running, StoreError, Worked, values};

/// Who wanted a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Its schedule.
    Schedule,
    /// An officer, or a file from the browser.
    Asked,
    /// The operator at the command line.
    Operator,
}

impl Trigger {
    const fn word(self) -> &'static str {
        match self {
            Self::Schedule => "jadwal",
            Self::Asked => "diminta",
            Self::Operator => "baris-perintah",
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its number; 0 where it was only tried.
    pub run: i64,
    /// `baik`, `menunggu`, `gagal`.
    pub outcome: &'static str,
    /// The file; empty for a database.
    pub file: String,
    /// Sentences for the owner.
    pub notes: Vec<String>,
    /// What was counted.
    pub counts: Counts,
    /// The first thousand rejects.
    pub rejects: Vec<Reject>,
}

/// A run that has been read, for better or worse.
pub(crate) struct Read {
    pub trigger: Trigger,
    pub started: Instant,
    pub file: String,
    /// SHA-256 of the file, where there is one.
    pub hash: Option<String>,
    pub result: Result<Taken, Failed>,
}

/// Reads what is due.
pub fn jobs(feeds: &Feeds) -> Vec<Box<dyn Job>> {
    vec![Box::new(Due(feeds.clone()))]
}

struct Due(Feeds);

impl Job for Due {
    fn name(&self) -> &'static str {
        "feeds.due"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let mut worked = Worked::default();
            for id in self.0.due(now).await? {
                // A slow server must not hold up other jobs: runs go on beside them, few at once.
                let Ok(slot) = Arc::clone(self.0.slots()).try_acquire_owned() else { break };
                let feeds = self.0.clone();
                worked.done += 1;
                tokio::spawn(async move {
                    if let Err(error) = feeds.run_feed(&id, Trigger::Schedule).await
                        && error != Refused::Running
                    {
                        tracing::error!(feed = id, %error, "a feed could not be read; it is tried again");
                    }
                    drop(slot);
                });
            }
            Ok(worked)
        })
    }
}

impl Feeds {
    /// Feeds whose time has come and that nobody reads, the longest waiting first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn due(&self, now: Instant) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM feeds_feeds WHERE region = $1 AND (paused = 0 OR asked = 1) AND next_at <= $2 \
                   AND lease_until <= $2 \
                   ORDER BY next_at, id LIMIT 50";
        let rows = self.store().rows(sql, &values![self.region(), now]).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?;
        Ok(ids.into_iter().filter(|id| self.feeds().contains_key(id)).collect())
    }

    /// Reads a feed now: its database, or every file that lies there whole. Empty where no file came.
    ///
    /// # Errors
    /// It is being read already, or the store failed; what became of the source stands in the result.
    pub async fn run_feed(&self, id: &str, trigger: Trigger) -> Result<Vec<Ran>, Refused> {
        let lease = self.lease(id).await?;
        let trigger = if lease.standing.asked { Trigger::Asked } else { trigger };
        let ran = match &lease.feed.source {
            Source::Sql(view) => self.run_view(&lease, view, trigger).await.map(|ran| vec![ran]),
            Source::Folder(_) | Source::Sftp(..) => self.run_files(&lease, trigger).await,
        };
        let state = match &ran {
            Ok(all) if all.is_empty() && lease.standing.state == "baru" => Some(("kosong", "")),
            _ => None,
        };
        self.release(&lease, state).await?;
        ran
    }

    /// Reads a feed and keeps nothing: what a run would do.
    ///
    /// # Errors
    /// There is no such feed, or the store cannot be read.
    pub async fn try_feed(&self, id: &str) -> Result<Vec<Ran>, Refused> {
        let feed = self.feed(id)?;
        let reads = match &feed.source {
            Source::Sql(view) => vec![(String::new(), self.read_view(&feed, view).await?)],
            Source::Folder(drop) | Source::Sftp(_, drop) => self.try_files(&feed, drop).await?,
        };
        let tried = |(file, result): (String, Result<Taken, Failed>)| match result {
            Ok(taken) => {
                let waits = keep::guard(&feed, &taken);
                let notes = taken.notes.iter().cloned().chain(waits.clone()).collect();
                let outcome = if waits.is_some() { "menunggu" } else { "baik" };
                Ran { run: 0, outcome, file, notes, counts: taken.counts, rejects: taken.rejects }
            }
            Err(failed) => Ran {
                run: 0,
                outcome: "gagal",
                file,
                notes: vec![failed.to_string()],
                counts: Counts::default(),
                rejects: Vec::new(),
            },
        };
        Ok(reads.into_iter().map(tried).collect())
    }

    async fn run_view(&self, lease: &Lease, view: &View, trigger: Trigger) -> Result<Ran, Refused> {
        let started = self.now();
        let result = self.read_view(&lease.feed, view).await?;
        self.keep(lease, Read { trigger, started, file: String::new(), hash: None, result }).await
    }

    async fn read_view(&self, feed: &Arc<Feed>, view: &View) -> Result<Result<Taken, Failed>, Refused> {
        let mut taking = self.taking(feed).await?;
        let password = match view.password_from.as_deref().map(|name| self.deps().secrets.read(name)).transpose() {
            Ok(password) => password,
            Err(failed) => return Ok(Err(failed)),
        };
        let (password, most) = (password.as_deref(), feed.rules.most_rows);
        let read = match view.engine {
            crate::model::Engine::Postgres => postgres::read(view, password, most, &mut taking).await,
            crate::model::Engine::MariaDb => mariadb::read(view, password, most, &mut taking).await,
        };
        Ok(read.and_then(|()| Ok(taking.finish()?)))
    }

    /// A run that begins, with what is kept of the feed.
    async fn taking(&self, feed: &Arc<Feed>) -> Result<Taking, Refused> {
        let sql = "SELECT id, hash FROM feeds_rows WHERE region = $1 AND feed = $2 AND gone_at IS NULL";
        let mut rows = self.store().stream_rows(sql, values![self.region(), &feed.id]).await?;
        let mut known = HashMap::new();
        while let Some(row) = rows.next().await? {
            known.insert(unhex(row.text(0)?), unhex(row.text(1)?));
        }
        Taking::new(Arc::clone(feed), self.vault().clone(), known).map_err(|error| Refused::Failed(error.to_string()))
    }
}
