//! An applicant takes an application back: its own end, counted apart, never a refusal (docs/adr/0018).

use crate::citizen_site::{Guest, of};
use crate::office::{Office, person};
use crate::request::{applied, code, office, offices, refused, take};
use axum::http::StatusCode;
use desk::{ClosedBy, Filled, Status, Viewer};

#[tokio::test]
async fn a_withdrawn_application_ends_at_once_and_both_sides_are_told() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        take(&town, "pelayanan", &number, "lengkap").await;
        town.desk.withdraw_application(&number, "Toko jadi di kota lain.", "t1").await.unwrap();
        town.desk.withdraw_application(&number, "Toko jadi di kota lain.", "t1").await.unwrap();
        let head = town.head(&number).await;
        assert_eq!((head.status, head.closed_by), (Status::Ended, Some(ClosedBy::Withdrawn)));
        assert_eq!((head.outcome.as_str(), head.end_id.as_str()), ("netral", cases::WITHDRAWN));
        assert!(head.holders.is_empty() && head.ended_at == Some(town.desk.now()));
        let told = town.messages(&number).await;
        let count = |key: &str| told.iter().filter(|one| *one == key).count();
        assert_eq!((count("mesin:ditarik"), count("mesin:ditarik_petugas")), (1, 2), "{told:?}");
        let view = town.view(&number, &Viewer::Officer(person("ekbang"))).await;
        let entry = view.history.iter().find(|entry| entry.what.key == "riwayat-ditarik").unwrap();
        assert_eq!(entry.text.as_deref(), Some("Toko jadi di kota lain."));
        let outside = town.view(&number, &Viewer::Stranger).await;
        let entry = outside.history.iter().find(|entry| entry.what.key == "riwayat-ditarik").unwrap();
        assert_eq!(entry.text, None, "the reason is for those who worked on it");
        let late = town.act(&person("ekbang"), &number, "sesuai", Filled::default()).await.unwrap_err();
        assert_eq!(code(&late), "kasus_selesai");
        let own = town.view(&number, &Viewer::Reporter).await;
        assert!(!own.can.withdraw && own.can.appeal.is_none() && !own.can.add_info);
        assert!(own.clocks.iter().all(|clock| clock.state == cases::ClockState::Stopped));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn what_has_ended_and_what_is_a_complaint_is_not_taken_back() {
    let town = office().await;
    let ended = refused(&town).await;
    assert_eq!(code(&town.desk.withdraw_application(&ended, "", "t1").await.unwrap_err()), "kasus_selesai");
    let complaint = town.open().await.number;
    assert_eq!(code(&town.desk.withdraw_application(&complaint, "", "t2").await.unwrap_err()), "tidak_ditarik");
    assert!(!town.view(&complaint, &Viewer::Reporter).await.can.withdraw);
    let number = applied(&town, "20", "milik").await;
    let long = "a".repeat(5000);
    assert_eq!(code(&town.desk.withdraw_application(&number, &long, "t3").await.unwrap_err()), "teks-keliru");
}

#[tokio::test]
async fn the_page_says_that_it_cannot_be_undone_before_it_is_done() {
    let site = of(office().await);
    let number = applied(&site.town, "20", "milik").await;
    let at = format!("/lacak/{number}/penarikan");
    let mut guest = Guest::new(&site);
    assert_eq!(guest.get(&at).await.to, format!("/lacak/{number}"), "only whoever opened the case");
    let (_, token) = site.town.desk.secrets(&number).await.unwrap();
    guest.get(&format!("/l/{}", token.secret())).await;
    guest.get(&format!("/lacak/{number}")).await.has(&at);
    let page = guest.get(&at).await;
    page.has("Penarikan tidak dapat dibatalkan");
    assert!(page.bytes < 30 * 1024, "{}", page.bytes);
    let form_token = page.hidden(&at, "_tanda");
    let long = "a".repeat(5000);
    let again = guest.post(&at, &[("_tanda", &form_token), ("alasan", &long)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.has("aaaa");
    let sent = guest.post(&at, &[("_tanda", &form_token), ("alasan", "")]).await;
    assert_eq!(sent.to, format!("/lacak/{number}?terima=penarikan"));
    let page = guest.get(&sent.to).await;
    page.has("Permohonan sudah ditarik");
    page.has("Anda menarik permohonan ini");
    page.lacks(&at);
    Guest::new(&site).get(&format!("/lacak/{number}")).await.has("Pemohon menarik permohonan ini");
    assert_eq!(guest.get(&at).await.to, format!("/lacak/{number}"), "not twice");
    Office::of(&site.town).get("pelayanan", &format!("/kerja/kasus/{number}")).await.says(&["ditarik pemohon"]);
    let stranger = Guest::new(&site).post(&at, &[("_tanda", &form_token), ("alasan", "x")]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
}
