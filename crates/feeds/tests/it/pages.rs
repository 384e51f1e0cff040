//! What officers see and may do.

use crate::site::{BUDI, SITI, Town, csv, employees, towns};
use axum::http::StatusCode;
use feeds::LOCALE;
use kernel::Role;
use std::path::Path;
use testkit::{Site, filled, form, officer};

const OWN: Option<usize> = Some(0);
const KEEPER: Option<usize> = Some(1);
const OTHER: Option<usize> = Some(2);
const AUDITOR: Option<usize> = Some(3);
const VERIFIER: Option<usize> = Some(4);
const STRANGER: Option<usize> = None;

const PAGE: &str = "/umpan/pegawai";
const PAUSE: &str = "/umpan/pegawai/jeda";
const WAKE: &str = "/umpan/pegawai/permintaan";
const APPROVE: &str = "/umpan/pegawai/persetujuan";
const FILE: &str = "/umpan/pegawai/berkas";

async fn opened() -> (Town, Site) {
    let town = towns(&[employees(), "#: format umpan 1\n[umpan]\n".to_owned()]).await.remove(0);
    let people = vec![
        officer("slamet", Role::Liaison, "bkpsdm"),
        officer("hendra", Role::Head, "dinas-kominfo"),
        officer("siska", Role::Liaison, "dinas-sosial"),
        officer("periksa", Role::Auditor, "inspektorat"),
        officer("vera", Role::Verifier, "bkpsdm"),
    ];
    let site = town.site(people);
    (town, site)
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn an_agency_sees_its_own_feeds_the_keeper_and_auditors_all_and_others_none() {
    let (town, site) = opened().await;
    town.read("satu.csv", csv(&[SITI, ["1", "X", "", "", ""]])).await;
    for who in [OWN, KEEPER, AUDITOR] {
        assert!(site.get(who, "/umpan").await.1.contains("Pegawai aktif"), "{who:?}");
        let (status, html) = site.get(who, PAGE).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("bentuknya tidak sesuai pola") && !html.contains("Siti"), "{html}");
    }
    assert!(!site.get(OTHER, "/umpan").await.1.contains("Pegawai aktif"));
    for path in [PAGE, "/umpan/pegawai/tolakan.csv?jalan=1", "/umpan/tidak-ada"] {
        assert_eq!(site.get(OTHER, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.get(VERIFIER, "/umpan").await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.get(STRANGER, "/umpan").await.0, StatusCode::SEE_OTHER);
    assert!(site.get(KEEPER, "/umpan").await.1.contains("1.toml"), "a broken mapping file is told");
    assert!(!site.get(AUDITOR, "/umpan").await.1.contains("1.toml"));
}

#[tokio::test]
async fn an_officer_reads_pauses_and_wakes_their_feed_and_nobody_elses() {
    let (town, site) = opened().await;
    let done = (StatusCode::SEE_OTHER, PAGE.to_owned());
    assert_eq!(site.send(OWN, (PAGE, PAUSE), &[("jeda", "ya")]).await, done);
    let later = town.ledger.now().plus_seconds(86_400);
    assert_eq!(town.feeds.due(later).await.unwrap(), [""; 0]);
    assert_eq!(site.send(OWN, (PAGE, PAUSE), &[("jeda", "ya")]).await.0, StatusCode::CONFLICT);
    town.put("satu.csv", csv(&[SITI, BUDI]));
    assert_eq!(site.send(OWN, (PAGE, WAKE), &[]).await, done);
    assert_eq!(town.feeds.due(town.ledger.now()).await.unwrap(), ["pegawai"], "asked for, it is read while it rests");
    town.run().await;
    assert!(site.get(OWN, PAGE).await.1.contains("diminta petugas"));
    assert_eq!(town.feeds.due(later).await.unwrap(), [""; 0], "and rests again");
    assert_eq!(site.send(KEEPER, (PAGE, PAUSE), &[("jeda", "tidak")]).await, done);
    for who in [AUDITOR, VERIFIER, OTHER] {
        assert_eq!(site.post(who, WAKE, "").await.0, StatusCode::FORBIDDEN, "{who:?}");
    }
    let late = form(&filled(&site.get(OWN, PAGE).await.1, PAUSE, &[]));
    assert_eq!(site.post(OWN, APPROVE, &late).await.0, StatusCode::CONFLICT, "nothing waits");
    let names: Vec<String> =
        town.facts().await.into_iter().map(|(name, _)| name).filter(|n| n.starts_with("feed.")).collect();
    assert_eq!(names, ["feed.paused", "feed.asked", "feed.ran", "feed.resumed"]);
}

#[tokio::test]
async fn a_file_from_the_browser_is_read_like_any_other_and_a_wrong_one_is_told() {
    let (town, site) = opened().await;
    let file = csv(&[SITI, BUDI]);
    let sent = site.upload(OWN, (PAGE, FILE), &[], &[("berkas", "../../Data Pegawai.csv", file.as_bytes())]).await;
    assert_eq!(sent, (StatusCode::SEE_OTHER, PAGE.to_owned()));
    assert_eq!(town.run().await[0].counts.inserted, 2);
    for (field, name, said) in [("berkas", "x.pdf", "*.csv"), ("lain", "x.csv", "Belum ada berkas")] {
        let (status, html) = site.upload(OWN, (PAGE, FILE), &[], &[(field, name, b"x")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(html.contains(said), "{name}");
    }
}

#[tokio::test]
async fn a_waiting_run_is_decided_on_the_page() {
    let (town, site) = opened().await;
    town.read("satu.csv", csv(&[SITI, BUDI])).await;
    town.read("dua.csv", csv(&[])).await;
    let html = site.get(OWN, PAGE).await.1;
    assert!(html.contains("2 baris akan hilang (100 % dari 2)") && html.contains("Terapkan juga"), "{html}");
    assert!(!site.get(AUDITOR, PAGE).await.1.contains("Terapkan juga"));
    assert_eq!(site.send(OWN, (PAGE, APPROVE), &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(town.run().await[0].counts.vanished, 2);
}

#[tokio::test]
async fn exports_disarm_formulas() {
    let (town, site) = opened().await;
    town.read("satu.csv", csv(&[SITI, [BUDI[0], "Budi", "II/a", "=HYPERLINK(1)", "2020-01-01"]])).await;
    let rejects = site.get(OWN, "/umpan/pegawai/tolakan.csv?jalan=1").await.1;
    assert!(rejects.contains("'=HYPERLINK(1)") && rejects.contains("bukan salah satu pilihan"), "{rejects}");
    let list = site.get(OWN, "/umpan/daftar.csv").await.1;
    assert!(list.contains("pegawai,Pegawai aktif,simpeg,bkpsdm,baik,1"), "{list}");
}
