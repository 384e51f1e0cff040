//! Many writers, bad commands, repeated sends.

use crate::*;
use std::collections::HashSet;
use store::{ANY_VERSION, CommitError, StoreError};

#[tokio::test]
async fn numbers_have_no_gap_and_no_double_under_many_writers_and_refusals() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let commits = (0..300).map(|i| match i % 3 {
            0 => broken(&format!("case/{i}"), now),
            1 => opening(&format!("case/{i}"), now),
            _ => opening("case/1", now),
        });
        let receipts = ledger.store.commit_all(commits.collect(), now).await;
        let mut drawn = HashSet::new();
        for (i, receipt) in receipts.iter().enumerate() {
            match (i % 3, receipt) {
                (0, Err(CommitError::Store(StoreError::Sql(_)))) => {}
                (1, Ok(receipt)) => assert!(drawn.insert(receipt.drawn.clone().unwrap())),
                (2, Err(CommitError::Conflict { actual: 1 })) => {}
                (_, other) => panic!("{i}: {other:?}"),
            }
        }
        let expected = (1..=100).map(|n| format!("PGD-2027-{n:06}")).collect();
        assert_eq!(drawn, expected);
        assert_eq!(count(&ledger.store, "trial_cases").await, 100);
        assert_eq!(count(&ledger.store, "store_events").await, 100);
        ledger.store.sequence(REGION).await.unwrap();
        let events = ledger.store.events_after(REGION, 0, 1000).await.unwrap();
        let indices: Vec<i64> = events.iter().map(|event| event.log_index).collect();
        assert_eq!(indices, (1..=100).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_bad_command_in_the_middle_of_a_batch_spoils_only_itself() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let commits = vec![opening("case/1", now), broken("case/2", now), opening("case/3", now)];
        let receipts = ledger.store.commit_all(commits, now).await;
        assert!(receipts[0].is_ok() && receipts[2].is_ok());
        assert!(matches!(&receipts[1], Err(CommitError::Store(StoreError::Sql(_)))));
        assert_eq!(ledger.store.version(REGION, "case/2").await.unwrap(), 0);
        let nonsense = Commit::of_statements(REGION, vec![Statement::new("UPDATE nowhere SET x = 1", [])]);
        let receipts = ledger.store.commit_all(vec![nonsense, opening("case/4", now)], now).await;
        assert!(receipts[0].is_err() && receipts[1].is_ok());
    }
}

#[tokio::test]
async fn the_same_send_gets_the_first_receipt_and_other_answers_are_refused() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let sent = |stream: &str, digest: &str| Commit { send: Some(send("form-1", digest)), ..opening(stream, now) };
        // Five times at once, as a nervous thumb does, and once more later.
        let at_once = (0..5).map(|i| sent(&format!("case/{i}"), "same")).collect();
        let receipts = store.commit_all(at_once, now).await;
        let first = receipts[0].as_ref().unwrap();
        assert!(!first.repeated);
        for again in &receipts[1..] {
            let again = again.as_ref().unwrap();
            assert!(again.repeated);
            assert_eq!((&again.drawn, &again.reply, again.version), (&first.drawn, &first.reply, 1));
        }
        let later = store.commit(sent("case/9", "same"), now).await.unwrap();
        assert!(later.repeated && later.reply == "/terima/PGD-2027-000001");
        let other = store.commit(sent("case/9", "other"), now).await;
        assert!(matches!(other, Err(CommitError::OtherAnswers)));
        assert_eq!(count(store, "store_events").await, 1);
    }
}

#[tokio::test]
async fn a_refused_commit_does_not_use_up_its_send_key() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let mut bad = broken("case/1", now);
        bad.send = Some(send("form-1", "a"));
        assert!(store.commit(bad, now).await.is_err());
        let mut good = opening("case/1", now);
        good.send = Some(send("form-1", "b"));
        assert!(!store.commit(good, now).await.unwrap().repeated);
    }
}

#[tokio::test]
async fn what_may_be_used_once_is_used_once() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        store.commit(Commit::of_statements(REGION, vec![row("link".into(), now)]), now).await.unwrap();
        let take = || Commit {
            events: vec![event("link.used", now, json!({}))],
            statements: vec![
                Statement::new("DELETE FROM trial_cases WHERE region = $1 AND number = $2", values![REGION, "link"])
                    .exactly_one(),
            ],
            ..Commit::new(REGION, "links", ANY_VERSION)
        };
        let takes = store.commit_all(vec![take(), take(), take()], now).await;
        assert_eq!(takes.iter().filter(|take| take.is_ok()).count(), 1);
        assert!(takes.iter().all(|take| matches!(take, Ok(_) | Err(CommitError::Guard))));
        assert_eq!(store.version(REGION, "links").await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_log_without_a_decision_is_appended_to_by_all() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let commits = (0..50).map(|i| Commit {
            events: vec![event("export.made", now, json!({ "n": i }))],
            ..Commit::new(REGION, "exports", ANY_VERSION)
        });
        let receipts = ledger.store.commit_all(commits.collect(), now).await;
        let versions: Vec<i64> = receipts.into_iter().map(|receipt| receipt.unwrap().version).collect();
        assert_eq!(versions, (1..=50).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_request_that_leaves_does_not_cancel_its_commit() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        {
            let commit = ledger.store.commit(opening("case/1", now), now);
            let mut commit = std::pin::pin!(commit);
            let polled =
                std::future::poll_fn(|context| std::task::Poll::Ready(commit.as_mut().poll(context).is_ready()));
            polled.await;
        }
        ledger.store.close().await;
        assert_eq!(ledger.store.version(REGION, "case/1").await.unwrap(), 1);
        let closed = ledger.store.commit(opening("case/2", now), now).await;
        assert!(matches!(closed, Err(CommitError::Store(StoreError::Closed))));
    }
}

#[tokio::test]
async fn events_without_a_stream_and_commits_without_a_region_are_refused() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let now = ledger.now();
    let mut commit = opening("", now);
    assert!(ledger.store.commit(commit, now).await.is_err());
    commit = opening("case/1", now);
    commit.region.clear();
    assert!(ledger.store.commit(commit, now).await.is_err());
}

#[tokio::test]
async fn a_wrong_number_of_values_is_an_error_and_not_a_null() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let sql = "SELECT number FROM trial_cases WHERE region = $1 AND number = $2";
        assert!(ledger.store.rows(sql, &values![REGION]).await.is_err());
    }
}

#[tokio::test]
async fn a_number_in_a_statement_without_a_series_is_refused() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let commit = Commit::of_statements(REGION, vec![row(Value::Drawn, now)]);
        assert!(ledger.store.commit(commit, now).await.is_err());
        assert!(ledger.store.commit(opening("case/1", now), now).await.is_ok());
    }
}
