//! What the case page shows, and to whom.

use crate::office::{Office, at};
use crate::town::{input, report, small_town};
use axum::http::StatusCode;
use desk::OpenCase;

#[tokio::test]
async fn the_case_page_says_what_it_is_where_it_stands_what_can_be_done_and_what_happened() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&[
        "depan balai desa",
        "Budi Santoso",
        "+6281234567890",
        "-7.54610, 112.23390",
        "Kerusakan apa?",
        "Lubang",
        "Verifikasi",
        "Teruskan",
        "Minta data",
        "Tolak",
        "Kewenangan jalan",
        "Lanjut ke: Survei lapangan.",
        "Tindakan ini perlu:",
        "Jawab untuk umum",
        "Catatan internal",
        "Pindahkan ke unit lain",
        "Laporan diterima lewat situs ini",
        "Semua batas waktu",
        "14 hari kerja",
        "mulai saat laporan dibuka",
        "Standar Pelayanan, versi 3",
        "href=\"/layanan/jalan-rusak\"",
    ]);
    assert!(page.html.len() < 60 * 1024, "{} bytes", page.html.len());
}

#[tokio::test]
async fn another_agencys_case_is_not_there_for_reading_or_acting() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let missing = office.get("kesehatan", "/kerja/kasus/PGD-2027-009999-9").await;
    let own = office.get("verifikator", &at(&number)).await;
    let token = own.hidden(&format!("{}/jawaban", at(&number)), "_tanda");
    let before = town.recorded().await;
    for other in ["kesehatan", "pengawas", "pju"] {
        let page = office.get(other, &at(&number)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{other}");
        page.says(&["Laporan tidak ditemukan"]);
        for noun in ["jawaban", "catatan", "pindah", "kembali", "ambil-alih", "tindakan/verifikasi.tolak"] {
            let fields = [("_tanda", token.as_str()), ("teks", "x"), ("alasan", "x"), ("unit", "dinas-pupr")];
            let sent = office.post(other, &format!("{}/{noun}", at(&number)), &fields).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{other} {noun}");
        }
    }
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(town.recorded().await, before);
}

#[tokio::test]
async fn a_note_stands_apart_from_the_public_answer() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    let done = office
        .fill("verifikator", &page, &format!("{}/catatan", at(&number)), &[("teks", "Pelapor sering salah alamat.")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = office.get("verifikator", &at(&number)).await;
    let note = page.html.split("notice notice-warn").nth(1).unwrap();
    assert!(note.contains("Hanya petugas") && note.contains("Pelapor sering salah alamat."));
    let empty = office.fill("verifikator", &page, &format!("{}/jawaban", at(&number)), &[("teks", " \n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says(&["Tulis dahulu isinya."]);
}

#[tokio::test]
async fn an_auditor_reads_everything_and_sees_no_buttons() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    office.get("pemeriksa", "/kerja").await.says(&["Seluruh kota", number.as_str()]);
    let page = office.get("pemeriksa", &at(&number)).await;
    page.says(&["depan balai desa", "Anda membaca sebagai pemeriksa"]);
    assert!(!page.html.contains("Budi Santoso"));
    assert!(!page.has_form(&format!("{}/jawaban", at(&number))) && !page.html.contains("/tindakan/"));
    let sent = office.post("pemeriksa", &format!("{}/jawaban", at(&number)), &[("teks", "x")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_leader_sees_heads_without_texts_and_no_secret_case() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let secret = OpenCase { secret: true, form_key: "rahasia".into(), ..report() };
    let secret = town.desk.open_case(secret).await.unwrap().number;
    let list = office.get("bupati", "/kerja").await;
    list.says(&[number.as_str()]);
    assert!(!list.html.contains(secret.as_str()));
    let page = office.get("bupati", &at(&number)).await;
    page.says(&["Anda melihat pokok kasus"]);
    for hidden in ["balai desa", "Budi", "0812", "-7.546"] {
        assert!(!page.html.contains(hidden), "{hidden}");
    }
    assert_eq!(office.get("bupati", &at(&secret)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_sees_who_is_behind_an_anonymous_report() {
    let town = small_town().await;
    let office = Office::of(&town);
    let wish = OpenCase { anonymous: true, name: String::new(), form_key: "anonim".into(), ..report() };
    let number = town.desk.open_case(wish).await.unwrap().number;
    let page = office.get("verifikator", &at(&number)).await;
    page.says(&["Anonim: identitas tidak ditampilkan kepada siapa pun"]);
    assert!(!page.html.contains("81234567890"));
    assert!(
        !page.form(&format!("{}/jawaban", at(&number))).contains("data-draf"),
        "words about it stay out of the browser"
    );
}

#[tokio::test]
async fn script_in_any_text_stays_text() {
    let town = small_town().await;
    let office = Office::of(&town);
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let mut wish = OpenCase { name: evil.into(), form_key: "jahat".into(), ..report() };
    wish.input = input(&[
        ("lokasi.desa", crate::town::VILLAGE),
        ("lokasi.patokan", evil),
        ("jenis_rusak", "lubang"),
        ("bahaya", "ya"),
        ("rincian_bahaya", evil),
    ]);
    let number = town.desk.open_case(wish).await.unwrap().number;
    let page = office.get("verifikator", &at(&number)).await;
    let done = office.fill("verifikator", &page, &format!("{}/jawaban", at(&number)), &[("teks", evil)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let list = office.get("verifikator", &format!("/kerja?q=%3Cscript%3E&layanan=%22%3E{}", "%3Cscript%3E")).await;
    for page in [office.get("verifikator", &at(&number)).await, list] {
        assert!(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"), "{}", page.html);
    }
}
