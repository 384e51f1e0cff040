//! One story on both databases.

use crate::*;
use store::{CommitError, Outgoing};

#[tokio::test]
async fn a_case_is_opened_answered_and_read_back_the_same_on_both_databases() {
    for mut ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let mut opening = opening("case/1", now);
        opening.send = Some(send("form-1", "abc"));
        opening.outbox = vec![Outgoing {
            topic: "messages".into(),
            once_key: format!("opened/{DRAWN}"),
            payload: json!({ "number": DRAWN, "to": "person/1" }),
            due_at: now,
        }];
        let receipt = ledger.store.commit(opening, now).await.unwrap();
        assert_eq!(receipt.version, 1);
        assert_eq!(receipt.drawn.as_deref(), Some("PGD-2027-000001"));
        assert_eq!(receipt.reply, "/terima/PGD-2027-000001");
        assert!(!receipt.repeated);

        let answered_at = now.plus_seconds(3600);
        let answer = Commit {
            events: vec![
                event("case.forwarded", now, json!({ "to": "dinas-pupr" })),
                event("case.answered", answered_at, json!({ "text": null })),
            ],
            statements: vec![
                Statement::new(
                    "UPDATE trial_cases SET holder = $3, photo = $4 WHERE region = $1 AND number = $2",
                    values![REGION, "PGD-2027-000001", "dinas-pupr", vec![0_u8, 255]],
                )
                .exactly_one(),
            ],
            ..Commit::new(REGION, "case/1", 1)
        };
        let receipt = ledger.store.commit(answer, answered_at).await.unwrap();
        assert_eq!(receipt.version, 3);

        ledger.reopen().await;
        ledger.store.sequence(REGION).await.unwrap();
        let events = ledger.store.stream(REGION, "case/1").await.unwrap();
        let names: Vec<&str> = events.iter().map(|event| &*event.fact.name).collect();
        assert_eq!(names, ["case.opened", "case.forwarded", "case.answered"]);
        assert_eq!(events[0].fact.data, json!({ "number": "PGD-2027-000001" }));
        assert_eq!(events[2].fact.happened_at, answered_at);
        assert_eq!(events[1].recorded_at, answered_at);
        assert_eq!(events[1].fact.happened_at, now);
        let indices: Vec<i64> = events.iter().map(|event| event.log_index).collect();
        assert_eq!(indices, [1, 2, 3]);
        assert_eq!(events, ledger.store.events_after(REGION, 0, 10).await.unwrap());
        assert_eq!(ledger.store.version(REGION, "case/1").await.unwrap(), 3);
        assert_eq!(ledger.store.head(REGION).await.unwrap(), 3);

        check_row(&ledger.store, now).await;
    }
}

async fn check_row(store: &store::Store, now: Instant) {
    let row = store
        .row(
            "SELECT number, holder, opened_at, photo, COALESCE(SUM(opened_at), 0) FROM trial_cases
                 WHERE region = $1 AND ($2 = 'all' OR holder = $2) GROUP BY number, holder, opened_at, photo",
            &values![REGION, "dinas-pupr"],
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.text(0).unwrap(), "PGD-2027-000001");
    assert_eq!(row.text_or_null(1).unwrap(), Some("dinas-pupr"));
    assert_eq!(row.instant(2).unwrap(), now);
    assert_eq!(row.bytes(3).unwrap(), [0, 255]);
    assert_eq!(row.instant(4).unwrap(), now, "a sum is a whole number on both");
}

#[tokio::test]
async fn a_version_conflict_changes_nothing_and_says_where_the_stream_is() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        store.commit(opening("case/1", now), now).await.unwrap();
        let late = store.commit(opening("case/1", now), now).await;
        assert!(matches!(late, Err(CommitError::Conflict { actual: 1 })));
        assert_eq!(count(store, "trial_cases").await, 1);
        let next = store.commit(opening("case/2", now), now).await.unwrap();
        assert_eq!(next.drawn.as_deref(), Some("PGD-2027-000002"), "no gap");
    }
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let ledgers = testkit::ledgers(MIGRATIONS).await;
    let mut shapes = Vec::new();
    for ledger in &ledgers {
        let mut shape = ledger.store.shape().await.unwrap();
        // PostgreSQL alone keeps the order of arrival, for the sequencer.
        if let Some(events) = shape.get_mut("store_events") {
            events.columns.remove("arrival");
            events.indexes.remove("store_events_unsequenced");
        }
        assert_eq!(shape["trial_cases"].key, ["region", "number"]);
        assert!(shape["trial_cases"].indexes.contains("trial_cases_holder"));
        assert!(shape["trial_cases"].columns["holder"].nullable);
        shapes.push(shape);
    }
    assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "{shapes:#?}");
}

#[tokio::test]
async fn region_leads_the_key_of_every_table() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        for (name, table) in ledger.store.shape().await.unwrap() {
            if name != "store_migrations" {
                assert_eq!(table.key.first().map(String::as_str), Some("region"), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn an_older_schema_is_refused_until_it_is_migrated() {
    for ledger in testkit::ledgers(&[]).await {
        ledger.store.close().await;
        let refused = store::Store::open(&ledger.settings, MIGRATIONS).await;
        assert!(
            matches!(refused, Err(store::StoreError::MigrateFirst { missing }) if missing == ["20261122-trial-01-cases"])
        );
        let ran = store::Store::migrate(&ledger.settings, MIGRATIONS, ledger.now()).await;
        assert_eq!(ran.unwrap(), ["20261122-trial-01-cases"]);
        let again = store::Store::migrate(&ledger.settings, MIGRATIONS, ledger.now()).await;
        assert!(again.unwrap().is_empty());
        let store = store::Store::open(&ledger.settings, MIGRATIONS).await.unwrap();
        assert_eq!(count(&store, "trial_cases").await, 0);
        assert!(store::Store::open(&ledger.settings, &[]).await.is_err(), "an older program refuses a newer schema");
    }
}

#[tokio::test]
async fn a_failing_migration_leaves_nothing_behind() {
    const HALF: Migration = Migration::common(
        "20261123-trial-02-half",
        "CREATE TABLE trial_half (region TEXT NOT NULL, PRIMARY KEY (region)); CREATE TABLE nonsense (",
    );
    for ledger in testkit::ledgers(&[]).await {
        let failed = store::Store::migrate(&ledger.settings, &[MIGRATIONS[0], HALF], ledger.now()).await;
        assert!(failed.is_err());
        let shape = ledger.store.shape().await.unwrap();
        assert!(!shape.contains_key("trial_half") && !shape.contains_key("trial_cases"));
    }
}

#[tokio::test]
async fn an_unknown_database_address_is_refused() {
    let key = store::MasterKey::from_bytes([1; 32]);
    let settings = store::Settings::new("mysql://localhost/x", "/nowhere", key);
    assert!(matches!(store::Store::open(&settings, &[]).await, Err(store::StoreError::Settings(_))));
}

#[tokio::test]
async fn an_export_streams_all_rows_in_order() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        let commits =
            (0..1000).map(|i| Commit::of_statements(REGION, vec![row(format!("{i:04}").into(), now)])).collect();
        let receipts = ledger.store.commit_all(commits, now).await;
        assert!(receipts.iter().all(Result::is_ok));
        let sql = "SELECT number FROM trial_cases WHERE region = $1 ORDER BY number";
        let mut rows = ledger.store.stream_rows(sql, values![REGION]).await.unwrap();
        let mut seen = 0;
        while let Some(row) = rows.next().await.unwrap() {
            assert_eq!(row.text(0).unwrap(), format!("{seen:04}"));
            seen += 1;
        }
        assert_eq!(seen, 1000);
        let mut wrong = ledger.store.stream_rows("SELECT nothing FROM nowhere", vec![]).await.unwrap();
        assert!(wrong.next().await.is_err());
    }
}
