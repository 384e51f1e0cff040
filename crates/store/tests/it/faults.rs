//! Slow flushes, failing flushes, full queues, killed connections.

use crate::*;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant as Stopwatch};
use store::CommitError;
use testkit::{Engine, Ledger};

fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Sqlite];
    if std::env::var_os("GAPURA_TEST_POSTGRES").is_some() {
        engines.push(Engine::Postgres);
    }
    engines
}

/// A flush that waits until the gate is opened.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn pass(&self) {
        let closed = self.0.lock().unwrap();
        drop(self.1.wait_while(closed, |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn group_commit_does_tens_of_times_more_than_one_transaction_each_on_a_slow_disk() {
    for engine in engines() {
        let ledger = Ledger::new(engine, MIGRATIONS, |settings| {
            settings.faults.before_flush = Some(Arc::new(|| {
                std::thread::sleep(Duration::from_millis(5));
                Ok(())
            }));
        })
        .await;
        let now = ledger.now();
        let started = Stopwatch::now();
        for i in 0..20 {
            ledger.store.commit(opening(&format!("alone/{i}"), now), now).await.unwrap();
        }
        let alone = started.elapsed() / 20;
        let started = Stopwatch::now();
        let commits = (0..2000).map(|i| opening(&format!("group/{i}"), now)).collect();
        let receipts = ledger.store.commit_all(commits, now).await;
        assert!(receipts.iter().all(Result::is_ok));
        let together = started.elapsed() / 2000;
        let ratio = alone.as_nanos() / together.as_nanos().max(1);
        assert!(ratio >= 10, "{engine:?}: {alone:?} alone, {together:?} in groups");
        let metrics = ledger.store.metrics();
        assert!(metrics.commits / metrics.batches >= 10, "{metrics:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_busy_and_nothing_is_lost_of_what_was_accepted() {
    for engine in engines() {
        let gate = Arc::new(Gate::default());
        let at_gate = Arc::clone(&gate);
        let ledger = Ledger::new(engine, MIGRATIONS, |settings| {
            settings.queue = 4;
            settings.faults.before_flush = Some(Arc::new(move || {
                at_gate.pass();
                Ok(())
            }));
        })
        .await;
        let now = ledger.now();
        let mut waiting = Vec::new();
        let mut busy = 0;
        for i in 0..100 {
            let mut commit = Box::pin({
                let store = ledger.store.clone();
                async move { store.commit(opening(&format!("case/{i}"), now), now).await }
            });
            let first = std::future::poll_fn(|context| {
                std::task::Poll::Ready(match commit.as_mut().poll(context) {
                    std::task::Poll::Ready(done) => Some(done),
                    std::task::Poll::Pending => None,
                })
            });
            match first.await {
                Some(Err(CommitError::Busy)) => busy += 1,
                Some(other) => panic!("{other:?}"),
                None => waiting.push(commit),
            }
        }
        assert!(busy >= 80, "{busy}");
        assert!(ledger.store.metrics().queue_depth <= 4);
        gate.open();
        let accepted = waiting.len();
        for commit in waiting {
            commit.await.unwrap();
        }
        assert_eq!(count(&ledger.store, "store_events").await, accepted as i64);
    }
}

#[tokio::test]
async fn after_a_failed_flush_nothing_is_acknowledged_but_reading_goes_on() {
    let failing = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&failing);
    let ledger = Ledger::new(Engine::Sqlite, MIGRATIONS, |settings| {
        settings.faults.before_flush = Some(Arc::new(move || {
            if flag.load(Ordering::SeqCst) {
                return Err(std::io::Error::other("EIO"));
            }
            Ok(())
        }));
    })
    .await;
    let (store, now) = (&ledger.store, ledger.now());
    store.commit(opening("case/1", now), now).await.unwrap();
    failing.store(true, Ordering::SeqCst);
    let failed = store.commit(opening("case/2", now), now).await;
    assert!(matches!(failed, Err(CommitError::Halted)));
    failing.store(false, Ordering::SeqCst);
    let later = store.commit(opening("case/3", now), now).await;
    assert!(matches!(later, Err(CommitError::Halted)), "never retry and hope");
    assert!(store.metrics().halted);
    assert_eq!(count(store, "store_events").await, 1);
    let findings = store.check().await.unwrap();
    assert!(findings.iter().any(|finding| finding.code == "halted"), "{findings:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_connections_lose_no_acknowledged_commit_and_double_none() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let ledger = Ledger::new(Engine::Postgres, MIGRATIONS, |_| ()).await;
    let now = ledger.now();
    let acknowledged = Arc::new(AtomicU64::new(0));
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..32 {
        let (store, acknowledged) = (ledger.store.clone(), Arc::clone(&acknowledged));
        clients.spawn(async move {
            for i in 0..40 {
                let stream = format!("case/{client}-{i}");
                if store.commit(opening(&stream, now), now).await.is_ok() {
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                    assert_eq!(store.version(REGION, &stream).await.unwrap(), 1);
                }
            }
        });
    }
    while !clients.is_empty() {
        store::testing::kill_connections(&ledger.settings.url).await.unwrap();
        let _ = tokio::time::timeout(Duration::from_millis(7), clients.join_next()).await;
    }
    assert_eq!(acknowledged.load(Ordering::SeqCst), 32 * 40);
    assert!(ledger.store.metrics().reconnects > 0);
    assert_eq!(count(&ledger.store, "store_events").await, 32 * 40);
    assert_eq!(count(&ledger.store, "trial_cases").await, 32 * 40);
    let rows = ledger.store.rows("SELECT count FROM store_series WHERE region = $1", &values![REGION]).await.unwrap();
    assert_eq!(rows[0].int(0).unwrap(), 32 * 40, "no gap");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_on_one_postgresql_agree_about_versions_numbers_and_order() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let ledger = Ledger::new(Engine::Postgres, MIGRATIONS, |_| ()).await;
    let now = ledger.now();
    let other = store::Store::open(&ledger.settings, MIGRATIONS).await.unwrap();
    let commits =
        |from: usize| -> Vec<Commit> { (0..200).map(|i| opening(&format!("case/{}", from + i), now)).collect() };
    // The second hundred of each is wanted by both nodes.
    let (one, two) = tokio::join!(ledger.store.commit_all(commits(0), now), other.commit_all(commits(100), now));
    let kept = one.iter().chain(&two).filter(|receipt| receipt.is_ok()).count();
    assert_eq!(kept, 300);
    for refused in one.iter().chain(&two).filter(|receipt| receipt.is_err()) {
        assert!(matches!(refused, Err(CommitError::Conflict { actual: 1 })), "{refused:?}");
    }
    let mut drawn: Vec<&str> =
        one.iter().chain(&two).filter_map(|receipt| receipt.as_ref().ok()?.drawn.as_deref()).collect();
    drawn.sort_unstable();
    drawn.dedup();
    assert_eq!(drawn.len(), 300);
    assert_eq!(drawn.last(), Some(&"PGD-2027-000300"));
    ledger.store.sequence(REGION).await.unwrap();
    let events = other.events_after(REGION, 0, 1000).await.unwrap();
    let indices: Vec<i64> = events.iter().map(|event| event.log_index).collect();
    assert_eq!(indices, (1..=300).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_full_disk_refuses_writes_in_plain_words_and_recovers_when_there_is_space() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let (store, now) = (&ledger.store, ledger.now());
    let limit = |pages: u32| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        Commit::of_statements(REGION, vec![Statement::new(sql, [])])
    };
    store.commit(opening("case/1", now), now).await.unwrap();
    store.commit(limit(1), now).await.unwrap();
    let mut acknowledged = 1;
    let refused = loop {
        let mut commit = opening(&format!("case/more/{acknowledged}"), now);
        commit.events[0].data = json!({ "long": "x".repeat(2000) });
        match store.commit(commit, now).await {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, CommitError::Full), "{refused:?}");
    assert_eq!(refused.to_string(), "the disk is full");
    assert!(store.metrics().disk_full);
    assert_eq!(count(store, "store_events").await, acknowledged);
    store.commit(limit(1_000_000), now).await.unwrap();
    let next = store.commit(opening("case/after", now), now).await.unwrap();
    assert_eq!(next.drawn, Some(format!("PGD-2027-{:06}", acknowledged + 1)));
    assert!(!store.metrics().disk_full);
    assert_eq!(store.check_all().await.unwrap(), []);
}
