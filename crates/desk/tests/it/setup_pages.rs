//! Local holidays and running services, as an administrator meets them.

use crate::office::Office;
use crate::town::{REGION, small_town};
use axum::http::StatusCode;

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
