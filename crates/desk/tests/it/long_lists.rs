//! A code list too long to scroll through: people write a word, the server offers what fits (KBLI has 1,790 codes).

use crate::citizen_site::Guest;
use crate::fees::{FORM, fields, site};
use crate::request::attached;
use crate::town::DOMICILE;
use axum::http::StatusCode;

const ASKED: &str = "name=\"kbli\"";

/// What came back after these texts were sent for the field.
async fn answered(typed: &[&str]) -> (StatusCode, String) {
    let site = site(DOMICILE).await;
    let mut guest = Guest::new(&site);
    let token = guest.get(&format!("{FORM}?hemat=ya")).await.hidden(FORM, "_tanda");
    let handle = attached(&site.town, &["ktp", "pengantar"]).await;
    let others = fields(&token, &handle, "20", "milik").into_iter().filter(|(name, _)| *name != "kbli");
    let sent: Vec<(&str, &str)> = others.chain(typed.iter().map(|text| ("kbli", *text))).collect();
    let page = guest.post(FORM, &sent).await;
    (page.status, page.html)
}

#[tokio::test]
async fn a_long_list_is_asked_as_a_line_of_text_and_the_page_stays_light() {
    let page = Guest::new(&site(DOMICILE).await).get(&format!("{FORM}?hemat=ya")).await;
    assert_eq!(page.html.matches(ASKED).count(), 1, "one line, no 1,790 options");
    page.lacks("Pertanian jagung");
    page.has("data-cari=\"/layanan/surat-domisili-usaha/pilihan/kbli\"");
}

#[tokio::test]
async fn a_word_that_several_codes_hold_is_answered_with_those_to_choose_from() {
    let (status, html) = answered(&["ojek"]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Pilih satu dari yang cocok dengan \u{201c}ojek\u{201d}"), "{html}");
    assert!(html.contains("type=\"radio\" name=\"kbli\" value=\"49424\""), "{html}");
}

#[tokio::test]
async fn the_choice_among_what_was_offered_is_taken() {
    assert_eq!(answered(&["", "49424"]).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_with_its_label_is_the_code() {
    assert_eq!(answered(&["49424 – Angkutan ojek motor"]).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_word_that_fits_nothing_stays_in_its_line_with_what_to_do() {
    let (status, html) = answered(&["xyzzy"]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Tidak ada yang cocok") && html.contains("value=\"xyzzy\""), "{html}");
}

#[tokio::test]
async fn while_typing_a_few_codes_are_suggested_and_a_field_without_a_long_list_has_none() {
    let site = site(DOMICILE).await;
    let mut guest = Guest::new(&site);
    let page = guest.get("/layanan/surat-domisili-usaha/pilihan/kbli?q=warung+makan").await;
    let suggested: Vec<(String, String)> = serde_json::from_str(&page.html).unwrap();
    assert!(suggested.iter().any(|(code, _)| code == "56102"), "{suggested:?}");
    assert!(suggested.len() <= 8);
    let none = guest.get("/layanan/surat-domisili-usaha/pilihan/nama").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
