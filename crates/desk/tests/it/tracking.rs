//! A report is followed: by strangers, with the code, and by its reporter, who adds, corrects and confirms.

use crate::citizen_site::{Guest, Page, opened, repaired, site};
use crate::town::{VILLAGE, input, officer, picture, report};
use axum::http::{StatusCode, header};
use desk::{Filled, OpenCase};
use kernel::{CaseNumber, Role};

#[tokio::test]
async fn an_unknown_number_helps_and_a_wrong_check_digit_is_named() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let unknown = CaseNumber::new("PGD", 2027, 999);
    let page = guest.get(&format!("/lacak/{unknown}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.has("Laporan tidak ditemukan");
    page.has("Punya kode pelacakan?");
    let digit = unknown.as_str().chars().last().and_then(|last| last.to_digit(10)).unwrap();
    let wrong = format!("PGD-2027-000999-{}", (digit + 1) % 10);
    for path in [format!("/lacak/{wrong}"), format!("/lacak?nomor={wrong}")] {
        let page = guest.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.has("keliru atau tertukar");
    }
    guest.get("/lacak?nomor=halo").await.has("berbentuk PGD-");
    let typed = unknown.as_str().to_lowercase().replace('-', "%20");
    assert_eq!(guest.get(&format!("/lacak?nomor={typed}")).await.to, format!("/lacak/{unknown}"));
    assert_eq!(guest.get("/l/AAAAAAAAAAAAAAAAAAAAAAAAAA").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_secret_case_looks_like_a_number_that_was_never_given() {
    let site = site().await;
    let wish = OpenCase { secret: true, ..report() };
    let secret = site.town.desk.open_case(wish).await.unwrap();
    let never = CaseNumber::new("PGD", 2027, 555);
    let seen = |page: Page, number: &CaseNumber| (page.status, page.html.replace(number.as_str(), "N"));
    let mut guest = Guest::new(&site);
    let one = seen(guest.get(&format!("/lacak/{}", secret.number)).await, &secret.number);
    let other = seen(guest.get(&format!("/lacak/{never}")).await, &never);
    assert_eq!(one, other);
    let api = guest.get(&format!("/api/v1/laporan/{}", secret.number)).await;
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    let code = secret.code.printed().to_lowercase();
    let path = format!("/lacak/{}", secret.number);
    assert_eq!(guest.post(&path, &[("kode", &code)]).await.to, path);
    guest.get(&path).await.has("Rahasia: tidak tampil di daftar umum");
    guest.post(&format!("{path}/penutupan"), &[]).await;
    assert_eq!(guest.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_with_words() {
    let site = site().await;
    let number = site.town.open().await.number;
    let path = format!("/lacak/{number}");
    let mut guest = Guest::new(&site);
    let mut last = guest.post(&path, &[("kode", "ABC-DEF-GHJ")]).await;
    assert_eq!(last.status, StatusCode::FORBIDDEN);
    last.has("Nomor atau kode tidak cocok");
    for _ in 0..6 {
        last = guest.post(&path, &[("kode", "ABC-DEF-GHK")]).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key(header::RETRY_AFTER));
    last.has("Terlalu banyak percobaan");
}

#[tokio::test]
async fn strangers_see_where_it_stands_and_nothing_that_was_written() {
    let site = site().await;
    let number = site.town.open().await.number;
    let page = Guest::new(&site).get(&format!("/lacak/{number}")).await;
    page.has("Dinas Komunikasi dan Informatika");
    for hidden in ["Sulastri", "Budi Santoso", "81234567890", "-7.546"] {
        page.lacks(hidden);
    }
}

#[tokio::test]
async fn the_resident_adds_words_and_photos_and_expired_access_loses_no_words() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut guest = opened(&site, &number).await;
    let path = format!("/lacak/{number}/tambahan");
    let token = guest.get(&format!("/lacak/{number}")).await.hidden(&path, "_tanda");
    let photo = picture();
    let page = guest.upload(&path, &[("_tanda", &token), ("teks", "Makin dalam.")], &[("foto-tambahan", &photo)]).await;
    assert_eq!(page.to, format!("/lacak/{number}?terima=tambahan"), "{}", page.html);
    guest.get(&page.to).await.has("Makin dalam.");
    let empty = guest.post(&path, &[("_tanda", &token), ("teks", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = Guest::new(&site);
    let locked = other.post(&path, &[("_tanda", &token), ("teks", "Jangan hilang")]).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN);
    locked.has("value=\"Jangan hilang\"");
    let code = site.town.desk.secrets(&number).await.unwrap().0.printed();
    let fresh = guest.get(&format!("/lacak/{number}")).await.hidden(&path, "_tanda");
    let done = other.post(&path, &[("_tanda", &fresh), ("teks", "Jangan hilang"), ("_kode_lacak", &code)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
}

#[tokio::test]
async fn only_what_was_marked_can_be_corrected_and_closing_corrects_nothing() {
    let site = site().await;
    for (key, action) in [("a", "kirim"), ("b", "tutup")] {
        let number = site.town.open_with(key).await.number;
        let asked = Filled { reason: "Mana?".into(), marks: vec!["lokasi".into()], ..Filled::default() };
        site.town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "minta_data", asked).await.unwrap();
        let mut guest = opened(&site, &number).await;
        let page = guest.get(&format!("/lacak/{number}")).await;
        let path = format!("/lacak/{number}/tindakan/{action}");
        page.has("name=\"lokasi.patokan\"");
        page.lacks("name=\"jenis_rusak\"");
        let token = page.hidden(&path, "_tanda");
        let mut fields = vec![("_tanda", token.as_str()), ("_langkah", "pelapor"), ("jenis_rusak", "jembatan")];
        if action == "kirim" {
            fields.extend([("_koreksi", "1"), ("lokasi.desa", VILLAGE), ("lokasi.patokan", "dekat masjid")]);
        }
        let done = guest.post(&path, &fields).await;
        assert_eq!(done.to, format!("/lacak/{number}?terima=tindakan"), "{}", done.html);
        let after = guest.get(&format!("/lacak/{number}")).await;
        after.has(if action == "kirim" { "dekat masjid" } else { "Anda menutup laporan ini" });
        after.lacks("Jembatan rusak");
    }
}

#[tokio::test]
async fn a_result_is_rejected_with_a_reason_and_confirmed_with_a_rating() {
    let site = site().await;
    let number = repaired(&site.town, "k").await;
    let mut guest = opened(&site, &number).await;
    let home = format!("/lacak/{number}");
    let page = guest.get(&home).await;
    page.has("Sekarang giliran Anda");
    let (no, yes) = (format!("{home}/tindakan/belum"), format!("{home}/tindakan/puas"));
    let token = page.hidden(&no, "_tanda");
    let silent = guest.post(&no, &[("_tanda", &token), ("_langkah", "konfirmasi"), ("_alasan-belum", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.has("Alasan wajib diisi");
    let token = page.hidden(&yes, "_tanda");
    let done = guest.post(&yes, &[("_tanda", &token), ("_langkah", "konfirmasi"), ("_nilai-puas", "5")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = guest.get(&home).await;
    page.has("Anda menutup laporan ini");
    page.has("Anda memberi nilai 5 dari 5");
}

#[tokio::test]
async fn closed_by_the_resident_by_silence_and_refused_read_differently() {
    let site = site().await;
    let town = &site.town;
    let (own, silent) = (repaired(town, "a").await, repaired(town, "b").await);
    town.reply(&own, "puas", Filled::default()).await.unwrap();
    let refused = town.open_with("c").await.number;
    let why = Filled { reason_code: "lahan-pribadi".into(), reason: "Milik pribadi.".into(), ..Filled::default() };
    town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &refused, "tolak", why).await.unwrap();
    town.at("2027-03-29T09:00:00+07:00").await;
    let sentences = ["Pelapor menutup laporan ini", "tidak dihitung sebagai persetujuan", "tanpa pengerjaan"];
    for (at, number) in [&own, &silent, &refused].into_iter().enumerate() {
        let page = Guest::new(&site).get(&format!("/lacak/{number}")).await;
        for (other, sentence) in sentences.iter().enumerate() {
            assert_eq!(page.html.contains(sentence), at == other, "{number}: {sentence}");
        }
    }
}

#[tokio::test]
async fn what_is_late_and_may_be_named_is_listed_with_its_holder() {
    let site = site().await;
    let number = site.town.open().await.number;
    let to_village = Filled { input: input(&[("status_jalan", "desa")]), ..Filled::default() };
    site.town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "ke_desa", to_village).await.unwrap();
    let before = Guest::new(&site).get("/terlambat").await;
    before.has("Tidak ada laporan terlambat yang diumumkan");
    site.town.at("2027-03-29T09:00:00+07:00").await;
    let page = Guest::new(&site).get("/terlambat").await;
    page.has(number.as_str());
    page.has("Kantor desa");
}
