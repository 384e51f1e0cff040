//! What holds for every page of officers.

use crate::office::{Office, at, forwarded, in_language};
use crate::town::small_town;
use axum::http::StatusCode;
use kernel::Lang;

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_page_and_back() {
    let town = small_town().await;
    let office = Office::of(&town);
    let page = office.get("", "/kerja").await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/masuk?ke=%2Fkerja"));
    let number = town.open().await.number;
    let sent = office.post("", &format!("{}/jawaban", at(&number)), &[("teks", "x")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(town.head(&number).await.answered_at, None);
}

#[tokio::test]
async fn reading_pages_writes_nothing() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let before = town.recorded().await;
    for path in ["/kerja", "/kerja?daftar=berakhir", &at(&number), "/atur/kalender", "/atur/layanan"] {
        for one in ["verifikator", "pemeriksa", "admin"] {
            office.get(one, path).await;
        }
    }
    assert_eq!(town.recorded().await, before);
}

#[tokio::test]
async fn every_page_reads_in_both_languages_without_a_missing_text() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = forwarded(&town, "a").await;
    for lang in [Lang::Id, Lang::En] {
        let code = in_language(lang);
        for (one, path) in [
            ("pengawas", "/kerja?".to_owned()),
            ("pengawas", format!("{}?", at(&number))),
            ("admin", "/atur/kalender?".to_owned()),
            ("pemeriksa", "/atur/layanan?".to_owned()),
        ] {
            let page = office.get(one, &format!("{path}{code}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            for prefix in ["meja-", "riwayat-", "siapa-", "jam-", "status-", "tolak-"] {
                for start in [">", " ", "\""] {
                    let raw = page.html.contains(&format!("{start}{prefix}"));
                    assert!(!raw, "{path} {lang:?} shows the key of a text: {start}{prefix}");
                }
            }
        }
    }
}
