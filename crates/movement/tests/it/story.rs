//! Regions on their way, on both databases.

use crate::office::{NATION, Office, assessor, of_region, offices, regions, secretariat, typed};
use definition::Number;
use kernel::{OfficerId, Role};
use movement::model::cohort::count;
use movement::model::evaluation::Texts;
use movement::model::record::{Kind, Mistake, Why};
use movement::model::selection::State;
use movement::model::stage::Stage;
use movement::{Chosen, NewCohort, NewEvaluation, NewScores, Refused, Wish};
use testkit::officer;

#[tokio::test]
async fn the_official_count_is_kept_beside_the_sum_and_a_region_may_stand_in_two_cohorts() {
    for office in offices().await {
        let movement = &office.movement;
        for (year, size, total) in
            [(2017, 25, None), (2018, 50, None), (2019, 25, Some(100)), (2021, 48, None), (2022, 50, Some(191))]
        {
            office.cohort(year, size, total).await;
        }
        for (year, area) in [(2017, "64.02"), (2021, "Kutai Kartanegara"), (2018, "Kabupaten Indramayu")] {
            movement.add_member(&secretariat(), year, area, "rtikkediri.or.id").await.unwrap();
        }
        let cohorts = movement.cohorts().await.unwrap();
        let count = count(&cohorts);
        assert_eq!((count.published, count.summed, count.named), (Some(191), 198, 2));
        assert_eq!(count.twice, [("64.02".to_owned(), vec![2017, 2021])]);
        assert_eq!(movement.add_member(&secretariat(), 2017, "64.02", "").await, Err(Refused::MemberThere));
        assert_eq!(movement.add_member(&secretariat(), 2017, "Kabupaten Antah", "").await, Err(Refused::NoArea));
        assert_eq!(movement.add_member(&secretariat(), 2020, "64.02", "").await, Err(Refused::NoCohort));
        let way = movement.line("64.02").await.unwrap().way;
        assert_eq!((way.cohorts.as_slice(), way.stage()), (&[2017, 2021][..], Stage::Chosen));
    }
}

#[tokio::test]
async fn a_cohort_is_opened_once_and_changed_by_who_saw_it_last() {
    for office in offices().await {
        let movement = &office.movement;
        office.cohort(2022, 50, Some(191)).await;
        let new = NewCohort { year: 2022, size: 51, total: Some(191), note: "", source: "" };
        assert_eq!(movement.write_cohort(&secretariat(), new, None).await, Err(Refused::CohortThere));
        movement.write_cohort(&secretariat(), new, Some(1)).await.unwrap();
        assert_eq!(movement.write_cohort(&secretariat(), new, Some(1)).await, Err(Refused::Moved));
        assert_eq!(movement.cohort(2022).await.unwrap().size, 51);
        let wrong = NewCohort { total: Some(3), ..new };
        assert_eq!(movement.write_cohort(&secretariat(), wrong, Some(2)).await, Err(Refused::Cohort));
        let stranger = officer("x", Role::Leader, "setda");
        assert_eq!(movement.write_cohort(&stranger, new, Some(2)).await, Err(Refused::NotOwn));
    }
}

async fn judged(office: &Office, id: &str, who: &str, levels: [&str; 3]) -> Result<(), Refused> {
    let cells = [("komitmen", levels[0]), ("anggaran", levels[1]), ("internet", levels[2])];
    let seen = office
        .movement
        .selection(id)
        .await
        .unwrap()
        .assessors
        .get(&OfficerId(who.into()))
        .map_or(0, |one| one.revision);
    office.movement.score(&assessor(who), id, NewScores { level: &typed(&cells), note: "Menurut bukti", seen }).await
}

#[tokio::test]
async fn three_assessors_judge_alone_and_the_region_is_chosen_with_a_reason() {
    for office in offices().await {
        let movement = &office.movement;
        office.cohort(2022, 50, None).await;
        let id = movement.open_selection(&secretariat(), "35.18", 2022, "gerakan-seleksi").await.unwrap();
        let again = movement.open_selection(&secretariat(), "35.18", 2022, "gerakan-seleksi").await;
        assert_eq!(again, Err(Refused::SelectionOpen));
        let chosen = Chosen { accepted: true, reason: "Komitmen kuat, anggaran cukup" };
        assert_eq!(movement.decide(&secretariat(), &id, chosen).await, Err(Refused::NoAssessor));
        for who in ["satu", "dua", "tiga"] {
            movement.name_assessor(&secretariat(), &id, &OfficerId(who.into()), true).await.unwrap();
        }
        assert_eq!(
            judged(&office, &id, "satu", ["4", "3", "6"]).await,
            Err(Refused::Level("Kriteria internet".into()))
        );
        judged(&office, &id, "satu", ["4", "3", "5"]).await.unwrap();
        judged(&office, &id, "dua", ["2", "3", ""]).await.unwrap();
        judged(&office, &id, "tiga", ["3", "3", "5"]).await.unwrap();
        assert_eq!(movement.decide(&secretariat(), &id, chosen).await, Err(Refused::Waiting(1)));
        judged(&office, &id, "dua", ["2", "3", "4"]).await.unwrap();
        let one = movement.selection(&id).await.unwrap();
        let spread = one.spread("komitmen").unwrap();
        assert_eq!((spread.low, spread.high, spread.mean), (Number::whole(2), Number::whole(4), Number::whole(3)));
        let short = Chosen { accepted: true, reason: "ya" };
        assert_eq!(movement.decide(&secretariat(), &id, short).await, Err(Refused::Reason));
        movement.decide(&secretariat(), &id, chosen).await.unwrap();
        assert_eq!(movement.selection(&id).await.unwrap().state, State::Accepted);
        assert!(movement.cohort(2022).await.unwrap().members.contains("35.18"));
        assert_eq!(judged(&office, &id, "tiga", ["1", "1", "1"]).await, Err(Refused::Decided));
        let happened = office.happened(NATION).await;
        let last = &happened[happened.len() - 2..];
        assert_eq!(last, ["selection.decided", "member.added"]);
    }
}

#[tokio::test]
async fn nobody_from_the_regions_own_list_judges_it() {
    for office in offices().await {
        let movement = &office.movement;
        office.cohort(2022, 50, None).await;
        let id = movement.open_selection(&secretariat(), "35.18", 2022, "gerakan-seleksi").await.unwrap();
        let by = secretariat();
        let name = async |who: &str| movement.name_assessor(&by, &id, &OfficerId(who.into()), true).await;
        assert_eq!(name("dalam").await, Err(Refused::OwnList));
        assert_eq!(name("bukan").await, Err(Refused::NotAssessor));
        name("satu").await.unwrap();
        let mut moved = assessor("satu");
        moved.grants.push(web::Grant { role: Role::Liaison, unit: "daerah-35.18".into() });
        let scores = NewScores { level: &typed(&[]), note: "", seen: 0 };
        assert_eq!(
            movement.score(&moved, &id, scores).await,
            Err(Refused::OwnList),
            "who moved there since judges no more"
        );
        assert_eq!(
            movement.score(&assessor("dua"), &id, scores).await,
            Err(Refused::NotThere),
            "nor who was not named"
        );
    }
}

#[tokio::test]
async fn a_region_enters_its_own_milestones_and_nothing_of_another_or_of_the_secretariat() {
    for office in offices().await {
        let jombang = of_region("35.17");
        let cells = [("jenis", "quick-win"), ("judul", "Parkir daring"), ("hari", "2027-02-28")];
        let id = office.write(&jombang, "35.17", Kind::Milestone, &cells).await.unwrap();
        assert_eq!(office.write(&jombang, "35.18", Kind::Milestone, &cells).await, Err(Refused::NotOwn));
        let note = [("hari", "2022-04-21"), ("tempat", "Daring"), ("pihak", "K")];
        assert_eq!(office.write(&jombang, "35.17", Kind::Memorandum, &note).await, Err(Refused::NotOwn));
        let line = office.movement.line("35.17").await.unwrap();
        assert_eq!(line.late, 1, "due on 28 February, and today is 1 March");
        let done = [&cells[..], &[("selesai", "2027-03-01"), ("bukti", "Berita")]].concat();
        let change = |seen| {
            let (jombang, id, done) = (jombang.clone(), id.clone(), done.clone());
            let movement = office.movement.clone();
            async move {
                movement.write_record(&jombang, ("35.17", Kind::Milestone), Some((&id, seen)), &typed(&done)).await
            }
        };
        change(1).await.unwrap();
        assert_eq!(change(1).await, Err(Refused::Moved), "the second of two editors is told");
        assert_eq!(office.movement.line("35.17").await.unwrap().late, 0);
        assert_eq!(office.movement.remove_record(&of_region("35.18"), &id, 2).await.map(drop), Err(Refused::NotOwn));
    }
}

#[tokio::test]
async fn a_region_goes_its_whole_way_and_the_list_shows_the_furthest_stage() {
    for office in offices().await {
        let movement = &office.movement;
        let stage = async || movement.line("35.18").await.unwrap().way.stage();
        assert_eq!(stage().await, Stage::Outside);
        let memo = [("hari", "2022-04-21"), ("tempat", "Daring"), ("pihak", "Kementerian")];
        office.write(&secretariat(), "35.18", Kind::Memorandum, &memo).await.unwrap();
        assert_eq!(stage().await, Stage::Signed);
        let session = [("hari", "2022-06-15"), ("pendamping", "Akademisi"), ("topik", "Quick win")];
        office.write(&secretariat(), "35.18", Kind::Mentoring, &session).await.unwrap();
        assert_eq!(stage().await, Stage::Mentored);
        let plan = [
            ("jenis", "rencana-induk"),
            ("judul", "Ditetapkan"),
            ("hari", "2022-12-31"),
            ("selesai", "2022-12-20"),
            ("bukti", "Perbup"),
        ];
        let id = office.write(&secretariat(), "35.18", Kind::Milestone, &plan).await.unwrap();
        assert_eq!(stage().await, Stage::Planned);
        movement.remove_record(&secretariat(), &id, 1).await.unwrap();
        assert_eq!(stage().await, Stage::Mentored, "what was taken out counts no more");
        let found = movement.lines(&Wish { stage: Some(Stage::Mentored), ..Wish::default() }).await.unwrap();
        assert_eq!(found.iter().map(|line| line.area.code.as_str()).collect::<Vec<_>>(), ["35.18"]);
        let province = movement.lines(&Wish { province: "35".into(), ..Wish::default() }).await.unwrap();
        assert_eq!(province.len(), 3);
        let searched = movement.lines(&Wish { search: "kediri".into(), ..Wish::default() }).await.unwrap();
        assert_eq!(searched[0].area.name, "Kota Kediri");
    }
}

fn kediri() -> [(&'static str, &'static str); 5] {
    [("dasar", "3,60"), ("keluaran", "3,21"), ("hasil", "3,23"), ("dampak", "3,07"), ("quick-win", "3,65")]
}

#[tokio::test]
async fn kota_kediri_2022_is_kept_as_published_beside_what_is_computed() {
    for office in offices().await {
        let movement = &office.movement;
        let cells = kediri();
        let level = typed(&cells);
        let texts = Texts { source: "bangsaonline.com 113379".into(), ..Texts::default() };
        let new = NewEvaluation {
            year: 2022,
            instrument: "gerakan-evaluasi-b",
            level: &level,
            published: "3,31",
            before: "3,06",
            texts,
            seen: 0,
        };
        let bare = NewEvaluation { texts: Texts::default(), ..new.clone() };
        assert_eq!(
            movement.evaluate(&secretariat(), "35.71", bare).await,
            Err(Refused::Published),
            "a figure needs a source"
        );
        let ahead = NewEvaluation { year: 2028, ..new.clone() };
        assert_eq!(movement.evaluate(&secretariat(), "35.71", ahead).await, Err(Refused::Year));
        movement.evaluate(&secretariat(), "35.71", new.clone()).await.unwrap();
        assert_eq!(movement.evaluate(&secretariat(), "35.71", new.clone()).await, Err(Refused::Moved), "entered twice");
        let line = movement.line("35.71").await.unwrap();
        assert_eq!((line.way.evaluated, line.result), (Some(2022), Some("3.31".parse().unwrap())));
        let earlier = NewEvaluation { year: 2021, published: "3.06", before: "", ..new.clone() };
        movement.evaluate(&secretariat(), "35.71", earlier).await.unwrap();
        let line = movement.line("35.71").await.unwrap();
        assert_eq!(line.way.evaluated, Some(2022), "an older year does not push the newest aside");
        movement.evaluate(&secretariat(), "35.71", NewEvaluation { published: "3.32", seen: 1, ..new }).await.unwrap();
        assert_eq!(movement.line("35.71").await.unwrap().result, Some("3.32".parse().unwrap()));
        assert_eq!(movement.evaluated_years().await.unwrap(), [2022, 2021]);
    }
}

#[tokio::test]
async fn a_practice_is_taken_over_by_others_once_each() {
    for office in offices().await {
        let movement = &office.movement;
        let cells = [
            ("judul", "Antrean"),
            ("isi", "Satu pintu"),
            ("tautan", "https://contoh.go.id/a"),
            ("kontak", "Dinas Kesehatan"),
        ];
        let id = office.write(&of_region("35.18"), "35.18", Kind::Practice, &cells).await.unwrap();
        movement.adopt(&of_region("35.17"), &id, "35.17").await.unwrap();
        assert_eq!(movement.adopt(&of_region("35.17"), &id, "35.17").await, Err(Refused::Moved));
        assert_eq!(movement.adopt(&of_region("35.17"), &id, "64.02").await, Err(Refused::NotOwn));
        assert_eq!(
            movement.adopt(&secretariat(), &id, "35.18").await,
            Err(Refused::NotOwn),
            "nobody takes over from itself"
        );
        assert_eq!(movement.adoptions().await.unwrap(), [(id, "35.17".to_owned())]);
    }
}

#[tokio::test]
async fn wrong_fields_are_named_and_nothing_is_kept() {
    for office in offices().await {
        let cells = [("hari", "31 Februari"), ("tempat", "Daring"), ("pihak", "K"), ("kunci", "abc")];
        let refused = office.write(&secretariat(), "35.18", Kind::Memorandum, &cells).await;
        let mistakes = vec![Mistake { field: "hari", why: Why::Day }, Mistake { field: "kunci", why: Why::Key }];
        assert_eq!(refused, Err(Refused::Fields(mistakes)));
        assert!(office.movement.records("35.18").await.unwrap().is_empty());
        assert!(office.happened(NATION).await.is_empty());
    }
}

#[tokio::test]
async fn a_region_that_steers_nobody_has_no_cohorts_to_open() {
    for office in regions().await {
        let new = NewCohort { year: 2022, size: 50, total: None, note: "", source: "" };
        assert_eq!(office.movement.write_cohort(&secretariat(), new, None).await, Err(Refused::NotThere));
        assert!(!office.movement.steers());
    }
}

#[tokio::test]
async fn no_text_of_anybody_stands_in_an_event() {
    for office in offices().await {
        office.cohort(2022, 50, None).await;
        let cells = [("judul", "Judul rahasia"), ("isi", "Isi rahasia"), ("sumber", "Sumber rahasia")];
        office.write(&secretariat(), "35.18", Kind::Note, &cells).await.unwrap();
        let events = office.ledger.log(NATION).await;
        assert!(!events.is_empty());
        assert!(events.iter().all(|event| !event.fact.data.to_string().contains("rahasia")), "{events:?}");
    }
}
