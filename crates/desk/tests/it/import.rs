//! Past reports with their own times.

use crate::office::Office;
use crate::town::{Town, VILLAGE, officer, small_town, towns};
use cases::doors::{Imported, ImportedCase, ImportedEnd, Registrar as _};
use desk::{Due, Status, Viewer};
use kernel::{Instant, Role};

pub fn row(outside: &str, end: ImportedEnd) -> ImportedCase {
    ImportedCase {
        source: "lapor".into(),
        outside: outside.into(),
        service: "lainnya".into(),
        opened_at: Instant::parse("2026-03-02T09:00:00+07:00").unwrap(),
        answered_at: Some(Instant::parse("2026-03-04T09:00:00+07:00").unwrap()),
        end,
        unit: Some("dinas-pupr".into()),
        village: Some(VILLAGE.into()),
        district: None,
        anonymous: false,
        secret: false,
        text: "Jalan berlubang di depan pasar.".into(),
        address: "Pasar".into(),
        answer: Some("Sudah ditambal.".into()),
        original: serde_json::json!({ "Tracking ID": outside, "Isi": "Jalan berlubang di depan pasar." }),
        flags: vec!["kota_lain".into()],
    }
}

pub async fn import(town: &Town, rows: Vec<ImportedCase>) -> Vec<Imported> {
    town.desk.import(rows).await.into_iter().map(|outcome| outcome.unwrap()).collect()
}

#[tokio::test]
async fn an_import_keeps_its_times_and_a_second_one_changes_nothing() {
    for town in towns().await {
        let at = Instant::parse("2026-03-10T09:00:00+07:00").unwrap();
        let rows = || {
            vec![
                row("1", ImportedEnd::Open),
                row("2", ImportedEnd::Unknown),
                row("3", ImportedEnd::At(at)),
                row("1", ImportedEnd::Open),
            ]
        };
        let first = import(&town, rows()).await;
        assert!(
            matches!(&first[..], [Imported::New(a), Imported::New(_), Imported::New(_), Imported::Unchanged(b)] if a == b)
        );
        let recorded = town.recorded().await;
        let second = import(&town, rows()).await;
        assert!(second.iter().all(|outcome| matches!(outcome, Imported::Unchanged(_))));
        assert_eq!(town.recorded().await, recorded);

        let Imported::New(unknown) = &first[1] else { panic!() };
        let head = town.head(unknown).await;
        assert_eq!((head.status, head.ended_at), (Status::Unknown, None));
        let Imported::New(ended) = &first[2] else { panic!() };
        assert_eq!(town.head(ended).await.ended_at, Some(at));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_import_fires_and_sends_nothing_until_it_is_taken_over() {
    for town in towns().await {
        let Imported::New(number) = &import(&town, vec![row("1", ImportedEnd::Open)]).await[0] else { panic!() };
        let number = number.clone();
        town.at("2027-06-01T09:00:00+07:00").await;
        let head = town.head(&number).await;
        assert!(head.dormant && !head.is_overdue(town.desk.now()));
        assert!(!town.events(&head.id).await.contains(&"clock.lapsed".into()));
        assert!(town.messages(&number).await.is_empty());

        let liaison = officer("p", Role::Liaison, "dinas-pupr");
        let inbox = Office::of(&town).get("penghubung", "/kerja?daftar=impor").await;
        inbox.says(&[number.as_str()]);
        let view = town.view(&number, &Viewer::Officer(liaison.clone())).await;
        assert!(view.can.take_over);
        assert_eq!(view.imported.unwrap().text, "Jalan berlubang di depan pasar.");
        let acting = town.acting(&liaison, &number, "").await;
        town.desk.take_over(&number, &acting).await.unwrap();
        let head = town.head(&number).await;
        assert!(!head.dormant);
        assert!(matches!(head.total_due, Due::At(_)));
        town.work().await;
        assert!(town.messages(&number).await.is_empty(), "what was past due before is not set off");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn an_answer_before_its_report_is_kept_and_left_out_of_medians() {
    let town = small_town().await;
    let early = ImportedCase {
        answered_at: Some(Instant::parse("2026-03-01T09:00:00+07:00").unwrap()),
        ..row("1", ImportedEnd::Open)
    };
    let Imported::New(number) = &import(&town, vec![early]).await[0] else { panic!() };
    let id = town.head(number).await.id;
    let events = town.ledger.store.stream(crate::town::REGION, &format!("case/{id}")).await.unwrap();
    let answer = events.iter().find(|event| event.fact.name == "answer.given").unwrap();
    let first = &answer.fact.data["desk"]["first_answer"];
    assert_eq!(first["before_report"], true);
    assert!(first.get("working_seconds").is_none());
}

#[tokio::test]
async fn an_export_gives_back_every_field_that_came_in() {
    let town = small_town().await;
    import(&town, (1..=5).map(|n| row(&n.to_string(), ImportedEnd::Unknown)).collect()).await;
    let mut given = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = town.desk.exported("lapor", &cursor, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        cursor.clone_from(&last.cursor);
        given.extend(page);
    }
    assert_eq!(given.len(), 5);
    for (index, case) in given.iter().enumerate() {
        assert_eq!(case.original, row(&(index + 1).to_string(), ImportedEnd::Unknown).original);
        assert_eq!((&case.status, &case.answer), (&None, &None), "nothing happened here since");
    }
}

#[tokio::test]
async fn a_row_that_names_no_service_is_refused_alone() {
    let town = small_town().await;
    let strange = ImportedCase { service: "khayal".into(), ..row("1", ImportedEnd::Open) };
    let outcomes = town.desk.import(vec![strange, row("2", ImportedEnd::Refused)]).await;
    assert!(outcomes[0].is_err() && outcomes[1].is_ok());
}
