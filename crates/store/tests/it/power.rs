//! Power cuts (R2): a killed process loses nothing that the kernel holds, so only this shows that an acknowledged write
//! was flushed. A writer works in a loop-mounted image; it is stopped, the image is copied as it is at that moment, and
//! the copy is mounted: what the kernel had not written to the disk is not in it.

mod image;
mod writer;

use crate::*;
use image::Image;
use kernel::ids::Chance as _;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;
use store::{BlobId, MasterKey, Settings, Store};
use testkit::SeededChance;
use writer::Writer;

const CUTS: u64 = 20;
/// Cuts that one database lives through, each going on from what the one before had left.
const CUTS_OF_ONE_LIFE: u64 = 5;

/// What the writer acknowledged, after the commit had returned.
#[derive(serde::Serialize, serde::Deserialize)]
struct Ack {
    id: String,
    number: String,
    text: String,
    person: String,
    sealed: String,
    blob: String,
}

impl Ack {
    /// The attachment of a case: its own bytes, some kilobytes.
    fn photo(id: &str) -> Vec<u8> {
        id.as_bytes().repeat(60)
    }
}

fn settings(folder: &Path, lossy: bool) -> Settings {
    let url = format!("sqlite:{}", folder.join("gapura.sqlite").display());
    let mut settings = Settings::new(url, folder.join("blobs"), MasterKey::from_bytes([42; 32]));
    settings.faults.lose_on_power_cut = lossy;
    settings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_loses_no_acknowledged_write_and_no_attachment() {
    let folder = workshop();
    if let Some(reason) = image::obstacle(folder.path()) {
        return absent(&reason);
    }
    let tally = cut(folder.path(), false, CUTS).await;
    println!("{tally:?}");
    assert_eq!(tally.lost, 0, "{tally:?}");
    assert_eq!(tally.cuts, CUTS);
    assert!(tally.acknowledged >= 32 * CUTS as usize, "{tally:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_cuts_are_seen_to_lose_writes_when_commits_are_not_flushed() {
    let folder = workshop();
    if let Some(reason) = image::obstacle(folder.path()) {
        return absent(&reason);
    }
    let tally = cut(folder.path(), true, CUTS).await;
    println!("{tally:?}");
    assert!(tally.lost > 0, "{tally:?}");
}

/// In memory where that is possible: the images stand for the disk, and what lies beneath them need not be slow.
fn workshop() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Written past the capture of the test harness, so that whoever runs the tests can list it.
fn absent(reason: &str) {
    let line = format!("\nABSENT: power cut: not possible on this machine: {reason}\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

#[derive(Debug, Default)]
struct Tally {
    cuts: u64,
    acknowledged: usize,
    lost: usize,
}

/// Up to `cuts` cuts, until something is lost.
async fn cut(folder: &Path, lossy: bool, cuts: u64) -> Tally {
    let mut tally = Tally::default();
    let mut image = None;
    while tally.cuts < cuts && tally.lost == 0 {
        let young = tally.cuts.is_multiple_of(CUTS_OF_ONE_LIFE);
        let disk = match image.take() {
            Some(disk) if !young => disk,
            _ => fresh(folder, lossy, tally.cuts).await,
        };
        let (left, acks) = interrupted(&disk, lossy, tally.cuts);
        drop(disk);
        tally.acknowledged += acks.len();
        tally.lost += after(&left, lossy, &acks).await;
        tally.cuts += 1;
        image = Some(left);
    }
    tally
}

async fn fresh(folder: &Path, lossy: bool, number: u64) -> Image {
    let image = Image::make(folder, &format!("life-{number}")).unwrap();
    let mounted = image.mount().unwrap();
    let settings = settings(mounted.folder(), lossy);
    let now = Instant::from_seconds(1_803_000_000);
    Store::migrate(&settings, MIGRATIONS, now).await.unwrap();
    image
}

/// Lets 32 tasks write for a random time, and gives the disk as it was then with what had been acknowledged until then.
fn interrupted(disk: &Image, lossy: bool, seed: u64) -> (Image, Vec<Ack>) {
    let mounted = disk.mount().unwrap();
    let writer = Writer::start(mounted.folder(), lossy);
    writer.begun();
    let mut byte = [0];
    SeededChance::new(seed).fill(&mut byte);
    std::thread::sleep(Duration::from_millis(50 + u64::from(byte[0])));
    writer.freeze();
    let left = disk.copy(&format!("cut-{seed}")).unwrap();
    (left, writer.kill())
}

/// Looks at everything on the disk that a cut left; answers how many acknowledged writes are not there.
async fn after(disk: &Image, lossy: bool, acks: &[Ack]) -> usize {
    let mounted = disk.mount().unwrap();
    let store = Store::open(&settings(mounted.folder(), lossy), MIGRATIONS).await.unwrap();
    assert_eq!(store.check_all().await.unwrap(), []);
    assert_log_without_gap(&store).await;
    let numbers: BTreeSet<&str> = acks.iter().map(|ack| &*ack.number).collect();
    assert_eq!(numbers.len(), acks.len(), "no number was given twice");
    let mut lost = 0;
    for ack in acks {
        let stream = format!("case/{}", ack.id);
        let events = store.stream(REGION, &stream).await.unwrap();
        if events.is_empty() {
            lost += 1;
            continue;
        }
        assert_eq!(events.len(), 2, "{stream}");
        assert_whole(&store, ack).await;
    }
    store.close().await;
    lost
}

/// Row, sealed text and attachment are there, and the same send gives the same receipt.
async fn assert_whole(store: &Store, ack: &Ack) {
    let now = Instant::from_seconds(1_803_000_500);
    let sql = "SELECT COUNT(*) FROM trial_cases WHERE region = $1 AND number = $2";
    let rows = store.rows(sql, &values![REGION, &ack.number]).await.unwrap();
    assert_eq!(rows[0].int(0).unwrap(), 1);
    let texts = store.open_sealed(REGION, &[&ack.sealed]).await.unwrap();
    assert_eq!(texts[&ack.sealed], ack.text);
    let person = store.open_person(REGION, &ack.person).await.unwrap();
    let blob = BlobId::parse(&ack.blob).unwrap();
    let photo = store.get_sealed_blob(&person.unwrap(), &blob).await.unwrap();
    assert_eq!(photo.unwrap(), Ack::photo(&ack.id));
    let mut again = opening(&format!("case/again-{}", ack.id), now);
    again.send = Some(send(&ack.id, &ack.id));
    let receipt = store.commit(again, now).await.unwrap();
    assert!(receipt.repeated);
    assert_eq!(receipt.reply, format!("/terima/{}", ack.number));
}

async fn assert_log_without_gap(store: &Store) {
    let head = store.head(REGION).await.unwrap();
    let mut next = 1;
    while next <= head {
        for event in store.events_after(REGION, next - 1, 1000).await.unwrap() {
            assert_eq!(event.log_index, next);
            next += 1;
        }
    }
    let cases = count(store, "trial_cases").await;
    assert_eq!(head, 2 * cases, "two events for each case");
    let sql = "SELECT count FROM store_series WHERE region = $1";
    let drawn = store.rows(sql, &values![REGION]).await.unwrap();
    let drawn = drawn.first().map_or(0, |row| row.int(0).unwrap());
    assert_eq!(drawn, cases, "no number is left out");
}
