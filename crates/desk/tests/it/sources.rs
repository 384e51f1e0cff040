//! What registers of other agencies confirm or fill in (`isi_dari`, ADR 0025), and what nobody learns from them.

use crate::citizen_site::{Guest, Page, Site, of};
use crate::office::{Office, person};
use crate::request::{attached, office, publish, shop, unproved, wish};
use crate::town::{DOMICILE, OTHER_VILLAGE, Town, VILLAGE, parts, small_town};
use axum::http::StatusCode;
use cases::doors::{Answer, NoAnswer, Question, Record, Sources};
use definition::Input;
use desk::{Desk, Filled, OpenCase, Viewer};
use kernel::CaseNumber;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const SERVICE: &str = "/layanan/surat-domisili-usaha";
const ONE_PAGE: &str = "/layanan/surat-domisili-usaha?hemat=ya";
const PAGES: &str = "/layanan/surat-domisili-usaha/isi";
const COUNTER: &str = "/kerja/loket/surat-domisili-usaha";
pub const NIK: &str = "3517010101900001";
pub const NIB: &str = "9120001234567";

/// Dukcapil and OSS, with one person and one shop.
#[derive(Default)]
pub struct Agencies {
    pub down: AtomicBool,
    pub asked: AtomicUsize,
    /// Whether each question was called personal.
    personal: Mutex<Vec<bool>>,
}

impl Sources for Agencies {
    fn name(&self, source: &str) -> Option<String> {
        match source {
            "dukcapil" => Some("Dukcapil".into()),
            "oss" => Some("OSS".into()),
            _ => None,
        }
    }

    fn ask<'a>(&'a self, question: Question<'a>) -> Answer<'a, Result<Option<Record>, NoAnswer>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.personal.lock().unwrap().push(question.personal);
        let said: &[(&str, &str)] = match (question.source, question.key) {
            ("dukcapil", NIK) => &[("nama", "BUDI SANTOSO"), ("alamat_ktp", "JL. MELATI NO. 03")],
            ("oss", NIB) => &[("nama_usaha", "Warung Maju Jaya"), ("kbli", "47111"), ("nama_oss", "Warung Maju Jaya")],
            _ => &[],
        };
        let record: Record = said.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        let answer = match self.down.load(Ordering::SeqCst) {
            true => Err(NoAnswer),
            false => Ok((!record.is_empty()).then_some(record)),
        };
        Box::pin(async move { answer })
    }
}

async fn town() -> (Town, Arc<Agencies>) {
    let town = small_town().await;
    publish(&town, &unproved(DOMICILE)).await;
    let agencies = Arc::new(Agencies::default());
    let desk = Desk::open(desk::Parts { sources: agencies.clone(), ..parts(&town.ledger) }).await.unwrap();
    (Town { desk, ..town }, agencies)
}

pub async fn site() -> (Site, Arc<Agencies>) {
    let (town, agencies) = town().await;
    (of(town), agencies)
}

const ANSWERS: [(&str, &str); 12] = [
    ("nik", NIK),
    ("nama", "Budi Santoso"),
    ("alamat_ktp.desa", VILLAGE),
    ("alamat_ktp", "Jalan Melati 3"),
    ("nib", ""),
    ("nama_usaha", "Toko Berkah"),
    ("kbli", "47112"),
    ("lokasi_usaha.desa", VILLAGE),
    ("lokasi_usaha.patokan", "depan pasar"),
    ("luas", "30"),
    ("status_tempat", "milik"),
    ("_hp", "0812 3456 7890"),
];

/// The whole form with the hidden fields of the page, some answers changed or added.
fn form<'a>(page: &Page, action: &str, changed: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for name in ["_tanda", "_draf", "nik.asal", "nib.asal"] {
        let value = page.hidden(action, name);
        if !value.is_empty() {
            fields.push((name.into(), value));
        }
    }
    let own = |name: &str| changed.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    for (name, value) in ANSWERS {
        fields.push((name.into(), own(name).unwrap_or(value).into()));
    }
    let more = changed.iter().filter(|(name, _)| !ANSWERS.iter().any(|(known, _)| known == name));
    fields.extend(more.map(|(name, value)| ((*name).into(), (*value).into())));
    fields
}

async fn post(guest: &mut Guest<'_>, action: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    guest.post(action, &fields).await
}

/// The one-page form, sent with these changes.
async fn sent(guest: &mut Guest<'_>, page: &Page, changed: &[(&str, &str)]) -> Page {
    post(guest, SERVICE, &form(page, SERVICE, changed)).await
}

fn number_of(page: &Page) -> CaseNumber {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    CaseNumber::parse(page.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima")).unwrap()
}

#[tokio::test]
async fn whoever_types_somebodys_nik_learns_nothing_of_the_person() {
    let (site, agencies) = site().await;
    let mut guest = Guest::new(&site);
    let empty = guest.get(ONE_PAGE).await;
    empty.has("Cocokkan dengan Dukcapil");
    for changed in [
        [("nama", "Sari Dewi"), ("_ambil", "nik")],
        [("alamat_ktp", "Jalan Mawar 9"), ("_ambil", "nik")],
        [("nik", "3517010101900009"), ("_ambil", "nik")],
    ] {
        let page = sent(&mut guest, &empty, &changed).await;
        assert_eq!(page.status, StatusCode::OK);
        page.has("Belum cocok dengan Dukcapil");
        for secret in ["BUDI SANTOSO", "JL. MELATI", "nik.asal"] {
            page.lacks(secret);
        }
        page.has(&format!("value=\"{}\"", changed[0].1));
    }
    let blank = sent(&mut guest, &empty, &[("nama", ""), ("_ambil", "nik")]).await;
    blank.has("Isi dahulu dengan benar: NIK pemilik, Nama pemilik, Alamat sesuai KTP");
    assert_eq!(agencies.asked.load(Ordering::SeqCst), 3, "without a name nobody is asked");
    assert!(agencies.personal.lock().unwrap().iter().all(|personal| *personal));
}

#[tokio::test]
async fn who_agrees_with_the_register_need_not_attach_the_card_and_the_officer_sees_why() {
    let (site, _) = site().await;
    let mut guest = Guest::new(&site);
    let empty = guest.get(ONE_PAGE).await;
    let without = sent(&mut guest, &empty, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    without.has("href=\"#f-ktp\"");
    let agreed = sent(&mut guest, &empty, &[("_ambil", "nik")]).await;
    agreed.has("Cocok dengan Dukcapil.");
    let handle = attached(&site.town, &["pengantar"]).await;
    let number = number_of(&sent(&mut guest, &agreed, &[("_draf", &handle), ("_tetap", "1")]).await);
    let view = site.town.view(&number, &Viewer::Officer(person("pelayanan"))).await;
    for id in ["nik", "nama", "alamat_ktp"] {
        assert_eq!(view.answers.source(id), Some("dukcapil"), "{id}");
    }
    assert_eq!(view.answers.source("nama_usaha"), Some("isi_sendiri"));
    let desk = Office::of(&site.town);
    desk.get("pelayanan", &format!("/kerja/kasus/{number}")).await.says(&["(dari Dukcapil)", "(diisi sendiri)"]);
}

#[tokio::test]
async fn what_is_not_personal_is_filled_in_and_a_corrected_value_is_self_entered_again() {
    let (site, agencies) = site().await;
    let mut guest = Guest::new(&site);
    let empty = guest.get(ONE_PAGE).await;
    let unknown = sent(&mut guest, &empty, &[("nib", "9120001234568"), ("_ambil", "nib")]).await;
    unknown.has("Nomor ini tidak ada di OSS");
    let filled = sent(&mut guest, &empty, &[("nib", NIB), ("_ambil", "nib")]).await;
    for said in ["Data dari OSS sudah diisikan", "value=\"Warung Maju Jaya\"", "value=\"47111\" checked"] {
        filled.has(said);
    }
    assert!(agencies.personal.lock().unwrap().iter().all(|personal| !personal));
    let handle = attached(&site.town, &["ktp", "pengantar"]).await;
    let own = [("nib", NIB), ("nama_usaha", "Warung Maju"), ("kbli", "47111"), ("_draf", &handle), ("_tetap", "1")];
    let number = number_of(&sent(&mut guest, &filled, &own).await);
    let answers = site.town.view(&number, &Viewer::Reporter).await.answers;
    let sources = ["nib", "kbli", "nama_usaha"].map(|id| answers.source(id));
    assert_eq!(sources, [Some("oss"), Some("oss"), Some("isi_sendiri")]);
}

#[tokio::test]
async fn a_source_that_is_silent_or_asked_too_often_stops_nobody() {
    let (site, agencies) = site().await;
    let mut guest = Guest::new(&site);
    let empty = guest.get(ONE_PAGE).await;
    agencies.down.store(true, Ordering::SeqCst);
    let silent = sent(&mut guest, &empty, &[("_ambil", "nik")]).await;
    silent.has("Dukcapil sedang tidak menjawab");
    for _ in 0..8 {
        sent(&mut guest, &empty, &[("_ambil", "nik")]).await;
    }
    assert_eq!(agencies.asked.load(Ordering::SeqCst), 5, "one number is asked about so often and no more");
    let often = sent(&mut guest, &empty, &[("_ambil", "nik")]).await;
    often.has("terlalu sering");
    often.has("value=\"Budi Santoso\"");
    let handle = attached(&site.town, &["ktp", "pengantar"]).await;
    number_of(&sent(&mut guest, &often, &[("_draf", &handle), ("_tetap", "1")]).await);
}

#[tokio::test]
async fn a_region_without_the_source_offers_no_button_and_says_so() {
    let site = of(office().await);
    let page = Guest::new(&site).get(ONE_PAGE).await;
    page.lacks("_ambil");
    page.has("Isi sendiri semua bagian");
}

/// The proof that Dukcapil gives for the shop's owner.
pub async fn proof(site: &Site) -> String {
    let mut guest = Guest::new(site);
    let empty = guest.get(ONE_PAGE).await;
    let agreed = sent(&mut guest, &empty, &[("_ambil", "nik")]).await;
    agreed.hidden(SERVICE, "nik.asal")
}

async fn source_of(town: &Town, key: &str, input: Input) -> Option<String> {
    let wish = OpenCase { input, ..wish(town, "30", "milik", key).await };
    let receipt = town.desk.open_case(wish).await.unwrap();
    town.view(&receipt.number, &Viewer::Reporter).await.answers.source("nik").map(str::to_owned)
}

/// The shop's form with one text in another's place, and this proof.
pub fn changed(proof: &str, name: &str, value: &str) -> Input {
    let texts = ["nik", "nama", "alamat_ktp.desa", "alamat_ktp", "nama_usaha", "kbli", "luas", "status_tempat"];
    let places = ["lokasi_usaha.desa", "lokasi_usaha.patokan"];
    let shop = shop("30", "milik");
    let all = texts.into_iter().chain(places);
    let mut input: Input = all
        .map(|known| (known, if known == name { value.to_owned() } else { shop.get(known).unwrap_or_default() }))
        .collect();
    input.push("nik.asal", proof);
    input
}

#[tokio::test]
async fn a_proof_is_worth_nothing_for_other_values_and_none_can_be_made() {
    let (site, _) = site().await;
    let (town, proof) = (&site.town, proof(&site).await);
    assert_eq!(source_of(town, "benar", changed(&proof, "", "")).await.as_deref(), Some("dukcapil"));
    let others = [
        ("nik", "3517010101900009"),
        ("nama", "Budi Santosa"),
        ("nama", "BUDI SANTOSO"),
        ("alamat_ktp", "Jalan Melati 30"),
        ("alamat_ktp.desa", OTHER_VILLAGE),
    ];
    for (at, (name, value)) in others.into_iter().enumerate() {
        let source = source_of(town, &format!("lain-{at}"), changed(&proof, name, value)).await;
        assert_eq!(source.as_deref(), Some("isi_sendiri"), "{name} {value}");
    }
    let (head, tag) = proof.rsplit_once(':').unwrap();
    let (field, day) = head.split_once(':').unwrap();
    let day: i64 = day.parse().unwrap();
    let turned: String = tag.chars().rev().collect();
    let mut forged = vec![
        String::new(),
        "nik".to_owned(),
        format!("{head}:"),
        format!("{head}:{turned}"),
        format!("{head}:{}", tag.to_uppercase()),
        format!("{field}:{}:{tag}", day + 1),
        format!("{field}:{}:{tag}", day - 1),
        format!("nama:{day}:{tag}"),
        format!("nib:{day}:{tag}"),
        format!("{field}:{}:{tag}", i64::MIN),
    ];
    // Every digit of the tag counts.
    forged.extend((0..tag.len()).map(|at| {
        let other = if tag.as_bytes()[at] == b'0' { "1" } else { "0" };
        format!("{head}:{}{other}{}", &tag[..at], &tag[at + 1..])
    }));
    for (at, forged) in forged.iter().enumerate() {
        let source = source_of(town, &format!("palsu-{at}"), changed(forged, "", "")).await;
        assert_eq!(source.as_deref(), Some("isi_sendiri"), "{forged}");
    }
}

#[tokio::test]
async fn a_proof_is_over_after_a_week() {
    let (site, _) = site().await;
    let proof = proof(&site).await;
    site.town.clock.advance(7 * 86_400);
    assert_eq!(source_of(&site.town, "a", changed(&proof, "", "")).await.as_deref(), Some("dukcapil"));
    site.town.clock.advance(86_400);
    assert_eq!(source_of(&site.town, "b", changed(&proof, "", "")).await.as_deref(), Some("isi_sendiri"));
}

/// One page of the long form with what it asks, its hidden fields, and what is pressed.
async fn paged(guest: &mut Guest<'_>, page: &Page, changed: &[(&str, &str)]) -> Page {
    let mut fields = form(page, PAGES, changed);
    fields.retain(|(name, _)| name.starts_with('_') || page.html.contains(&format!("name=\"{name}\"")));
    fields.push(("_bagian".into(), page.hidden(PAGES, "_bagian")));
    post(guest, PAGES, &fields).await
}

#[tokio::test]
async fn page_by_page_the_proof_goes_along_to_the_end() {
    let (site, _) = site().await;
    let mut guest = Guest::new(&site);
    let first = guest.get(PAGES).await.to;
    let page = guest.get(&first).await;
    let agreed = paged(&mut guest, &page, &[("_ambil", "nik")]).await;
    assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.html);
    agreed.has("Cocok dengan Dukcapil.");
    agreed.has("value=\"Budi Santoso\"");
    let second = paged(&mut guest, &agreed, &[]).await.to;
    let page = guest.get(&second).await;
    page.lacks("Dukcapil");
    let filled = paged(&mut guest, &page, &[("nib", NIB), ("_ambil", "nib")]).await;
    filled.has("value=\"Warung Maju Jaya\"");
    let own = [("nib", NIB), ("nama_usaha", "Warung Maju Jaya"), ("kbli", "47111")];
    let mut to = paged(&mut guest, &filled, &own).await.to;
    for _ in 0..8 {
        let page = guest.get(&to).await;
        if to.ends_with("periksa") {
            break;
        }
        to = paged(&mut guest, &page, &[]).await.to;
        if to.is_empty() {
            // The letter of the neighbourhood is still missing; the card is not asked for.
            break;
        }
    }
    let check = guest.get(&format!("{PAGES}?bagian=periksa")).await;
    check.has("Surat pengantar RT/RW: ");
    check.lacks("KTP pemilik: ");
    check.has("Warung Maju Jaya");
}

#[tokio::test]
async fn at_the_counter_the_same_is_compared_and_nothing_more_is_shown() {
    let (town, _) = town().await;
    let desk = Office::of(&town);
    let page = desk.get("pelayanan", COUNTER).await;
    let mut fields: Vec<(&str, &str)> = ANSWERS.to_vec();
    fields.push(("_ambil", "nik"));
    fields[1].1 = "Sari";
    let differs = desk.fill("pelayanan", &page, COUNTER, &fields).await;
    differs.says(&["Belum cocok dengan Dukcapil"]);
    assert!(!differs.html.contains("BUDI SANTOSO"));
    fields[1].1 = "Budi Santoso";
    let agreed = desk.fill("pelayanan", &differs, COUNTER, &fields).await;
    agreed.says(&["Cocok dengan Dukcapil."]);
    let (proof, handle) = (agreed.hidden(COUNTER, "nik.asal"), attached(&town, &["pengantar"]).await);
    fields.pop();
    fields.extend([("nik.asal", proof.as_str()), ("_draf", &handle)]);
    let read = desk.fill("pelayanan", &agreed, COUNTER, &fields).await;
    read.says(&["Bacakan"]);
    assert_eq!(read.hidden(COUNTER, "nik.asal"), proof, "it is carried to the sending");
}

#[tokio::test]
async fn a_name_that_is_changed_in_a_returned_case_takes_the_source_from_the_number_too() {
    let (site, _) = site().await;
    let (town, proof) = (&site.town, proof(&site).await);
    let wish = OpenCase { input: changed(&proof, "", ""), ..wish(town, "30", "milik", "kembali").await };
    let number = town.desk.open_case(wish).await.unwrap().number;
    let why = Filled { reason: "Nama keliru.".into(), marks: vec!["nama".into()], ..Filled::default() };
    town.act(&person("pelayanan"), &number, "kembalikan", why).await.unwrap();
    let typed = Filled { input: changed(&proof, "nama", "Budi Hartono"), ..Filled::default() };
    town.reply(&number, "kirim", typed).await.unwrap();
    let answers = town.view(&number, &Viewer::Officer(person("pelayanan"))).await.answers;
    assert_eq!(answers.get("nama"), Some(&definition::Value::Text("Budi Hartono".into())));
    for id in ["nik", "nama", "alamat_ktp"] {
        assert_eq!(answers.source(id), Some("isi_sendiri"), "{id}");
    }
}

#[tokio::test]
async fn a_program_that_sends_an_application_claims_no_source() {
    let (town, _) = town().await;
    let said = serde_json::json!({ "nik": { "nilai": NIK, "sumber": "dukcapil" }, "nama": "Budi Santoso" });
    let service = town.desk.catalogue().service("surat-domisili-usaha").unwrap();
    let claimed = definition::plain::answers(&service, said.as_object().unwrap()).unwrap();
    assert_eq!(claimed.source("nik"), Some("dukcapil"), "scenarios may say so");
    let input = web::form::input(&web::form::texts(&claimed));
    let mut whole = changed("", "", "");
    for name in ["nik", "nama"] {
        assert_eq!(input.get(name), whole.get(name));
    }
    whole.push("nik.sumber", "dukcapil");
    assert_eq!(source_of(&town, "program", whole).await.as_deref(), Some("isi_sendiri"));
}
