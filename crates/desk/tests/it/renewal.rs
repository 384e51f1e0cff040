//! A letter is renewed shortly before its last day, with the same data (semantics R57).

use crate::citizen_site::{Guest, of};
use crate::request::{applied, code, office, offices, steps, take, to_signature};
use crate::town::Town;
use desk::Viewer;
use kernel::{CaseNumber, Instant};

/// A letter of 1 March 2027: valid for twelve months, so to the end of 1 March 2028.
async fn issued(town: &Town) -> CaseNumber {
    let number = applied(town, "80", "sewa").await;
    to_signature(town, &number).await;
    take(town, "bambang", &number, "terbitkan").await;
    number
}

fn at(town: &Town, time: &str) {
    town.clock.set(Instant::parse(time).unwrap());
}

#[tokio::test]
async fn a_renewal_takes_data_and_files_along_and_skips_what_it_need_not_repeat() {
    for town in offices().await {
        let first = issued(&town).await;
        at(&town, "2028-02-10T09:00:00+07:00");
        let receipt = town.desk.renew(&first, "p1").await.unwrap();
        let (old, new) =
            (town.view(&first, &Viewer::Reporter).await, town.view(&receipt.number, &Viewer::Reporter).await);
        assert_eq!(new.answers.values, old.answers.values);
        assert_eq!(new.files.len(), 3);
        assert_eq!(old.followed_by, Some((receipt.number.to_string(), true)));
        assert_eq!(new.follows, Some((first.to_string(), true)));
        take(&town, "pelayanan", &receipt.number, "lengkap").await;
        assert_eq!(
            steps(&town, &receipt.number).await,
            ["konfirmasi_rt"],
            "no second survey; the same officers may act"
        );
        let again = town.desk.renew(&first, "p1").await.unwrap();
        assert_eq!((again.number, again.repeated), (receipt.number, true));
        assert_eq!(code(&town.desk.renew(&first, "p2").await.unwrap_err()), "perpanjangan-tidak-bisa", "once");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_window_is_from_thirty_days_before_the_last_day_to_the_day_itself() {
    let town = office().await;
    let first = issued(&town).await;
    for (time, open) in [
        ("2028-01-30T23:59:59+07:00", false),
        ("2028-01-31T00:00:00+07:00", true),
        ("2028-03-01T23:59:59+07:00", true),
        ("2028-03-02T00:00:00+07:00", false),
    ] {
        at(&town, time);
        assert_eq!(town.view(&first, &Viewer::Reporter).await.can.renew.is_some(), open, "{time}");
    }
    assert_eq!(code(&town.desk.renew(&first, "p1").await.unwrap_err()), "perpanjangan-tidak-bisa");
}

#[tokio::test]
async fn a_refused_application_has_no_letter_to_renew() {
    let town = office().await;
    let first = crate::request::refused(&town).await;
    at(&town, "2028-02-10T09:00:00+07:00");
    assert_eq!(code(&town.desk.renew(&first, "p1").await.unwrap_err()), "perpanjangan-tidak-bisa");
}

#[tokio::test]
async fn the_resident_renews_with_one_button_and_sees_until_when_the_letter_holds() {
    let site = of(office().await);
    let first = issued(&site.town).await;
    at(&site.town, "2028-02-10T09:00:00+07:00");
    let (_, token) = site.town.desk.secrets(&first).await.unwrap();
    let mut guest = Guest::new(&site);
    guest.get(&format!("/l/{}", token.secret())).await;
    let page = guest.get(&format!("/lacak/{first}")).await;
    page.has("1 Maret 2028");
    let action = format!("/lacak/{first}/perpanjangan");
    let form_token = page.hidden(&action, "_tanda");
    let sent = guest.post(&action, &[("_tanda", &form_token)]).await;
    assert_eq!(sent.status, axum::http::StatusCode::SEE_OTHER, "{}", sent.html);
    guest.get(&format!("/lacak/{first}")).await.has("Perpanjangan surat ini diproses pada");
}
