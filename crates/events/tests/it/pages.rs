//! What officers see and do.

use crate::office::{Office, Site, office, wanted};
use crate::receiver::{Does, Receiver};
use axum::http::StatusCode;
use events::rights::Scope;
use events::{LOCALE, State};
use kernel::{Actor, Role};
use std::path::Path;
use testkit::officer;

const HEALTH: usize = 0;
const ROADS: usize = 1;
const KOMINFO: usize = 2;
const AUDITOR: usize = 3;

async fn opened() -> (Office, Site) {
    let office = office().await;
    let people = vec![
        officer("sehat", Role::Liaison, "dinas-kesehatan"),
        officer("jalan", Role::Head, "dinas-pupr"),
        officer("kominfo", Role::Liaison, "dinas-kominfo"),
        officer("periksa", Role::Auditor, "inspektorat"),
    ];
    let site = Site::new(&office, people);
    (office, site)
}

/// Makes a subscription in the browser; its id and the secret that was shown.
async fn made(site: &Site, who: usize, fields: &[(&str, &str)]) -> (String, String) {
    let reply = site.send(who, ("/langganan/baru", "/langganan"), fields).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let part = |before: &str, end: char| {
        let rest = reply.body.split(before).nth(1).unwrap_or_else(|| panic!("no {before}: {}", reply.body));
        rest.split(end).next().unwrap().to_owned()
    };
    (part("href=\"/langganan/", '"'), format!("whsec_{}", part("<code>whsec_", '<')))
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn an_officer_makes_tests_pauses_and_ends_a_subscription_without_script() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let fields = [
        ("aplikasi", "simpus"),
        ("tujuan", receiver.address.as_str()),
        ("jenis", "case.opened"),
        ("jenis", "case.ended"),
        ("layanan", "jalan-rusak, sampah"),
        ("wilayah", "35.17.01"),
        ("format", "structured"),
        ("tanda", "both"),
    ];
    let (id, secret) = made(&site, HEALTH, &fields).await;
    let page = format!("/langganan/{id}");
    let html = site.get(Some(HEALTH), &page).await.body;
    assert!(html.contains("Kirim uji dahulu") && !html.contains(&secret), "shown once");
    let tried = site.send(HEALTH, (&page, &format!("{page}/uji")), &[("tindakan", "uji")]).await;
    assert_eq!((tried.status, tried.header("location")), (StatusCode::SEE_OTHER, page.as_str()));
    assert!(receiver.take().remove(0).is_signed(&secret));
    office.cases(1..=2, "dinas-pupr").await;
    assert_eq!(office.deliver().await, 2);
    let html = site.get(Some(HEALTH), &page).await.body;
    assert!(html.contains("Aktif") && html.contains("case.ended, case.opened") && html.contains("Aplikasi simpus"));
    let state = format!("{page}/keadaan");
    site.send(HEALTH, (&page, &state), &[("tindakan", "jeda")]).await;
    assert_eq!(office.events.subscription(&id).await.unwrap().state, State::Paused);
    site.send(HEALTH, (&page, &state), &[("tindakan", "lanjut")]).await;
    let changed = site.send(HEALTH, (&page, &format!("{page}/kunci")), &[("tindakan", "kunci")]).await;
    assert!(changed.body.contains("<code>whsec_") && changed.body.contains("24 jam"));
    let ended = site.send(HEALTH, (&page, &format!("{page}/penghapusan")), &[]).await;
    assert_eq!(ended.header("location"), "/langganan");
    assert_eq!(site.get(Some(HEALTH), &page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn agencies_see_their_own_subscriptions_and_kominfo_all() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let (health, _) = office.subscribed(wanted("simpus", &receiver.address), &receiver).await;
    let (roads, _) = office.subscribed(wanted("sijalan", &receiver.address), &receiver).await;
    let sees = async |who: usize| {
        let html = site.get(Some(who), "/langganan").await.body;
        (html.contains(&health), html.contains(&roads))
    };
    assert_eq!(
        (sees(HEALTH).await, sees(ROADS).await, sees(KOMINFO).await),
        ((true, false), (false, true), (true, true))
    );
    for path in ["", "/uji", "/keadaan", "/kunci", "/ulang", "/penghapusan"] {
        let path = format!("/langganan/{roads}{path}");
        let status = if path.ends_with(&roads) {
            site.get(Some(HEALTH), &path).await.status
        } else {
            site.forge(HEALTH, &path).await
        };
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{path}: {status}");
    }
    assert_eq!(site.get(Some(AUDITOR), "/langganan").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(None, "/langganan").await.header("location"), "/masuk?ke=%2Flangganan");
    let csv = site.get(Some(HEALTH), "/langganan/tabel.csv").await.body;
    assert!(csv.contains(&health) && !csv.contains(&roads));
}

#[tokio::test]
async fn an_application_of_another_agency_or_out_of_use_is_refused_and_what_was_typed_stays() {
    let (_, site) = opened().await;
    for (application, target, words) in [
        ("sijalan", "https://a.go.id/x", "tidak ada di daftar dinas Anda"),
        ("simpus", "http://a.go.id/x", "harus https"),
        ("simpus", "https://u:p@a.go.id/x", "tidak boleh berisi nama atau sandi"),
    ] {
        let fields = [("aplikasi", application), ("tujuan", target), ("format", "batch"), ("tanda", "v1a")];
        let reply = site.send(HEALTH, ("/langganan/baru", "/langganan"), &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.body.contains(words) && reply.body.contains(target), "{words}: {}", reply.body);
        assert!(reply.body.contains("value=\"batch\" selected"));
    }
    let gone = [("aplikasi", "usang"), ("tujuan", "https://a.go.id/"), ("format", "batch"), ("tanda", "v1")];
    let reply = site.send(ROADS, ("/langganan/baru", "/langganan"), &gone).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_test_that_fails_says_why_and_the_answer_is_shown_harmless() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let opened =
        office.events.subscribe(&Scope::All, wanted("simpus", &receiver.address), &Actor::System).await.unwrap();
    receiver.then([Does::Answers(500, Vec::new(), b"<script>alert(1)</script>".to_vec())]);
    let page = format!("/langganan/{}", opened.id);
    let reply = site.send(HEALTH, (&page, &format!("{page}/uji")), &[]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("tujuan menjawab 500") && !reply.body.contains("<script>alert"), "{}", reply.body);
    assert!(reply.body.contains("&lt;script&gt;") || reply.body.contains("&#60;script&#62;"));
}

#[tokio::test]
async fn what_was_set_aside_is_listed_and_sent_again_from_the_page() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("sijalan", &receiver.address), &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    receiver.then((0..4).map(|_| Does::status(409)));
    office.deliver().await;
    for seconds in [6, 400, 2400] {
        office.later(seconds).await;
    }
    receiver.take();
    let page = format!("/langganan/{id}");
    let html = site.get(Some(ROADS), &page).await.body;
    assert!(html.contains("PGD-2027-000001-1") && html.contains("tujuan menjawab 409"), "{html}");
    let one = office.events.subscription(&id).await.unwrap();
    let index = office.events.aside(&one, 0, 1).await.unwrap()[0].index.to_string();
    site.send(ROADS, (&page, &format!("{page}/ulang")), &[("dari", &index)]).await;
    assert!(site.get(Some(ROADS), &page).await.body.contains("Menunggu dikirim lagi"));
    assert_eq!(office.deliver().await, 1);
    let times = [("sejak", "2027-03-01T08:00"), ("hingga", "2027-03-02T08:00")];
    let again = site.send(ROADS, (&page, &format!("{page}/ulang")), &times).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(office.deliver().await, 1);
    let wrong = site.send(ROADS, (&page, &format!("{page}/ulang")), &[("sejak", "kemarin"), ("hingga", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_kominfo_changes_the_key_of_the_city() {
    let (office, site) = opened().await;
    let form = ("/langganan", "/langganan/kunci-kota");
    assert!(!site.get(Some(HEALTH), "/langganan").await.body.contains(form.1));
    assert_eq!(site.forge(HEALTH, form.1).await, StatusCode::FORBIDDEN);
    for count in 1..=3 {
        assert_eq!(site.send(KOMINFO, form, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(office.events.public_keys().await.unwrap().len(), count.min(2), "one and the one before");
    }
    let key = office.events.public_keys().await.unwrap().remove(0).key;
    assert!(site.get(Some(HEALTH), "/langganan").await.body.contains(&key));
}

#[tokio::test]
async fn the_page_for_developers_names_every_type_its_fields_and_who_gets_them() {
    let (office, site) = opened().await;
    for (path, words) in
        [("/pengembang/peristiwa", "dinas pemegang"), ("/pengembang/peristiwa?bahasa=en", "the agency that holds it")]
    {
        let reply = site.get(None, path).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.body.contains(words));
        for kind in office.events.registry().kinds() {
            assert!(reply.body.contains(&kind.name()), "{}", kind.name());
        }
    }
}

#[tokio::test]
async fn a_form_that_was_not_made_here_changes_nothing() {
    let (office, site) = opened().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("simpus", &receiver.address), &receiver).await;
    assert_eq!(site.forge(HEALTH, &format!("/langganan/{id}/penghapusan")).await, StatusCode::FORBIDDEN);
    assert!(office.events.subscription(&id).await.is_ok());
}
