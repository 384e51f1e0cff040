//! Who sees what, and that every part is there.

use crate::site::{CALLER, CLOSED, KOMINFO, OPEN, OWNER, STRANGE, Site, URL};
use axum::http::StatusCode;
use portal::{LOCALE, Language, TOPICS};
use std::path::Path;

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[test]
fn every_text_whose_key_is_put_together_is_there() {
    let mut keys: Vec<String> =
        ["normal", "lambat", "putus", "belum-dipakai"].map(|word| format!("pengembang-keadaan-{word}")).into();
    let refused = ["parameter", "kueri", "isi", "token", "sadar", "kunci", "lama"];
    keys.extend(refused.map(|word| format!("pengembang-coba-tolak-{word}")));
    for topic in TOPICS {
        keys.extend(["judul", "singkat", "kata"].map(|part| format!("pengembang-{}-{part}", topic.id)));
        keys.extend((1..=topic.steps).map(|step| format!("pengembang-{}-langkah-{step}", topic.id)));
        keys.extend(topic.further.iter().map(|(key, _)| (*key).to_owned()));
        keys.extend(topic.examples.iter().map(|example| format!("pengembang-contoh-{}", example.name)));
    }
    for lang in [kernel::Lang::Id, kernel::Lang::En] {
        let view = web::testing::view(lang, LOCALE);
        let missing: Vec<&String> = keys.iter().filter(|key| !view.has(key)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{lang:?}");
    }
}

#[tokio::test]
async fn the_front_leads_to_every_guide_and_says_how_the_installation_is() {
    let site = Site::open().await;
    let (status, html) = site.get(None, "/pengembang").await;
    assert_eq!(status, StatusCode::OK);
    for topic in TOPICS {
        assert!(html.contains(&format!("href=\"/pengembang/mulai/{}\"", topic.id)), "{}", topic.id);
    }
    assert!(html.contains(URL) && html.contains("Menulis") && !html.contains("terganggu"), "{html}");
    assert!(site.get(OWNER, "/pengembang").await.1.contains("1 terganggu"), "their closed service is down");
}

#[tokio::test]
async fn every_page_has_the_way_to_the_portal_at_its_foot_and_none_in_the_menu() {
    let site = Site::open().await;
    for who in [None, OWNER] {
        let html = site.get(who, "/pengembang/status").await.1;
        let (body, foot) = html.split_once("<footer").unwrap();
        assert!(foot.contains("<a href=\"/pengembang\">Pengembang</a>"), "{foot}");
        assert!(!body.split_once("<main").unwrap().0.contains("/pengembang\""));
    }
}

#[tokio::test]
async fn every_guide_shows_and_offers_the_same_file_in_every_language() {
    let site = Site::open().await;
    for topic in TOPICS {
        for language in Language::ALL {
            let page = format!("/pengembang/mulai/{}?contoh={}", topic.id, language.word());
            let (status, html) = site.get(None, &page).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            for example in topic.examples {
                let path = format!("/pengembang/contoh/{}/{}", topic.id, example.file(language));
                assert!(html.contains(&format!("href=\"{path}\"")), "{page}: {path}");
                let (status, file) = site.get(None, &path).await;
                assert_eq!(status, StatusCode::OK, "{path}");
                assert_eq!(file, example.text(language, URL));
                let line = file.lines().nth(1).unwrap().replace('\'', "&#39;").replace('"', "&#34;");
                assert!(html.contains(&line), "{page}: {line}");
            }
        }
    }
    assert!(site.get(None, "/pengembang/mulai/token").await.1.contains("grant_type=client_credentials"));
}

#[tokio::test]
async fn what_is_no_topic_and_no_example_is_not_there() {
    let site = Site::open().await;
    for path in [
        "/pengembang/mulai/tidak-ada",
        "/pengembang/contoh/token/tidak-ada.py",
        "/pengembang/contoh/token/panggil.py",
        "/pengembang/contoh/token/..%2Ftoken%2Fminta-token.py",
    ] {
        assert_eq!(site.get(None, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_status_shows_closed_services_to_their_agency_their_callers_and_kominfo_only() {
    let site = Site::open().await;
    for path in ["/pengembang/status", "/pengembang/status.json", "/pengembang/coba"] {
        for (who, sees) in [(None, false), (STRANGE, false), (OWNER, true), (CALLER, true), (KOMINFO, true)] {
            let html = site.get(who, path).await.1;
            assert!(html.contains(OPEN), "{path} {who:?}");
            assert_eq!(html.contains(CLOSED), sees, "{path} {who:?}");
        }
    }
}

#[tokio::test]
async fn troubled_services_go_first_and_numbers_stand_in_words() {
    let site = Site::open().await;
    let html = site.get(KOMINFO, "/pengembang/status").await.1;
    assert!(html.find(CLOSED).unwrap() < html.find(OPEN).unwrap());
    assert!(html.contains("Putus") && html.contains("Normal") && html.contains("0,5"), "{html}");
    let told: serde_json::Value = serde_json::from_str(&site.get(None, "/pengembang/status.json").await.1).unwrap();
    assert_eq!(told["buku_besar"], "normal");
    assert_eq!(told["layanan"][0]["keadaan"], "normal");
    assert_eq!(told["layanan"][0]["panggilan"], 200);
}

#[tokio::test]
async fn the_sandbox_shows_sample_answers_and_sample_events() {
    let site = Site::open().await;
    let html = site.get(None, "/pengembang/kotak-pasir").await.1;
    assert!(html.contains("GET /poli/{kode}") && html.contains("&#34;nama&#34;: &#34;Umum&#34;"), "{html}");
    assert!(!html.contains("tambahPoli"), "an operation without a sample answers none");
    let events = site.get(None, "/pengembang/kotak-pasir/peristiwa.json").await;
    assert_eq!(events.0, StatusCode::OK);
    assert!(serde_json::from_str::<serde_json::Value>(&events.1).unwrap().as_array().unwrap().len() >= 3);
}
