//! What everybody, the secretariat, assessors and regions see and may do.

use crate::office::{Office, assessor, of_region, offices, regions, secretariat, typed};
use axum::http::StatusCode;
use kernel::{Actor, OfficerId, Role};
use movement::model::evaluation::Texts;
use movement::model::record::Kind;
use movement::{LOCALE, NewEvaluation};
use std::path::Path;
use testkit::{Site, officer};
use web::Session;

/// The secretariat, an assessor, the login of Jombang, an auditor, a head of an agency.
fn people() -> Vec<Session> {
    vec![
        secretariat(),
        assessor("satu"),
        of_region("35.17"),
        officer("pemeriksa", Role::Auditor, "inspektorat"),
        officer("kepala", Role::Head, "dinas-a"),
    ]
}

const SECRETARIAT: Option<usize> = Some(0);
const ASSESSOR: Option<usize> = Some(1);
const JOMBANG: Option<usize> = Some(2);
const AUDITOR: Option<usize> = Some(3);
const HEAD: Option<usize> = Some(4);

async fn opened() -> (Office, Site) {
    let office = offices().await.remove(0);
    office.cohort(2022, 50, Some(191)).await;
    office.movement.add_member(&secretariat(), 2022, "35.18", "Berita").await.unwrap();
    let site = office.site(people());
    (office, site)
}

/// Brings the file of a region with the form of the page that takes summaries.
async fn upload(site: &Site, who: Option<usize>, file: &str) -> (StatusCode, String) {
    let path = "/dasbor/gerakan/terima";
    site.upload(who, (path, path), &[], &[("berkas", "r.json", file.as_bytes())]).await
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn a_regions_login_sees_and_writes_its_own_region_only() {
    let (office, site) = opened().await;
    let (status, html) = site.get(JOMBANG, "/dasbor/gerakan").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Kabupaten Jombang") && !html.contains("Kabupaten Nganjuk"));
    assert_eq!(site.get(JOMBANG, "/dasbor/gerakan/daerah/35.17").await.0, StatusCode::OK);
    for path in [
        "/dasbor/gerakan/daerah/35.18",
        "/dasbor/gerakan/daerah/35.18/isi/tonggak",
        "/dasbor/gerakan/daerah/35.17/isi/nota",
    ] {
        assert_eq!(site.get(JOMBANG, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let csv = site.get(JOMBANG, "/dasbor/gerakan/tabel.csv").await.1;
    assert!(csv.contains("35.17") && !csv.contains("35.18"), "{csv}");
    for path in [
        "/dasbor/gerakan/angkatan",
        "/dasbor/gerakan/terima",
        "/dasbor/gerakan/mitra",
        "/dasbor/gerakan/seleksi",
        "/dasbor/gerakan/banding",
        "/dasbor/gerakan/daerah/35.17/evaluasi",
        "/dasbor/gerakan/ringkasan",
    ] {
        assert_eq!(site.get(JOMBANG, path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let form = "/dasbor/gerakan/daerah/35.17/isi/tonggak";
    let fields = [("jenis", "quick-win"), ("judul", "Parkir daring"), ("hari", "2027-06-30")];
    let (status, to) = site.send(JOMBANG, (form, form), &fields).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/dasbor/gerakan/daerah/35.17#tonggak"));
    assert!(site.get(JOMBANG, "/dasbor/gerakan/daerah/35.17").await.1.contains("Parkir daring"));
    let others = office.write(&secretariat(), "35.18", Kind::Milestone, &fields).await.unwrap();
    assert_eq!(site.get(JOMBANG, &format!("/dasbor/gerakan/isi/{others}")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_has_no_part_in_the_movement_is_kept_out_and_readers_change_nothing() {
    let (_, site) = opened().await;
    assert_eq!(site.get(HEAD, "/dasbor/gerakan").await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.get(None, "/dasbor/gerakan").await.1, "/masuk?ke=%2Fdasbor%2Fgerakan");
    assert_eq!(site.get(AUDITOR, "/dasbor/gerakan").await.0, StatusCode::OK);
    assert_eq!(site.get(AUDITOR, "/dasbor/gerakan/seleksi").await.0, StatusCode::OK);
    let html = site.get(AUDITOR, "/dasbor/gerakan/daerah/35.18").await.1;
    assert!(!html.contains("/isi/") && !html.contains("buka-seleksi"));
    for path in ["/dasbor/gerakan/angkatan", "/dasbor/gerakan/daerah/35.18/isi/nota"] {
        let posted = site.post(AUDITOR, path, "").await;
        assert_eq!(posted.0, StatusCode::FORBIDDEN, "{path}");
    }
    let forged = site.post(SECRETARIAT, "/dasbor/gerakan/angkatan", "tahun=2023&ukuran=5").await;
    assert_eq!(forged.0, StatusCode::FORBIDDEN, "a form that was not made here");
}

#[tokio::test]
async fn an_assessor_sees_a_selection_they_were_named_for_and_the_spread_after_judging() {
    let (office, site) = opened().await;
    let movement = &office.movement;
    let mine = movement.open_selection(&secretariat(), "35.18", 2022, "gerakan-seleksi").await.unwrap();
    let other = movement.open_selection(&secretariat(), "32.12", 2022, "gerakan-seleksi").await.unwrap();
    for who in ["satu", "dua"] {
        movement.name_assessor(&secretariat(), &mine, &OfficerId(who.into()), true).await.unwrap();
    }
    let list = site.get(ASSESSOR, "/dasbor/gerakan/seleksi").await.1;
    assert!(list.contains("Kabupaten Nganjuk") && !list.contains("Kabupaten Indramayu"));
    let path = format!("/dasbor/gerakan/seleksi/{mine}");
    assert_eq!(site.get(ASSESSOR, &format!("/dasbor/gerakan/seleksi/{other}")).await.0, StatusCode::NOT_FOUND);
    let before = site.get(ASSESSOR, &path).await.1;
    assert!(before.contains("Sebaran nilai terlihat sesudah") && !before.contains("Terendah"));
    let action = format!("{path}/nilai");
    let (status, _) = site
        .send(ASSESSOR, (&path, &action), &[("revisi", "0"), ("komitmen", "4"), ("anggaran", "3"), ("internet", "5")])
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(site.get(ASSESSOR, &path).await.1.contains("Terendah"));
    let decision = format!("{path}/putusan");
    assert!(!site.get(SECRETARIAT, &path).await.1.contains(&decision), "one assessor still waits");
    assert_eq!(site.post(ASSESSOR, &decision, "").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_public_sees_cohorts_with_the_official_count_and_published_results_with_their_source() {
    let (office, site) = opened().await;
    office.cohort(2017, 148, None).await;
    let (status, html) = site.get(None, "/gerakan").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("191") && html.contains("198") && html.contains("berbeda 7"), "{html}");
    let cells = [("dasar", "3,60"), ("keluaran", "3,21"), ("hasil", "3,23"), ("dampak", "3,07"), ("quick-win", "3,65")];
    let (level, texts) = (typed(&cells), Texts { source: "bangsaonline.com 113379".into(), ..Texts::default() });
    let new = NewEvaluation {
        year: 2022,
        instrument: "gerakan-evaluasi-b",
        level: &level,
        published: "3,31",
        before: "3,06",
        texts,
        seen: 0,
    };
    office.movement.evaluate(&secretariat(), "35.71", new.clone()).await.unwrap();
    let unpublished = NewEvaluation { published: "", before: "", ..new };
    office.movement.evaluate(&secretariat(), "64.02", unpublished).await.unwrap();
    let results = site.get(None, "/gerakan/hasil").await.1;
    assert!(results.contains("Kota Kediri") && results.contains("3,31") && results.contains("3,315"));
    assert!(results.contains("bangsaonline.com 113379") && results.contains("dipotong") && results.contains("0,25"));
    assert!(!results.contains("Kutai"), "what was not published is not shown to everybody");
    assert!(site.get(SECRETARIAT, "/dasbor/gerakan/banding").await.1.contains("Kutai"));
    let region = site.get(None, "/gerakan/daerah/35.71").await.1;
    assert!(region.contains("3,31") && !region.contains("Ringkasan dari daerah") && !region.contains("Tonggak"));
    let list = site.get(None, "/gerakan/daerah").await.1;
    assert!(list.contains("Kabupaten Nganjuk") && !list.contains("Kabupaten Indramayu"), "only those that take part");
}

#[tokio::test]
async fn a_wrong_form_names_its_fields_and_keeps_what_was_typed() {
    let (_, site) = opened().await;
    let form = "/dasbor/gerakan/daerah/35.18/isi/nota";
    let (status, html) = site
        .send(SECRETARIAT, (form, form), &[("hari", "2027-03-02"), ("tempat", "Jakarta <b>"), ("kunci", "abc")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Para pihak: wajib diisi") && html.contains("bukan kunci publik"));
    assert!(html.contains("value=\"2027-03-02\"") && html.contains("Jakarta &lt;b&gt;") && !html.contains("<b>"));
    let cohort = "/dasbor/gerakan/angkatan";
    let (status, html) =
        site.send(SECRETARIAT, (cohort, cohort), &[("tahun", "2022"), ("ukuran", "50"), ("catatan", "Dua kali")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("Angkatan tahun ini sudah ada") && html.contains("Dua kali"));
}

#[tokio::test]
async fn an_uploaded_summary_is_shown_on_the_regions_page_and_an_altered_one_is_named() {
    let (office, site) = opened().await;
    let region = regions().await.remove(0);
    let key = region.movement.make_key(&Actor::Operator).await.unwrap();
    let file = region.movement.summarise(2027, &Actor::Operator).await.unwrap().file;
    office.sign("35.17", &key.to_string()).await.unwrap();
    let altered = file.replace("\"count\":7", "\"count\":8");
    let (status, html) = upload(&site, SECRETARIAT, &altered).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("diubah di perjalanan") && html.contains("mengaku dari 35.17"), "{html}");
    let (status, html) = upload(&site, SECRETARIAT, &file).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Ringkasan Kabupaten Jombang diterima"));
    assert!(upload(&site, SECRETARIAT, &file).await.1.contains("Tidak ada yang berubah"));
    let shown = site.get(JOMBANG, "/dasbor/gerakan/daerah/35.17").await.1;
    assert!(shown.contains("Janji yang ditepati") && shown.contains(&key.fingerprint()));
    assert_eq!(site.post(JOMBANG, "/dasbor/gerakan/terima", "").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_region_looks_before_it_signs_and_has_no_other_page_of_the_movement() {
    let office = regions().await.remove(0);
    let site = office.site(people());
    let path = "/dasbor/gerakan/ringkasan";
    let html = site.get(SECRETARIAT, path).await.1;
    assert!(
        html.contains("Janji yang ditepati") && html.contains("belum punya kunci") && !html.contains("id=\"unduh\"")
    );
    let (status, _) = site.send(SECRETARIAT, (path, "/dasbor/gerakan/kunci"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let key = office.movement.own_key().await.unwrap().unwrap();
    assert!(site.get(SECRETARIAT, path).await.1.contains(&key.fingerprint()));
    let (status, file) = site.send(SECRETARIAT, (path, path), &[("tahun", "2027")]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(movement::model::summary::open(file.as_bytes()).unwrap().summary.daerah, "35.17");
    for path in [
        "/gerakan",
        "/gerakan/daerah",
        "/gerakan/teladan",
        "/gerakan/hasil",
        "/dasbor/gerakan",
        "/dasbor/gerakan/angkatan",
        "/dasbor/gerakan/terima",
    ] {
        assert_eq!(site.get(SECRETARIAT, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn late_milestones_come_first_on_the_page_and_in_the_list() {
    let (office, site) = opened().await;
    let milestone = async |area: &str, title: &str, due: &str| {
        let cells = [("jenis", "quick-win"), ("judul", title), ("hari", due)];
        office.write(&secretariat(), area, Kind::Milestone, &cells).await.unwrap();
    };
    milestone("35.18", "Nanti", "2027-12-31").await;
    milestone("35.18", "Sedikit terlambat", "2027-02-27").await;
    milestone("35.18", "Lama terlambat", "2026-01-01").await;
    milestone("35.17", "Paling lama", "2025-01-01").await;
    let html = site.get(SECRETARIAT, "/dasbor/gerakan/daerah/35.18").await.1;
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("Lama terlambat") < at("Sedikit terlambat") && at("Sedikit terlambat") < at("Nanti"));
    assert!(html.contains("Terlambat 2 hari"));
    let list = site.get(SECRETARIAT, "/dasbor/gerakan?terlambat=ya").await.1;
    assert!(list.find("Kabupaten Jombang").unwrap() < list.find("Kabupaten Nganjuk").unwrap());
    assert!(!list.contains("Kota Kediri") && list.contains("2 tonggak terlambat"));
    assert!(site.get(SECRETARIAT, "/dasbor/gerakan?q=xyzzy").await.1.contains("Tidak ada daerah yang cocok"));
}
