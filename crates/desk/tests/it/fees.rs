//! What an application costs: on the service page, before it is sent, and on the receipt (semantics R36).

use crate::citizen_site::{Guest, Page, Site, of};
use crate::request::{attached, code, publish, unproved, wish};
use crate::town::{DOMICILE, VILLAGE, small_town};
use axum::http::StatusCode;
use desk::OpenCase;

pub const FORM: &str = "/layanan/surat-domisili-usaha";

/// The example with a fee of Rp1.500 for each square metre, free for whoever lends the place.
fn priced() -> String {
    let fee = "[biaya.retribusi]\nnama = \"Retribusi\"\nrumus = 'luas * 1500'\nmin = 10_000\nbebas = 'status_tempat == pinjam'\n";
    DOMICILE.replace("[biaya]\ngratis = true\n", fee)
}

pub async fn site(source: &str) -> Site {
    let town = small_town().await;
    publish(&town, &unproved(source)).await;
    of(town)
}

/// The form with its documents, as sent the first time.
async fn sent(site: &Site, area: &str, place: &str) -> Page {
    let mut guest = Guest::new(site);
    let token = guest.get(&format!("{FORM}?hemat=ya")).await.hidden(FORM, "_tanda");
    let files: &[&str] = if place == "milik" { &["ktp", "pengantar"] } else { &["ktp", "pengantar", "sewa"] };
    let handle = attached(&site.town, files).await;
    guest.post(FORM, &fields(&token, &handle, area, place)).await
}

pub fn fields<'a>(token: &'a str, handle: &'a str, area: &'a str, place: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("_tanda", token),
        ("_draf", handle),
        ("nik", "3517010101900001"),
        ("nama", "Budi Santoso"),
        ("alamat_ktp.desa", VILLAGE),
        ("alamat_ktp", "Jalan Melati 3"),
        ("nama_usaha", "Toko Berkah"),
        ("kbli", "47111"),
        ("lokasi_usaha.desa", VILLAGE),
        ("lokasi_usaha.patokan", "depan pasar"),
        ("luas", area),
        ("status_tempat", place),
    ]
}

#[tokio::test]
async fn a_free_service_of_the_village_says_both_on_its_page_and_is_sent_without_a_question() {
    let site = site(DOMICILE).await;
    let page = Guest::new(&site).get(FORM).await;
    page.has("Gratis");
    page.has("<dd>Kantor desa/kelurahan</dd>");
    let receipt = sent(&site, "20", "milik").await;
    assert_eq!(receipt.status, StatusCode::SEE_OTHER, "nothing to be asked before: {}", receipt.html);
}

#[tokio::test]
async fn the_fee_is_shown_before_the_form_is_sent_and_on_the_receipt() {
    let site = site(&priced()).await;
    let page = Guest::new(&site).get(FORM).await;
    page.has("luas * 1500");
    page.has("Rp10.000");
    let check = sent(&site, "80", "sewa").await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.html);
    check.has("Rp120.000");
    let mut guest = Guest::new(&site);
    let (token, handle) = (check.hidden(FORM, "_tanda"), check.hidden(FORM, "_draf"));
    let mut all = fields(&token, &handle, "80", "sewa");
    all.push(("_tetap", "1"));
    let done = guest.post(FORM, &all).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    guest.get(&done.to).await.has("Rp120.000");
}

#[tokio::test]
async fn the_least_amount_and_the_exemption_are_named() {
    let site = site(&priced()).await;
    sent(&site, "2", "milik").await.has("Rp10.000");
    let free = sent(&site, "80", "pinjam").await;
    free.has("Gratis, sebab");
    free.lacks("Rp120.000");
}

#[tokio::test]
async fn without_a_value_the_fee_cannot_be_told_and_nothing_is_sent() {
    let source = priced().replace("rentang = \"1..10000\"\nwajib  = true", "rentang = \"1..10000\"");
    assert_ne!(source, priced());
    let town = small_town().await;
    publish(&town, &unproved(&source)).await;
    let whole = wish(&town, "", "milik", "k1").await;
    let refused = town.desk.open_case(OpenCase { form_key: "k1".into(), ..whole }).await.unwrap_err();
    assert_eq!(code(&refused), "isian-keliru");
    let site = of(town);
    let page = sent(&site, "", "milik").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("biaya dihitung darinya");
}

#[tokio::test]
async fn a_form_whose_sources_are_not_connected_says_that_people_fill_it_in() {
    let site = site(DOMICILE).await;
    Guest::new(&site).get(&format!("{FORM}?hemat=ya")).await.has("Isi sendiri semua bagian");
    Guest::new(&site).get("/layanan/jalan-rusak").await.lacks("Isi sendiri semua bagian");
}
