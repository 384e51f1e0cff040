//! Forms by which officers act: nothing that was typed is lost, nothing happens twice.

use crate::office::{Office, at, forwarded, person};
use crate::town::{input, picture, small_town};
use axum::http::{StatusCode, header};
use desk::Filled;

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
