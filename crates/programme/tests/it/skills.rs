//! Skills needed and held, who agrees, who reads names, trainings, and the tables that go out.

use super::Office;
use super::office::{ani, offices};
use super::pages::{AUDITOR, FIELD, HEAD, LEADER, PLANNER};
use axum::http::{Request, StatusCode};
use jiff::civil::date;
use kernel::Role;
use programme::skills::{ClaimKind, Gap, NewNumbers, NewTraining, Refused, TrainingState, may_see_names};
use std::io::Cursor;
use testkit::officer;

fn needed(skill: &str, needed: Option<i64>, held: Option<i64>) -> NewNumbers<'_> {
    NewNumbers { unit: "dinas-a", skill, needed, held, ..NewNumbers::default() }
}

#[tokio::test]
async fn an_agency_says_what_it_needs_and_has_and_an_officer_counts_once_his_head_agrees() {
    for (office, promise) in Office::decreed().await {
        let programme = &office.programme;
        let head = officer("budi", Role::Head, "dinas-a");
        let technician = officer("tono", Role::FieldOfficer, "dinas-a");
        let stranger = officer("cici", Role::Head, "dinas-b");
        assert_eq!(programme.set_skill(&stranger, needed("data", Some(2), None)).await, Err(Refused::NotYours));
        assert_eq!(programme.set_skill(&head, needed("sulap", Some(2), None)).await, Err(Refused::Skill));
        assert_eq!(programme.set_skill(&head, needed("data", Some(-1), None)).await, Err(Refused::People));
        programme.set_skill(&head, needed("data", Some(2), None)).await.unwrap();
        let for_promise = NewNumbers { promise: "Jawaban cepat", ..needed("data", Some(1), None) };
        programme.set_skill(&ani(), for_promise).await.unwrap();
        let nothing = NewNumbers { promise: "Tidak ada", ..needed("data", Some(1), None) };
        assert_eq!(programme.set_skill(&ani(), nothing).await, Err(Refused::Promise));
        let numbers = async || programme.skill_standing("dinas-a").await.unwrap().of("dinas-a").next().unwrap().1;
        assert_eq!((numbers().await.needed, numbers().await.gap()), (3, Gap::Unsaid));
        assert_eq!(programme.skill_standing("").await.unwrap().of_promises[0].2, promise);
        programme.set_skill(&head, needed("data", None, Some(1))).await.unwrap();
        assert_eq!(programme.set_skill(&head, needed("data", None, Some(1))).await, Err(Refused::Unchanged));
        assert_eq!(numbers().await.gap(), Gap::Missing(2));
        for skill in ["data", "data"] {
            let done = programme.claim(&technician, "dinas-a", ClaimKind::Skill, skill).await;
            assert!(done.is_ok() || done == Err(Refused::Unchanged));
        }
        let elsewhere = programme.claim(&technician, "dinas-b", ClaimKind::Skill, "data").await;
        assert_eq!(elsewhere, Err(Refused::NotYours));
        assert_eq!(numbers().await.gap(), Gap::Missing(2), "not yet agreed");
        let claim = programme.claims_of("dinas-a").await.unwrap().remove(0);
        assert_eq!(programme.decide_claim(&ani(), "dinas-a", &claim.id, true).await, Err(Refused::NotYours));
        assert_eq!(programme.decide_claim(&stranger, "dinas-b", &claim.id, true).await, Err(Refused::Moved));
        programme.decide_claim(&head, "dinas-a", &claim.id, true).await.unwrap();
        assert_eq!(numbers().await.agreed, 1);
        assert_eq!(numbers().await.gap(), Gap::Missing(2), "he is among those whom the agency counts");
        assert_eq!(
            programme.withdraw_claim(&head, &claim.id).await,
            Err(Refused::NotThere),
            "only the officer himself"
        );
        programme.withdraw_claim(&technician, &claim.id).await.unwrap();
        assert_eq!(numbers().await.agreed, 0);
    }
}

#[tokio::test]
async fn a_training_is_planned_held_with_evidence_or_cancelled_and_never_twice() {
    for office in offices().await {
        let programme = &office.programme;
        let head = officer("budi", Role::Head, "dinas-a");
        let new = NewTraining {
            unit: "dinas-a",
            skill: "keamanan",
            title: "Keamanan sandi",
            day: Some(date(2027, 3, 1)),
            planned: 20,
            cost: "25.000.000",
        };
        let wrong = [
            (NewTraining { title: "ab", ..new }, Refused::Text),
            (NewTraining { day: None, ..new }, Refused::Day),
            (NewTraining { day: Some(date(2040, 1, 1)), ..new }, Refused::Day),
            (NewTraining { planned: 0, ..new }, Refused::People),
            (NewTraining { cost: "banyak", ..new }, Refused::Cost),
            (NewTraining { unit: "dinas-b", ..new }, Refused::NotYours),
        ];
        for (one, refused) in wrong {
            assert_eq!(programme.plan_training(&head, one).await, Err(refused));
        }
        programme.plan_training(&head, new).await.unwrap();
        let planned = programme.trainings("dinas-a").await.unwrap().remove(0);
        assert_eq!((planned.state, planned.cost), (TrainingState::Planned, 25_000_000));
        let held = async |day, evidence| {
            let seen = (planned.id.as_str(), 1);
            programme.hold_training(&head, seen, (Some(day), 18), ("24.000.000", evidence)).await
        };
        let proof = "https://contoh.go.id/daftar-hadir";
        assert_eq!(held(date(2027, 3, 1), proof).await, Err(Refused::Day), "it lies ahead");
        office.at("2027-03-02T09:00:00+07:00");
        assert_eq!(held(date(2027, 3, 1), "ada").await, Err(Refused::Evidence));
        held(date(2027, 3, 1), proof).await.unwrap();
        assert_eq!(held(date(2027, 3, 1), proof).await, Err(Refused::Moved));
        assert_eq!(programme.cancel_training(&head, &planned.id, 2).await, Err(Refused::Moved), "it was held");
        let done = programme.trainings("").await.unwrap().remove(0);
        assert_eq!((done.people, done.cost, done.state), (Some(18), 24_000_000, TrainingState::Held));
    }
}

#[test]
fn names_are_read_in_the_agency_and_by_planners_of_the_unit_that_runs_applications() {
    for (session, sees) in [
        (officer("a", Role::Head, "dinas-a"), true),
        (officer("b", Role::FieldOfficer, "dinas-a"), true),
        (officer("c", Role::Planner, "dinas-kominfo"), true),
        (officer("d", Role::Planner, "bappeda"), false),
        (officer("e", Role::Leader, "dinas-a"), false),
        (officer("f", Role::Auditor, "dinas-a"), false),
        (officer("g", Role::Head, "dinas-b"), false),
    ] {
        assert_eq!(may_see_names(&session, "dinas-a"), sees, "{session:?}");
    }
}

#[tokio::test]
async fn the_pages_show_numbers_to_all_and_names_to_the_agency_only() {
    let (office, _) = Office::decreed().await.remove(0);
    let site = office.site();
    let (own, unit) = ("/dasbor/rencana/sdm/saya", "/dasbor/rencana/sdm/opd/dinas-a");
    for (who, status) in [(None, 303), (FIELD, 200), (HEAD, 200), (PLANNER, 200), (LEADER, 403), (AUDITOR, 403)] {
        assert_eq!(site.get(who, own).await.0.as_u16(), status, "{who:?}");
    }
    for (who, status) in [(None, 303), (FIELD, 403), (HEAD, 200), (PLANNER, 200), (LEADER, 200), (AUDITOR, 200)] {
        for path in [unit, "/dasbor/rencana/sdm", "/dasbor/rencana/sdm.csv", "/dasbor/rencana/sdm.xlsx"] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    let claim = [("unit", "dinas-a"), ("keahlian", ""), ("aplikasi", "Antrean Puskesmas")];
    assert_eq!(site.send(FIELD, (own, own), &claim).await.0, StatusCode::SEE_OTHER);
    let (status, html) = site.send(FIELD, (own, own), &claim).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("Antrean Puskesmas"), "{html}");
    let (_, html) = site.get(HEAD, unit).await;
    assert!(html.contains("Nama lapangan") && html.contains("Belum diakui"), "{html}");
    let action = format!("{unit}/pengakuan");
    let id = html.split(&format!("action=\"{action}\"")).nth(1).unwrap();
    let id = id.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let agreed = [("id", id), ("putusan", "diakui")];
    assert_eq!(site.send(HEAD, (unit, &action), &agreed).await.0, StatusCode::SEE_OTHER);
    for (who, sees) in [(HEAD, true), (PLANNER, false), (LEADER, false), (AUDITOR, false)] {
        let (_, html) = site.get(who, unit).await;
        assert!(html.contains("Antrean Puskesmas") && html.contains("Hanya satu orang"), "{who:?}");
        assert_eq!(html.contains("Nama lapangan"), sees, "{who:?}");
    }
    let wrong = [("keahlian", "data"), ("perlu", "banyak"), ("ada", "2")];
    let (status, html) = site.send(HEAD, (unit, unit), &wrong).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("value=\"banyak\""), "nothing typed is lost");
    let sound = [("keahlian", "data"), ("perlu", "3"), ("ada", "1")];
    assert_eq!(site.send(HEAD, (unit, unit), &sound).await.0, StatusCode::SEE_OTHER);
    let (_, html) = site.get(LEADER, "/dasbor/rencana/sdm").await;
    assert!(html.contains("1 dinas kekurangan") && html.contains("kurang 2 orang"), "{html}");
    let (_, csv) = site.get(LEADER, "/dasbor/rencana/sdm.csv").await;
    assert!(csv.contains("dinas-a,Dinas A,data,Manajemen data dan statistik,3,1,0,2") && !csv.contains("lapangan"));
    let forbidden = site.post(LEADER, unit, "").await;
    assert_eq!(forbidden.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn no_event_of_skills_holds_a_text_and_the_spreadsheet_opens() {
    let (office, _) = Office::decreed().await.remove(0);
    let technician = officer("tono", Role::FieldOfficer, "dinas-a");
    office.programme.claim(&technician, "dinas-a", ClaimKind::Application, "Antrean Puskesmas").await.unwrap();
    office.programme.set_skill(&ani(), needed("data", Some(2), Some(1))).await.unwrap();
    let events = office.ledger.store.stream(super::office::REGION, "skills/dinas-a").await.unwrap();
    assert_eq!(events.len(), 3);
    assert!(events.iter().all(|event| !event.fact.data.to_string().contains("Antrean")), "{events:?}");
    assert_eq!(office.programme.altered_texts().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn the_table_of_skills_is_a_sound_spreadsheet() {
    let (office, _) = Office::decreed().await.remove(0);
    office.programme.set_skill(&ani(), needed("data", Some(2), Some(1))).await.unwrap();
    let site = office.site();
    let bytes = site.ask(LEADER, Request::get("/dasbor/rencana/sdm.xlsx"), ()).await.bytes;
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut book.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(sheet.contains("<v>2</v>"), "needed people are a number");
}
