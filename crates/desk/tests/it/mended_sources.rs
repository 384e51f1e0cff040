//! Sources where a returned case is mended, and where an officer's step asks: the open fields, and only those.

use crate::citizen_site::{Guest, Page, Site, opened};
use crate::office::{Office, person};
use crate::request::{publish, wish};
use crate::sources::{NIB, NIK, changed, site};
use crate::town::DOMICILE;
use axum::http::StatusCode;
use definition::{Answers, Input, Value};
use desk::{Filled, OpenCase, Viewer};
use kernel::CaseNumber;
use std::sync::atomic::Ordering;

/// An application that came back with these fields marked.
async fn returned(site: &Site, input: Input, marks: &[&str]) -> CaseNumber {
    let town = &site.town;
    let wish = OpenCase { input, ..wish(town, "30", "milik", "kembali").await };
    let number = town.desk.open_case(wish).await.unwrap().number;
    let marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
    let why = Filled { reason: "Mohon dibetulkan.".into(), marks, ..Filled::default() };
    town.act(&person("pelayanan"), &number, "kembalikan", why).await.unwrap();
    number
}

/// Sends the form that mends, as it was drawn on `page`.
async fn mend(guest: &mut Guest<'_>, number: &CaseNumber, page: &Page, fields: &[(&str, &str)]) -> Page {
    let action = format!("/lacak/{number}/tindakan/kirim");
    let hidden =
        ["_tanda", "_langkah", "_koreksi", "nik.asal", "nib.asal"].map(|name| (name, page.hidden(&action, name)));
    let own = hidden.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, value.as_str()));
    let all: Vec<(&str, &str)> = own.chain(fields.iter().copied()).collect();
    guest.post(&action, &all).await
}

async fn answers(site: &Site, number: &CaseNumber) -> Answers {
    site.town.view(number, &Viewer::Officer(person("pelayanan"))).await.answers
}

fn text(words: &str) -> Option<Value> {
    Some(Value::Text(words.into()))
}

#[tokio::test]
async fn a_marked_name_is_compared_with_the_number_that_stays_as_it_was() {
    let (site, agencies) = site().await;
    let number = returned(&site, changed("", "nama", "Budi Santosa"), &["nama"]).await;
    let mut guest = opened(&site, &number).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    page.has("Cocokkan dengan Dukcapil");
    page.lacks("name=\"nik\"");
    page.lacks("Data dari OSS");
    let differs = mend(&mut guest, &number, &page, &[("nama", "Sari Dewi"), ("_ambil", "nik")]).await;
    assert_eq!(differs.status, StatusCode::OK);
    differs.has("Belum cocok dengan Dukcapil");
    differs.lacks("BUDI SANTOSO");
    differs.has("value=\"Sari Dewi\"");
    let other = ("nik", "3517010101900009");
    let agreed = mend(&mut guest, &number, &differs, &[("nama", "Budi Santoso"), other, ("_ambil", "nik")]).await;
    agreed.has("Cocok dengan Dukcapil.");
    assert_eq!(agencies.asked.load(Ordering::SeqCst), 2);
    let sent = mend(&mut guest, &number, &agreed, &[("nama", "Budi Santoso"), other]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let answers = answers(&site, &number).await;
    assert_eq!((answers.get("nik").cloned(), answers.get("nama").cloned()), (text(NIK), text("Budi Santoso")));
    for id in ["nik", "nama", "alamat_ktp"] {
        assert_eq!(answers.source(id), Some("dukcapil"), "{id}");
    }
}

#[tokio::test]
async fn what_is_not_marked_is_not_filled_in_either() {
    let (site, _) = site().await;
    let mut input = changed("", "kbli", "47112");
    input.push("nib", NIB);
    let number = returned(&site, input, &["nama_usaha"]).await;
    let mut guest = opened(&site, &number).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    page.lacks("Cocokkan dengan Dukcapil");
    let filled = mend(&mut guest, &number, &page, &[("nama_usaha", "Toko"), ("_ambil", "nib")]).await;
    filled.has("Data dari OSS sudah diisikan");
    filled.has("value=\"Warung Maju Jaya\"");
    let typed = [("nama_usaha", "Warung Maju Jaya"), ("kbli", "47111"), ("nib", "9120001234568")];
    let sent = mend(&mut guest, &number, &filled, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let answers = answers(&site, &number).await;
    assert_eq!(answers.get("nama_usaha").cloned(), text("Warung Maju Jaya"));
    assert_eq!(answers.get("kbli"), Some(&Value::Option("47112".into())));
    assert_eq!(answers.get("nib").cloned(), text(NIB));
    assert_eq!(
        ["nib", "nama_usaha", "kbli"].map(|id| answers.source(id)),
        [Some("oss"), Some("oss"), Some("isi_sendiri")]
    );
}

#[tokio::test]
async fn a_proof_for_other_values_is_worth_nothing_where_a_case_is_mended() {
    let (site, _) = site().await;
    let number = returned(&site, changed("", "nama", "Budi Santosa"), &["nama"]).await;
    let mut guest = opened(&site, &number).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    let agreed = mend(&mut guest, &number, &page, &[("nama", "Budi Santoso"), ("_ambil", "nik")]).await;
    let sent = mend(&mut guest, &number, &agreed, &[("nama", "Budi Santoso Jaya")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(answers(&site, &number).await.source("nama"), Some("isi_sendiri"));
}

#[tokio::test]
async fn a_silent_source_leaves_the_form_as_it_was_and_says_what_to_do_in_both_languages() {
    let (site, agencies) = site().await;
    let number = returned(&site, changed("", "nama", "Budi Santosa"), &["nama"]).await;
    agencies.down.store(true, Ordering::SeqCst);
    let mut guest = opened(&site, &number).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    let silent = mend(&mut guest, &number, &page, &[("nama", "Budi Santoso"), ("_ambil", "nik")]).await;
    silent.has("Dukcapil sedang tidak menjawab. Isi sendiri dan teruskan");
    guest.language = "en";
    let silent = mend(&mut guest, &number, &silent, &[("nama", "Budi Santoso"), ("_ambil", "nik")]).await;
    silent.has("Compare with Dukcapil");
    silent.has("Dukcapil does not answer right now. Fill it in yourself and go on");
    silent.has("value=\"Budi Santoso\"");
    let sent = mend(&mut guest, &number, &silent, &[("nama", "Budi Santoso")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(answers(&site, &number).await.get("nama").cloned(), text("Budi Santoso"));
}

/// The example with two fields that the office fills in at this step.
fn with_fields_at(step: &str) -> String {
    let fields = r#"
[isian.nib_kantor]
label = "NIB menurut kantor"
tipe  = "angka_tetap"
pola  = { digit = 13, pesan = "NIB terdiri dari 13 angka" }
diisi = "periksa"
isi_dari = { sumber = "oss", ambil = ["nama_oss"] }

[isian.nama_oss]
label = "Nama menurut OSS"
tipe  = "teks"
diisi = "periksa"

[isian.nib]
"#;
    let fields = fields.replace("periksa", step);
    let proof = "masuk   = { minimal = \"hp_terverifikasi\" }\n";
    DOMICILE
        .replace(proof, "")
        .replacen("\n[isian.nib]\n", &fields, 1)
        .replace("ambil = [\"nama_usaha\", \"kbli\"]", "ambil = [\"nama_usaha\"]")
}

#[tokio::test]
async fn an_officer_asks_the_register_at_the_step_that_fills_the_fields_in() {
    let (site, agencies) = site().await;
    publish(&site.town, &with_fields_at("periksa")).await;
    let number = crate::request::applied(&site.town, "30", "milik").await;
    let office = Office::of(&site.town);
    let address = format!("/kerja/kasus/{number}?tindakan=periksa.lengkap");
    let action = format!("/kerja/kasus/{number}/tindakan/periksa.lengkap");
    let page = office.get("pelayanan", &address).await;
    page.says(&["Ambil data dari OSS"]);
    assert!(!page.html.contains("Cocokkan dengan Dukcapil"), "the resident's fields are not asked here");
    let filled = office.fill("pelayanan", &page, &action, &[("nib_kantor", NIB), ("_ambil", "nib_kantor")]).await;
    assert_eq!(filled.status, StatusCode::OK);
    filled.says(&["Data dari OSS sudah diisikan", "value=\"Warung Maju Jaya\""]);
    agencies.down.store(true, Ordering::SeqCst);
    let silent = office.fill("pelayanan", &filled, &action, &[("nib_kantor", NIB), ("_ambil", "nib_kantor")]).await;
    silent.says(&["OSS sedang tidak menjawab", &format!("value=\"{NIB}\"")]);
    let proof = filled.hidden(&action, "nib_kantor.asal");
    let fields = [("nib_kantor", NIB), ("nama_oss", "Warung Maju Jaya"), ("nib_kantor.asal", proof.as_str())];
    let done = office.fill("pelayanan", &filled, &action, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let answers = answers(&site, &number).await;
    assert_eq!(["nib_kantor", "nama_oss"].map(|id| answers.source(id)), [Some("oss"), Some("oss")]);
}

#[tokio::test]
async fn a_form_that_is_carried_along_without_a_signal_asks_no_register() {
    let (site, _) = site().await;
    publish(&site.town, &with_fields_at("survei")).await;
    let number = crate::request::applied(&site.town, "80", "sewa").await;
    site.town.act(&person("pelayanan"), &number, "lengkap", Filled::default()).await.unwrap();
    let office = Office::of(&site.town);
    let case = office.get("ekbang", &format!("/kerja/kasus/{number}?tindakan=survei.sesuai")).await;
    case.says(&["Ambil data dari OSS"]);
    let carried = office.get("ekbang", &format!("/kerja/luring/{number}/survei.sesuai")).await;
    carried.says(&["name=\"nib_kantor\""]);
    assert!(!carried.html.contains("_ambil"), "{}", carried.html);
}
