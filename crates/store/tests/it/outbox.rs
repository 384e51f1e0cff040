//! What is to be sent outside.

use crate::*;
use store::{CommitError, Outgoing};

fn outgoing(key: &str, due_at: Instant) -> Outgoing {
    Outgoing { topic: "messages".into(), once_key: key.into(), payload: json!({ "key": key }), due_at }
}

async fn put(store: &store::Store, keys: &[&str], now: Instant) {
    let commit =
        Commit { outbox: keys.iter().map(|key| outgoing(key, now)).collect(), ..Commit::of_statements(REGION, vec![]) };
    store.commit(commit, now).await.unwrap();
}

#[tokio::test]
async fn a_message_is_claimed_by_one_worker_only_until_its_lease_ends() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        put(store, &["a", "b", "c"], now).await;
        let (one, two) =
            tokio::join!(store.claim(REGION, "messages", 2, 60, now), store.claim(REGION, "messages", 2, 60, now));
        let mut keys: Vec<String> =
            one.unwrap().into_iter().chain(two.unwrap()).map(|claimed| claimed.once_key).collect();
        keys.sort();
        assert_eq!(keys, ["a", "b", "c"]);
        assert!(store.claim(REGION, "messages", 9, 60, now).await.unwrap().is_empty());
        let later = now.plus_seconds(61);
        let again = store.claim(REGION, "messages", 9, 60, later).await.unwrap();
        assert_eq!(again.len(), 3, "a worker that died leaves its messages");
        assert_eq!(again[0].attempt, 2);
    }
}

#[tokio::test]
async fn a_worker_whose_lease_ended_cannot_settle_what_another_has_taken() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        put(store, &["a"], now).await;
        let slow = store.claim(REGION, "messages", 1, 60, now).await.unwrap().remove(0);
        let later = now.plus_seconds(61);
        let fast = store.claim(REGION, "messages", 1, 60, later).await.unwrap().remove(0);
        assert!(matches!(store.done(&slow, later).await, Err(CommitError::Guard)));
        store.done(&fast, later).await.unwrap();
        assert_eq!(store.outbox_depth(REGION, "messages").await.unwrap(), (0, 0));
    }
}

#[tokio::test]
async fn a_failed_message_comes_again_when_due_and_a_dead_one_never() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        put(store, &["a"], now).await;
        let claimed = store.claim(REGION, "messages", 1, 60, now).await.unwrap().remove(0);
        let due = now.plus_seconds(300);
        store.retry_later(&claimed, "gateway 500", due, now).await.unwrap();
        assert!(store.claim(REGION, "messages", 1, 60, now.plus_seconds(299)).await.unwrap().is_empty());
        let claimed = store.claim(REGION, "messages", 1, 60, due).await.unwrap().remove(0);
        assert_eq!(claimed.payload, json!({ "key": "a" }));
        store.dead(&claimed, "no such number", due).await.unwrap();
        assert_eq!(store.outbox_depth(REGION, "messages").await.unwrap(), (0, 1));
        assert!(store.claim(REGION, "messages", 1, 60, due.plus_seconds(9999)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_same_once_key_is_sent_once() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        put(store, &["a", "a"], now).await;
        put(store, &["a"], now).await;
        let claimed = store.claim(REGION, "messages", 9, 60, now).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let commit = Commit {
            events: vec![event("message.delivered", now, json!({}))],
            statements: vec![claimed[0].delivered(now)],
            ..Commit::new(REGION, "message/a", 0)
        };
        store.commit(commit, now).await.unwrap();
        put(store, &["a"], now).await;
        assert!(store.claim(REGION, "messages", 9, 60, now.plus_seconds(99)).await.unwrap().is_empty());
        store.sweep_delivered(REGION, now.plus_seconds(1), now).await.unwrap();
        assert_eq!(count(store, "store_outbox").await, 0);
    }
}
