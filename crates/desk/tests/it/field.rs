//! Forms that are filled in without a signal: carried along, sent later, once, under today's session.

use crate::office::{Office, Page, person};
use crate::town::{Town, input, picture, small_town, towns};
use axum::http::{StatusCode, header};
use desk::Filled;
use kernel::CaseNumber;
use serde_json::Value;

const KEY: &str = "AAECAwQFBgcICQoLDA0ODw";

async fn surveying(town: &Town) -> CaseNumber {
    let number = town.open().await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", filled).await.unwrap();
    number
}

fn address(number: &CaseNumber) -> String {
    format!("/kerja/luring/{number}/survei.jadwalkan")
}

async fn stamp(office: &Office, who: &str) -> String {
    let page = office.get(who, &format!("/kerja/luring-tanda/{KEY}")).await;
    json(&page)["tanda"].as_str().unwrap().to_owned()
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.html).unwrap_or_else(|_| panic!("{} {}", page.status, page.html))
}

/// Sends what was kept at eight in the morning.
async fn send(office: &Office, number: &CaseNumber, version: &str) -> Page {
    let stamp = stamp(office, "pengawas").await;
    let fields =
        [("_tanda", stamp.as_str()), ("_versi", version), ("_alat", "2027-03-01T01:00:00Z"), ("panjang_m", "3,5")];
    office.upload("pengawas", &address(number), &fields, &[("foto_survei", &picture())]).await
}

#[tokio::test]
async fn a_form_is_carried_along_with_what_it_needs_and_nothing_of_the_resident() {
    let town = small_town().await;
    let number = surveying(&town).await;
    let office = Office::of(&town);
    let list = office.get("pengawas", "/kerja/luring/daftar").await;
    list.says(&[number.as_str(), &address(&number), "id=\"antrean\"", "/kerja/luring/luring.js"]);
    let form = office.get("pengawas", &address(&number)).await;
    form.says(&["name=\"foto_survei\"", &format!("data-luring=\"{}\"", address(&number)), "survei.jadwalkan\""]);
    let policy = form.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("trusted-types luring") && policy.contains("default-src 'none'"), "{policy}");
    for personal in ["Sulastri", "0812"] {
        assert!(!form.html.contains(personal) && !list.html.contains(personal), "{personal}");
    }
    assert!(
        form.has_form(&format!("/kerja/kasus/{number}/tindakan/survei.jadwalkan")),
        "without a script it is sent as any other"
    );
}

#[tokio::test]
async fn whoever_may_not_act_gets_no_form_and_no_stamp() {
    let town = small_town().await;
    let number = surveying(&town).await;
    let office = Office::of(&town);
    assert!(!office.get("kesehatan", "/kerja/luring/daftar").await.html.contains(number.as_str()));
    assert_eq!(office.get("kesehatan", &address(&number)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.get("verifikator", &address(&number)).await.status, StatusCode::SEE_OTHER, "not their step");
    assert_eq!(office.get("bupati", &format!("/kerja/luring-tanda/{KEY}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get("", "/kerja/luring/daftar").await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.get("pengawas", "/kerja/luring-tanda/pendek").await.status, StatusCode::NOT_FOUND);
    let forged = office.upload("pengawas", &address(&number), &[("_tanda", "x")], &[]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_was_filled_in_is_taken_once_however_often_it_is_sent_and_both_times_are_kept() {
    for town in towns().await {
        let number = surveying(&town).await;
        let office = Office::of(&town);
        let seen = town.head(&number).await.version.to_string();
        let taken = send(&office, &number, &seen).await;
        assert_eq!(
            (taken.status, json(&taken)["keadaan"].as_str()),
            (StatusCode::OK, Some("diterima")),
            "{}",
            taken.html
        );
        let recorded = town.recorded().await;
        let again = send(&office, &number, &seen).await;
        assert_eq!(json(&again)["keadaan"], "diterima", "the answer to the first one was lost");
        assert_eq!(town.recorded().await, recorded, "one act");
        assert_eq!(town.head(&number).await.holders[0].step, "perbaikan");
        let page = office.get("pengawas", &format!("/kerja/kasus/{number}")).await;
        page.says(&["Panjang m: 3,5", "Diisi di lapangan pada", "pukul 08.00 WIB"]);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_case_that_moved_on_meanwhile_is_said_and_may_be_sent_all_the_same() {
    let town = small_town().await;
    let number = surveying(&town).await;
    let office = Office::of(&town);
    let seen = town.head(&number).await.version.to_string();
    let page = office.get("penghubung", &format!("/kerja/kasus/{number}")).await;
    let answer = format!("/kerja/kasus/{number}/jawaban");
    assert_eq!(
        office.fill("penghubung", &page, &answer, &[("teks", "Kami survei besok.")]).await.status,
        StatusCode::SEE_OTHER
    );
    let conflict = send(&office, &number, &seen).await;
    let said = json(&conflict);
    assert_eq!((conflict.status, said["keadaan"].as_str()), (StatusCode::CONFLICT, Some("bentrok")));
    assert_eq!(said["sementara"].as_array().unwrap().len(), 1, "{said}");
    assert_eq!(town.head(&number).await.holders[0].step, "survei");
    let all_the_same = send(&office, &number, said["versi"].as_str().unwrap()).await;
    assert_eq!(json(&all_the_same)["keadaan"], "diterima");
}

#[tokio::test]
async fn a_case_that_is_gone_or_a_form_with_a_mistake_says_what_to_do() {
    let town = small_town().await;
    let number = surveying(&town).await;
    let office = Office::of(&town);
    let stamp = stamp(&office, "pengawas").await;
    let seen = town.head(&number).await.version.to_string();
    let fields = [("_tanda", stamp.as_str()), ("_versi", seen.as_str()), ("panjang_m", "kira-kira")];
    let mistake = office.upload("pengawas", &address(&number), &fields, &[("foto_survei", &picture())]).await;
    let said = json(&mistake);
    assert_eq!((mistake.status, said["keadaan"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("perbaiki")));
    assert!(!said["sementara"].as_array().unwrap().is_empty(), "{said}");
    let none = CaseNumber::new("PGD", 2027, 999);
    let gone = office.upload("pengawas", &address(&none), &fields, &[]).await;
    assert_eq!(json(&gone)["keadaan"], "ditolak");
}
