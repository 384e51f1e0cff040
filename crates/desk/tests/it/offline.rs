//! Reports that a resident filled in without a signal (`saluran = ["luring"]`): kept by a script, taken in here once.

use crate::citizen_site::{Guest, Page, Site, good, number_of, of, site};
use crate::codes::typed_in;
use crate::office::{Office, person};
use crate::request::{office, publish};
use crate::town::{DOMICILE, VILLAGE, picture};
use axum::http::{StatusCode, header};
use desk::{OpenCase, Viewer};
use kernel::CaseNumber;
use serde_json::Value;

const FORM: &str = "/luring/formulir/jalan-rusak";
/// Here nobody has to prove a contact before sending.
const PROOF: &str = "masuk   = { minimal = \"hp_terverifikasi\" }\n";
const KEY: &str = "AAECAwQFBgcICQoLDA0ODw";
const OTHER_KEY: &str = "AQECAwQFBgcICQoLDA0ODw";

async fn stamp(guest: &mut Guest<'_>, key: &str) -> String {
    let page = guest.get(&format!("/luring-tanda/{key}")).await;
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    json(&page)["tanda"].as_str().unwrap().to_owned()
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.html).unwrap_or_else(|_| panic!("{}", page.html))
}

/// A kept form with a photo, sent under this key.
async fn sent(guest: &mut Guest<'_>, key: &str, landmark: &str) -> Page {
    let stamp = stamp(guest, key).await;
    let mut fields = good(&stamp, landmark);
    fields.push(("_alat", "2027-02-28T23:15:00Z"));
    guest.upload(FORM, &fields, &[("foto", &picture())]).await
}

fn number(page: &Page) -> CaseNumber {
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    CaseNumber::parse(json(page)["nomor"].as_str().unwrap()).unwrap()
}

async fn cases(site: &Site) -> usize {
    Office::of(&site.town).get("verifikator", "/kerja").await.html.matches("<tr data-baris").count()
}

#[tokio::test]
async fn a_kept_report_is_taken_in_once_and_its_receipt_is_told_again() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = sent(&mut guest, KEY, "depan pasar").await;
    let own = number(&first);
    let again = sent(&mut guest, KEY, "depan pasar").await;
    assert_eq!((number(&again), json(&again)["kode"].clone()), (own.clone(), json(&first)["kode"].clone()));
    let other = sent(&mut guest, KEY, "depan masjid").await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.html);
    assert_eq!(cases(&site).await, 1);
    let second = number(&sent(&mut guest, OTHER_KEY, "depan masjid").await);
    assert_ne!(second, own);
    let (code, _) = site.town.desk.secrets(&own).await.unwrap();
    assert_eq!(json(&first)["kode"], code.printed());
    assert_eq!(site.town.view(&own, &Viewer::Officer(person("verifikator"))).await.files.len(), 1);
}

#[tokio::test]
async fn the_case_says_by_which_channel_it_came_and_what_the_device_said_of_the_time() {
    let site = site().await;
    let own = number(&sent(&mut Guest::new(&site), KEY, "depan pasar").await);
    let view = site.town.view(&own, &Viewer::Officer(person("verifikator"))).await;
    assert_eq!(view.head.channel, "luring");
    assert_eq!(view.head.opened_at, site.town.desk.now(), "the server's time counts");
    let page = Office::of(&site.town).get("verifikator", &format!("/kerja/kasus/{own}")).await;
    page.says(&["Formulir tanpa sinyal", "diterima lewat formulir tanpa sinyal", "menurut alat pengirim", "06.15"]);
}

#[tokio::test]
async fn what_is_wrong_is_told_by_the_names_of_the_fields_and_nothing_is_taken() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = stamp(&mut guest, KEY).await;
    let typed = [("_tanda", token.as_str()), ("lokasi.desa", VILLAGE), ("jenis_rusak", "meteor"), ("_hp", "abc")];
    let wrong = guest.upload(FORM, &typed, &[("foto", b"no picture")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = json(&wrong);
    assert_eq!(said["keadaan"], "perbaiki");
    let told = said["sementara"].to_string();
    for part in ["x.jpg", "Kerusakan apa: ", "Nomor HP"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("abc") && !told.contains("meteor"), "no answer is told back: {told}");
    assert_eq!(cases(&site).await, 0);
    let token = stamp(&mut guest, KEY).await;
    number(&guest.post(FORM, &good(&token, "depan pasar")).await);
}

#[tokio::test]
async fn the_page_offers_no_secrecy_asks_no_source_and_names_one_script_and_worker() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let service = guest.get("/layanan/jalan-rusak").await;
    service.has("href=\"/luring/formulir/jalan-rusak\"");
    service.lacks("luring.js");
    let page = guest.get(FORM).await;
    page.has("/luring/luring.js");
    page.has("Laporan rahasia atau tanpa nama tidak disimpan");
    for absent in ["_rahasia", "_anonim", "_ambil", "_simpan", "data-unggah"] {
        page.lacks(absent);
    }
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("trusted-types luring") && policy.contains("default-src 'none'"), "{policy}");
    for script in ["/luring/luring.js", "/luring/pekerja.js"] {
        assert_eq!(guest.get(script).await.headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    }
    guest.get("/luring/daftar").await.has("href=\"/luring/formulir/jalan-rusak\"");
}

#[tokio::test]
async fn a_service_that_keeps_no_form_has_none_and_a_foreign_stamp_takes_nothing() {
    let town = office().await;
    let site = crate::citizen_site::of(town);
    let mut guest = Guest::new(&site);
    let address = "/luring/formulir/surat-domisili-usaha";
    assert_eq!(guest.get(address).await.status, StatusCode::OK);
    let forged = guest.post(FORM, &good("AAAA", "depan pasar")).await;
    assert_eq!((forged.status, json(&forged)["keadaan"].clone()), (StatusCode::FORBIDDEN, "asing".into()));
    assert_eq!(guest.get("/luring-tanda/pendek").await.status, StatusCode::NOT_FOUND);
    publish(&site.town, &DOMICILE.replace("[\"web\", \"loket\", \"luring\"]", "[\"web\", \"loket\"]")).await;
    assert_eq!(guest.get(address).await.status, StatusCode::NOT_FOUND);
    guest.get("/layanan/surat-domisili-usaha").await.lacks("href=\"/luring/");
    assert_eq!(guest.post(address, &[("_tanda", "")]).await.status, StatusCode::NOT_FOUND);
}

const PERMIT: &str = "/luring/formulir/surat-domisili-usaha";

/// A whole application under this stamp.
fn application(stamp: &str) -> Vec<(&str, &str)> {
    vec![
        ("_tanda", stamp),
        ("nik", "3517010101900001"),
        ("nama", "Budi Santoso"),
        ("alamat_ktp.desa", VILLAGE),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", "Toko Berkah"),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", VILLAGE),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", "30"),
        ("status_tempat", "milik"),
        ("_hp", "0812 3456 7890"),
    ]
}

#[tokio::test]
async fn an_application_is_refused_without_its_documents_and_taken_with_them() {
    let site = site().await;
    publish(&site.town, &DOMICILE.replace(PROOF, "")).await;
    let mut guest = Guest::new(&site);
    let token = stamp(&mut guest, KEY).await;
    let fields = application(&token);
    let card = picture();
    let bare = guest.upload(PERMIT, &fields, &[("ktp", &card)]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(json(&bare)["sementara"].to_string().contains("Surat pengantar RT/RW: "));
    let whole = guest.upload(PERMIT, &fields, &[("ktp", &card), ("pengantar", &card)]).await;
    let own = number(&whole);
    // The answer was lost on the way: the same form once more.
    assert_eq!(number(&guest.upload(PERMIT, &fields, &[("ktp", &card), ("pengantar", &card)]).await), own);
    let wish = OpenCase { form_key: KEY.into(), service: "surat-domisili-usaha".into(), ..OpenCase::default() };
    assert!(site.town.desk.open_case(wish).await.is_err(), "the key is used");
}

#[tokio::test]
async fn a_kept_form_waits_for_the_code_from_the_phone_and_is_then_one_case_under_its_own_key() {
    let site = of(office().await);
    let mut guest = Guest::new(&site);
    let (token, card) = (stamp(&mut guest, KEY).await, picture());
    let mut fields = application(&token);
    fields.push(("_alat", "2027-02-28T23:15:00Z"));
    let files: [(&str, &[u8]); 2] = [("ktp", &card), ("pengantar", &card)];
    let asked = guest.upload(PERMIT, &fields, &files).await;
    assert_eq!(
        (asked.status, json(&asked)["keadaan"].as_str()),
        (StatusCode::ACCEPTED, Some("kode")),
        "{}",
        asked.html
    );
    assert_eq!(json(&guest.get(&format!("/luring-tanda/{KEY}")).await)["sudah"], false, "nothing is opened yet");
    let done = typed_in(&mut guest, json(&asked)["lanjut"].as_str().unwrap()).await;
    let own = number_of(&done);
    assert_eq!(json(&guest.get(&format!("/luring-tanda/{KEY}")).await)["sudah"], true);
    assert_eq!(number(&guest.upload(PERMIT, &fields, &files).await), own, "the device gets number and code");
    let view = site.town.view(&own, &Viewer::Officer(person("pelayanan"))).await;
    assert_eq!(view.head.channel, "luring");
}
