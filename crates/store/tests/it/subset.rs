//! The common subset of SQL: what rooms may write, and that it means the same on both databases.

use crate::*;

#[tokio::test]
async fn a_null_fits_every_column_and_every_filter() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let insert = |number: &str, holder: Option<&str>, photo: Option<Vec<u8>>| {
            Statement::new(
                "INSERT INTO trial_cases (region, number, holder, opened_at, photo) VALUES ($1, $2, $3, $4, $5)",
                values![REGION, number, holder, now, photo],
            )
        };
        let statements = vec![insert("1", None, None), insert("2", Some("a"), Some(vec![1]))];
        store.commit(Commit::of_statements(REGION, statements), now).await.unwrap();
        let sql = "SELECT number FROM trial_cases WHERE region = $1 AND ($2 IS NULL OR holder = $2) ORDER BY number";
        let all = store.rows(sql, &values![REGION, None::<&str>]).await.unwrap();
        assert_eq!(all.len(), 2);
        let some = store.rows(sql, &values![REGION, "a"]).await.unwrap();
        assert_eq!(some[0].text(0).unwrap(), "2");
        let sql = "SELECT number FROM trial_cases WHERE region = $1 AND ($2 IS NULL OR opened_at >= $2)";
        assert_eq!(store.rows(sql, &values![REGION, None::<i64>]).await.unwrap().len(), 2);
        let row = store
            .row("SELECT holder, photo FROM trial_cases WHERE region = $1 AND number = '1'", &values![REGION])
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.text_or_null(0).unwrap(), row.bytes_or_null(1).unwrap()), (None, None));
    }
}

#[tokio::test]
async fn keyset_pages_follow_each_other_without_gap_or_double() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        // Five at each moment, so that the second column decides.
        let statements = (0..60).map(|i| row(format!("{i:03}").into(), now.plus_seconds(i / 5)));
        store.commit(Commit::of_statements(REGION, statements.collect()), now).await.unwrap();
        let sql = "SELECT opened_at, number FROM trial_cases WHERE region = $1 AND (opened_at, number) < ($2, $3)
                   ORDER BY opened_at DESC, number DESC LIMIT $4";
        let (mut from, mut seen) = ((i64::MAX, String::new()), Vec::new());
        loop {
            let page = store.rows(sql, &values![REGION, from.0, &from.1, 25]).await.unwrap();
            let Some(last) = page.last() else { break };
            from = (last.int(0).unwrap(), last.string(1).unwrap());
            seen.extend(page.iter().map(|row| row.string(1).unwrap()));
        }
        let expected: Vec<String> = (0..60).rev().map(|i| format!("{i:03}")).collect();
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn counts_sums_and_flags_are_whole_numbers_and_fractions_are_refused() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let statements = vec![row("1".into(), now), row("2".into(), now)];
        store.commit(Commit::of_statements(REGION, statements), now).await.unwrap();
        let sql = "SELECT COUNT(*), SUM(opened_at), MAX(opened_at), holder IS NULL, SUM(CASE WHEN number = $2 THEN 1 ELSE 0 END)
                   FROM trial_cases WHERE region = $1 GROUP BY holder";
        let rows = store.heavy_rows(sql, values![REGION, "2"]).await.unwrap();
        let sum = 2 * now.micros();
        assert_eq!(rows[0].values(), values![2, sum, now.micros(), true, 1]);
        let fraction = store.heavy_rows("SELECT AVG(opened_at) / 7.3 FROM trial_cases", vec![]).await;
        assert!(fraction.is_err());
    }
}

#[tokio::test]
async fn the_number_stands_in_texts_keys_and_payloads() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let mut commit = opening("case/1", now);
        commit.statements = vec![row(format!("no. {DRAWN}").into(), now)];
        commit.outbox = vec![store::Outgoing {
            topic: "messages".into(),
            once_key: format!("opened/{DRAWN}"),
            payload: json!({ "number": DRAWN }),
            due_at: now,
        }];
        store.commit(commit, now).await.unwrap();
        let row = store.row("SELECT number FROM trial_cases", &[]).await.unwrap().unwrap();
        assert_eq!(row.text(0).unwrap(), "no. PGD-2027-000001");
        let claimed = store.claim(REGION, "messages", 1, 60, now).await.unwrap().remove(0);
        assert_eq!(claimed.once_key, "opened/PGD-2027-000001");
        assert_eq!(claimed.payload, json!({ "number": "PGD-2027-000001" }));
    }
}

#[tokio::test]
async fn a_command_line_beside_the_server_shares_log_and_numbers_with_it() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let other = store::Store::open(&ledger.settings, MIGRATIONS).await.unwrap();
        for i in 0..20 {
            let store = if i % 3 == 0 { &other } else { &ledger.store };
            let receipt = store.commit(opening(&format!("case/{i}"), now), now).await.unwrap();
            assert_eq!(receipt.drawn, Some(format!("PGD-2027-{:06}", i + 1)));
        }
        other.sequence(REGION).await.unwrap();
        assert_eq!(ledger.store.head(REGION).await.unwrap(), 20);
        assert_eq!(ledger.store.check_all().await.unwrap(), []);
    }
}

#[tokio::test]
async fn metrics_tell_of_batches_and_refusals_and_an_idle_queue_is_empty() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let commits = vec![opening("case/1", now), opening("case/1", now)];
        store.commit_all(commits, now).await;
        let metrics = store.metrics();
        assert_eq!((metrics.commits, metrics.refused, metrics.queue_depth), (1, 1, 0));
        assert!(metrics.batches >= 1 && metrics.queue_limit == 4096 && !metrics.halted);
    }
}
