//! Files of a drop: those that are whole are read one after another, oldest first, each once.

use super::{Ran, Read, Trigger};
use crate::failed::Failed;
use crate::feeds::Feeds;
use crate::model::{Drop, Feed, Source};
use crate::refusal::Refused;
use crate::source::folder::{self, Copied, Found, Shelf};
use crate::source::{file, sftp};
use crate::standing::Lease;
use crate::taking::{Taken, Taking};
use std::path::PathBuf;
use std::sync::Arc;
use store::values;

impl Feeds {
    pub(super) async fn run_files(&self, lease: &Lease, trigger: Trigger) -> Result<Vec<Ran>, Refused> {
        let (feed, started) = (&lease.feed, self.now());
        let fetched = match &feed.source {
            Source::Sftp(pull, drop) => {
                let mut remote = self.seen().remote.remove(&feed.id).unwrap_or_default();
                let got = sftp::fetch((pull, drop), &self.deps().drops, &self.deps().secrets, &mut remote).await;
                self.seen().remote.insert(feed.id.clone(), remote);
                got.map(|_| ())
            }
            _ => Ok(()),
        };
        let found = match fetched {
            Ok(()) => self.look(feed).await,
            Err(failed) => Err(failed),
        };
        let found = match found {
            Ok(found) => found,
            Err(failed) => {
                let read = Read { trigger, started, file: String::new(), hash: None, result: Err(failed) };
                return Ok(vec![self.keep(lease, read).await?]);
            }
        };
        let mut all = Vec::new();
        for one in found {
            let Some(ran) = self.run_file(lease, one, trigger).await? else { continue };
            let waits = ran.outcome == "menunggu";
            all.push(ran);
            if waits {
                break;
            }
        }
        self.sweep(feed).await;
        Ok(all)
    }

    /// One file; none where it is read already, changes still, or waits for a decision.
    async fn run_file(&self, lease: &Lease, found: Found, trigger: Trigger) -> Result<Option<Ran>, Refused> {
        let (feed, started) = (Arc::clone(&lease.feed), self.now());
        let one = found.clone();
        let copied = background(move || folder::copy(&one)).await?;
        let copied = match copied {
            Err(Failed::Replaced) => return Ok(None),
            Err(failed) => {
                let read = Read { trigger, started, file: found.name.clone(), hash: None, result: Err(failed) };
                return Ok(Some(self.keep(lease, read).await?));
            }
            Ok(copied) => copied,
        };
        let hash = copied.hash.clone();
        let sql =
            "SELECT outcome, hash FROM feeds_files WHERE region = $1 AND feed = $2 ORDER BY at DESC, hash LIMIT 1";
        let last = self.store().row(sql, &values![self.region(), &feed.id]).await?;
        let last =
            last.filter(|row| row.text(1).is_ok_and(|last| last == hash)).map(|row| row.string(0)).transpose()?;
        match last.as_deref() {
            Some("menunggu") if !lease.standing.waived => return Ok(None),
            Some("menunggu") | None => {}
            Some(_) => {
                self.shelve(&found, Shelf::Archive, &hash, "Berkas yang sama sudah dibaca; tidak dibaca lagi.\n")
                    .await?;
                return Ok(None);
            }
        }
        let result = self.read_copy(&feed, copied).await?;
        let shelf = match &result {
            Err(failed) if failed.of_file() => Some(Shelf::Rejected),
            Err(_) => None,
            Ok(_) => Some(Shelf::Archive),
        };
        let read = Read { trigger, started, file: found.name.clone(), hash: Some(hash.clone()), result };
        let ran = self.keep(lease, read).await?;
        if let Some(shelf) = shelf.filter(|_| ran.outcome != "menunggu") {
            self.shelve(&found, shelf, &hash, &report(&feed, &ran)).await?;
        }
        Ok(Some(ran))
    }

    async fn look(&self, feed: &Arc<Feed>) -> Result<Vec<Found>, Failed> {
        let (root, one) = (self.deps().drops.clone(), Arc::clone(feed));
        let mut looks = self.seen().looks.remove(&feed.id).unwrap_or_default();
        let looked = background(move || {
            let found = match one.files() {
                Some(drop) => folder::look(&root, drop, &mut looks),
                None => Ok(Vec::new()),
            };
            (found, looks)
        });
        let (found, looks) = looked.await.map_err(|error| Failed::Other(error.to_string()))?;
        self.seen().looks.insert(feed.id.clone(), looks);
        found
    }

    /// What every file that lies there now would come to.
    pub(super) async fn try_files(
        &self,
        feed: &Arc<Feed>,
        drop: &Drop,
    ) -> Result<Vec<(String, Result<Taken, Failed>)>, Refused> {
        let mut looks = folder::Looks::new();
        let twice = folder::look(&self.deps().drops, drop, &mut looks)
            .and_then(|_| folder::look(&self.deps().drops, drop, &mut looks));
        let found = match twice {
            Ok(found) => found,
            Err(failed) => return Ok(vec![(String::new(), Err(failed))]),
        };
        let mut all = Vec::new();
        for one in found {
            let name = one.name.clone();
            let result = match background(move || folder::copy(&one)).await? {
                Ok(copied) => self.read_copy(feed, copied).await?,
                Err(failed) => Err(failed),
            };
            all.push((name, result));
        }
        Ok(all)
    }

    async fn read_copy(&self, feed: &Arc<Feed>, copied: Copied) -> Result<Result<Taken, Failed>, Refused> {
        let (taking, feed) = (self.taking(feed).await?, Arc::clone(feed));
        background(move || read(&feed, &copied, taking)).await
    }

    async fn shelve(&self, found: &Found, shelf: Shelf, hash: &str, report: &str) -> Result<(), Refused> {
        let day = folder::day(self.now(), self.deps().zone);
        let (one, hash, report) = (found.clone(), hash.to_owned(), report.to_owned());
        let moved = background(move || folder::shelve(&one, shelf, (&hash, &day), &report)).await?;
        if let Err(error) = moved {
            tracing::error!(%error, "a read file could not be moved away; it is not read twice");
        }
        Ok(())
    }

    async fn sweep(&self, feed: &Arc<Feed>) {
        let Some(drop) = feed.files() else { return };
        let days = i64::from(feed.rules.keep_files);
        let first = folder::day(self.now().plus_seconds(-86_400 * days + 86_400), self.deps().zone);
        let folder: PathBuf = self.deps().drops.join(&drop.folder);
        let _ = background(move || folder::sweep(&folder, &first)).await;
    }
}

fn read(feed: &Feed, copied: &Copied, mut taking: Taking) -> Result<Taken, Failed> {
    let Some(drop) = feed.files() else {
        return Err(Failed::Folder(feed.id.clone()));
    };
    file::read(feed, drop, copied.file.path(), &mut taking)?;
    Ok(taking.finish()?)
}

/// Work with files, beside the pages.
async fn background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Refused::Failed(error.to_string()))
}

/// What lies beside a file that was read: the counts and the rejects, personal values masked.
fn report(feed: &Feed, ran: &Ran) -> String {
    use std::fmt::Write as _;
    let counts = ran.counts;
    let mut out = format!(
        "Umpan: {} ({})\nBerkas: {}\nHasil: {}\nDibaca {}, baru {}, berubah {}, hilang {}, tetap {}, diperbaiki {}, ditolak {}\n",
        feed.name,
        feed.id,
        ran.file,
        ran.outcome,
        counts.read,
        counts.inserted,
        counts.changed,
        counts.vanished,
        counts.unchanged,
        counts.repaired,
        counts.rejected,
    );
    for note in &ran.notes {
        let _ = writeln!(out, "- {note}");
    }
    for one in &ran.rejects {
        let _ = writeln!(out, "baris {}, kolom {}: {} ({})", one.row, one.column, one.bad.code(), one.shown);
    }
    out
}
