//! A report is written and sent, without script: what goes wrong is said, and nothing is lost.

use crate::citizen_site::{FORM, Guest, good, number_of, sent, site, token};
use crate::town::{OTHER_VILLAGE, picture};
use axum::http::{StatusCode, header};
use desk::Viewer;

#[tokio::test]
async fn a_report_without_script_gets_its_number_code_and_qr_at_once() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let photo = picture();
    let page = guest.upload(FORM, &good(&token, "depan SDN 2"), &[("foto", &photo)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let number = number_of(&page);
    let (code, link) = site.town.desk.secrets(&number).await.unwrap();
    assert!(!page.to.contains(link.secret()) && !page.to.contains(code.secret()));
    let receipt = guest.get(&page.to).await;
    assert_eq!(receipt.headers[header::CACHE_CONTROL], "no-store");
    receipt.has(number.as_str());
    receipt.has(&code.printed());
    receipt.has("<svg");
    receipt.has("Dinas Komunikasi dan Informatika");
    receipt.has("hari kerja");
    receipt.has("data-draf-selesai=\"lapor-jalan-rusak\"");
    let case = guest.get(&format!("/lacak/{number}")).await;
    case.has("depan SDN 2");
    let files = site.town.view(&number, &Viewer::Reporter).await.files;
    assert_eq!(files.len(), 1);
    let address = format!("/lacak/{number}/berkas/{}", files[0].id);
    case.has(&address);
    let file = guest.get(&address).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(file.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(Guest::new(&site).get(&address).await.status, StatusCode::NOT_FOUND);
    let stranger = Guest::new(&site).get(&page.to).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    stranger.lacks(&code.printed());
}

#[tokio::test]
async fn what_is_missing_is_said_and_answers_and_photos_are_kept() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = token(&mut guest).await;
    let photo = picture();
    let mut fields = good(&first, "");
    fields[5] = ("jenis_rusak", "jembatan");
    let page = guest.upload(FORM, &fields, &[("foto", &photo), ("foto", b"bukan foto sama sekali")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("id=\"kesalahan\"");
    page.has("href=\"#f-lokasi");
    page.has("value=\"jembatan\" checked");
    page.has("Foto 1");
    page.has("bukan foto");
    let (token, draft) = (page.hidden(FORM, "_tanda"), page.hidden(FORM, "_draf"));
    let mut again = good(&token, "dekat pasar");
    again[1] = ("_draf", &draft);
    let done = guest.post(FORM, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let view = site.town.view(&number_of(&done), &Viewer::Reporter).await;
    assert_eq!(view.files.len(), 1, "the photo came along without being chosen again");
}

#[tokio::test]
async fn a_kept_photo_can_be_taken_out_again() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = token(&mut guest).await;
    let photo = picture();
    let page = guest.upload(FORM, &good(&first, ""), &[("foto", &photo)]).await;
    let (token, draft) = (page.hidden(FORM, "_tanda"), page.hidden(FORM, "_draf"));
    let id = page.html.split("name=\"_buang\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut fields = good(&token, "dekat pasar");
    fields[1] = ("_draf", &draft);
    fields.push(("_buang", &id));
    let shown = guest.post(FORM, &fields).await;
    shown.lacks("name=\"_buang\"");
    shown.has("dekat pasar");
}

#[tokio::test]
async fn script_in_a_name_or_landmark_is_text() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let mut fields = good(&token, evil);
    fields[7] = ("_nama", evil);
    let page = guest.post(FORM, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let case = guest.get(&format!("/lacak/{}", number_of(&page))).await;
    case.lacks("<script>alert");
    case.lacks("<img src=x");
    case.has("&#60;script&#62;");
    let mut wrong = good(&token, evil);
    wrong[2] = ("lokasi.desa", "");
    wrong[8] = ("_hp", evil);
    let shown = guest.post(FORM, &wrong).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.lacks("<script>alert");
}

#[tokio::test]
async fn a_forged_token_is_refused_with_advice_and_stores_nothing() {
    let site = site().await;
    let before = site.town.recorded().await;
    let mut guest = Guest::new(&site);
    for token in ["", "abc", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let page = guest.post(FORM, &good(token, "x")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.has("Buka formulirnya dari situs ini");
    }
    let other = guest.get("/layanan/lainnya").await.hidden("/layanan/lainnya", "_tanda");
    assert_eq!(guest.post(FORM, &good(&other, "x")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.town.recorded().await, before);
}

#[tokio::test]
async fn an_expired_form_is_shown_again_with_everything_in_it() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let old = token(&mut guest).await;
    site.town.clock.advance(25 * 3600);
    let page = guest.post(FORM, &good(&old, "dekat jembatan gantung")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("terbuka terlalu lama");
    page.has("dekat jembatan gantung");
    page.has("value=\"lubang\" checked");
    let fresh = page.hidden(FORM, "_tanda");
    assert_eq!(guest.post(FORM, &good(&fresh, "dekat jembatan gantung")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_same_form_gives_the_same_receipt_and_other_answers_are_asked_about() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let first = guest.post(FORM, &good(&token, "satu")).await;
    let second = guest.post(FORM, &good(&token, "satu")).await;
    assert_eq!((second.status, &second.to), (StatusCode::SEE_OTHER, &first.to));
    let asked = guest.post(FORM, &good(&token, "dua")).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    asked.has("Apakah ini laporan baru?");
    asked.has("value=\"dua\"");
    let fresh = asked.hidden(FORM, "_tanda");
    let mut fields = good(&fresh, "dua");
    fields.push(("_tetap", "1"));
    let third = guest.post(FORM, &fields).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER);
    assert_ne!(third.to, first.to);
}

#[tokio::test]
async fn fifty_megabytes_are_refused_and_nothing_is_stored() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let before = site.town.recorded().await;
    let huge = vec![0xFF; 50 * 1024 * 1024];
    let page = guest.upload(FORM, &good(&token, "x"), &[("foto", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    page.has("foto boleh menyusul");
    assert_eq!(site.town.recorded().await, before);
    let drafts = site.town.ledger.store.row("SELECT COUNT(*) FROM desk_drafts", &[]).await.unwrap().unwrap();
    assert_eq!(drafts.int(0).unwrap(), 0);
}

#[tokio::test]
async fn a_report_nearby_is_offered_and_joining_it_opens_no_second_case() {
    let site = site().await;
    let there = number_of(&sent(&mut Guest::new(&site), "depan balai desa").await);
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let offered = guest.post(FORM, &good(&token, "di muka balai desa")).await;
    assert_eq!(offered.status, StatusCode::OK);
    offered.has(there.as_str());
    offered.has("Bukan, kirim laporan baru");
    offered.has("di muka balai desa");
    let mut joined = good(&token, "di muka balai desa");
    joined.push(("_tetap", "1"));
    joined.push(("_dukung", there.as_str()));
    let page = guest.post(FORM, &joined).await;
    assert_eq!(page.to, format!("/lacak/{there}?terima=dukungan"));
    guest.get(&page.to).await.has("didukung 1 warga");
    let mut fresh = Guest::new(&site);
    let token = self::token(&mut fresh).await;
    let mut own = good(&token, "di muka balai desa");
    own.push(("_tetap", "1"));
    assert_ne!(number_of(&fresh.post(FORM, &own).await), there);
    let mut elsewhere = good(&token, "y");
    elsewhere[2] = ("lokasi.desa", OTHER_VILLAGE);
    assert_ne!(fresh.post(FORM, &elsewhere).await.status, StatusCode::OK, "other village, nothing near");
}
