//! A register of another agency through the whole house: an extract and a service, from the configuration to the officer's
//! page, on each database.

use crate::house::{Fields, Home, Page, databases, set};
use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use desk::Publication;
use gapura::config::{Config, FILE};
use http::StatusCode;
use kernel::{Actor, Lang, Role};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const SERVICE: &str = "/layanan/surat-uji";
const NIK: &str = "3517010101900001";
const NIB: &str = "9120001234567";

const DEFINITION: &str = r#"#: format layanan 1
[layanan]
id      = "surat-uji"
jenis   = "permohonan"
nama    = "Surat keterangan uji"
versi   = 1
berlaku = 2026-01-05
pemilik = "dinas-kominfo"
saluran = ["web", "loket"]

[isian.nik]
label    = "NIK"
tipe     = "nik"
wajib    = true
pribadi  = "spesifik"
isi_dari = { sumber = "dukcapil", ambil = ["nama"] }

[isian.nama]
label   = "Nama sesuai KTP"
tipe    = "teks"
wajib   = true
pribadi = "umum"

[isian.nib]
label    = "NIB"
tipe     = "angka_tetap"
pola     = { digit = 13 }
isi_dari = { sumber = "oss", ambil = ["usaha"] }

[isian.usaha]
label = "Nama usaha"
tipe  = "teks"

[berkas.ktp]
label   = "KTP"
jenis   = ["jpg", "png"]
maks    = "2 MB"
wajib   = 'nik.sumber != dukcapil'
pribadi = "spesifik"

[simpan]
data_pribadi = "1 tahun"

[tenggat]
total = "5 hari kerja"

[langkah.periksa]
nama    = "Pemeriksaan"
oleh    = "kepala@dinas-kominfo"
mulai   = true
tenggat = "5 hari kerja"
aksi.terima = { ke = "selesai" }

[akhir]
selesai = { nama = "Selesai", hasil = "berhasil" }

[[uji]]
nama  = "diperiksa"
jalan = ["terima"]
harap = { akhir = "selesai" }
"#;

/// OSS as a service on loopback; counts its calls.
async fn oss() -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let answer = move |body: Bytes| {
        counted.fetch_add(1, Ordering::SeqCst);
        let known = body.as_ref() == format!("{{\"nib\":\"{NIB}\"}}").as_bytes();
        let said = if known { r#"{"usaha":"Warung Maju Jaya"}"# } else { "{}" };
        async move { said }
    };
    let routes = Router::new().route("/nib", post(answer));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (format!("http://{address}/nib"), calls)
}

/// The house with both sources and the service, and one who decides.
async fn home(folder: &std::path::Path, database: Option<String>, oss: &str) -> Home {
    let home = Home::found(folder, database, "http://127.0.0.1:8017").await;
    let sources = format!(
        "\n[wilayah.sumber.dukcapil]\nnama = \"Dukcapil\"\nberkas = \"dukcapil.csv\"\nkunci = \"NIK\"\nambil = {{ nama = \"NAMA\" }}\n\
         \n[wilayah.sumber.oss]\nnama = \"OSS\"\nurl = \"{oss}\"\nkunci = \"nib\"\nambil = {{ usaha = \"/usaha\" }}\n"
    );
    std::fs::write(home.data.join("dukcapil.csv"), format!("NIK;NAMA\n{NIK};MOCH. BUDI SANTOSO\n")).unwrap();
    let path = home.data.join(FILE);
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + &sources).unwrap();
    let home = home.reopened(Config::read(folder.join("kota").as_path()).unwrap()).await;
    let city = home.house.cities.first().unwrap();
    let around = gapura::files::surroundings(Some("35.17"), None).unwrap();
    let wish = Publication { file: "surat-uji.toml", source: DEFINITION, templates: &[] };
    city.desk.publish_all(wish, &around.units, &Actor::Operator, Lang::Id).await.unwrap();
    home.hire("retno", Role::Head, "dinas-kominfo").await;
    home
}

fn filled(page: &Page, name: &str) -> Fields {
    let mut fields = page.fields(SERVICE);
    for (name, value) in [("nik", NIK), ("nama", name), ("nib", NIB), ("_hp", "081234509876")] {
        set(&mut fields, name, value);
    }
    fields
}

fn pressed(mut fields: Fields, key: &str) -> Fields {
    set(&mut fields, "_ambil", key);
    fields
}

#[tokio::test]
async fn a_register_spares_the_card_and_shows_nobody_anything() {
    for database in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (oss, calls) = oss().await;
        let home = home(folder.path(), database, &oss).await;
        let city = home.house.cities.first().unwrap();
        assert_eq!(city.registers.findings().await, []);
        let mut resident = home.visitor();
        let page = resident.get(SERVICE).await;
        let other = resident.post(SERVICE, &pressed(filled(&page, "Sari Dewi"), "nik")).await;
        assert!(
            other.text().contains("Belum cocok dengan Dukcapil") && !other.text().contains("BUDI"),
            "{}",
            other.text()
        );
        let agreed = resident.post(SERVICE, &pressed(filled(&page, "Muhammad Budi Santoso"), "nik")).await;
        assert!(agreed.text().contains("Cocok dengan Dukcapil."), "{}", agreed.text());
        let taken = resident.post(SERVICE, &pressed(agreed.fields(SERVICE), "nib")).await;
        assert!(taken.text().contains("value=\"Warung Maju Jaya\""), "{}", taken.text());
        assert_eq!(calls.load(Ordering::SeqCst), 2, "the operator's look, and the question");
        let mut stolen = taken.fields(SERVICE);
        set(&mut stolen, "nama", "Sari Dewi");
        let refused = resident.post(SERVICE, &stolen).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("href=\"#f-ktp\""), "another name needs the card: {}", refused.text());
        let sent = resident.post(SERVICE, &taken.fields(SERVICE)).await;
        let number = sent.to().split('/').nth(2).unwrap().to_owned();
        let case = home.officer("retno").await.get(&format!("/kerja/kasus/{number}")).await.text();
        for said in ["(dari Dukcapil)", "(dari OSS)", "Muhammad Budi Santoso", "Warung Maju Jaya"] {
            assert!(case.contains(said), "{said}: {case}");
        }
        assert!(!case.contains("MOCH. BUDI"));
        written_down(&home).await;
        std::fs::remove_file(home.data.join("dukcapil.csv")).unwrap();
        let silent = resident.post(SERVICE, &pressed(filled(&page, "Muhammad Budi Santoso"), "nik")).await;
        assert!(silent.text().contains("Dukcapil sedang tidak menjawab"), "{}", silent.text());
        assert_eq!(city.registers.findings().await.len(), 1);
        home.house.store.close().await;
    }
}

/// The ledger knows from where an answer came, and neither name nor number.
async fn written_down(home: &Home) {
    let rows = home.house.store.heavy_rows("SELECT data FROM store_events", Vec::new()).await.unwrap();
    let all: Vec<String> = rows.iter().map(|row| row.string(0).unwrap()).collect();
    let all = all.join("\n");
    assert!(all.contains("\"nik\":\"dukcapil\""), "{all}");
    for secret in [NIK, NIB, "Budi", "BUDI", "Warung"] {
        assert!(!all.contains(secret), "{secret}");
    }
}
