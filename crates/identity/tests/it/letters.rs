//! *Surat tugas*: made by a head, asked for by the desk, revoked, on real ledgers and in the browser.

use super::browser::{Browser, Site};
use super::*;
use axum::http::StatusCode;
use cases::doors::Staff;
use identity::model::letter::NewLetter;
use identity::{Fault, MIGRATIONS, Refused};
use jiff::civil::{Date, date};

const VILLAGE: &str = "desa-35.17.02.1002";

struct Town {
    sari: OfficerId,
    bambang: OfficerId,
}

async fn town(identity: &Identity, ledger: &Ledger) -> Town {
    Town {
        sari: officer(identity, ledger, "sari", Role::FieldOfficer, VILLAGE).await,
        bambang: officer(identity, ledger, "bambang", Role::Head, VILLAGE).await,
    }
}

fn letter(town: &Town, last: Date) -> NewLetter {
    NewLetter {
        number: "800/12/2027".to_owned(),
        officer: town.sari.clone(),
        of: Grant { role: Role::Head, unit: VILLAGE.to_owned() },
        replaced: Some(town.bambang.clone()),
        first: date(2027, 3, 1),
        last,
        reason: "Lurah dinas luar.".to_owned(),
    }
}

#[tokio::test]
async fn a_letter_is_found_on_each_of_its_days_and_its_reason_stands_in_no_event() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let town = town(&identity, &ledger).await;
        let new = letter(&town, date(2027, 3, 5));
        let id = identity.make_letter(&new, date(2027, 3, 1), &Actor::Operator, ledger.now()).await.unwrap();
        for (day, holds) in [(28, false), (1, true), (5, true), (6, false)] {
            let month = if day == 28 { 2 } else { 3 };
            let found = identity.stands_in(&town.sari, date(2027, month, day)).await;
            assert_eq!(found.len(), usize::from(holds), "{month}/{day}");
        }
        assert!(identity.stands_in(&town.bambang, date(2027, 3, 2)).await.is_empty());
        let found = identity.letters(std::slice::from_ref(&id)).await;
        assert_eq!((found[0].name.as_str(), found[0].replaces.as_deref()), ("Petugas sari", Some("Petugas bambang")));
        let events = ledger.store.stream("35.17", &format!("letter/{id}")).await.unwrap();
        let written = format!("{events:?}");
        assert!(written.contains("letter.made") && !written.contains("dinas luar"), "{written}");
        assert_eq!(identity.letters_of(VILLAGE, 10).await.unwrap()[0].reason, "Lurah dinas luar.");
        ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_revoked_letter_and_a_closed_account_open_nothing_and_the_history_stays_readable() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let town = town(&identity, &ledger).await;
        let (today, by) = (date(2027, 3, 1), Actor::Operator);
        let new = letter(&town, date(2027, 3, 5));
        let first = identity.make_letter(&new, today, &by, ledger.now()).await.unwrap();
        identity.revoke_letter(&first, &by, ledger.now()).await.unwrap();
        assert!(identity.stands_in(&town.sari, today).await.is_empty());
        let twice = identity.revoke_letter(&first, &by, ledger.now()).await;
        assert!(matches!(twice, Err(Fault::Refused(Refused::Changed))), "{twice:?}");
        assert_eq!(identity.letters(&[first]).await.len(), 1);
        identity.make_letter(&new, today, &by, ledger.now()).await.unwrap();
        let disable = identity::model::officer::Command::Disable;
        identity.change_officer(&town.sari, &disable, &by, ledger.now()).await.unwrap();
        assert!(identity.stands_in(&town.sari, today).await.is_empty());
        ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_head_makes_a_letter_in_the_browser_and_revokes_it() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    let town = town(&site.identity, &ledger).await;
    let mut head = Browser::new(&site);
    head.sign_in("bambang").await;
    let empty = head.get("/surat-tugas").await;
    assert!(empty.html.contains("Belum ada surat tugas"), "{}", empty.html);
    let replaced = format!("kepala|{}", town.bambang.0);
    let fields = |number: &'static str| {
        [
            ("unit", VILLAGE.to_owned()),
            ("nomor", number.to_owned()),
            ("petugas", town.sari.0.clone()),
            ("diganti", replaced.clone()),
            ("dari", "2027-03-01".to_owned()),
            ("sampai", "2027-03-05".to_owned()),
            ("alasan", "Dinas luar.".to_owned()),
        ]
    };
    let typed = fields("");
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let wrong = head.fill("/surat-tugas", "/surat-tugas", &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("Nomor surat tugas: 1–60 karakter") && wrong.html.contains("Dinas luar."));
    let typed = fields("800/12/2027");
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = head.fill("/surat-tugas", "/surat-tugas", &typed).await;
    assert_eq!(made.location, format!("/surat-tugas?unit={VILLAGE}&hasil=jadi"), "{}", made.html);
    let listed = head.get("/surat-tugas").await;
    for part in ["800/12/2027", "Petugas sari", "Kepala: Petugas bambang", "1 Maret 2027 sampai 5 Maret 2027"] {
        assert!(listed.html.contains(part), "{part} in {}", listed.html);
    }
    let id = site.identity.letters_of(VILLAGE, 1).await.unwrap()[0].letter.id.clone();
    let action = format!("/surat-tugas/{id}/pencabutan");
    let revoked = head.fill("/surat-tugas", &action, &[]).await;
    assert!(revoked.location.ends_with("hasil=dicabut"));
    assert!(head.get("/surat-tugas").await.html.contains("Dicabut"));
}

#[tokio::test]
async fn the_head_of_another_unit_and_an_auditor_make_no_letters() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let site = Site::of(&ledger).await;
    let town = town(&site.identity, &ledger).await;
    officer(&site.identity, &ledger, "kadis", Role::Head, "dinas-pupr").await;
    officer(&site.identity, &ledger, "auditor", Role::Auditor, "dinas-kominfo").await;
    officer(&site.identity, &ledger, "kolega", Role::Liaison, "dinas-pupr").await;
    let mut other = Browser::new(&site);
    other.sign_in("kadis").await;
    let page = other.get(&format!("/surat-tugas?unit={VILLAGE}")).await;
    assert!(!page.html.contains("Petugas sari"), "a head sees the own unit");
    let wished = [
        ("unit", VILLAGE),
        ("nomor", "1"),
        ("petugas", town.sari.0.as_str()),
        ("diganti", "kepala"),
        ("dari", "2027-03-01"),
        ("sampai", "2027-03-05"),
        ("alasan", "x"),
    ];
    let refused = other.fill("/surat-tugas", "/surat-tugas", &wished).await;
    assert!(refused.html.contains("dibuat oleh kepala unit itu"), "{}", refused.html);
    assert!(site.identity.letters_of(VILLAGE, 10).await.unwrap().is_empty());
    let mut auditor = Browser::new(&site);
    auditor.sign_in("auditor").await;
    let page = auditor.get("/surat-tugas").await;
    assert_eq!(page.html.matches("method=\"post\"").count(), 1, "only the sign-out");
    assert_eq!(auditor.send("POST", "/surat-tugas", String::new()).await.status, StatusCode::FORBIDDEN);
    let mut colleague = Browser::new(&site);
    colleague.sign_in("kolega").await;
    assert_eq!(colleague.get("/surat-tugas").await.status, StatusCode::FORBIDDEN);
}
