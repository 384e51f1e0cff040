//! What is named to a resident before a report is taken, and what only warns.

use crate::citizen_site::{Guest, Page, Site, site};
use crate::town::VILLAGE;
use axum::http::StatusCode;
use desk::Viewer;
use kernel::{CaseNumber, TrackingCode};

const FORM: &str = "/layanan/jalan-rusak";
const FAR: &str = "1.5, 112.2";

async fn sent(guest: &mut Guest<'_>, own: &[(&str, &str)]) -> Page {
    let token = guest.get(FORM).await.hidden(FORM, "_tanda");
    let mut fields = vec![
        ("_tanda", token.as_str()),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "dekat pasar"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ];
    fields.retain(|(name, _)| own.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(own);
    guest.post(FORM, &fields).await
}

/// Sends what the page between form and receipt carries on.
async fn carried(guest: &mut Guest<'_>, page: &Page, own: &[(&str, &str)]) -> Page {
    let token = page.hidden(FORM, "_tanda");
    let mut fields = vec![
        ("_tanda", token.as_str()),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "dekat pasar"),
        ("lokasi.koordinat", FAR),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
        ("_tetap", "1"),
    ];
    fields.extend_from_slice(own);
    guest.post(FORM, &fields).await
}

async fn nothing_stored(site: &Site, before: i64) {
    assert_eq!(site.town.recorded().await, before);
}

#[tokio::test]
async fn a_pin_outside_is_asked_about_before_anything_is_sent() {
    let site = site().await;
    let before = site.town.recorded().await;
    let page = sent(&mut Guest::new(&site), &[("lokasi.koordinat", FAR)]).await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("Titik di peta berada di luar wilayah ini");
    nothing_stored(&site, before).await;
}

#[tokio::test]
async fn a_pin_outside_is_never_refused_and_the_receipt_says_it_again() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let page = sent(&mut guest, &[("lokasi.koordinat", FAR)]).await;
    let done = carried(&mut guest, &page, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let receipt = guest.get(&done.to).await;
    receipt.has("Titik di peta berada di luar wilayah ini");
    receipt.has("Laporan tetap kami terima");
}

#[tokio::test]
async fn a_pin_outside_can_be_mended_with_everything_still_in_the_form() {
    let site = site().await;
    let before = site.town.recorded().await;
    let mut guest = Guest::new(&site);
    let page = sent(&mut guest, &[("lokasi.koordinat", FAR)]).await;
    let form = carried(&mut guest, &page, &[("_ubah", "1")]).await;
    assert_eq!(form.status, StatusCode::OK);
    form.has("dekat pasar");
    form.has(&format!("value=\"{FAR}\""));
    form.lacks("id=\"kesalahan\"");
    nothing_stored(&site, before).await;
}

#[tokio::test]
async fn a_pin_inside_warns_of_nothing() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let own = [("lokasi.koordinat", "-7.5461, 112.2339")];
    let done = sent(&mut guest, &own).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    guest.get(&done.to).await.lacks("di luar wilayah");
}

#[tokio::test]
async fn an_unreadable_contact_is_named_together_with_the_other_mistakes() {
    let site = site().await;
    let before = site.town.recorded().await;
    let own = [("lokasi.desa", ""), ("_hp", "08"), ("_surel", "budi")];
    let page = sent(&mut Guest::new(&site), &own).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("Ada 3 isian yang perlu diperbaiki");
    for place in ["href=\"#f-lokasi", "href=\"#f-_hp\"", "href=\"#f-_surel\""] {
        page.has(place);
    }
    nothing_stored(&site, before).await;
}

#[tokio::test]
async fn of_two_contacts_only_the_unreadable_one_is_named() {
    let site = site().await;
    let own = [("_hp", "0812 3456 7890"), ("_surel", "budi@")];
    let page = sent(&mut Guest::new(&site), &own).await;
    page.has("Surel tidak dapat dibaca");
    page.lacks("Nomor HP tidak dapat dibaca");
    page.has("value=\"0812 3456 7890\"");
}

#[tokio::test]
async fn an_unreadable_contact_of_a_supporter_comes_back_with_its_form() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut guest = Guest::new(&site);
    let path = format!("/lacak/{number}/dukungan");
    let page = guest.get(&format!("/lacak/{number}")).await;
    let token = page.hidden(&path, "_tanda");
    let fields = [("_tanda", token.as_str()), ("_hp", "12"), ("_surel", "x")];
    let wrong = guest.post(&path, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("Ada 2 isian yang perlu diperbaiki");
    wrong.has("<details open>");
    wrong.has("value=\"12\"");
    assert_eq!(site.town.head(&number).await.supports, 0);
    let token = wrong.hidden(&path, "_tanda");
    let fields = [("_tanda", token.as_str()), ("_hp", "081234567890")];
    let done = guest.post(&path, &fields).await;
    assert_eq!(done.to, format!("/lacak/{number}?terima=dukungan"));
    assert_eq!(site.town.head(&number).await.supports, 1);
}

#[tokio::test]
async fn a_village_of_another_region_is_named_beside_the_other_mistakes() {
    let site = site().await;
    let own = [("lokasi.desa", "99.99.99.9999"), ("_hp", "08")];
    let page = sent(&mut Guest::new(&site), &own).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("Nomor HP tidak dapat dibaca");
    page.has("href=\"#f-lokasi");
}

#[tokio::test]
async fn the_same_person_may_support_without_any_contact() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut guest = Guest::new(&site);
    let path = format!("/lacak/{number}/dukungan");
    let page = guest.get(&format!("/lacak/{number}")).await;
    let token = page.hidden(&path, "_tanda");
    let done = guest.post(&path, &[("_tanda", &token)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_empty_addition_is_named_even_when_its_form_was_used_before() {
    let site = site().await;
    let number = site.town.open().await.number;
    let empty = site.town.desk.add_info(&number, desk::Said::default()).await;
    assert!(empty.is_err());
    assert_eq!(
        site.town.events(&site.town.head(&number).await.id).await.iter().filter(|name| name.contains("info")).count(),
        0
    );
}

#[tokio::test]
async fn a_code_of_another_case_opens_nothing() {
    let site = site().await;
    let (one, two) = (site.town.open_with("a").await, site.town.open_with("b").await);
    let refused = site.town.desk.opens(&one.number, &two.code.printed()).await;
    assert!(refused.is_err());
    assert!(site.town.desk.opens(&one.number, &one.code.printed()).await.is_ok());
}

#[tokio::test]
async fn a_code_is_read_in_small_letters_and_without_its_hyphens() {
    let site = site().await;
    let receipt = site.town.open().await;
    let typed = receipt.code.printed().to_lowercase().replace('-', " ");
    assert!(TrackingCode::parse(&typed).is_some());
    assert!(site.town.desk.opens(&receipt.number, &typed).await.is_ok());
}

#[tokio::test]
async fn a_number_that_was_never_given_and_a_wrong_code_are_refused_alike() {
    let site = site().await;
    let receipt = site.town.open().await;
    let strange = CaseNumber::new("PGD", 2027, 999).to_string();
    let mut guest = Guest::new(&site);
    let unknown = guest.get(&format!("/lacak/{strange}")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let wrong = site.town.desk.opens(&receipt.number, "AAA-AAA-AAA").await;
    let never = site.town.desk.opens(&CaseNumber::parse(&strange).unwrap(), "AAA-AAA-AAA").await;
    assert_eq!(wrong.unwrap_err().to_string(), never.unwrap_err().to_string());
}

#[tokio::test]
async fn a_link_that_is_none_opens_no_case() {
    let site = site().await;
    site.town.open().await;
    for token in ["", "x", "77777777777777777777777777"] {
        assert!(site.town.desk.by_token(token).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_reporter_sees_the_whole_report_and_a_stranger_only_where_it_stands() {
    let site = site().await;
    let number = site.town.open().await.number;
    let own = site.town.view(&number, &Viewer::Reporter).await;
    let strange = site.town.view(&number, &Viewer::Stranger).await;
    assert!(!own.answers.is_empty() && strange.answers.is_empty());
    assert_eq!(own.head.holders, strange.head.holders);
}
