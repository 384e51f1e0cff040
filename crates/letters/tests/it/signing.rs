//! Electronic signatures: what the sign service does, and what becomes of the letter.

use super::Office;
use super::bsre::{EXPIRED, Mood, NIK, PASSPHRASE, STRANGER, Service};
use super::office::{REGION, signer};
use cases::doors::{EndedCase, LetterState, Letters as _};
use definition::model::Signature;
use kernel::{Instant, Role};
use letters::bsre::{Credentials, NotSigned, SignerState};
use letters::{Letter, Press, Refused};
use std::sync::Arc;
use testkit::officer;

const UNSIGNED: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";

fn press() -> Press {
    Arc::new(|_, _, _| Ok(UNSIGNED.to_vec()))
}

fn by(nik: &str, passphrase: &str) -> Credentials {
    Credentials::new(nik, passphrase).unwrap()
}

/// An office on each database with a service of its own.
async fn offices() -> Vec<(Office, Service)> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(letters::MIGRATIONS).await {
        let service = Service::start().await;
        let office = Office::with(ledger, Some(press()), Some(service.adapter("sandi"))).await;
        offices.push((office, service));
    }
    offices
}

async fn waits(office: &Office, letter: &Letter) -> bool {
    let now = office.letters.letter(&letter.id).await.unwrap();
    let blobs = office.count("SELECT COUNT(*) FROM letters_tellings WHERE region = $1", &store::values![REGION]).await;
    now == *letter && blobs == 0
}

#[tokio::test]
async fn a_letter_goes_out_and_comes_back_signed_and_issued() {
    for (office, service) in offices().await {
        let letter = office.prepared("satu", 1).await;
        office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await.unwrap();
        let issued = office.letters.letter(&letter.id).await.unwrap();
        assert_eq!((issued.number.as_str(), issued.way.as_deref()), ("470/001/A/2027", Some("elektronik")));
        let file = office.letters.file("satu", &letter.id).await.unwrap();
        assert!(file.bytes.starts_with(UNSIGNED) && file.bytes.len() > UNSIGNED.len());
        let events = office.ledger.store.stream(REGION, &letter.stream).await.unwrap();
        let fact = &events[1].fact.data;
        assert_eq!((fact["way"].as_str(), fact["file"].as_str()), (Some("elektronik"), issued.file_hash.as_deref()));
        assert_eq!((fact["document"].as_str(), fact["unsigned"].as_str().unwrap().len()), (Some("d41d8cd9-1"), 64));
        let told = serde_json::to_string(&events).unwrap();
        assert!(!told.contains(NIK) && !told.contains(PASSPHRASE), "who signed is known by a keyed hash alone");
        let heard = service.heard.lock().unwrap().clone();
        assert_eq!(heard, [["file", "nik", "passphrase", "tampilan", "image"]]);
    }
}

#[tokio::test]
async fn a_file_that_the_service_keeps_is_fetched_by_its_id() {
    for (office, service) in offices().await {
        service.becomes(Mood::SignsLater);
        let letter = office.prepared("satu", 1).await;
        office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await.unwrap();
        assert_eq!(office.letters.of_case("satu").await[0].state, LetterState::Valid);
    }
}

#[tokio::test]
async fn a_refusal_issues_nothing_and_the_letter_keeps_its_number() {
    for (office, service) in offices().await {
        let letter = office.prepared("satu", 1).await;
        for (nik, passphrase, why) in [
            (NIK, "salah", NotSigned::Passphrase),
            (NIK, "", NotSigned::Passphrase),
            (EXPIRED, PASSPHRASE, NotSigned::Certificate),
            (STRANGER, PASSPHRASE, NotSigned::Unregistered),
        ] {
            let done = office.letters.sign(&signer(), &letter.id, by(nik, passphrase)).await;
            assert_eq!(done, Err(Refused::NotSigned(why)), "{nik}");
            assert!(waits(&office, &letter).await, "{nik}");
        }
        assert_eq!(service.calls(), 3, "an empty passphrase is not worth a try: the service counts them");
        office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await.unwrap();
        assert_eq!(office.letters.letter(&letter.id).await.unwrap().number, letter.number);
    }
}

#[tokio::test]
async fn what_is_no_signed_pdf_is_not_issued() {
    for (office, service) in offices().await {
        let letter = office.prepared("satu", 1).await;
        for mood in [Mood::Errs, Mood::Rubbish, Mood::Echoes] {
            service.becomes(mood);
            let done = office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await;
            assert_eq!(done, Err(Refused::NotSigned(NotSigned::Broken)), "{mood:?}");
            assert!(waits(&office, &letter).await, "{mood:?}");
        }
    }
}

#[tokio::test]
async fn a_service_that_hangs_is_left_after_its_time() {
    for (office, service) in offices().await {
        service.becomes(Mood::Hangs);
        let letter = office.prepared("satu", 1).await;
        let done = office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await;
        assert_eq!(done, Err(Refused::NotSigned(NotSigned::Silent(1))));
        assert!(waits(&office, &letter).await);
    }
}

#[tokio::test]
async fn five_failures_rest_the_service_and_one_trial_wakes_it() {
    for (office, service) in offices().await {
        service.becomes(Mood::Errs);
        let letter = office.prepared("satu", 1).await;
        let session = signer();
        let sign = || office.letters.sign(&session, &letter.id, by(NIK, PASSPHRASE));
        for _ in 0..5 {
            assert_eq!(sign().await, Err(Refused::NotSigned(NotSigned::Broken)));
        }
        service.becomes(Mood::Signs);
        assert_eq!(sign().await, Err(Refused::NotSigned(NotSigned::Resting)));
        assert_eq!(service.calls(), 5, "it was left alone");
        office.ledger.clock.set(office.ledger.now().plus_seconds(61));
        assert_eq!(sign().await, Ok(()));
    }
}

#[tokio::test]
async fn a_program_that_the_service_does_not_know_says_whose_fault_it_is() {
    for ledger in testkit::ledgers(letters::MIGRATIONS).await {
        let service = Service::start().await;
        let office = Office::with(ledger, Some(press()), Some(service.adapter("lain"))).await;
        let letter = office.prepared("satu", 1).await;
        let done = office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await;
        assert_eq!(done, Err(Refused::NotSigned(NotSigned::Account)));
    }
}

#[tokio::test]
async fn two_who_sign_at_once_issue_one_letter() {
    for (office, _) in offices().await {
        let letter = office.prepared("satu", 1).await;
        let (session, other) = (signer(), officer("budi", Role::Head, "dinas-a"));
        let both = tokio::join!(
            office.letters.sign(&session, &letter.id, by(NIK, PASSPHRASE)),
            office.letters.sign(&other, &letter.id, by(NIK, PASSPHRASE)),
        );
        assert!(matches!(both, (Ok(()), Err(Refused::Moved)) | (Err(Refused::Moved), Ok(()))), "{both:?}");
        let events = office.ledger.store.stream(REGION, &letter.stream).await.unwrap();
        assert_eq!(events.len(), 2);
    }
}

#[tokio::test]
async fn only_the_signer_reaches_the_service() {
    for (office, service) in offices().await {
        let letter = office.prepared("satu", 1).await;
        for stranger in [officer("budi", Role::FieldOfficer, "dinas-a"), officer("siti", Role::Head, "dinas-b")] {
            assert!(office.letters.sign(&stranger, &letter.id, by(NIK, PASSPHRASE)).await.is_err());
            assert!(office.letters.signer_state(&stranger, &letter.id, by(NIK, "")).await.is_err());
        }
        assert_eq!(service.calls(), 0);
    }
}

#[tokio::test]
async fn a_letter_that_asks_for_ink_is_not_signed_electronically() {
    for (office, service) in offices().await {
        office.end(EndedCase { signature: Some(Signature::Wet), ..office.case("satu", 1) }).await;
        office.work().await;
        let letter = office.of_case("satu").await;
        assert_eq!(letter.signature, Some(Signature::Wet));
        assert_eq!(office.letters.sign(&signer(), &letter.id, by(NIK, PASSPHRASE)).await, Err(Refused::NoService));
        assert_eq!(service.calls(), 0);
    }
}

#[tokio::test]
async fn the_state_of_a_signer_is_told_without_a_passphrase() {
    for (office, service) in offices().await {
        let letter = office.prepared("satu", 1).await;
        let state = async |nik: &str| office.letters.signer_state(&signer(), &letter.id, by(nik, "")).await;
        assert_eq!(state(NIK).await, Ok(SignerState::Ready));
        assert_eq!(state(EXPIRED).await, Ok(SignerState::NoCertificate));
        assert_eq!(state(STRANGER).await, Ok(SignerState::Unregistered));
        service.becomes(Mood::Errs);
        assert_eq!(state(NIK).await, Err(Refused::NotSigned(NotSigned::Broken)));
    }
}

#[tokio::test]
async fn a_replacement_is_signed_like_the_first_and_the_old_one_ends() {
    for (office, _) in offices().await {
        let old = office.prepared("satu", 1).await;
        office.letters.sign(&signer(), &old.id, by(NIK, PASSPHRASE)).await.unwrap();
        let fix = |field: &str| (field == "usaha").then(|| "Toko Mawar".to_owned());
        let new = office.letters.replace(&signer(), &old.id, fix).await.unwrap();
        office.letters.sign(&signer(), &new, by(NIK, PASSPHRASE)).await.unwrap();
        let today = Instant::date(office.ledger.now(), kernel::Zone::Wib);
        assert_eq!(office.letters.letter(&old.id).await.unwrap().state(today), LetterState::Replaced);
        assert_eq!(office.letters.letter(&new).await.unwrap().way.as_deref(), Some("elektronik"));
    }
}
