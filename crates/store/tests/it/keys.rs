//! Sealed values, erasure, rotation.

use crate::*;
use kernel::ids::Chance;
use store::{MasterKey, Store, StoreError};

const SECRET: &str = "Bu Siti, Jalan Melati 7, 0812-3456-7890";

#[tokio::test]
async fn a_sealed_value_stands_nowhere_in_the_database_files_and_is_gone_after_erasure() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now, chance) = (&ledger.store, ledger.now(), &ledger.chance);
        let vault = store.vault(REGION, now, chance).await.unwrap();
        let (person, keep) = vault.new_person(now, chance).unwrap();
        let (text, sealed) = vault.seal(&person, SECRET, now, chance).unwrap();
        let mut commit = opening("case/1", now);
        commit.events[0].data = json!({ "text": text });
        commit.statements.extend([keep, sealed]);
        store.commit(commit, now).await.unwrap();

        let opened = store.open_sealed(REGION, &[&text.id, "unknown"]).await.unwrap();
        assert_eq!(opened.len(), 1);
        assert_eq!(opened[&text.id], SECRET);
        let again = store.open_person(REGION, person.id()).await.unwrap().unwrap();
        assert_eq!(again.id(), person.id());

        for (name, _) in store.shape().await.unwrap() {
            let sql = format!("SELECT * FROM {name}");
            for row in store.heavy_rows(sql, vec![]).await.unwrap() {
                assert!(!format!("{row:?}").contains("Siti"), "{name}");
            }
        }
        for file in std::fs::read_dir(ledger.folder.path()).unwrap().flatten() {
            if file.path().is_file() {
                let bytes = std::fs::read(file.path()).unwrap();
                let found = bytes.windows(4).any(|window| window == b"Siti");
                assert!(!found, "{}", file.path().display());
            }
        }

        store.erase_person(REGION, person.id(), now).await.unwrap();
        assert!(store.open_sealed(REGION, &[&text.id]).await.unwrap().is_empty());
        assert!(store.open_person(REGION, person.id()).await.unwrap().is_none());
        let events = store.stream(REGION, "case/1").await.unwrap();
        assert_eq!(events[0].fact.data["text"]["hash"], text.hash, "the log still verifies");
    }
}

#[tokio::test]
async fn an_opened_value_carries_the_hash_of_its_reference() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now, chance) = (&ledger.store, ledger.now(), &ledger.chance);
        let vault = store.vault(REGION, now, chance).await.unwrap();
        let (person, keep) = vault.new_person(now, chance).unwrap();
        let mut statements = vec![keep];
        let mut texts = Vec::new();
        for i in 0..250 {
            let (text, sealed) = vault.seal(&person, &format!("teks {i}"), now, chance).unwrap();
            statements.push(sealed);
            texts.push(text);
        }
        store.commit(Commit::of_statements(REGION, statements), now).await.unwrap();
        let ids: Vec<&str> = texts.iter().map(|text| &*text.id).collect();
        let opened = store.open_with_hashes(REGION, &ids).await.unwrap();
        for (i, text) in texts.iter().enumerate() {
            assert_eq!(opened[&text.id], (format!("teks {i}"), text.hash.clone()));
        }
    }
}

#[tokio::test]
async fn a_region_key_is_made_once_and_survives_a_rotation_of_the_master_key() {
    for mut ledger in testkit::ledgers(MIGRATIONS).await {
        let (now, chance) = (ledger.now(), ledger.chance.clone());
        let vault = ledger.store.vault(REGION, now, &chance).await.unwrap();
        let hash = vault.search_hash("nik", "3517012345678901");
        let (person, keep) = vault.new_person(now, &chance).unwrap();
        let (text, sealed) = vault.seal(&person, SECRET, now, &chance).unwrap();
        let commit = Commit::of_statements(REGION, vec![keep, sealed]);
        ledger.store.commit(commit, now).await.unwrap();

        let new = MasterKey::fresh(&chance);
        assert_eq!(ledger.store.rotate_master(&new, now, &chance).await.unwrap(), 1);
        assert_eq!(ledger.store.rotate_master(&new, now, &chance).await.unwrap(), 0);
        ledger.reopen().await;
        let old = ledger.store.vault(REGION, now, &chance).await;
        assert!(matches!(old, Err(StoreError::Key(words)) if words.contains(&new.fingerprint())));
        ledger.settings.master = new;
        ledger.reopen().await;
        let vault = ledger.store.vault(REGION, now, &chance).await.unwrap();
        assert_eq!(vault.search_hash("nik", "3517012345678901"), hash);
        let opened = ledger.store.open_sealed(REGION, &[&text.id]).await.unwrap();
        assert_eq!(opened[&text.id], SECRET);
    }
}

#[tokio::test]
async fn another_master_key_opens_nothing_and_says_which_was_used() {
    for mut ledger in testkit::ledgers(MIGRATIONS).await {
        let (now, chance) = (ledger.now(), ledger.chance.clone());
        ledger.store.vault(REGION, now, &chance).await.unwrap();
        let right = ledger.settings.master.fingerprint();
        let mut bytes = [0; 32];
        chance.fill(&mut bytes);
        ledger.settings.master = MasterKey::from_bytes(bytes);
        ledger.reopen().await;
        let refused = ledger.store.vault(REGION, now, &chance).await;
        assert!(matches!(refused, Err(StoreError::Key(words)) if words.contains(&right)));
        let findings = ledger.store.check().await.unwrap();
        assert!(findings.iter().any(|finding| finding.code == "master-key"), "{findings:?}");
    }
}

#[tokio::test]
async fn two_nodes_that_make_a_region_key_at_once_agree_on_one() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (now, chance) = (ledger.now(), &ledger.chance);
        let other = Store::open(&ledger.settings, MIGRATIONS).await.unwrap();
        let (one, two) = tokio::join!(ledger.store.vault(REGION, now, chance), other.vault(REGION, now, chance));
        let hash = |vault: store::Vault| vault.search_hash("nik", "1");
        assert_eq!(hash(one.unwrap()), hash(two.unwrap()));
    }
}

#[tokio::test]
async fn an_erasure_stands_in_one_commit_with_the_event_that_records_it() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now, chance) = (&ledger.store, ledger.now(), &ledger.chance);
        let vault = store.vault(REGION, now, chance).await.unwrap();
        let (person, keep) = vault.new_person(now, chance).unwrap();
        store.commit(Commit::of_statements(REGION, vec![keep]), now).await.unwrap();
        let erase = |expected| Commit {
            events: vec![event("person.erased", now, json!({ "person": person.id() }))],
            statements: store::erasure(REGION, person.id(), now),
            ..Commit::new(REGION, "person/1", expected)
        };
        assert!(store.commit(erase(5), now).await.is_err());
        assert!(store.open_person(REGION, person.id()).await.unwrap().is_some());
        store.commit(erase(0), now).await.unwrap();
        assert!(store.open_person(REGION, person.id()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_region_without_a_key_has_nothing_to_open() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    assert!(ledger.store.open_sealed("35.78", &["x"]).await.unwrap().is_empty());
    assert!(ledger.store.open_person("35.78", "x").await.unwrap().is_none());
}
