use super::order::{SITI, to_heads, to_resident};
use super::*;
use axum::http::StatusCode;
use messages::LOCALE;
use std::path::Path;
use testkit::{Site, officer};

const LIST: &str = "/kerja/panggilan";

/// The pages, with these people signed in.
fn site(ledger: &Ledger, messages: &Messages, people: Vec<web::Session>) -> Site {
    Site::new(ledger, messages::room(messages.clone()), people)
}

fn between<'a>(html: &'a str, before: &str, after: &str) -> &'a str {
    html.split(before).nth(1).unwrap().split(after).next().unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn an_officer_calls_notes_it_and_the_list_is_empty() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        to_resident(&ledger, "k1", 1, SITI, "Laporan <b>diterima</b>").await;
        work(&messages, &ledger).await;
        let people = vec![officer("budi", Role::Liaison, "dinas-pupr"), officer("rina", Role::Leader, "setda")];
        let site = site(&ledger, &messages, people);
        let (status, html) = site.get(Some(0), LIST).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("0812-3456-7890") && html.contains("Belum ada kanal pesan"), "{html}");
        assert!(!html.contains("<b>diterima"), "texts are escaped");
        let path = format!("{LIST}/{}", between(&html, "action=\"/kerja/panggilan/", "\""));
        let (status, html) = site.send(Some(0), (LIST, &path), &[("catatan", " ")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("Tulis hasil panggilan"));
        assert_eq!(site.post(Some(0), &path, "_tanda=x&catatan=Sudah").await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(Some(1), LIST).await.0, StatusCode::FORBIDDEN, "leaders see no numbers");
        let noted = site.send(Some(0), (LIST, &path), &[("catatan", "Sudah paham")]).await;
        assert_eq!(noted, (StatusCode::SEE_OTHER, LIST.to_owned()));
        assert!(site.get(Some(0), LIST).await.1.contains("Tidak ada yang perlu ditelepon"));
    }
}

#[tokio::test]
async fn a_head_reads_notices_and_marks_them() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let messages = room(&ledger, None, None);
    to_heads(&ledger, "k1", "dinas-pupr").await;
    work(&messages, &ledger).await;
    let site = site(&ledger, &messages, vec![officer("kepala-dinas-pupr", Role::Head, "dinas-pupr")]);
    let page = "/kerja/pemberitahuan";
    let (_, html) = site.get(Some(0), page).await;
    assert!(html.contains("PGD-2027-000123") && html.contains("Baru"), "{html}");
    let (status, _) = site.send(Some(0), (page, "/kerja/pemberitahuan/terbaca"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(!site.get(Some(0), page).await.1.contains("Tandai semua"));
}
