//! `jalan-rusak` from the report to the end, through every one of its actions.

use crate::office::Office;
use crate::town::{Town, VILLAGE, input, officer, picture, report, towns};
use definition::Value;
use desk::{
    ClosedBy, DeskError, DeskRefusal, DraftFor, Due, Filled, NewFile, Officer, Status, Supporting, Transferring, Viewer,
};
use kernel::{CaseNumber, Refusal, Role};

fn verifier() -> Officer {
    officer("ver", Role::Verifier, "dinas-kominfo")
}

fn surveyor(town: &Town, number: &CaseNumber) -> Officer {
    let _ = (town, number);
    officer("sur", Role::FieldOfficer, "dinas-pupr")
}

fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::Refused(refusal) => refusal.code(),
        DeskError::Store(error) => panic!("{error}"),
    }
}

/// A draft of a running case with one photo of evidence.
async fn evidence(town: &Town, number: &CaseNumber, item: &str) -> String {
    let file = NewFile { field: item.into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(number), "", file).await.unwrap();
    draft.handle.secret().to_owned()
}

async fn forwarded(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&verifier(), &number, "teruskan", filled).await.unwrap();
    number
}

async fn repaired(town: &Town, number: &CaseNumber) {
    let surveyor = surveyor(town, number);
    if town.head(number).await.holders[0].step == "survei" {
        let draft = evidence(town, number, "foto_survei").await;
        let filled = Filled { input: input(&[("panjang_m", "3,5"), ("lebar_m", "2")]), draft, ..Filled::default() };
        town.act(&surveyor, number, "jadwalkan", filled).await.unwrap();
    }
    let draft = evidence(town, number, "foto_sesudah").await;
    town.act(&surveyor, number, "selesai", Filled { draft, ..Filled::default() }).await.unwrap();
}

#[tokio::test]
async fn a_report_is_verified_surveyed_repaired_rejected_repaired_again_and_confirmed() {
    for town in towns().await {
        let receipt = town.open().await;
        let number = &receipt.number;
        assert!(number.as_str().starts_with("PGD-2027-000001-"), "{number}");
        let head = town.head(number).await;
        assert_eq!((head.status, head.holders[0].unit.as_str()), (Status::New, "dinas-kominfo"));
        assert_eq!(head.village, VILLAGE);
        assert!(matches!(receipt.total_due, Due::At(due) if Due::At(due) == head.total_due));

        let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
        town.act(&verifier(), number, "teruskan", filled).await.unwrap();
        let head = town.head(number).await;
        assert_eq!((head.status, head.holders[0].unit.as_str()), (Status::Working, "dinas-pupr"));

        let acting = town.acting(&surveyor(&town, number), number, "jawab-1").await;
        town.desk.answer(number, &acting, "Akan kami survei besok.").await.unwrap();
        repaired(&town, number).await;
        let head = town.head(number).await;
        assert_eq!(head.status, Status::Waiting);
        assert!(head.holders[0].is_reporter());
        assert_eq!(head.total_due, Due::None, "the office's clock waits for the resident");

        let why = Filled { reason: "Lubangnya masih ada.".into(), ..Filled::default() };
        town.reply(number, "belum", why.clone()).await.unwrap();
        assert_eq!(town.head(number).await.holders[0].unit, "dinas-pupr");
        repaired(&town, number).await;
        let again = town.reply(number, "belum", why).await.unwrap_err();
        assert_eq!(code(&again), "aksi_habis", "a resident rejects once");
        town.reply(number, "puas", Filled { rating: Some(5), ..Filled::default() }).await.unwrap();

        let view = town.view(number, &Viewer::Reporter).await;
        assert_eq!((view.head.status, view.head.closed_by), (Status::Ended, Some(ClosedBy::Reporter)));
        assert_eq!((view.head.outcome.as_str(), view.rating), ("berhasil", Some(5)));
        assert_eq!(view.latest_answer.as_deref(), Some("Akan kami survei besok."));
        assert_eq!(view.files.len(), 3, "photos of the survey and of both repairs");
        assert!(view.history.iter().any(|entry| entry.text.as_deref() == Some("Lubangnya masih ada.")));
        assert!(view.history.iter().any(|entry| entry.what.key == "riwayat-berakhir-pelapor"));
        let told = town.messages(number).await;
        for key in ["diterima", "masuk:survei", "mesin:dijawab", "masuk:konfirmasi", "mesin:ditutup_pelapor"] {
            assert!(told.iter().any(|known| known == key), "{key} in {told:?}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn silence_escalates_then_closes_and_is_never_called_consent() {
    for town in towns().await {
        let number = forwarded(&town, "k").await;
        // Survey due at the close of the third working day after 1 March 2027.
        town.at("2027-03-05T08:00:00+07:00").await;
        let head = town.head(&number).await;
        let events = town.events(&head.id).await;
        assert!(events.contains(&"clock.lapsed".into()) && events.contains(&"case.escalated".into()), "{events:?}");
        assert!(head.is_overdue(town.desk.now()));
        let before = events.len();
        town.work().await;
        assert_eq!(town.events(&head.id).await.len(), before, "silence fires once");

        repaired(&town, &number).await;
        town.at("2027-05-01T08:00:00+07:00").await;
        let head = town.head(&number).await;
        assert_eq!((head.status, head.closed_by), (Status::Ended, Some(ClosedBy::Silence)));
        let told = town.messages(&number).await;
        for key in ["mesin:naik", "mesin:terlambat", "mesin:ditutup_diam"] {
            assert!(told.iter().any(|known| known == key), "{key} in {told:?}");
        }
        assert!(head.ended_at.unwrap() < town.desk.now(), "it ended when it was due, recorded later");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn what_silence_did_does_not_depend_on_when_the_worker_ran() {
    let (punctual, late) = (crate::town::small_town().await, crate::town::small_town().await);
    let (first, second) = (forwarded(&punctual, "k").await, forwarded(&late, "k").await);
    for day in 2..=12 {
        punctual.at(&format!("2027-03-{day:02}T23:00:00+07:00")).await;
    }
    late.at("2027-03-12T23:00:00+07:00").await;
    let (first, second) = (punctual.head(&first).await, late.head(&second).await);
    assert_eq!(punctual.events(&first.id).await, late.events(&second.id).await);
    assert_eq!(first.moved_at, second.moved_at);
}

#[tokio::test]
async fn marked_fields_come_back_to_the_resident_and_only_those_may_change() {
    for town in towns().await {
        let number = town.open().await.number;
        let unmarked = Filled { reason: "Fotonya gelap.".into(), ..Filled::default() };
        let refused = town.act(&verifier(), &number, "minta_data", unmarked.clone()).await.unwrap_err();
        assert_eq!(code(&refused), "tanda_kosong");
        let marked = Filled { marks: vec!["jenis_rusak".into()], ..unmarked };
        town.act(&verifier(), &number, "minta_data", marked).await.unwrap();
        let view = town.view(&number, &Viewer::Reporter).await;
        assert_eq!((view.head.status, view.marks.as_slice()), (Status::Waiting, &["jenis_rusak".to_owned()][..]));

        let fixed = input(&[("jenis_rusak", "longsor"), ("bahaya", "ya"), ("rincian_bahaya", "Ada korban.")]);
        town.reply(&number, "kirim", Filled { input: fixed, ..Filled::default() }).await.unwrap();
        let view = town.view(&number, &Viewer::Reporter).await;
        assert_eq!(view.answers.get("jenis_rusak"), Some(&Value::Option("longsor".into())));
        assert_eq!(view.answers.get("bahaya"), Some(&Value::Option("tidak".into())), "not marked, not changed");
        assert_eq!(view.head.status, Status::New);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_transferred_case_is_seen_by_both_units_and_can_be_returned() {
    for town in towns().await {
        let number = forwarded(&town, "k").await;
        let from = surveyor(&town, &number);
        let acting = town.acting(&from, &number, "").await;
        let to =
            Transferring { step: "survei".into(), unit: "dinas-lingkungan-hidup".into(), reason: "Ini taman.".into() };
        let strange = Transferring { unit: "dinas-khayal".into(), ..to.clone() };
        assert_eq!(code(&town.desk.transfer(&number, &acting, strange).await.unwrap_err()), "unit-tidak-ada");
        town.desk.transfer(&number, &acting, to).await.unwrap();
        let due = town.head(&number).await.step_due;

        let gone = town.act(&from, &number, "tolak", Filled::default()).await.unwrap_err();
        assert_eq!(code(&gone), "sudah-berubah");
        assert!(town.view(&number, &Viewer::Officer(from.clone())).await.sight.text, "a past holder still reads it");
        let liaison = officer("pen", Role::Liaison, "dinas-lingkungan-hidup");
        let office = Office::of(&town);
        let inbox = office.get("taman", "/kerja").await;
        inbox.says(&[number.as_str()]);
        let view = town.view(&number, &Viewer::Officer(liaison.clone())).await;
        assert_eq!(view.can.give_back, ["survei"]);
        assert!(view.offered.iter().any(|offer| offer.id == "tolak"), "the liaison acts where the title is not mapped");

        let acting = town.acting(&liaison, &number, "").await;
        town.desk.give_back(&number, &acting, "survei", "Bukan taman.").await.unwrap();
        let head = town.head(&number).await;
        assert_eq!((head.holders[0].unit.as_str(), head.step_due), ("dinas-pupr", due), "no clock is gained");
        let inbox = office.get("taman", "/kerja").await;
        assert!(!inbox.html.contains(number.as_str()));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_same_answer_from_two_officers_is_given_once_and_the_second_sees_it() {
    for town in towns().await {
        let number = forwarded(&town, "k").await;
        let (one, two) = (surveyor(&town, &number), officer("pen", Role::Liaison, "dinas-pupr"));
        let (first, second) = (town.acting(&one, &number, "a").await, town.acting(&two, &number, "b").await);
        town.desk.answer(&number, &first, "Kami survei besok.").await.unwrap();
        town.desk.answer(&number, &first, "Kami survei besok.").await.unwrap();
        let refused = town.desk.answer(&number, &second, "Kami survei besok.").await.unwrap_err();
        assert!(matches!(refused, DeskError::Refused(DeskRefusal::Moved { seen }) if seen == second.seen));
        let head = town.head(&number).await;
        let answers = town.events(&head.id).await.into_iter().filter(|name| name == "answer.given").count();
        assert_eq!(answers, 1);
        let view = town.view(&number, &Viewer::Officer(two)).await;
        let since: Vec<_> = view.history.iter().filter(|entry| entry.version > second.seen).collect();
        assert_eq!(since[0].what.key, "riwayat-jawaban");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn residents_support_add_and_hear_of_the_end() {
    for town in towns().await {
        let number = forwarded(&town, "k").await;
        let near =
            town.desk.near("jalan-rusak", &town.view(&number, &Viewer::Reporter).await.answers, 5).await.unwrap();
        assert_eq!(near.len(), 1);
        assert_eq!(near[0].distance_m, Some(0.0));
        let support = Supporting { phone: "0813 1111 2222".into(), form_key: "s".into(), ..Supporting::default() };
        town.desk.support(&number, support.clone()).await.unwrap();
        town.desk.support(&number, support).await.unwrap();
        assert_eq!(town.head(&number).await.supports, 1, "the same form twice is one support");
        let said = desk::Said { text: "Sekarang lebih dalam.".into(), ..desk::Said::default() };
        town.desk.add_info(&number, said).await.unwrap();
        repaired(&town, &number).await;
        town.reply(&number, "puas", Filled::default()).await.unwrap();
        let told = town.messages(&number).await;
        assert!(told.contains(&"mesin:berakhir/dukungan".into()), "{told:?}");
        let view = town.view(&number, &Viewer::Reporter).await;
        assert!(view.history.iter().any(|entry| entry.text.as_deref() == Some("Sekarang lebih dalam.")));
        let late = town.desk.add_info(&number, desk::Said { text: "x".into(), ..desk::Said::default() }).await;
        assert_eq!(code(&late.unwrap_err()), "kasus_selesai");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_road_that_is_not_the_citys_is_referred_with_its_reason() {
    let town = crate::town::small_town().await;
    let number = town.desk.open_case(report()).await.unwrap().number;
    let filled = Filled { input: input(&[("status_jalan", "provinsi")]), ..Filled::default() };
    let refused = town.act(&verifier(), &number, "limpahkan", filled.clone()).await.unwrap_err();
    assert_eq!(code(&refused), "alasan_kosong");
    let filled = Filled { reason: "Jalan provinsi.".into(), ..filled };
    town.act(&verifier(), &number, "limpahkan", filled).await.unwrap();
    let head = town.head(&number).await;
    assert_eq!((head.end_id.as_str(), head.closed_by), ("dilimpahkan", Some(ClosedBy::Officer)));
}
