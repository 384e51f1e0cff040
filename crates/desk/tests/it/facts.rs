//! What figures, messages and public lists get from the acts of people.

use crate::town::{REGION, Town, input, officer, picture, report, small_town, towns};
use desk::events::Facts;
use desk::{DeskError, DeskRefusal, DraftFor, Filled, NewFile, Status, Viewer};
use kernel::{CaseNumber, Event, Instant, Lang, Role};

async fn stream(town: &Town, number: &CaseNumber) -> Vec<Event> {
    let id = town.head(number).await.id;
    let store = &town.ledger.store;
    store.stream(REGION, &format!("case/{id}")).await.unwrap()
}

fn facts(event: &Event) -> Facts {
    serde_json::from_value(event.fact.data["desk"].clone()).unwrap()
}

async fn forwarded(town: &Town) -> CaseNumber {
    let number = town.open().await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    let verifier = officer("ver", Role::Verifier, "dinas-kominfo");
    town.act(&verifier, &number, "teruskan", filled).await.unwrap();
    number
}

async fn photographed(town: &Town, number: &CaseNumber, action: &str, item: &str) {
    let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
    let file = NewFile { field: item.into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(number), "", file).await;
    let draft = draft.unwrap().handle.secret().to_owned();
    let filled = Filled { draft, ..Filled::default() };
    town.act(&surveyor, number, action, filled).await.unwrap();
}

/// The texts of the messages about a case, opened, by key.
async fn texts(town: &Town, number: &CaseNumber) -> Vec<(String, String)> {
    let sql = "SELECT payload FROM store_outbox WHERE region = $1 ORDER BY once_key";
    let rows = town.ledger.store.rows(sql, &store::values![REGION]).await;
    let mut texts = Vec::new();
    for row in rows.unwrap() {
        let order: cases::doors::MessageOrder = serde_json::from_str(row.text(0).unwrap()).unwrap();
        if order.number.as_ref() == Some(number) {
            let ids = [order.text.id.as_str()];
            let opened = town.ledger.store.open_sealed(REGION, &ids).await.unwrap();
            texts.push((order.key, opened[ids[0]].clone()));
        }
    }
    texts
}

#[tokio::test]
async fn every_event_of_a_case_carries_what_figures_needs() {
    for town in towns().await {
        let number = forwarded(&town).await;
        town.clock.set(Instant::parse("2027-03-02T09:00:00+07:00").unwrap());
        let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
        let acting = town.acting(&surveyor, &number, "").await;
        town.desk.answer(&number, &acting, "Besok.").await.unwrap();
        photographed(&town, &number, "jadwalkan", "foto_survei").await;
        photographed(&town, &number, "selesai", "foto_sesudah").await;
        town.clock.set(Instant::parse("2027-03-03T09:00:00+07:00").unwrap());
        town.reply(&number, "puas", Filled::default()).await.unwrap();

        let events = stream(&town, &number).await;
        let opened = facts(&events[0]);
        assert_eq!(opened.number, number.to_string());
        assert_eq!((opened.service.as_str(), opened.kind.as_str()), ("jalan-rusak", "pengaduan"));
        assert_eq!((opened.unit.as_str(), opened.district.as_str()), ("dinas-kominfo", "35.17.01"));
        assert!(events.iter().all(|event| facts(event).service == "jalan-rusak"));
        let of = |name: &str| events.iter().find(|event| event.fact.name == name).unwrap();
        let first = facts(of("answer.given")).first_answer.unwrap();
        assert_eq!((first.in_time, first.seconds), (Some(true), 86_400));
        assert_eq!(first.working_seconds, Some(27_000), "09:00 to 09:00 is one working day");
        assert_eq!(first.thousandths, Some(200), "the day of receipt weighs nothing (R16)");
        let finish = facts(of("case.ended")).finish.unwrap();
        assert_eq!((finish.in_time, finish.seconds), (Some(true), Some(172_800)));
        assert_eq!(finish.working_seconds, Some(27_000));
        assert_eq!(finish.paused_seconds, Some(27_000), "a working day of waiting for the resident");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_message_names_number_link_and_due_and_nothing_personal() {
    let town = small_town().await;
    let receipt = town.open().await;
    let texts = texts(&town, &receipt.number).await;
    let (key, text) = &texts[0];
    assert_eq!(key, "diterima");
    assert!(text.contains(store::DRAWN), "the number is put in by whoever sends it: {text}");
    assert!(text.contains(&format!("https://lapor.contoh.go.id/l/{}", receipt.token.secret())));
    assert!(text.contains("Maret 2027 pukul 16.") && text.contains("WIB"), "{text}");
    for secret in ["Budi", "Sulastri", "0812", "6281"] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn officers_who_answer_at_the_same_moment_give_one_answer() {
    for town in towns().await {
        let number = forwarded(&town).await;
        let seen = town.head(&number).await.version;
        let mut answers = tokio::task::JoinSet::new();
        for index in 0..8 {
            let (desk, number) = (town.desk.clone(), number.clone());
            let officer = officer(&format!("o{index}"), Role::FieldOfficer, "dinas-pupr");
            let acting = desk::Acting { officer, seen, form_key: format!("f{index}") };
            answers.spawn(async move { desk.answer(&number, &acting, "Besok.").await });
        }
        let mut given = 0;
        while let Some(outcome) = answers.join_next().await {
            match outcome.unwrap() {
                Ok(()) => given += 1,
                Err(DeskError::Refused(DeskRefusal::Moved { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(given, 1);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_broken_promise_that_is_to_be_named_is_named_unless_it_is_secret() {
    let town = small_town().await;
    let number = forwarded(&town).await;
    photographed(&town, &number, "jadwalkan", "foto_survei").await;
    town.at("2027-04-01T08:00:00+07:00").await;
    let page = town.desk.overdue_in_public("").await.unwrap();
    assert_eq!(page.rows.len(), 1);
    assert_eq!((page.rows[0].number.clone(), page.next.as_str()), (number.clone(), ""));
    let hide = "UPDATE desk_cases SET secret = 1 WHERE region = $1";
    let commit = store::Commit::of_statements(REGION, vec![store::Statement::new(hide, store::values![REGION])]);
    town.ledger.store.commit(commit, town.desk.now()).await.unwrap();
    assert!(town.desk.overdue_in_public("").await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn after_an_erasure_the_case_stands_and_its_texts_are_gone() {
    for town in towns().await {
        let number = forwarded(&town).await;
        let person = facts(&stream(&town, &number).await[0]).person;
        let store = &town.ledger.store;
        store.erase_person(REGION, &person, town.desk.now()).await.unwrap();
        let view = town.view(&number, &Viewer::Reporter).await;
        assert!(view.identity.unwrap().name.is_none());
        assert!(view.answers.get("jenis_rusak").is_some(), "options are no personal data");
        let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
        let reason =
            Filled { reason_code: "bukan_kewenangan".into(), reason: "Bukan jalan kota.".into(), ..Filled::default() };
        let codes = town.desk.lists().get("alasan-tolak").unwrap();
        let reason = Filled { reason_code: codes.keys().next().unwrap().clone(), ..reason };
        town.act(&surveyor, &number, "tolak", reason).await.unwrap();
        assert_eq!(town.head(&number).await.status, Status::Ended);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_reason_code_that_is_not_on_the_list_is_refused() {
    let town = small_town().await;
    let number = forwarded(&town).await;
    let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
    let filled = Filled { reason_code: "karangan".into(), reason: "x".into(), ..Filled::default() };
    let refused = town.act(&surveyor, &number, "tolak", filled).await;
    assert!(matches!(refused, Err(DeskError::Refused(DeskRefusal::NoSuchReason))));
}

#[tokio::test]
async fn a_place_that_the_resident_mends_moves_the_case_in_lists() {
    let town = small_town().await;
    let number = town.open().await.number;
    let verifier = officer("ver", Role::Verifier, "dinas-kominfo");
    let marked = Filled { marks: vec!["lokasi".into()], reason: "Desa mana?".into(), ..Filled::default() };
    town.act(&verifier, &number, "minta_data", marked).await.unwrap();
    let mended = input(&[("lokasi.desa", crate::town::OTHER_VILLAGE), ("lokasi.patokan", "jembatan")]);
    let filled = Filled { input: mended, ..Filled::default() };
    town.reply(&number, "kirim", filled).await.unwrap();
    let head = town.head(&number).await;
    assert_eq!((head.village.as_str(), head.district.as_str()), (crate::town::OTHER_VILLAGE, "35.17.02"));
    assert_eq!(head.coordinate, None, "the old pin is gone with the old place");
    let last = stream(&town, &number).await;
    assert_eq!(facts(last.last().unwrap()).district, "35.17.02");
}

#[tokio::test]
async fn a_pin_outside_the_outline_warns_and_never_refuses() {
    let town = small_town().await;
    let outside = input(&[
        ("lokasi.desa", crate::town::VILLAGE),
        ("lokasi.patokan", "x"),
        ("lokasi.lintang", "1.5"),
        ("lokasi.bujur", "112.2"),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
    ]);
    let wish = desk::OpenCase { input: outside, ..report() };
    let number = town.desk.open_case(wish).await.unwrap().number;
    assert_eq!(town.head(&number).await.flags, ["di_luar_wilayah"]);
}

#[tokio::test]
async fn a_sentence_of_the_history_is_worded_in_both_languages() {
    let town = small_town().await;
    let number = forwarded(&town).await;
    let texts = web::Catalogue::new(desk::LOCALE, &[]).unwrap();
    let view = town.view(&number, &Viewer::Stranger).await;
    for lang in [Lang::Id, Lang::En] {
        for entry in &view.history {
            for phrase in [&entry.who, &entry.what] {
                let said = phrase.say(&texts, lang);
                assert!(!said.contains(phrase.key) && !said.contains('{'), "{said}");
            }
        }
        for line in &view.why {
            assert!(!line.what.say(&texts, lang).contains(line.what.key));
        }
    }
    let held = view.history.iter().find(|entry| entry.what.key == "riwayat-masuk");
    assert!(held.unwrap().what.say(&texts, Lang::Id).contains("Verifikasi"));
}

#[tokio::test]
async fn strangers_see_the_public_answer_and_no_other_words() {
    let town = small_town().await;
    let number = forwarded(&town).await;
    let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
    let acting = town.acting(&surveyor, &number, "").await;
    town.desk.answer(&number, &acting, "Kami perbaiki Kamis.").await.unwrap();
    let said = desk::Said { text: "Nama saya Budi.".into(), ..desk::Said::default() };
    town.desk.add_info(&number, said).await.unwrap();
    let view = town.view(&number, &Viewer::Stranger).await;
    assert_eq!(view.latest_answer.as_deref(), Some("Kami perbaiki Kamis."));
    let words: Vec<_> = view.history.iter().filter_map(|entry| entry.text.as_deref()).collect();
    assert_eq!(words, ["Kami perbaiki Kamis."]);
    assert!(view.answers.is_empty() && view.files.is_empty() && view.can.support);
}
