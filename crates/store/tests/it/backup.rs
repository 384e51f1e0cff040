//! Backup under load, restore elsewhere.

use crate::*;
use store::{Store, StoreError};
use testkit::Ledger;

/// A ledger with events, sealed texts, attachments and waiting messages.
async fn lived_in(ledger: &Ledger) -> (String, kernel::TextRef) {
    let (store, now, chance) = (&ledger.store, ledger.now(), &ledger.chance);
    let vault = store.vault(REGION, now, chance).await.unwrap();
    let (person, keep) = vault.new_person(now, chance).unwrap();
    let (text, sealed) = vault.seal(&person, "lampu \"mati\"\n\\", now, chance).unwrap();
    let photo = store.put_sealed_blob(&person, b"foto", now, chance).await.unwrap();
    let mut commit = opening("case/a", now);
    commit.send = Some(send("form", "digest"));
    commit.statements.extend([keep, sealed, photo.named_by(REGION, "case/a")]);
    commit.outbox =
        vec![store::Outgoing { topic: "messages".into(), once_key: "a".into(), payload: json!({}), due_at: now }];
    store.commit(commit, now).await.unwrap();
    let commits = (0..50).map(|i| opening(&format!("case/{i}"), now)).collect();
    assert!(store.commit_all(commits, now).await.iter().all(Result::is_ok));
    store.sequence(REGION).await.unwrap();
    (person.id().to_owned(), text)
}

#[tokio::test]
async fn a_restored_backup_is_equal_on_either_database_and_numbers_go_on() {
    for from in testkit::ledgers(MIGRATIONS).await {
        let (_, text) = lived_in(&from).await;
        let hash = from.store.state_hash().await.unwrap();
        let archive = from.folder.path().join("backup");
        let manifest = from.store.backup(&archive, from.now()).await.unwrap();
        assert_eq!(manifest.heads[REGION], 51);
        assert_eq!(manifest.blobs.len(), 1);
        for to in testkit::ledgers(MIGRATIONS).await {
            let mut settings = to.settings.clone();
            if to.engine == testkit::Engine::Sqlite {
                settings.url = format!("sqlite:{}", to.folder.path().join("new").display());
            } else {
                let url = std::env::var("GAPURA_TEST_POSTGRES").unwrap();
                settings.url = store::testing::fresh_schema(&url, &kernel::ids::SystemChance::new()).await.unwrap();
            }
            let (_, findings) = Store::restore(&settings, &archive, MIGRATIONS, from.now()).await.unwrap();
            assert_eq!(findings, []);
            let store = Store::open(&settings, MIGRATIONS).await.unwrap();
            assert_eq!(store.state_hash().await.unwrap(), hash, "{:?} to {:?}", from.engine, to.engine);
            let opened = store.open_sealed(REGION, &[&text.id]).await.unwrap();
            assert_eq!(opened[&text.id], "lampu \"mati\"\n\\");
            let next = store.commit(opening("case/next", from.now()), from.now()).await.unwrap();
            assert_eq!(next.drawn.as_deref(), Some("PGD-2027-000052"));
            store.sequence(REGION).await.unwrap();
            assert_eq!(store.head(REGION).await.unwrap(), 52);
            let again = Store::restore(&settings, &archive, MIGRATIONS, from.now()).await;
            assert!(matches!(again, Err(StoreError::Archive(_))), "nothing is overwritten");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_is_of_one_moment() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let now = ledger.now();
        lived_in(&ledger).await;
        let store = ledger.store.clone();
        let writing = tokio::spawn(async move {
            for round in 0..20 {
                let commits = (0..50).map(|i| opening(&format!("load/{round}/{i}"), now)).collect();
                assert!(store.commit_all(commits, now).await.iter().all(Result::is_ok));
            }
        });
        let archive = ledger.folder.path().join("backup");
        let manifest = ledger.store.backup(&archive, now).await.unwrap();
        writing.await.unwrap();
        let rows = |name: &str| {
            let table = manifest.tables.iter().find(|table| table.name == name);
            table.unwrap().rows
        };
        assert_eq!(rows("store_events"), rows("trial_cases"), "an event and its row come together");
        let mut settings = ledger.settings.clone();
        settings.url = format!("sqlite:{}", ledger.folder.path().join("new").display());
        settings.blobs = ledger.folder.path().join("new-blobs");
        let (_, findings) = Store::restore(&settings, &archive, MIGRATIONS, now).await.unwrap();
        assert_eq!(findings, []);
    }
}

#[tokio::test]
async fn a_changed_archive_is_refused_and_leaves_nothing_behind() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    lived_in(&ledger).await;
    let archive = ledger.folder.path().join("backup");
    ledger.store.backup(&archive, ledger.now()).await.unwrap();
    let again = ledger.store.backup(&archive, ledger.now()).await;
    assert!(matches!(again, Err(StoreError::Archive(_))), "nothing is overwritten");
    let table = archive.join("tables/store_events.jsonl");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, text.replacen("case.opened", "case.closed", 1)).unwrap();
    let mut settings = ledger.settings.clone();
    settings.url = format!("sqlite:{}", ledger.folder.path().join("new").display());
    settings.blobs = ledger.folder.path().join("new-blobs");
    let refused = Store::restore(&settings, &archive, MIGRATIONS, ledger.now()).await;
    assert!(matches!(refused, Err(StoreError::Archive(_))));
    assert!(!ledger.folder.path().join("new").exists());
}

#[tokio::test]
async fn a_check_finds_gaps_missing_attachments_and_damaged_values() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        lived_in(&ledger).await;
        assert_eq!(store.check_all().await.unwrap(), []);
        let harm = [
            "DELETE FROM store_events WHERE region = $1 AND log_index = 7",
            "UPDATE store_events SET version = 3 WHERE region = $1 AND stream = 'case/20'",
            "UPDATE store_events SET data = 'x' WHERE region = $1 AND stream = 'case/30'",
            "UPDATE store_sealed SET person = (SELECT MAX(id) FROM store_people WHERE region = $1), id = id || 'x'",
        ];
        let statements = harm.map(|sql| Statement::new(sql, if sql.contains("$1") { values![REGION] } else { vec![] }));
        store.commit(Commit::of_statements(REGION, statements.to_vec()), now).await.unwrap();
        let (_, blob) = &store.backup(&ledger.folder.path().join("b"), now).await.unwrap().blobs[0];
        let file = ledger.settings.blobs.join(REGION).join(&blob[..2]).join(blob);
        std::fs::write(&file, "x").unwrap();
        let codes = |findings: Vec<store::Finding>| -> Vec<&'static str> {
            let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
            codes.sort_unstable();
            codes
        };
        let all = codes(store.check_all().await.unwrap());
        assert_eq!(all, ["blob-changed", "event-damaged", "log-gap", "sealed-damaged", "stream-gap"]);
        std::fs::remove_file(&file).unwrap();
        let quick = codes(store.check().await.unwrap());
        assert_eq!(quick, ["blob-missing", "log-gap", "stream-gap"]);
    }
}

#[tokio::test]
async fn an_archive_of_an_earlier_release_is_brought_up_and_one_of_a_later_is_refused() {
    const LATER: Migration = Migration::common(
        "20261201-trial-02-later",
        "ALTER TABLE trial_cases ADD COLUMN note TEXT; UPDATE trial_cases SET note = 'old'",
    );
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    lived_in(&ledger).await;
    let archive = ledger.folder.path().join("backup");
    ledger.store.backup(&archive, ledger.now()).await.unwrap();
    let mut settings = ledger.settings.clone();
    settings.url = format!("sqlite:{}", ledger.folder.path().join("new").display());
    settings.blobs = ledger.folder.path().join("new-blobs");
    let refused = Store::restore(&settings, &archive, &[], ledger.now()).await;
    assert!(matches!(refused, Err(StoreError::Schema(_))));
    let migrations = [MIGRATIONS[0], LATER];
    Store::restore(&settings, &archive, &migrations, ledger.now()).await.unwrap();
    let store = Store::open(&settings, &migrations).await.unwrap();
    let rows = store.rows("SELECT DISTINCT note FROM trial_cases", &[]).await.unwrap();
    assert_eq!(rows[0].text(0).unwrap(), "old");
}

#[tokio::test]
async fn an_archive_holds_neither_the_master_key_nor_a_readable_personal_value() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    lived_in(&ledger).await;
    let archive = ledger.folder.path().join("backup");
    let manifest = ledger.store.backup(&archive, ledger.now()).await.unwrap();
    assert_eq!(manifest.master_keys, [ledger.settings.master.fingerprint()]);
    let mut folders = vec![archive];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            for secret in [&b"mati"[..], b"foto", &[42; 32]] {
                let found = bytes.windows(secret.len()).any(|window| window == secret);
                assert!(!found, "{}", entry.path().display());
            }
        }
    }
}
