//! Agencies are tenants; what is secret or anonymous stays so.

use crate::town::{officer, report, small_town, towns};
use desk::{DeskError, DeskRefusal, Filled, OpenCase, Viewer};
use kernel::{CaseNumber, Role};

#[tokio::test]
async fn another_agency_neither_sees_nor_acts() {
    for town in towns().await {
        let number = town.open().await.number;
        let stranger = officer("x", Role::Head, "dinas-kesehatan");
        let view = town.view(&number, &Viewer::Officer(stranger.clone())).await;
        assert!(!view.sight.text && view.answers.is_empty() && view.identity.is_none() && view.offered.is_empty());
        assert!(view.history.iter().all(|entry| entry.text.is_none()));
        let refused = town.act(&stranger, &number, "tolak", Filled::default()).await;
        assert!(matches!(refused, Err(DeskError::Refused(DeskRefusal::Forbidden))));
        let acting = town.acting(&stranger, &number, "").await;
        let refused = town.desk.note(&number, &acting, "x").await;
        assert!(matches!(refused, Err(DeskError::Refused(DeskRefusal::Forbidden))));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_officer_of_the_unit_sees_who_reported_unless_it_was_anonymous() {
    let town = small_town().await;
    let open = town.open().await.number;
    let hidden = OpenCase { anonymous: true, form_key: "k2".into(), ..report() };
    let hidden = town.desk.open_case(hidden).await.unwrap().number;
    let own = Viewer::Officer(officer("v", Role::Verifier, "dinas-kominfo"));
    let identity = town.view(&open, &own).await.identity.unwrap();
    assert_eq!(identity.name.as_deref(), Some("Budi Santoso"));
    assert_eq!(identity.phone.as_deref(), Some("+6281234567890"));
    let view = town.view(&hidden, &own).await;
    assert!(view.identity.is_none() && view.sight.text);
    let reporter = town.view(&hidden, &Viewer::Reporter).await.identity.unwrap();
    assert_eq!(reporter.name, None, "an anonymous name is not even kept");
}

#[tokio::test]
async fn a_secret_case_does_not_exist_for_strangers() {
    for town in towns().await {
        let wish = OpenCase { secret: true, ..report() };
        let number = town.desk.open_case(wish).await.unwrap().number;
        let unknown = CaseNumber::new("PGD", 2027, 999);
        for number in [&number, &unknown] {
            let refused = town.desk.view(number, &Viewer::Stranger).await.unwrap_err();
            assert!(matches!(refused, DeskError::Refused(DeskRefusal::NoSuchCase)));
        }
        let answers = town.view(&number, &Viewer::Reporter).await.answers;
        assert!(town.desk.near("jalan-rusak", &answers, 5).await.unwrap().is_empty());
        let auditor = Viewer::Officer(officer("a", Role::Auditor, "inspektorat"));
        let view = town.view(&number, &auditor).await;
        assert!(view.sight.head && !view.sight.text && view.answers.is_empty());
        let row = town.ledger.store.row("SELECT latitude, exact_lat FROM desk_cases", &[]).await.unwrap().unwrap();
        assert_eq!((row.int_or_null(0).unwrap(), row.int_or_null(1).unwrap()), (None, None));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn no_personal_value_and_no_free_text_stands_in_an_event_or_table() {
    for town in towns().await {
        let number = town.open().await.number;
        let acting = town.acting(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "").await;
        town.desk.note(&number, &acting, "Catatan tentang Budi").await.unwrap();
        let mut kept = String::new();
        for sql in [
            "SELECT data FROM store_events",
            "SELECT payload FROM store_outbox",
            "SELECT holders FROM desk_cases",
            "SELECT reply FROM store_sends",
        ] {
            for row in town.ledger.store.rows(sql, &[]).await.unwrap() {
                kept.push_str(row.text(0).unwrap());
            }
        }
        for secret in ["Budi", "Santoso", "81234567890", "Sulastri", "balai", "-7.5461", "Catatan"] {
            assert!(!kept.contains(secret), "{secret}");
        }
        let view = town.view(&number, &Viewer::Officer(acting.officer)).await;
        assert!(view.history.iter().any(|entry| entry.text.as_deref() == Some("Catatan tentang Budi")));
        let reporter = town.view(&number, &Viewer::Reporter).await;
        assert!(reporter.history.iter().all(|entry| entry.what.key != "riwayat-catatan"));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_public_sees_a_place_only_as_coarse_as_the_definition_allows() {
    let town = small_town().await;
    let number = town.open().await.number;
    let (latitude, longitude) = town.view(&number, &Viewer::Stranger).await.head.coordinate.unwrap();
    let moved = cases::nearby::distance_m((latitude, longitude), (-7.5461, 112.2339));
    assert!(moved > 0.0 && moved < 72.0, "{moved} m");
}

#[tokio::test]
async fn the_code_opens_the_case_and_a_wrong_one_says_nothing() {
    let town = small_town().await;
    let receipt = town.open().await;
    town.desk.opens(&receipt.number, &receipt.code.printed()).await.unwrap();
    assert_eq!(town.desk.by_token(receipt.token.secret()).await.unwrap(), Some(receipt.number.clone()));
    for (number, typed) in
        [(&receipt.number, "ABC-DEF-GHJ"), (&CaseNumber::new("PGD", 2027, 999), "ABC-DEF-GHJ"), (&receipt.number, "x")]
    {
        let refused = town.desk.opens(number, typed).await;
        assert!(matches!(refused, Err(DeskError::Refused(DeskRefusal::WrongCode))));
    }
    assert_eq!(town.desk.by_token("23456789ABCDEFGHJKLMNPQRST").await.unwrap(), None);
}

#[tokio::test]
async fn an_auditor_draws_a_sample_without_secret_cases_and_others_do_not() {
    let town = small_town().await;
    for key in ["a", "b", "c"] {
        town.open_with(key).await;
    }
    let secret = OpenCase { secret: true, form_key: "s".into(), ..report() };
    let secret = town.desk.open_case(secret).await.unwrap().number;
    let auditor = officer("a", Role::Auditor, "inspektorat");
    let sample = town.desk.sample(&auditor, 20).await.unwrap();
    assert!(!sample.is_empty() && sample.len() <= 3);
    assert!(sample.iter().all(|head| head.number != secret));
    let refused = town.desk.sample(&officer("v", Role::Head, "inspektorat"), 1).await;
    assert!(matches!(refused, Err(DeskError::Refused(DeskRefusal::Forbidden))));
}
