//! From the end of a case to a letter that is proved, withdrawn, replaced, expired.

use super::office::{PDF, REGION, signer};
use super::{Office, offices};
use cases::doors::{EndedCase, LetterDraft, LetterState, Letters as _};
use jiff::civil::date;
use kernel::{Instant, Role};
use letters::{Filter, Press, Refused, Scan};
use std::sync::Arc;
use store::{Commit, Statement, values};
use testkit::officer;

fn scan() -> Scan {
    Scan::new(PDF.to_vec()).unwrap()
}

fn day(office: &Office) -> jiff::civil::Date {
    office.ledger.now().date(kernel::Zone::Wib)
}

#[tokio::test]
async fn a_granted_application_becomes_a_letter_that_its_signer_issues() {
    for office in offices(None).await {
        let letter = office.prepared("satu", 1).await;
        assert_eq!(letter.state(day(&office)), LetterState::Prepared);
        assert_eq!((letter.dated, letter.valid_until), (date(2027, 3, 1), Some(date(2028, 3, 1))));
        assert_eq!(letter.shown, [("Isian usaha".to_owned(), "Toko Melati".to_owned())]);
        office.letters.issue(&signer(), &letter.id, scan()).await.unwrap();
        let shown = office.letters.of_case("satu").await;
        assert_eq!((shown[0].state, shown[0].file), (LetterState::Valid, true));
        assert_eq!(office.letters.file("satu", &letter.id).await.unwrap().bytes, PDF);
        assert!(office.letters.file("lain", &letter.id).await.is_none(), "a file of another case");
    }
}

#[tokio::test]
async fn only_the_signer_issues_and_only_once() {
    for office in offices(None).await {
        let letter = office.prepared("satu", 1).await;
        let issue = |session| {
            let (letters, id) = (office.letters.clone(), letter.id.clone());
            async move { letters.issue(&session, &id, scan()).await }
        };
        assert_eq!(issue(officer("budi", Role::FieldOfficer, "dinas-a")).await, Err(Refused::NotSigner));
        assert_eq!(issue(officer("siti", Role::Head, "dinas-b")).await, Err(Refused::NoLetter), "another agency");
        assert_eq!(issue(signer()).await, Ok(()));
        assert_eq!(issue(signer()).await, Err(Refused::Moved));
    }
}

#[tokio::test]
async fn a_withdrawn_letter_says_so_and_needs_a_reason() {
    for office in offices(None).await {
        let letter = office.issued("satu", 1).await;
        assert_eq!(office.letters.revoke(&signer(), &letter.id, "salah").await, Err(Refused::Reason));
        office.letters.revoke(&signer(), &letter.id, "Alamat pemohon ternyata di luar wilayah").await.unwrap();
        assert_eq!(office.of_case("satu").await.state(day(&office)), LetterState::Revoked);
        let again = office.letters.revoke(&signer(), &letter.id, "Alamat pemohon ternyata di luar wilayah").await;
        assert_eq!(again, Err(Refused::Moved));
        let events = office.ledger.store.stream(REGION, &letter.stream).await.unwrap();
        let told = serde_json::to_string(&events).unwrap();
        assert!(!told.contains("Alamat pemohon"), "free text in an event");
        assert!(!told.contains("Budi"), "a personal value in an event");
    }
}

#[tokio::test]
async fn a_corrected_letter_takes_the_place_of_the_old_one_when_it_is_signed() {
    for office in offices(None).await {
        let old = office.issued("satu", 1).await;
        assert_eq!(office.letters.replace(&signer(), &old.id, |_| None).await, Err(Refused::Unchanged));
        let fix = |field: &str| (field == "usaha").then(|| "Toko Mawar".to_owned());
        let new = office.letters.replace(&signer(), &old.id, fix).await.unwrap();
        let state = |letter: letters::Letter| letter.state(day(&office));
        assert_eq!(state(office.letters.letter(&old.id).await.unwrap()), LetterState::Valid, "until it is signed");
        office.letters.issue(&signer(), &new, scan()).await.unwrap();
        assert_eq!(state(office.letters.letter(&old.id).await.unwrap()), LetterState::Replaced);
        let letter = office.letters.letter(&new).await.unwrap();
        assert_eq!((letter.number.as_str(), letter.shown[0].1.as_str()), ("470/002/A/2027", "Toko Mawar"));
    }
}

#[tokio::test]
async fn what_can_never_be_told_keeps_nobody_else_waiting() {
    for office in offices(None).await {
        let due = office.ledger.now().plus_seconds(-3600);
        let lost = (0..60).map(|at| {
            let sql = "INSERT INTO letters_tellings (region, letter, what, due_at) VALUES ($1, $2, 'terbit', $3)";
            Statement::new(sql, values![REGION, format!("tidak-ada-{at}"), due])
        });
        let commit = Commit::of_statements(REGION, lost.collect());
        office.ledger.store.commit(commit, office.ledger.now()).await.unwrap();
        office.issued("satu", 1).await;
        office.work().await;
        assert_eq!(office.told().await.len(), 1);
        let waiting = "SELECT COUNT(*) FROM letters_tellings WHERE region = $1 AND attempts = 1 AND due_at > $2";
        assert_eq!(office.count(waiting, &values![REGION, office.ledger.now()]).await, 60, "they are tried again");
    }
}

#[tokio::test]
async fn the_holder_is_told_of_issue_and_last_day_once() {
    for office in offices(None).await {
        office.issued("satu", 1).await;
        office.work().await;
        assert_eq!(office.told().await.len(), 1);
        assert!(office.told().await[0].contains("470/001/A/2027"));
        office.ledger.clock.set(Instant::parse("2028-01-31T08:59:00+07:00").unwrap());
        office.work().await;
        assert_eq!(office.told().await.len(), 1, "not before nine");
        office.ledger.clock.set(Instant::parse("2028-01-31T09:00:00+07:00").unwrap());
        office.work().await;
        office.work().await;
        let told = office.told().await;
        assert_eq!(told.len(), 2);
        assert!(told[1].contains("1 Maret 2028"), "{}", told[1]);
        office.ledger.clock.set(Instant::parse("2028-03-02T00:00:00+07:00").unwrap());
        assert_eq!(office.of_case("satu").await.state(day(&office)), LetterState::Expired);
    }
}

#[tokio::test]
async fn a_renewed_letter_begins_on_the_day_after_the_old_one() {
    for office in offices(None).await {
        let case = EndedCase { valid_from: Some(date(2027, 3, 20)), ..office.case("satu", 1) };
        office.end(case).await;
        office.work().await;
        let letter = office.of_case("satu").await;
        assert_eq!((letter.valid_from, letter.valid_until), (Some(date(2027, 3, 20)), Some(date(2028, 3, 20))));
        let first = office.prepared("dua", 2).await;
        assert_eq!(first.valid_from, None, "the first letter is valid from its date");
    }
}

#[tokio::test]
async fn a_template_that_errs_draws_no_number_and_is_tried_again() {
    let broken: Press = Arc::new(|_, _, _| Err("4:10: unknown field".into()));
    for office in offices(Some(broken)).await {
        office.end(office.case("satu", 1)).await;
        office.work().await;
        assert_eq!(office.count("SELECT COUNT(*) FROM letters_letters WHERE region = $1", &values![REGION]).await, 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM store_series WHERE region = $1", &values![REGION]).await, 0);
        assert_eq!(office.count("SELECT attempts FROM letters_ended WHERE region = $1", &values![REGION]).await, 1);
    }
}

#[tokio::test]
async fn a_template_that_errs_is_told_to_officers_and_mended_by_the_one_that_runs() {
    let press: Press = Arc::new(|template, _, _| match template {
        "templat" => Err("baris 4, kolom 10: isian \"nma\" tidak ada".into()),
        _ => Ok(b"%PDF-1.7".to_vec()),
    });
    for office in offices(Some(press.clone())).await {
        let case = office.case("satu", 1);
        let told = office.letters.trouble(case.clone()).await.unwrap();
        assert!(told.contains("baris 4"), "{told}");
        let mut mended = case;
        mended.letters[0].mended = Some("templat-baru".into());
        assert_eq!(office.letters.trouble(mended.clone()).await, None);
        office.end(mended).await;
        office.work().await;
        assert_eq!(office.of_case("satu").await.number, "470/001/A/2027");
    }
}

#[tokio::test]
async fn a_draft_has_no_number_of_its_own_and_says_what_it_is() {
    let press: Press = Arc::new(|_, values, _| {
        let data = &values["data"];
        let words = [&data["nomor"], &data["tanda_air"], &data["unit"]["nama"], &values["periksa"]];
        Ok(words.map(|word| word.as_str().unwrap_or("-")).join("|").into_bytes())
    });
    for office in offices(Some(press.clone())).await {
        let case = office.case("satu", 1);
        let draft = LetterDraft {
            service_name: case.service_name,
            unit: case.unit,
            title: case.title,
            officer: case.officer,
            letter: case.letters[0].letter.clone(),
            template: String::new(),
            answers: case.answers,
            sample: false,
        };
        let sheet = |draft| async { String::from_utf8(office.letters.draft(draft).await.unwrap()).unwrap() };
        let proof = "https://layanan.contoh.go.id/surat/periksa";
        assert_eq!(sheet(draft.clone()).await, format!("470/000/A/2027|DRAF|Dinas A|{proof}"));
        let sample = LetterDraft { unit: String::new(), sample: true, ..draft };
        assert_eq!(sheet(sample).await, format!("470/000//2027|CONTOH|Unit Penerbit|{proof}"));
        assert_eq!(office.count("SELECT COUNT(*) FROM letters_letters WHERE region = $1", &values![REGION]).await, 0);
    }
}

#[tokio::test]
async fn the_press_gets_the_answers_as_values_and_an_absent_one_as_null() {
    let press: Press = Arc::new(|template, values, _| {
        assert_eq!((template, &values["isian"]["nama"]), ("templat", &"Budi Santoso".into()));
        assert!(values["isian"]["catatan"].is_null());
        assert!(values["qr"].as_str().unwrap().starts_with("<svg xmlns"));
        Ok(b"%PDF-1.7".to_vec())
    });
    for office in offices(Some(press.clone())).await {
        assert_eq!(office.prepared("satu", 1).await.number, "470/001/A/2027");
    }
}

#[tokio::test]
async fn a_letter_that_a_substitute_signs_names_both() {
    let press: Press = Arc::new(|_, values, _| {
        let signer = &values["data"]["penanda_tangan"];
        assert_eq!((&signer["nama"], &signer["atas_nama"]), (&"Nama siti".into(), &"Lurah (Bambang)".into()));
        Ok(b"%PDF-1.7".to_vec())
    });
    for office in offices(Some(press.clone())).await {
        let on_behalf = Some("Lurah (Bambang)".to_owned());
        office.end(cases::doors::EndedCase { on_behalf, ..office.case("satu", 1) }).await;
        office.work().await;
        assert_eq!(office.of_case("satu").await.number, "470/001/A/2027");
    }
}

#[tokio::test]
async fn the_register_in_sql_and_the_rule_in_code_agree_on_every_state() {
    use LetterState::{Expired, Prepared, Replaced, Revoked, Valid};
    for office in offices(None).await {
        let old = office.issued("ganti", 1).await;
        let fix = |field: &str| (field == "usaha").then(|| "Toko Mawar".to_owned());
        let new = office.letters.replace(&signer(), &old.id, fix).await.unwrap();
        office.letters.issue(&signer(), &new, scan()).await.unwrap();
        let revoked = office.issued("cabut", 2).await;
        office.letters.revoke(&signer(), &revoked.id, "Pemohon menarik permohonannya").await.unwrap();
        office.ledger.clock.set(Instant::parse("2028-03-02T09:00:00+07:00").unwrap());
        office.issued("baru", 3).await;
        office.prepared("tunggu", 4).await;
        for state in [Prepared, Valid, Expired, Replaced, Revoked] {
            let filter = Filter { state: Some(state), ..Filter::default() };
            let listed = office.letters.register(&signer(), &filter, 50).await.unwrap();
            assert_eq!(listed.letters.len(), 1, "{state:?}");
            assert_eq!(listed.letters[0].state(day(&office)), state);
        }
    }
}

#[tokio::test]
async fn the_register_shows_own_letters_only_and_pages_without_losing_any() {
    for office in offices(None).await {
        for count in 1..=5 {
            office.prepared(&format!("kasus-{count}"), count).await;
        }
        let stranger = officer("budi", Role::Head, "dinas-b");
        assert!(office.letters.register(&stranger, &Filter::default(), 50).await.unwrap().letters.is_empty());
        let (mut filter, mut seen) = (Filter::default(), Vec::new());
        loop {
            let page = office.letters.register(&signer(), &filter, 2).await.unwrap();
            seen.extend(page.letters.into_iter().map(|letter| letter.number));
            filter.after = page.next;
            if filter.after.is_none() {
                break;
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5);
        let found = Filter { search: "003/a".into(), ..Filter::default() };
        assert_eq!(office.letters.register(&signer(), &found, 50).await.unwrap().letters.len(), 1);
    }
}
