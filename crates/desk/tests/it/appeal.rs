//! Objections: a linked new case that other people decide (semantics R56).

use crate::citizen_site::{Guest, of};
use crate::office::{Office, person};
use crate::request::{code, office, offices, refused, steps, to_signature};
use axum::http::StatusCode;
use desk::{Filled, Objection, Officer, Viewer};
use kernel::CaseNumber;

fn objection(key: &str) -> Objection {
    Objection { reason: "Berkas saya asli.".into(), form_key: key.into() }
}

/// A colleague with the same roles who was not there the first time.
fn colleague(who: &str) -> Officer {
    Officer { id: kernel::OfficerId(format!("{who}-2")), ..person(who) }
}

#[tokio::test]
async fn an_objection_opens_a_case_of_its_own_and_leaves_the_first_ended() {
    for town in offices().await {
        let first = refused(&town).await;
        let receipt = town.desk.appeal(&first, objection("b1")).await.unwrap();
        assert_ne!(receipt.number, first);
        assert_eq!(steps(&town, &receipt.number).await, ["periksa"]);
        let (old, new) =
            (town.view(&first, &Viewer::Reporter).await, town.view(&receipt.number, &Viewer::Reporter).await);
        assert_eq!(
            (old.head.end_id.as_str(), old.followed_by.clone()),
            ("ditolak", Some((receipt.number.to_string(), false)))
        );
        assert_eq!((new.follows.clone(), new.head.definition), (Some((first.to_string(), false)), old.head.definition));
        assert!(new.head.total_due != desk::Due::None, "a promise of its own");
        assert_eq!(new.answers, old.answers);
        assert_eq!(new.files.len(), old.files.len());
        let file = town.desk.file(&receipt.number, &Viewer::Reporter, &new.files[0].id).await.unwrap();
        assert!(!file.bytes.is_empty(), "the documents are readable in the new case");
        let told = new.history.iter().find(|entry| entry.what.key == "riwayat-banding").unwrap();
        assert_eq!(told.text.as_deref(), Some("Berkas saya asli."));
        let again = town.desk.appeal(&first, objection("b1")).await.unwrap();
        assert_eq!((again.number, again.repeated), (receipt.number, true), "the same form is one objection");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn whoever_acted_in_the_first_case_may_not_act_in_the_second() {
    for town in offices().await {
        let first = refused(&town).await;
        let number = town.desk.appeal(&first, objection("b1")).await.unwrap().number;
        let same = town.act(&person("pelayanan"), &number, "lengkap", Filled::default()).await.unwrap_err();
        assert_eq!(code(&same), "orang_yang_sama");
        let seen = town.view(&number, &Viewer::Officer(person("pelayanan"))).await;
        assert!(seen.offered.iter().all(|offered| offered.blocked.is_some()));
        town.act(&colleague("pelayanan"), &number, "lengkap", Filled::default()).await.unwrap();
        assert_eq!(steps(&town, &number).await, ["konfirmasi_rt"]);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_objection_is_made_once_in_time_with_a_reason_and_only_where_the_end_allows_it() {
    let town = office().await;
    let first = refused(&town).await;
    let bare = Objection { reason: " ".into(), form_key: "b0".into() };
    assert_eq!(code(&town.desk.appeal(&first, bare).await.unwrap_err()), "teks-keliru");
    let second = town.desk.appeal(&first, objection("b1")).await.unwrap().number;
    assert_eq!(code(&town.desk.appeal(&first, objection("b2")).await.unwrap_err()), "banding-tidak-bisa");
    let why = Filled { reason_code: "tidak-jelas".into(), reason: "Tetap.".into(), ..Filled::default() };
    town.act(&colleague("pelayanan"), &second, "tolak", why).await.unwrap();
    assert_eq!(code(&town.desk.appeal(&second, objection("b3")).await.unwrap_err()), "banding-tidak-bisa", "not twice");
}

#[tokio::test]
async fn after_its_last_day_nobody_objects_any_more() {
    let town = office().await;
    let first = refused(&town).await;
    let until = town.view(&first, &Viewer::Reporter).await.can.appeal.unwrap();
    assert_eq!(until.rfc3339(kernel::Zone::Wib), "2027-03-15T23:59:59+07:00", "14 days after 1 March");
    town.clock.set(until.plus_seconds(1));
    assert_eq!(code(&town.desk.appeal(&first, objection("b1")).await.unwrap_err()), "banding-tidak-bisa");
    town.clock.set(until);
    town.desk.appeal(&first, objection("b1")).await.unwrap();
}

#[tokio::test]
async fn an_open_or_granted_case_offers_no_objection() {
    let town = office().await;
    let number = crate::request::applied(&town, "20", "milik").await;
    assert_eq!(code(&town.desk.appeal(&number, objection("b1")).await.unwrap_err()), "banding-tidak-bisa");
    to_signature(&town, &number).await;
    crate::request::take(&town, "bambang", &number, "terbitkan").await;
    assert_eq!(town.view(&number, &Viewer::Reporter).await.can.appeal, None);
}

#[tokio::test]
async fn the_resident_objects_in_the_browser_and_both_pages_name_the_other_case() {
    let site = of(office().await);
    let first = refused(&site.town).await;
    let (_, token) = site.town.desk.secrets(&first).await.unwrap();
    let mut guest = Guest::new(&site);
    guest.get(&format!("/l/{}", token.secret())).await;
    let at = format!("/lacak/{first}");
    let page = guest.get(&at).await;
    page.has("15 Maret 2027");
    let action = format!("{at}/banding");
    let form_token = page.hidden(&action, "_tanda");
    let bare = guest.post(&action, &[("_tanda", &form_token), ("alasan", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = guest.post(&action, &[("_tanda", &form_token), ("alasan", "Berkas saya asli.")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let second = sent.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima").to_owned();
    guest.get(&sent.to).await.has(&second);
    let page = guest.get(&format!("/lacak/{second}")).await;
    page.has(first.as_str());
    let number = CaseNumber::parse(&second).unwrap();
    Office::of(&site.town).get("ekbang", &format!("/kerja/kasus/{number}")).await.says(&[first.as_str()]);
    let stranger = Guest::new(&site).post(&action, &[("_tanda", &form_token), ("alasan", "x")]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "only whoever opened the case objects");
}
