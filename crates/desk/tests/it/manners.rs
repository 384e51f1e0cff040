//! Residents *report* a broken road and *apply* for a letter: the same pages, each in its own words.

use crate::citizen_site::{Guest, Page, Site, site};
use crate::town::{ROAD, VILLAGE, units};
use kernel::{Actor, Lang};

const FORM: &str = "/layanan/izin-galian";

/// The road report as something that is applied for.
async fn with_application() -> Site {
    let site = site().await;
    let source = ROAD
        .replace("\"jalan-rusak\"", "\"izin-galian\"")
        .replace("\"Laporan jalan rusak\"", "\"Izin galian\"")
        .replace("\"pengaduan\"", "\"permohonan\"");
    site.town.desk.publish("izin-galian.toml", &source, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    site
}

#[tokio::test]
async fn a_service_that_is_applied_for_speaks_of_applications_from_form_to_tracking() {
    let site = with_application().await;
    let mut guest = Guest::new(&site);
    let form = guest.get(FORM).await;
    form.has("Kirim permohonan");
    form.lacks("Kirim laporan");
    let token = form.hidden(FORM, "_tanda");
    let answers = [
        ("_tanda", token.as_str()),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "depan pasar"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ];
    let sent = guest.post(FORM, &answers).await;
    let receipt = guest.get(&sent.to).await;
    receipt.has("Permohonan Anda kami terima");
    let tracked = guest.get(sent.to.trim_end_matches("/tanda-terima")).await;
    tracked.has("Permohonan diterima lewat situs ini");
    tracked.lacks("Laporan diterima");
}

#[tokio::test]
async fn services_stand_under_what_residents_come_for() {
    let site = with_application().await;
    let list = Guest::new(&site).get("/layanan").await;
    list.has("Lapor masalah");
    list.has("Urus surat dan izin");
    list.lacks("Cari informasi");
    let found = Guest::new(&site).get("/layanan?q=galian").await;
    found.has("Izin galian");
    found.lacks("Lapor masalah");
}

#[tokio::test]
async fn the_kind_of_the_best_hit_stands_first() {
    let site = with_application().await;
    let first = |page: &Page| {
        let at = |title: &str| page.html.find(title).unwrap();
        if at("Urus surat dan izin") < at("Lapor masalah") { "surat" } else { "masalah" }
    };
    assert_eq!(first(&Guest::new(&site).get("/layanan").await), "masalah");
    assert_eq!(first(&Guest::new(&site).get("/layanan?q=izin+lubang").await), "surat");
}
