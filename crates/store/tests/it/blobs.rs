//! Attachments.

use crate::*;
use store::{BlobId, Housekeeping, Job as _, StoreError};

fn file(ledger: &testkit::Ledger, id: &BlobId) -> std::path::PathBuf {
    ledger.settings.blobs.join(REGION).join(&id.as_str()[..2]).join(id.as_str())
}

#[tokio::test]
async fn a_sealed_attachment_opens_only_with_its_persons_key() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let (store, now, chance) = (&ledger.store, ledger.now(), &ledger.chance);
    let vault = store.vault(REGION, now, chance).await.unwrap();
    let (person, _) = vault.new_person(now, chance).unwrap();
    let (other, _) = vault.new_person(now, chance).unwrap();
    let id = store.put_sealed_blob(&person, b"foto rumah", now, chance).await.unwrap();
    let bytes = std::fs::read(file(&ledger, &id)).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"foto"));
    assert_eq!(store.get_sealed_blob(&person, &id).await.unwrap().unwrap(), b"foto rumah");
    assert!(store.get_sealed_blob(&other, &id).await.is_err());
    assert!(matches!(store.get_blob(REGION, &id).await, Err(StoreError::Key(_))));
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_a_changed_file_is_noticed() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let (store, now) = (&ledger.store, ledger.now());
    let id = store.put_blob(REGION, b"logo".to_vec(), now).await.unwrap();
    assert_eq!(store.put_blob(REGION, b"logo".to_vec(), now).await.unwrap(), id);
    assert_eq!(store.get_blob(REGION, &id).await.unwrap().unwrap(), b"logo");
    assert_eq!(BlobId::parse(id.as_str()), Some(id.clone()));
    std::fs::write(file(&ledger, &id), b"\0logi").unwrap();
    assert!(matches!(store.get_blob(REGION, &id).await, Err(StoreError::Damaged(_))));
    std::fs::remove_file(file(&ledger, &id)).unwrap();
    assert_eq!(store.get_blob(REGION, &id).await.unwrap(), None);
}

#[tokio::test]
async fn orphans_are_swept_after_a_day_and_named_attachments_never() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let named = store.put_blob(REGION, b"named".to_vec(), now).await.unwrap();
        let orphan = store.put_blob(REGION, b"orphan".to_vec(), now).await.unwrap();
        let commit = Commit::of_statements(REGION, vec![named.named_by(REGION, "case/1")]);
        store.commit(commit, now).await.unwrap();
        assert_eq!(store.sweep_blobs(REGION, now.plus_seconds(86_399)).await.unwrap(), 0);
        let tomorrow = now.plus_seconds(86_402);
        // Put once more by a second form: young again.
        store.put_blob(REGION, b"orphan".to_vec(), tomorrow).await.unwrap();
        assert_eq!(store.sweep_blobs(REGION, tomorrow).await.unwrap(), 0);
        let later = tomorrow.plus_seconds(86_402);
        assert_eq!(store.sweep_blobs(REGION, later).await.unwrap(), 1);
        assert!(store.get_blob(REGION, &orphan).await.unwrap().is_none());
        let release = Commit::of_statements(REGION, vec![named.released_by(REGION, "case/1")]);
        store.commit(release, later).await.unwrap();
        assert_eq!(store.sweep_blobs(REGION, later).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_region_that_is_no_code_cannot_lead_out_of_the_folder() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    for region in ["..", "../x", "", "a/b", ".hidden"] {
        let refused = ledger.store.put_blob(region, b"x".to_vec(), ledger.now()).await;
        assert!(refused.is_err(), "{region}");
    }
    assert_eq!(BlobId::parse("../../etc/passwd"), None);
}

#[tokio::test]
async fn housekeeping_sweeps_once_an_hour_and_not_every_second() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let (store, now) = (&ledger.store, ledger.now());
    let job = Housekeeping::new(store.clone(), REGION);
    assert_eq!(job.run(now).await.unwrap().done, 0);
    store.put_blob(REGION, b"orphan".to_vec(), now.plus_seconds(-90_000)).await.unwrap();
    assert_eq!(job.run(now.plus_seconds(3599)).await.unwrap().done, 0);
    assert_eq!(job.run(now.plus_seconds(3600)).await.unwrap().done, 1);
}
