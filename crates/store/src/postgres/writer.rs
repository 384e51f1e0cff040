//! One writer per node: whatever waits goes into one transaction and is acknowledged after its commit.

use super::attempt::{Failed, attempt};
use super::{Postgres, pool, sequencer};
use crate::commit::CommitError;
use crate::metrics::Counters;
use crate::settings::Faults;
use crate::work::{BATCH, Done, Work};
use crate::{Settings, StoreError};
use deadpool_postgres::{Object, Pool};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How long a lost server is waited for before the waiting commits are refused.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often a single commit is tried again after a deadlock or a race with another node.
const TRIES: u32 = 8;

struct Writer {
    pool: Pool,
    counters: Arc<Counters>,
    faults: Faults,
    wake: mpsc::Sender<()>,
}

/// Starts the writer and the sequencer; they end when all senders are gone or on [`Work::Close`].
pub(crate) fn start(
    database: &Arc<Postgres>,
    settings: &Settings,
    counters: Arc<Counters>,
) -> Result<mpsc::Sender<Work>, StoreError> {
    let (sender, receiver) = mpsc::channel(settings.queue);
    let (wake, woken) = mpsc::channel(1);
    let writer = Writer { pool: pool(&database.config, 1)?, counters, faults: settings.faults.clone(), wake };
    sequencer::start(Arc::clone(database), woken);
    tokio::spawn(writer.run(receiver));
    Ok(sender)
}

impl Writer {
    async fn run(self, mut receiver: mpsc::Receiver<Work>) {
        let mut waiting = Vec::with_capacity(BATCH);
        let mut closers = Vec::new();
        while receiver.recv_many(&mut waiting, BATCH).await > 0 {
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
            if batch.is_empty() {
                continue;
            }
            let done = self.flush(&batch).await;
            let refused = done.iter().filter(|done| done.is_err()).count();
            self.counters.refused.fetch_add(refused as u64, Ordering::Relaxed);
            for (work, done) in batch.into_iter().zip(done) {
                work.answer(done);
            }
            // Full means that it is awake already.
            let _ = self.wake.try_send(());
        }
        for closer in closers {
            let _ = closer.send(());
        }
    }

    /// All together; if one of them is guilty, each in a transaction of its own.
    async fn flush(&self, batch: &[Work]) -> Vec<Result<Done, CommitError>> {
        if let Some(done) = self.together(batch).await {
            return done;
        }
        let mut done = Vec::with_capacity(batch.len());
        for work in batch {
            let one = self.together(std::slice::from_ref(work)).await;
            done.push(one.and_then(|mut one| one.pop()).unwrap_or(Err(CommitError::Store(StoreError::Unknown))));
        }
        done
    }

    /// One transaction, tried again while the server is away. None: one of several is guilty.
    async fn together(&self, batch: &[Work]) -> Option<Vec<Result<Done, CommitError>>> {
        let (started, mut tries) = (Instant::now(), 0);
        loop {
            let client = match self.pool.get().await {
                Ok(client) => client,
                Err(error) if started.elapsed() > PATIENCE => {
                    let error = StoreError::Unreachable(error.to_string());
                    return Some(all(batch, &CommitError::Store(error)));
                }
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            match attempt(&client, batch, &self.faults).await {
                Ok((done, flush)) => {
                    let kept = done.iter().filter(|done| done.is_ok()).count();
                    self.counters.batch(kept, flush);
                    return Some(done);
                }
                Err(Failed::Refused { again: true, .. }) if batch.len() == 1 && tries < TRIES => {
                    tries += 1;
                }
                Err(Failed::Refused { error, .. }) if batch.len() == 1 => {
                    return Some(vec![Err(error)]);
                }
                Err(Failed::Refused { .. }) => return None,
                Err(Failed::Lost { commit }) => {
                    drop(Object::take(client));
                    self.counters.reconnects.fetch_add(1, Ordering::Relaxed);
                    if let Some((transaction, done)) = commit {
                        match self.outcome(transaction).await {
                            Some(true) => return Some(done),
                            Some(false) => {}
                            None => {
                                let error = CommitError::Store(StoreError::Unknown);
                                return Some(all(batch, &error));
                            }
                        }
                    }
                    if started.elapsed() > PATIENCE {
                        let error = StoreError::Unreachable("the connection was lost".into());
                        return Some(all(batch, &CommitError::Store(error)));
                    }
                }
            }
        }
    }

    /// Whether a transaction whose connection was lost while committing took effect; the server remembers.
    async fn outcome(&self, transaction: i64) -> Option<bool> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Ok(client) = self.pool.get().await {
                let row = client.query_one("SELECT txid_status($1)", &[&transaction]).await;
                match row.and_then(|row| row.try_get::<_, Option<String>>(0)) {
                    Ok(Some(status)) if status == "committed" => return Some(true),
                    Ok(Some(status)) if status == "aborted" => return Some(false),
                    Ok(Some(_)) => {}
                    Ok(None) => return None,
                    Err(_) => drop(Object::take(client)),
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }
}

fn all(batch: &[Work], error: &CommitError) -> Vec<Result<Done, CommitError>> {
    batch.iter().map(|_| Err(error.clone())).collect()
}
