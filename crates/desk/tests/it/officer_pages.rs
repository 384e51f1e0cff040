//! Inbox, case page, export, services and calendar, as officers meet them.

use crate::office::{Office, Page, in_language, person};
use crate::town::{REGION, Town, input, picture, report, small_town, towns};
use axum::http::{StatusCode, header};
use desk::{Filled, OpenCase};
use kernel::{CaseNumber, Lang};

fn at(number: &CaseNumber) -> String {
    format!("/kerja/kasus/{number}")
}

async fn forwarded(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", filled).await.unwrap();
    number
}

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
async fn the_inbox_shows_what_waits_for_the_officer_and_nothing_of_another_agency() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", "/kerja").await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&[
        number.as_str(),
        "Giliran Anda (1)",
        "Besok",
        "Laporan jalan rusak",
        "data-baris",
        "Tidak ada yang lewat tenggat",
    ]);
    for other in ["pengawas", "kesehatan", "pju"] {
        let page = office.get(other, "/kerja?daftar=terbuka").await;
        assert!(!page.html.contains(number.as_str()), "{other}");
        page.says(&["Tidak ada kasus terbuka"]);
    }
}

#[tokio::test]
async fn what_is_overdue_stands_first_and_is_said_in_words() {
    let town = small_town().await;
    let office = Office::of(&town);
    let late = town.open_with("a").await.number;
    town.at("2027-03-08T09:00:00+07:00").await;
    let fresh = town.open_with("b").await.number;
    let page = office.get("verifikator", "/kerja").await;
    page.says(&["1 lewat tenggat", "Lewat 6 hari", "tag-late", "2 Maret 2027"]);
    let place = |number: &CaseNumber| page.html.find(number.as_str()).unwrap();
    assert!(place(&late) < place(&fresh));
}

#[tokio::test]
async fn an_empty_turn_is_said_soberly() {
    let town = small_town().await;
    let office = Office::of(&town);
    office.get("verifikator", "/kerja").await.says(&["Giliran Anda sudah kosong", "Kerja bagus"]);
    let none = office.get("verifikator", "/kerja?layanan=lainnya").await;
    none.says(&["Tidak ada yang cocok", "Hapus saringan"]);
}

/// The address of the page after this one; empty on the last.
fn next_of(page: &Page) -> String {
    let before = page.html.split("rel=\"next\"").next().unwrap();
    if before.len() == page.html.len() {
        return String::new();
    }
    let next = before.rsplit("href=\"").next().unwrap();
    let next = next.split('"').next().unwrap();
    next.replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn every_list_pages_without_gap_or_double_on_both_databases() {
    for town in towns().await {
        let office = Office::of(&town);
        let mut all = Vec::new();
        for at in 0..33 {
            all.push(town.open_with(&format!("k{at}")).await.number);
            town.clock.advance(60);
        }
        for number in all.iter().take(3) {
            let refuse =
                Filled { reason_code: "tidak-jelas".into(), reason: "Kurang jelas.".into(), ..Filled::default() };
            let verifier = person("verifikator");
            town.act(&verifier, number, "tolak", refuse).await.unwrap();
        }
        for (who, list, expected) in [
            ("verifikator", "giliran", 30),
            ("verifikator", "terbuka", 30),
            ("verifikator", "berakhir", 3),
            ("admin", "kota", 33),
        ] {
            let first = office.get(who, &format!("/kerja?daftar={list}")).await;
            let next = next_of(&first);
            let mut pages = vec![first];
            if !next.is_empty() {
                pages.push(office.get(who, &next).await);
                pages[1].says(&["rel=\"first\""]);
            }
            let shown = |number: &CaseNumber| {
                let on = |page: &&Page| page.html.contains(&format!("kasus/{number}\""));
                pages.iter().filter(on).count()
            };
            assert!(all.iter().all(|number| shown(number) <= 1), "{list}");
            assert_eq!(all.iter().map(shown).sum::<usize>(), expected, "{list}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn filters_narrow_the_list_and_stay_in_its_export() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let path = "/kerja?daftar=terbuka&layanan=jalan-rusak&kecamatan=35.17.01&status=baru";
    let page = office.get("verifikator", path).await;
    page.says(&[number.as_str(), "layanan=jalan%2Drusak", "<option value=\"35.17.01\" selected>"]);
    let other = office.get("verifikator", "/kerja?daftar=terbuka&kecamatan=35.17.02").await;
    assert!(!other.html.contains(number.as_str()));
}

#[tokio::test]
async fn a_whole_number_leads_straight_to_the_case_and_a_part_of_it_searches() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let typed = number.as_str().to_lowercase().replace('-', "%20");
    let page = office.get("verifikator", &format!("/kerja?q={typed}")).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, at(&number).as_str()));
    let other = office.get("kesehatan", &format!("/kerja?q={typed}")).await;
    assert_eq!(other.status, StatusCode::OK, "nothing tells that this number exists");
    assert!(!other.html.contains("href=\"/kerja/kasus/"));
    office.get("verifikator", "/kerja?q=000001").await.says(&[number.as_str()]);
}

#[tokio::test]
async fn ended_and_waiting_cases_have_lists_of_their_own() {
    let town = small_town().await;
    let office = Office::of(&town);
    let waiting = town.open_with("a").await.number;
    let marks = vec!["jenis_rusak".to_owned()];
    let ask = Filled { reason: "Lubang atau retak?".into(), marks, ..Filled::default() };
    town.act(&person("verifikator"), &waiting, "minta_data", ask).await.unwrap();
    let ended = town.open_with("b").await.number;
    let refuse = Filled { reason_code: "tidak-jelas".into(), reason: "Kurang jelas.".into(), ..Filled::default() };
    town.act(&person("verifikator"), &ended, "tolak", refuse).await.unwrap();
    let page = office.get("verifikator", "/kerja?daftar=menunggu").await;
    page.says(&[waiting.as_str(), "Menunggu pelapor (1)"]);
    assert!(!page.html.contains(ended.as_str()));
    let page = office.get("verifikator", "/kerja?daftar=berakhir").await;
    page.says(&[ended.as_str(), "Tidak dapat ditindaklanjuti, ditutup petugas"]);
    assert!(!page.html.contains(waiting.as_str()));
    assert!(!office.get("verifikator", "/kerja").await.html.contains(waiting.as_str()));
}

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
async fn the_way_of_a_report_through_two_agencies_by_forms_alone() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let act = |action: &str| format!("{}/tindakan/{action}", at(&number));
    let page = office.get("verifikator", &at(&number)).await;
    let forward = act("verifikasi.teruskan");
    let done = office.fill("verifikator", &page, &forward, &[("status_jalan", "kabupaten")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let after = office.get("verifikator", done.location()).await;
    after.says(&["Tersimpan", "Sekarang bukan giliran unit Anda", "data-draf-selesai"]);
    assert!(!after.has_form(&act("verifikasi.tolak")));
    let page = office.get("pengawas", &at(&number)).await;
    page.says(&["Survei lapangan", "Panjang m", "Foto survei", "Jadwalkan"]);
    let survey = act("survei.jadwalkan");
    let (token, version) = (page.hidden(&survey, "_tanda"), page.hidden(&survey, "_versi"));
    let fields = [("_tanda", token.as_str()), ("_versi", version.as_str()), ("panjang_m", "3,5")];
    let photo = picture();
    let done = office.upload("pengawas", &survey, &fields, &[("foto_survei", &photo)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = office.get("pengawas", &at(&number)).await;
    page.says(&["Perbaikan", "Panjang m: 3,5", "Foto survei", "dari petugas"]);
    let link = page.html.split(&format!("{}/berkas/", at(&number))).nth(1).unwrap().split('"').next().unwrap();
    let file = office.get("pengawas", &format!("{}/berkas/{link}", at(&number))).await;
    assert_eq!((file.status, &file.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/jpeg".parse().unwrap()));
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    let other = office.get("kesehatan", &format!("{}/berkas/{link}", at(&number))).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_condition_that_is_not_met_names_the_value_that_is_needed() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    let action = format!("{}/tindakan/verifikasi.teruskan", at(&number));
    let sent = office.fill("verifikator", &page, &action, &[("status_jalan", "provinsi")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["Belum tersimpan", "Tindakan ini perlu:", "Kabupaten", "value=\"provinsi\" checked"]);
}

#[tokio::test]
async fn a_missing_reason_keeps_everything_that_was_filled_in() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &format!("{}?tindakan=verifikasi.minta_data", at(&number))).await;
    let action = format!("{}/tindakan/verifikasi.minta_data", at(&number));
    let sent = office.fill("verifikator", &page, &action, &[("_tandai", "lokasi")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["Alasan wajib diisi", "href=\"#f-_alasan\"", "value=\"lokasi\" checked"]);
    let sent = office.fill("verifikator", &sent, &action, &[("_alasan", "Di sebelah mana?")]).await;
    sent.says(&["Tandai paling sedikit satu isian", "Di sebelah mana?</textarea>"]);
    let done =
        office.fill("verifikator", &sent, &action, &[("_alasan", "Di sebelah mana?"), ("_tandai", "lokasi")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_photo_outlives_a_mistake_in_another_field() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = forwarded(&town, "a").await;
    let page = office.get("pengawas", &at(&number)).await;
    let action = format!("{}/tindakan/survei.jadwalkan", at(&number));
    let (token, version) = (page.hidden(&action, "_tanda"), page.hidden(&action, "_versi"));
    let photo = picture();
    let fields = [("_tanda", token.as_str()), ("_versi", version.as_str()), ("panjang_m", "kira-kira")];
    let sent = office.upload("pengawas", &action, &fields, &[("foto_survei", &photo)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["kira-kira", "Foto 1 sudah terlampir", "name=\"_draf\""]);
    let draft = sent.hidden(&action, "_draf");
    let fields = [("_draf", draft.as_str()), ("panjang_m", "3")];
    let done = office.fill("pengawas", &sent, &action, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    office.get("pengawas", &at(&number)).await.says(&["Foto survei", "dari petugas"]);
}

#[tokio::test]
async fn a_photo_that_is_none_is_named_and_nothing_is_taken() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = forwarded(&town, "a").await;
    let page = office.get("pengawas", &at(&number)).await;
    let action = format!("{}/tindakan/survei.jadwalkan", at(&number));
    let (token, version) = (page.hidden(&action, "_tanda"), page.hidden(&action, "_versi"));
    let before = town.recorded().await;
    let fields = [("_tanda", token.as_str()), ("_versi", version.as_str())];
    let sent = office.upload("pengawas", &action, &fields, &[("foto_survei", b"<svg onload=alert(1)>")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["a.jpg: Berkas ini bukan foto"]);
    assert_eq!(town.recorded().await, before);
}

#[tokio::test]
async fn a_second_officers_answer_is_a_conflict_that_shows_the_first_and_keeps_the_words() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let (one, two) = (office.get("verifikator", &at(&number)).await, office.get("verifikator-2", &at(&number)).await);
    let action = format!("{}/jawaban", at(&number));
    let done = office.fill("verifikator", &one, &action, &[("teks", "Kami periksa hari ini.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let sent = office.fill("verifikator-2", &two, &action, &[("teks", "Akan kami cek besok.")]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    sent.says(&[
        "sudah ditindaklanjuti petugas lain",
        "Yang terjadi sejak halaman ini Anda buka",
        "Kami periksa hari ini.",
        "Akan kami cek besok.</textarea>",
    ]);
    let again = office.fill("verifikator-2", &sent, &action, &[("teks", "Akan kami cek besok.")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "having read it, one may still answer");
}

#[tokio::test]
async fn an_action_on_a_case_that_moved_on_shows_what_happened_and_the_words_without_their_form() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let two = office.get("verifikator-2", &format!("{}?tindakan=verifikasi.tolak", at(&number))).await;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", filled).await.unwrap();
    let action = format!("{}/tindakan/verifikasi.tolak", at(&number));
    let fields = [("_kode", "tidak-jelas"), ("_alasan", "Tempatnya tidak jelas.")];
    let sent = office.fill("verifikator-2", &two, &action, &fields).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    sent.says(&["Teruskan", "Tulisan Anda yang belum tersimpan", "Tempatnya tidak jelas."]);
    assert!(town.head(&number).await.ended_at.is_none());
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_act() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    let action = format!("{}/tindakan/verifikasi.teruskan", at(&number));
    for _ in 0..2 {
        let done = office.fill("verifikator", &page, &action, &[("status_jalan", "kabupaten")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    let names = town.events(&town.head(&number).await.id).await;
    assert_eq!(names.iter().filter(|name| *name == "action.taken").count(), 1, "{names:?}");
}

#[tokio::test]
async fn a_forged_token_does_nothing_and_loses_no_word() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let before = town.recorded().await;
    let theirs = office.get("verifikator-2", &at(&number)).await;
    let action = format!("{}/jawaban", at(&number));
    for token in ["", "AAAA", &theirs.hidden(&action, "_tanda")] {
        let sent = office.post("verifikator", &action, &[("_tanda", token), ("teks", "Kata-kata saya")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        sent.says(&["Anda masuk ulang", "Kata-kata saya</textarea>"]);
    }
    assert_eq!(town.recorded().await, before);
}

#[tokio::test]
async fn a_form_that_was_open_too_long_comes_back_with_everything_in_it() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    town.clock.advance(40 * 86_400);
    let action = format!("{}/catatan", at(&number));
    let sent = office.fill("verifikator", &page, &action, &[("teks", "Sudah ditelepon.")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["terlalu lama terbuka", "Sudah ditelepon.</textarea>"]);
    let done = office.fill("verifikator", &sent, &action, &[("teks", "Sudah ditelepon.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_transfer_needs_a_unit_and_a_reason_and_can_be_returned() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", &at(&number)).await;
    let away = format!("{}/pindah", at(&number));
    let bare = office.fill("verifikator", &page, &away, &[("langkah", "verifikasi")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    bare.says(&["Pilih unit tujuan.", "Tulis alasannya."]);
    let fields = [("langkah", "verifikasi"), ("unit", "dinas-kesehatan"), ("alasan", "Ini urusan puskesmas.")];
    let done = office.fill("verifikator", &bare, &away, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = office.get("kesehatan", &at(&number)).await;
    page.says(&["Ini urusan puskesmas.", "Kembalikan kepada pengirim"]);
    let back = format!("{}/kembali", at(&number));
    let done = office
        .fill("kesehatan", &page, &back, &[("langkah", "verifikasi"), ("alasan", "Jalan, bukan puskesmas.")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    office.get("verifikator", "/kerja").await.says(&[number.as_str()]);
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

#[tokio::test]
async fn an_export_holds_the_filtered_list_without_persons_and_is_a_fact() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", "/kerja?daftar=terbuka&layanan=jalan-rusak").await;
    let query = page.hidden("/kerja/ekspor", "saringan").replace("&#38;", "&").replace("&amp;", "&");
    let file = office.fill("verifikator", &page, "/kerja/ekspor", &[("saringan", &query)]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.html);
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("kasus-2027-03-01.csv"));
    file.says(&[
        "nomor,nomor_luar,layanan",
        number.as_str(),
        "jalan-rusak,baru,verifikasi",
        "2027-03-02T16:00:00+07:00",
    ]);
    assert!(!file.html.contains("Budi") && !file.html.contains("balai desa"));
    let facts = town.ledger.store.stream(REGION, "desk/exports").await.unwrap();
    let data = &facts.last().unwrap().fact.data;
    assert_eq!((facts.len(), data["rows"].as_i64(), data["complete"].as_bool()), (1, Some(1), Some(true)));
    let refused = office.post("pengawas", "/kerja/ekspor", &[("saringan", "")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let forged = office.post("verifikator", "/kerja/ekspor", &[("_tanda", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
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

#[tokio::test]
async fn a_city_administrator_adds_and_takes_back_a_local_holiday_with_a_reason() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let due = town.head(&number).await.total_due;
    let page = office.get("admin", "/atur/kalender?tahun=2027").await;
    page.says(&["Kalender kerja 2027", "Tambah libur daerah", "Nasional"]);
    let bare = [("tanggal", "2027-03-03"), ("nama", "Hari jadi")];
    let sent = office.fill("admin", &page, "/atur/kalender", &bare).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&["Dasar atau alasan wajib diisi", "value=\"Hari jadi\""]);
    let fields = [("tanggal", "2027-03-03"), ("nama", "Hari jadi"), ("dasar", "Keputusan 188/12")];
    let done = office.fill("admin", &sent, "/atur/kalender", &fields).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/atur/kalender?tahun=2027&tersimpan=tambah"));
    town.work().await;
    assert_ne!(town.head(&number).await.total_due, due);
    let page = office.get("admin", done.location()).await;
    page.says(&["Hari libur ditambahkan", "Rabu, 3 Maret 2027", "Hari jadi"]);
    let fields = [("tanggal", "2027-03-03"), ("dasar", "Dibatalkan")];
    let done = office.fill("admin", &page, "/atur/kalender/pencabutan", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    town.work().await;
    assert_eq!(town.head(&number).await.total_due, due);
    let facts = town.ledger.store.stream(REGION, "desk/calendar").await.unwrap();
    let reasons: Vec<_> = facts.iter().filter_map(|event| event.fact.data["reason"].as_str()).collect();
    assert_eq!(reasons, ["Keputusan 188/12", "Dibatalkan"]);
}

#[tokio::test]
async fn a_day_that_is_past_and_a_date_that_is_none_change_nothing() {
    let town = small_town().await;
    let office = Office::of(&town);
    let page = office.get("admin", "/atur/kalender").await;
    for date in ["2027-02-30", "besok", "2027-03-01"] {
        let fields = [("tanggal", date), ("nama", "Libur"), ("dasar", "SK")];
        let sent = office.fill("admin", &page, "/atur/kalender", &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{date}");
    }
    for other in ["verifikator", "bupati", "pemeriksa"] {
        let sent = office.post(other, "/atur/kalender", &[("tanggal", "2027-03-03")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{other}");
    }
    let read = office.get("pemeriksa", "/atur/kalender").await;
    assert!(!read.has_form("/atur/kalender"));
    assert_eq!(office.get("pengawas", "/atur/kalender").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_year_without_its_list_is_said() {
    let town = small_town().await;
    let office = Office::of(&town);
    let page = office.get("admin", "/atur/kalender?tahun=2031").await;
    page.says(&["Daftar hari libur 2031 belum diimpor"]);
}

#[tokio::test]
async fn running_services_stand_with_version_and_publisher() {
    let town = small_town().await;
    let office = Office::of(&town);
    let page = office.get("admin", "/atur/layanan").await;
    page.says(&["Laporan jalan rusak", "Operator", "Rancangan", "href=\"/layanan/lainnya\""]);
    assert_eq!(office.get("pengawas", "/atur/layanan").await.status, StatusCode::FORBIDDEN);
}
