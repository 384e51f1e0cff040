//! The counter: an officer keys in a case for somebody, reads it back and prints the receipt.

use crate::office::{Office, Page, person};
use crate::request::{attached, office, publish};
use crate::town::{DOMICILE, Town, VILLAGE, small_town};
use axum::http::{StatusCode, header};
use desk::Viewer;
use kernel::CaseNumber;

const FORM: &str = "/kerja/loket/surat-domisili-usaha";

fn fields<'a>(handle: &'a str, area: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("_draf", handle),
        ("nik", "3517010101900001"),
        ("nama", "Budi Santoso"),
        ("alamat_ktp.desa", VILLAGE),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", "Toko Berkah"),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", VILLAGE),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", area),
        ("status_tempat", "milik"),
        ("_nama", "Budi Santoso"),
        ("_hp", "0812 3456 7890"),
    ]
}

async fn keyed_in(town: &Town, desk: &Office, area: &str) -> Page {
    let handle = attached(town, &["ktp", "pengantar"]).await;
    let page = desk.get("pelayanan", FORM).await;
    desk.fill("pelayanan", &page, FORM, &fields(&handle, area)).await
}

/// Sends what was read back, as the person agreed to it.
async fn agreed(desk: &Office, read: &Page, area: &str) -> Page {
    let handle = read.hidden(FORM, "_draf");
    let mut all = fields(&handle, area);
    all.push(("_tetap", "1"));
    desk.fill("pelayanan", read, FORM, &all).await
}

fn number_on(slip: &Page) -> CaseNumber {
    let printed = slip.html.split("<strong>").find(|part| part.starts_with("PMH-")).unwrap();
    CaseNumber::parse(printed.split('<').next().unwrap()).unwrap()
}

#[tokio::test]
async fn what_was_keyed_in_is_read_back_before_it_is_sent_and_then_printed() {
    let town = office().await;
    let desk = Office::of(&town);
    desk.get("pelayanan", "/kerja/loket").await.says(&["Surat keterangan domisili usaha", FORM]);
    let before = town.recorded().await;
    let read = keyed_in(&town, &desk, "20").await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.html);
    read.says(&["Toko Berkah", "depan pasar", "Budi Santoso", "Bacakan"]);
    assert_eq!(town.recorded().await, before, "reading back opens nothing");
    let slip = agreed(&desk, &read, "20").await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.html);
    assert_eq!(slip.headers[header::CACHE_CONTROL], "no-store");
    let number = number_on(&slip);
    let (code, _) = town.desk.secrets(&number).await.unwrap();
    slip.says(&[&code.printed(), "<svg"]);
    let view = town.view(&number, &Viewer::Officer(person("pelayanan"))).await;
    assert_eq!(view.head.channel, "loket");
    assert_eq!(view.proof, Some(desk::ContactProof::Counter), "nobody types a code before an officer");
    desk.get("pelayanan", &format!("/kerja/kasus/{number}")).await.says(&["Di loket: petugas melihat orangnya"]);
    assert_eq!(view.identity.unwrap().name.as_deref(), Some("Budi Santoso"));
    let again = agreed(&desk, &read, "20").await;
    assert_eq!(number_on(&again), number, "sent twice it is one case");
}

#[tokio::test]
async fn a_mistake_at_the_counter_loses_nothing_and_what_was_read_back_can_be_mended() {
    let town = office().await;
    let desk = Office::of(&town);
    let wrong = keyed_in(&town, &desk, "banyak").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says(&["Toko Berkah", "Tulis angka"]);
    let read = keyed_in(&town, &desk, "20").await;
    let handle = read.hidden(FORM, "_draf");
    let mut all = fields(&handle, "20");
    all.extend([("_tetap", "1"), ("_ubah", "1")]);
    let back = desk.fill("pelayanan", &read, FORM, &all).await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.has_form(FORM) && back.html.contains("name=\"luas\""), "{}", back.html);
}

#[tokio::test]
async fn the_counter_is_for_officers_and_for_services_that_it_offers() {
    let town = small_town().await;
    publish(&town, &DOMICILE.replace("[\"web\", \"loket\", \"luring\"]", "[\"web\"]")).await;
    let desk = Office::of(&town);
    assert_eq!(desk.get("pelayanan", FORM).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("bupati", "/kerja/loket").await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get("", "/kerja/loket").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_counter_finds_a_service_by_the_words_of_the_person() {
    let town = office().await;
    let desk = Office::of(&town);
    let found = desk.get("pelayanan", "/kerja/loket?q=domisili").await;
    found.says(&[FORM, "1 layanan ditemukan"]);
    let none = desk.get("pelayanan", "/kerja/loket?q=xyzzy").await;
    none.says(&["0 layanan ditemukan", "Lihat semua"]);
    assert!(!none.html.contains(FORM));
}
