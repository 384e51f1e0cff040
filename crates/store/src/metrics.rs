//! What the store tells the operator about itself.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// A snapshot for `/metrics`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Commits waiting for the writer.
    pub queue_depth: u64,
    /// How many may wait.
    pub queue_limit: u64,
    /// Batches flushed since start.
    pub batches: u64,
    /// Commits flushed since start; divided by `batches` this is the mean batch.
    pub commits: u64,
    /// Commits refused since start (conflicts, guards, other answers, errors).
    pub refused: u64,
    /// Size of the last batch.
    pub last_batch: u64,
    /// Time spent in `COMMIT` since start, in microseconds.
    pub flush_micros: u64,
    /// Time of the last `COMMIT`, in microseconds.
    pub last_flush_micros: u64,
    /// Size of SQLite's write-ahead log in bytes; 0 on PostgreSQL.
    pub wal_bytes: u64,
    /// PostgreSQL: reconnections of the writer since start.
    pub reconnects: u64,
    /// A flush failed: nothing is written any more (R4). Alarm.
    pub halted: bool,
    /// The last write met a full disk (R5). Alarm.
    pub disk_full: bool,
}

/// The counters behind it.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub batches: AtomicU64,
    pub commits: AtomicU64,
    pub refused: AtomicU64,
    pub last_batch: AtomicU64,
    pub flush_micros: AtomicU64,
    pub last_flush_micros: AtomicU64,
    pub wal_bytes: AtomicU64,
    pub reconnects: AtomicU64,
    pub halted: AtomicBool,
    pub disk_full: AtomicBool,
    /// Turns with every flush, for those who follow the log.
    pub flushed: watch::Sender<u64>,
}

impl Counters {
    pub fn batch(&self, size: usize, flush: Duration) {
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let micros = u64::try_from(flush.as_micros()).unwrap_or(u64::MAX);
        self.batches.fetch_add(1, Ordering::Relaxed);
        self.commits.fetch_add(size, Ordering::Relaxed);
        self.last_batch.store(size, Ordering::Relaxed);
        self.flush_micros.fetch_add(micros, Ordering::Relaxed);
        self.last_flush_micros.store(micros, Ordering::Relaxed);
        self.flushed.send_modify(|batches| *batches += 1);
    }

    pub fn snapshot(&self) -> Metrics {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Metrics {
            queue_depth: 0,
            queue_limit: 0,
            batches: read(&self.batches),
            commits: read(&self.commits),
            refused: read(&self.refused),
            last_batch: read(&self.last_batch),
            flush_micros: read(&self.flush_micros),
            last_flush_micros: read(&self.last_flush_micros),
            wal_bytes: read(&self.wal_bytes),
            reconnects: read(&self.reconnects),
            halted: self.halted.load(Ordering::Relaxed),
            disk_full: self.disk_full.load(Ordering::Relaxed),
        }
    }
}
