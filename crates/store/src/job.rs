//! Work that nobody opens a page for.

use crate::StoreError;
use kernel::Instant;
use std::future::Future;
use std::pin::Pin;

/// What a job did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// How many things were done.
    pub done: u64,
    /// Whether more is waiting right now; the worker then calls again without pause.
    pub more: bool,
}

/// The future of a job's run.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Worked, JobError>> + Send + 'a>>;

/// Why a job failed; the worker logs it and calls again later.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;

/// Work done by the binary's worker: silence turned into events, messages sent, drafts swept.
/// It must be safe to run on several nodes at once and after any downtime.
pub trait Job: Send + Sync {
    /// For logs and metrics, for example `cases.silence`.
    fn name(&self) -> &'static str;
    /// Does a bounded piece of what is due at `now`: `Box::pin(async move { … })`.
    fn run(&self, now: Instant) -> Running<'_>;
}

/// A job around one closure, for tests and for small rooms.
pub struct JobFn<F>(pub &'static str, pub F);

impl<F, R> Job for JobFn<F>
where
    F: Fn(Instant) -> R + Send + Sync,
    R: Future<Output = Result<Worked, StoreError>> + Send + 'static,
{
    fn name(&self) -> &'static str {
        self.0
    }

    fn run(&self, now: Instant) -> Running<'_> {
        let work = (self.1)(now);
        Box::pin(async move { Ok(work.await?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn jobs_of_different_kinds_stand_in_one_list() {
        let jobs: Vec<Box<dyn Job>> = vec![
            Box::new(JobFn("a", |now: Instant| async move {
                let done = now.seconds().unsigned_abs();
                Ok(Worked { done, more: true })
            })),
            Box::new(JobFn("b", |_| async { Err(StoreError::Closed) })),
        ];
        let worked = jobs[0].run(Instant::from_seconds(3)).await.unwrap();
        assert_eq!((jobs[0].name(), worked.done, worked.more), ("a", 3, true));
        assert!(jobs[1].run(Instant::from_seconds(3)).await.is_err());
    }
}
