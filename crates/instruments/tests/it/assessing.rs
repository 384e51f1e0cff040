//! An assessment from its start to what was published about it, on both databases.

use crate::region::{PDF, REGION, agus, ani, budi, opened, rina, tono};
use instruments::assessment::claim::Claim;
use instruments::assessment::decide::Command;
use instruments::assessment::evidence::{Number, Proof};
use instruments::assessment::model::{Assessment, Review, Stage};
use instruments::assessment::{Given, Spoken};
use instruments::{Assessments, MIGRATIONS, Refused};
use jiff::civil::date;
use kernel::FactAsked;
use testkit::Ledger;
use web::Session;

struct Scene {
    ledger: Ledger,
    room: Assessments,
    id: String,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let room = opened(&ledger).await;
        let id = room.start(&agus(), "spbe-2020", 2025).await.unwrap();
        let given = [("1", "dinas-a"), ("2", "dinas-a"), ("43", "dinas-b")];
        let wishes = given.map(|(indicator, unit)| (indicator.to_owned(), Some(unit.to_owned())));
        room.assign(&agus(), &id, wishes.to_vec()).await.unwrap();
        scenes.push(Scene { ledger, room, id });
    }
    scenes
}

impl Scene {
    async fn state(&self) -> Assessment {
        self.room.pack(&agus(), &self.id).await.unwrap().assessment
    }

    async fn fill(&self, who: &Session, indicator: &str, claim: &str, text: &str) -> Result<(), Refused> {
        let seen = self.state().await.items[indicator].filled_at;
        let (claim, text) = (Claim::parse(claim), text.to_owned());
        self.room.say(who, &self.id, Spoken::Fill { indicator: indicator.to_owned(), seen, claim, text }).await
    }

    async fn send(&self, who: &Session, indicator: &str) -> Result<(), Refused> {
        let seen = self.state().await.items[indicator].touched_at;
        self.room.act(who, &self.id, Command::Send { indicator: indicator.to_owned(), seen }).await
    }

    async fn accept(&self, indicator: &str) -> Result<(), Refused> {
        let seen = self.state().await.items[indicator].touched_at;
        self.room.act(&agus(), &self.id, Command::Accept { indicator: indicator.to_owned(), seen }).await
    }

    async fn prove(&self, who: &Session, indicator: &str, given: Given) -> Result<(), Refused> {
        self.room.prove(who, &self.id, (indicator, Some(2)), "Peraturan bupati tentang SPBE", given).await
    }
}

#[tokio::test]
async fn an_assessment_goes_from_the_first_level_to_the_published_index() {
    for scene in scenes().await {
        let (room, id) = (&scene.room, scene.id.as_str());
        scene.fill(&ani(), "1", "3", "Peraturan bupati berlaku sejak 2023.").await.unwrap();
        scene.prove(&ani(), "1", Given::File("perbup.pdf".into(), PDF.to_vec())).await.unwrap();
        scene.prove(&ani(), "1", Given::Link("https://jdih.contoh.go.id/1".into())).await.unwrap();
        let fact =
            FactAsked { fact: "kasus.tepat-waktu".into(), from: date(2025, 1, 1), to: date(2025, 12, 31), unit: None };
        scene.prove(&ani(), "1", Given::Fact(fact)).await.unwrap();
        scene.send(&ani(), "1").await.unwrap();
        let seen = scene.state().await.items["1"].touched_at;
        let reason = "Pasal yang dimaksud belum disebut.".to_owned();
        room.say(&agus(), id, Spoken::Return { indicator: "1".into(), seen, reason }).await.unwrap();
        scene.fill(&ani(), "1", "3", "Peraturan bupati, pasal 4, berlaku sejak 2023.").await.unwrap();
        scene.send(&ani(), "1").await.unwrap();
        scene.accept("1").await.unwrap();
        room.name_assessor(&agus(), id, rina().officer).await.unwrap();
        room.act(&agus(), id, Command::OpenReview).await.unwrap();
        let reason = "Batas waktu kementerian hari ini.".to_owned();
        room.say(&agus(), id, Spoken::Submit { reason }).await.unwrap();
        room.draw_sample(&rina(), id, 5).await.unwrap();
        let text = "Pasal 4 hanya menyebut arsitektur.".to_owned();
        let judged = Spoken::Judge { indicator: "1".into(), seen: 0, claim: Claim::parse("2"), text };
        room.say(&rina(), id, judged).await.unwrap();
        room.act(&rina(), id, Command::Conclude).await.unwrap();
        let (instrument, index) = ("spbe-2020".to_owned(), "2,59".to_owned());
        let source = "Keputusan Menteri 2025".to_owned();
        room.say(&agus(), id, Spoken::Publish { instrument, year: 2025, index, source }).await.unwrap();
        let one = &room.list(&agus(), None, 10).await.unwrap().rows[0];
        assert_eq!((one.stage, one.claimed, one.accepted, one.indicators), (Stage::Concluded, 1, 1, 47));
        let shown = |index: Option<definition::Number>| index.unwrap().to_string();
        assert_eq!((shown(one.own_index), shown(one.judged_index)), ("3".to_owned(), "2".to_owned()));
        let numbers: Vec<String> =
            scene.state().await.items["1"].evidence.iter().map(|one| one.number.to_string()).collect();
        assert_eq!(numbers, ["I1-L2-01", "I1-L2-02", "I1-L2-03"]);
    }
}

#[tokio::test]
async fn what_the_tables_say_is_what_the_ledger_says() {
    for scene in scenes().await {
        scene.fill(&ani(), "1", "3", "").await.unwrap();
        scene.prove(&ani(), "1", Given::Link("https://jdih.contoh.go.id/1".into())).await.unwrap();
        let number = Number::parse("I1-L2-01").unwrap();
        let reason = "Alamatnya tidak dapat dibuka lagi.".to_owned();
        let withdrawn = Spoken::Withdraw { indicator: "1".into(), number, reason };
        scene.room.say(&ani(), &scene.id, withdrawn).await.unwrap();
        scene.send(&ani(), "1").await.unwrap();
        let events = scene.ledger.store.stream(REGION, &Assessment::stream(&scene.id)).await.unwrap();
        let mut again = Assessment::new(&scene.id, scene.ledger.now());
        for event in &events {
            let fact = instruments::assessment::happened::Happened::read(&event.fact).unwrap();
            let officer = kernel::OfficerId(event.fact.actor.person().unwrap().to_owned());
            let by = instruments::assessment::model::By { officer: &officer, at: event.fact.happened_at };
            again.apply(&fact, by);
        }
        assert_eq!(scene.state().await, again);
        let written = serde_json::to_string(&events).unwrap();
        for word in ["jdih", "Alamatnya", "Peraturan"] {
            assert!(!written.contains(word), "{word} stands in an event");
        }
    }
}

#[tokio::test]
async fn of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost() {
    for scene in scenes().await {
        let seen = scene.state().await.items["1"].filled_at;
        let say = |text: &str, claim: &str| {
            let spoken =
                Spoken::Fill { indicator: "1".into(), seen, claim: Claim::parse(claim), text: text.to_owned() };
            let (room, id) = (scene.room.clone(), scene.id.clone());
            async move { room.say(&ani(), &id, spoken).await }
        };
        let (first, second) = tokio::join!(say("Yang pertama menulis.", "2"), say("Yang kedua menulis.", "4"));
        let mut outcomes = [first, second];
        outcomes.sort_by_key(Result::is_err);
        assert_eq!(outcomes, [Ok(()), Err(Refused::Overtaken)]);
        let (one, two) = (budi(), ani());
        let other = scene.fill(&one, "43", "3", "Dinas lain tidak menunggu.");
        let own = scene.fill(&two, "2", "2", "Indikator lain tidak menunggu.");
        let (other, own) = tokio::join!(other, own);
        assert_eq!((other, own), (Ok(()), Ok(())));
    }
}

#[tokio::test]
async fn an_agency_reads_its_own_and_a_stranger_nothing() {
    for scene in scenes().await {
        scene.prove(&ani(), "1", Given::File("a.pdf".into(), PDF.to_vec())).await.unwrap();
        let (room, id) = (&scene.room, scene.id.as_str());
        assert_eq!(room.pack(&ani(), id).await.unwrap().lines.len(), 1);
        assert_eq!(room.pack(&budi(), id).await.unwrap().lines.len(), 0, "evidence of another agency");
        assert_eq!(room.pack(&rina(), id).await.err(), Some(Refused::NoAssessment), "not named");
        room.name_assessor(&agus(), id, rina().officer).await.unwrap();
        assert_eq!(room.pack(&rina(), id).await.unwrap().lines.len(), 1);
        assert_eq!(room.pack(&tono(), id).await.err(), Some(Refused::NoAssessment));
        let seen = |who: Session| async move { room.list(&who, None, 10).await.unwrap().rows.len() };
        assert_eq!((seen(agus()).await, seen(ani()).await, seen(rina()).await), (1, 1, 1));
        assert_eq!(seen(tono()).await, 0);
        let nobody = crate::region::officer("x", kernel::Role::Liaison, "dinas-c");
        assert_eq!(seen(nobody).await, 0);
        room.act(&agus(), id, Command::ReleaseAssessor(rina().officer)).await.unwrap();
        assert_eq!(seen(rina()).await, 0, "who was released reads nothing");
        let stranger = kernel::OfficerId("bukan-penilai".into());
        assert_eq!(room.name_assessor(&agus(), id, stranger).await, Err(Refused::NoAssessor));
    }
}

#[tokio::test]
async fn bad_evidence_leaves_nothing_behind() {
    for scene in scenes().await {
        let before = scene.state().await;
        let fact = |id: &str| FactAsked { fact: id.into(), from: date(2025, 1, 1), to: date(2025, 12, 31), unit: None };
        for (given, refused) in [
            (Given::File("laporan.pdf".into(), b"MZ\x90\x00 bukan pdf".to_vec()), Refused::File),
            (Given::Link("http://jdih.contoh.go.id".into()), Refused::Link),
            (Given::Link("javascript:alert(1)".into()), Refused::Link),
            (Given::Fact(fact("kepuasan.rata-rata")), Refused::NoFact),
            (Given::Fact(fact("tidak.ada")), Refused::NoFact),
            (Given::Fact(FactAsked { unit: Some("kota-lain".into()), ..fact("kasus.tepat-waktu") }), Refused::NoUnit),
        ] {
            assert_eq!(scene.prove(&ani(), "1", given).await, Err(refused));
        }
        let who = ani();
        let untitled = scene.room.prove(&who, &scene.id, ("1", Some(2)), " ", Given::Link("https://a.go.id".into()));
        assert_eq!(untitled.await, Err(Refused::Title));
        assert_eq!(scene.state().await, before);
        assert_eq!(
            scene.room.assign(&agus(), &scene.id, vec![("1".into(), Some("kota-lain".into()))]).await,
            Err(Refused::NoUnit)
        );
    }
}

#[tokio::test]
async fn one_assessment_for_an_instrument_and_a_year_that_it_is_for() {
    for scene in scenes().await {
        let room = &scene.room;
        assert_eq!(room.start(&agus(), "spbe-2020", 2025).await, Err(Refused::Exists));
        assert_eq!(room.start(&agus(), "spbe-2020", 2026).await, Err(Refused::Year), "it ended with 2025");
        assert_eq!(room.start(&agus(), "pemdi-2026", 2029).await, Err(Refused::Year), "nobody assesses 2029 in 2027");
        assert_eq!(room.start(&agus(), "tidak-ada", 2026).await, Err(Refused::NoInstrument));
        assert_eq!(room.start(&ani(), "pemdi-2026", 2026).await, Err(Refused::NotCoordinator));
        scene.ledger.clock.advance(60);
        let other = room.start(&agus(), "pemdi-2026", 2026).await.unwrap();
        let first = room.list(&agus(), None, 1).await.unwrap();
        assert_eq!(first.rows[0].id, other, "the latest first");
        let next = room.list(&agus(), first.next, 1).await.unwrap();
        assert_eq!((next.rows[0].id.as_str(), next.next), (scene.id.as_str(), None));
    }
}

#[tokio::test]
async fn a_returned_indicator_is_filled_in_during_the_review_and_evidence_of_a_sent_one_reopens_it() {
    for scene in scenes().await {
        scene.fill(&ani(), "1", "2", "").await.unwrap();
        scene.send(&ani(), "1").await.unwrap();
        scene.room.act(&agus(), &scene.id, Command::OpenReview).await.unwrap();
        scene.prove(&ani(), "1", Given::Link("https://jdih.contoh.go.id/1".into())).await.unwrap();
        assert_eq!(scene.state().await.items["1"].review, Review::Draft);
        assert_eq!(scene.accept("1").await, Err(Refused::NotSent));
        scene.send(&ani(), "1").await.unwrap();
        scene.accept("1").await.unwrap();
        let link = &scene.state().await.items["1"].evidence[0];
        assert_eq!((link.proof.clone(), link.added_at), (Proof::Link, scene.ledger.now()), "the day it was seen");
    }
}
