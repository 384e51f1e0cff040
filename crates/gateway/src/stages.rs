//! Where the time of calls goes: the first question about any gateway.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters since start.
#[derive(Debug, Default)]
pub(crate) struct Stages {
    calls: AtomicU64,
    refused: AtomicU64,
    before: AtomicU64,
    upstream: AtomicU64,
    record: AtomicU64,
}

/// A snapshot of them. Divided by `calls` each is a mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Calls that came in.
    pub calls: u64,
    /// Of these, refused before the upstream was asked.
    pub refused: u64,
    /// Microseconds from a request's head to the question to the upstream.
    pub before_micros: u64,
    /// Microseconds from there until the answer was there.
    pub upstream_micros: u64,
    /// Microseconds until the record was durable.
    pub record_micros: u64,
    /// Records that could not be kept. Alarm.
    pub lost: u64,
}

impl Stages {
    pub fn came(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// Microseconds before the upstream, at it, and for the record.
    pub fn spent_on(&self, before: i64, upstream: i64, record: i64) {
        let add = |counter: &AtomicU64, micros: i64| {
            counter.fetch_add(u64::try_from(micros).unwrap_or(0), Ordering::Relaxed);
        };
        add(&self.before, before);
        add(&self.upstream, upstream);
        add(&self.record, record);
    }

    pub fn spent(&self, lost: u64) -> Spent {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Spent {
            calls: read(&self.calls),
            refused: read(&self.refused),
            before_micros: read(&self.before),
            upstream_micros: read(&self.upstream),
            record_micros: read(&self.record),
            lost,
        }
    }
}
