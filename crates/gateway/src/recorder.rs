//! Brings records to the ledger: whatever waits goes into one commit, and whoever waits is told after its flush.
//!
//! No time is waited for company: while one commit is flushed the next one gathers, so a lonely call waits for one flush
//! and a thousand at once for two. Each batch is a stream of its own, so that nodes never meet on one.

use crate::record::Record;
use kernel::ids::Chance;
use kernel::{Actor, Clock, Id, NewEvent};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::{Commit, CommitError, Store};
use tokio::sync::{mpsc, oneshot};

/// Records of one commit.
const BATCH: usize = 256;
/// Records that may wait for the next one.
const QUEUE: usize = 8192;
/// Relaxed records that are kept while the store refuses them.
const KEPT: usize = 8192;
/// Until those are tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// The event of a batch of records.
pub const RECORDED: &str = "calls.recorded";

/// The stream of a batch.
pub(crate) fn stream(batch: &str) -> String {
    format!("gateway/calls/{batch}")
}

struct Waiting {
    record: Option<Box<Record>>,
    told: Option<oneshot::Sender<bool>>,
}

/// What becomes of records.
#[derive(Clone)]
pub(crate) struct Recorder {
    queue: mpsc::Sender<Waiting>,
    lost: Arc<AtomicU64>,
}

/// What it writes with.
pub(crate) struct Pen {
    pub region: String,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
}

impl Recorder {
    /// Starts it; it ends when nobody can send records any more.
    pub fn start(pen: Pen) -> Self {
        let (queue, receiver) = mpsc::channel(QUEUE);
        let lost = Arc::new(AtomicU64::new(0));
        tokio::spawn(write(pen, receiver, Arc::clone(&lost)));
        Self { queue, lost }
    }

    /// Waits until the record is durable; `false`: it is not, and the answer must not leave.
    pub async fn keep(&self, record: Record) -> bool {
        let (told, durable) = oneshot::channel();
        let waiting = Waiting { record: Some(Box::new(record)), told: Some(told) };
        self.queue.send(waiting).await.is_ok() && durable.await.unwrap_or(false)
    }

    /// Hands a record over; it is durable within a second. Waits only where thousands wait already.
    pub async fn hand_over(&self, record: Record) -> bool {
        self.queue.send(Waiting { record: Some(Box::new(record)), told: None }).await.is_ok()
    }

    /// The same from where nobody can wait: a caller that has left.
    pub fn note(&self, record: Record) {
        if self.queue.try_send(Waiting { record: Some(Box::new(record)), told: None }).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
            tracing::error!("ALARM: a record was lost because too many wait");
        }
    }

    /// Waits until everything that was handed over is durable, or cannot be: before the store is closed.
    pub async fn settled(&self) {
        let (told, done) = oneshot::channel();
        if self.queue.send(Waiting { record: None, told: Some(told) }).await.is_ok() {
            drop(done.await);
        }
    }

    /// Records that nobody could keep, since start.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

async fn write(pen: Pen, mut queue: mpsc::Receiver<Waiting>, lost: Arc<AtomicU64>) {
    let mut kept: Vec<Waiting> = Vec::new();
    loop {
        let mut batch = std::mem::take(&mut kept);
        let room = BATCH.saturating_sub(batch.len()).max(1);
        let came = if batch.is_empty() {
            queue.recv_many(&mut batch, room).await
        } else {
            tokio::time::timeout(AGAIN, queue.recv_many(&mut batch, room)).await.unwrap_or(1)
        };
        if came == 0 && batch.is_empty() {
            return;
        }
        let written = pen.write(&batch).await;
        if let Err(error) = &written {
            tracing::error!(%error, calls = batch.len(), "calls could not be recorded");
        }
        for waiting in batch {
            match waiting.told {
                Some(told) => drop(told.send(written.is_ok())),
                None if written.is_err() && kept.len() < KEPT && came > 0 => kept.push(waiting),
                None if written.is_err() => {
                    lost.fetch_add(1, Ordering::Relaxed);
                }
                None => {}
            }
        }
    }
}

impl Pen {
    async fn write(&self, batch: &[Waiting]) -> Result<(), CommitError> {
        let records: Vec<&Record> = batch.iter().filter_map(|waiting| waiting.record.as_deref()).collect();
        if records.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let name = Id::at_millis(self.clock.millis(), &*self.chance).to_string();
        let mut leaves = Vec::with_capacity(records.len());
        let mut statements = Vec::with_capacity(records.len());
        for (place, record) in (0..).zip(&records) {
            leaves.push(Value::String(record.leaf().text().unwrap_or_default()));
            statements.push(record.statement(&self.region, &name, place));
        }
        let data = Map::from_iter([("calls".to_owned(), Value::Array(leaves))]);
        let event =
            NewEvent { name: RECORDED.to_owned(), happened_at: now, actor: Actor::System, data: Value::Object(data) };
        let commit = Commit { events: vec![event], statements, ..Commit::new(self.region.clone(), stream(&name), 0) };
        self.store.commit_waiting(commit, now).await.map(drop)
    }
}
