//! From facts to figures, on every database that is there.
#![expect(clippy::unwrap_used, reason = "a helper of a test panics like the test itself")]

mod lines;

use figures::{Cells, Figures, Overdue, Parts, Period, Question};
use kernel::{Actor, Clock as _, Instant, NewEvent, Zone};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{ANY_VERSION, Commit, Job as _, Store};
use testkit::{Ledger, SetClock};

const REGION: &str = "35.17";

struct Town;

impl cases::doors::Agencies for Town {
    fn all(&self) -> Arc<[cases::doors::Agency]> {
        Arc::from([])
    }
    fn agency(&self, _: &str) -> Option<cases::doors::Agency> {
        None
    }
    fn find(&self, _: &str) -> Option<cases::doors::Agency> {
        None
    }
    fn role_of(&self, _: &str, _: &str) -> Option<kernel::Role> {
        None
    }
    fn title_name(&self, title: &str, _: &str) -> String {
        title.to_owned()
    }
}

impl cases::doors::Gazetteer for Town {
    fn districts(&self) -> Arc<[cases::doors::District]> {
        Arc::from([])
    }
    fn villages(&self) -> Arc<[cases::doors::Village]> {
        Arc::from([])
    }
    fn village(&self, _: &str) -> Option<cases::doors::Village> {
        None
    }
    fn find(&self, _: &str, _: &str) -> cases::doors::VillageMatch {
        cases::doors::VillageMatch::Unknown
    }
    fn locate(&self, _: f64, _: f64) -> cases::doors::Located {
        cases::doors::Located { village: None, inside: None }
    }
}

impl cases::doors::Atlas for Town {
    fn district_map(&self, _: &cases::doors::DistrictMap) -> Option<String> {
        None
    }
}

struct Stage {
    store: Store,
    clock: SetClock,
}

impl Stage {
    fn new(ledger: &Ledger) -> Self {
        Self { store: ledger.store.clone(), clock: SetClock::at("2026-11-20T09:00:00+07:00") }
    }

    async fn happens(&self, case: &str, name: &str, own: Value, desk: Value) {
        let mut data = own;
        let mut facts = json!({
            "service": "jalan-rusak", "unit": "dinas-kominfo", "district": "35.17.01", "status": "baru",
            "opened_at": Instant::parse("2026-11-02T08:00:00+07:00").unwrap(),
        });
        facts.as_object_mut().unwrap().extend(desk.as_object().unwrap().clone());
        data["desk"] = facts;
        let event = NewEvent { name: name.to_owned(), happened_at: self.clock.now(), actor: Actor::System, data };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, format!("case/{case}"), ANY_VERSION) };
        self.store.commit(commit, self.clock.now()).await.unwrap();
    }

    /// The room, with everything projected that happened.
    async fn room(&self) -> Figures {
        while self.store.run_projection(&Cells(Zone::Wib), REGION, 100, self.clock.now()).await.unwrap() > 0 {}
        let town = Arc::new(Town);
        Figures::new(Parts {
            region: REGION.to_owned(),
            zone: Zone::Wib,
            store: self.store.clone(),
            clock: Arc::new(self.clock.clone()),
            agencies: town.clone(),
            gazetteer: town.clone(),
            atlas: town,
            services: Arc::new(Vec::new),
        })
    }

    async fn figures(&self) -> Arc<figures::Summary> {
        let figures = self.room().await;
        let period = Period::parse("2026-01", "2026-12").unwrap();
        figures.summary(&Question { period, unit: None, service: None }).await.unwrap()
    }
}

fn due(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Case "a" is answered after 2.5 working days and closed by silence after 9.1.
async fn ended(stage: &Stage, there: Value) {
    let mut answer = there.clone();
    answer["first_answer"] = json!({ "thousandths": 2500, "in_time": true, "seconds": 300_000 });
    stage.happens("a", "answer.given", json!({}), answer).await;
    let mut end = there;
    end["status"] = json!("berakhir");
    end["finish"] = json!({ "thousandths": 9100, "working_seconds": 200_000, "paused_seconds": 50_000, "seconds": 864_000, "in_time": false });
    stage.happens("a", "case.ended", json!({ "outcome": "berhasil", "by": "silence" }), end).await;
}

#[tokio::test]
async fn a_case_counts_for_the_agency_that_holds_it_from_report_to_end() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        let promised = json!({ "total_due": due("2026-11-30T16:00:00+07:00") });
        stage.happens("a", "case.opened", json!({}), promised.clone()).await;
        stage.happens("b", "case.opened", json!({}), promised.clone()).await;
        let there =
            json!({ "unit": "dinas-pupr", "status": "diproses", "total_due": due("2026-11-30T16:00:00+07:00") });
        // The step that opening enters says nothing new; the next one moves the case.
        stage.happens("a", "step.entered", json!({}), promised.clone()).await;
        stage.happens("a", "step.entered", json!({}), there.clone()).await;
        let summary = stage.figures().await;
        let received: Vec<(&str, i64)> =
            summary.units.iter().map(|line| (line.key.as_str(), line.counts.received)).collect();
        assert_eq!(received, [("dinas-kominfo", 1), ("dinas-pupr", 1)]);

        ended(&stage, there).await;
        let summary = stage.figures().await;
        let all = summary.all;
        assert_eq!((all.received, all.open, all.ended, all.by_silence, all.by_resident), (2, 1, 1, 1, 0));
        assert_eq!((all.answered_in_time, all.late, all.in_time), (1, 1, 0));
        assert_eq!(all.lived_days(), Some(10.0));
        assert_eq!(all.paused_share(), Some(0.2));
        let pupr = summary.units.iter().find(|line| line.key == "dinas-pupr").unwrap();
        assert!((pupr.answer_days.unwrap() - 2.5).abs() <= 0.1 && (pupr.finish_days.unwrap() - 9.1).abs() <= 0.1);
    }
}

#[tokio::test]
async fn the_last_quarter_tells_how_long_a_service_really_took() {
    use cases::doors::Durations as _;
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        for case in ["a", "b"] {
            stage.happens(case, "case.opened", json!({}), json!({})).await;
        }
        ended(&stage, json!({ "status": "diproses" })).await;
        stage.figures().await;
        let later = Arc::new(SetClock::at("2027-02-01T09:00:00+07:00"));
        let quarter = figures::Quarter::new(REGION, Zone::Wib, ledger.store.clone(), later);
        let took = quarter.of_service("jalan-rusak").await.unwrap();
        assert_eq!((took.received, took.ended, took.in_time, took.late, took.timed), (2, 1, 0, 1, 1));
        assert!((took.days.unwrap() - 9.1).abs() <= 0.1, "{took:?}");
        let other = quarter.of_service("lampu-jalan").await.unwrap();
        assert_eq!((other.received, other.days), (0, None));
    }
}

#[tokio::test]
async fn an_import_answered_without_a_known_finish_is_neither_open_nor_overdue_nor_ended() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        stage.happens("a", "case.opened", json!({}), json!({ "source": "mediacenter" })).await;
        let end = json!({ "status": "tidak_diketahui", "finish": { "time_unknown": true } });
        stage.happens("a", "case.ended", json!({ "outcome": "netral", "by": "officer" }), end).await;
        let all = stage.figures().await.all;
        assert_eq!((all.received, all.open, all.overdue, all.ended, all.time_unknown), (1, 0, 0, 0, 1));
        assert_eq!((all.by_officer, all.neutral, all.timed), (0, 0, 0));
    }
}

#[tokio::test]
async fn an_answer_before_its_report_is_counted_but_in_no_median() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        stage.happens("a", "case.opened", json!({}), json!({})).await;
        let answer =
            json!({ "first_answer": { "seconds": -60, "thousandths": 0, "in_time": true, "before_report": true } });
        stage.happens("a", "answer.given", json!({}), answer).await;
        let summary = stage.figures().await;
        assert_eq!((summary.all.answered, summary.all.answered_in_time), (1, 0));
        assert_eq!(summary.answer_days, None);
    }
}

#[tokio::test]
async fn time_alone_makes_a_case_overdue_and_its_end_takes_that_back() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        let promised = json!({ "total_due": due("2026-11-23T16:00:00+07:00") });
        stage.happens("a", "case.opened", json!({}), promised).await;
        assert_eq!(stage.figures().await.all.overdue, 0);
        stage.clock.set(due("2026-11-23T16:00:01+07:00"));
        let job = Overdue::new(stage.store.clone(), REGION);
        assert_eq!(job.run(stage.clock.now()).await.unwrap().done, 1);
        assert_eq!(job.run(stage.clock.now()).await.unwrap().done, 0, "once");
        assert_eq!(stage.figures().await.all.overdue, 1);
        let end = json!({ "status": "berakhir", "finish": { "time_unknown": false, "in_time": false } });
        stage.happens("a", "case.ended", json!({ "outcome": "gagal", "by": "officer" }), end).await;
        let all = stage.figures().await.all;
        assert_eq!((all.open, all.overdue, all.refused), (0, 0, 1));
    }
}

#[tokio::test]
async fn figures_rebuilt_from_the_first_fact_are_the_same() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        for (case, unit) in [("a", "dinas-pupr"), ("b", "dinas-pupr"), ("c", "dinas-sosial")] {
            stage.happens(case, "case.opened", json!({}), json!({})).await;
            stage.happens(case, "case.transferred", json!({}), json!({ "unit": unit, "status": "diproses" })).await;
            stage.happens(case, "case.rated", json!({ "rating": 4 }), json!({ "unit": unit })).await;
        }
        let before = stage.figures().await;
        stage.store.rebuild_projection(&Cells(Zone::Wib), REGION, stage.clock.now()).await.unwrap();
        let after = stage.figures().await;
        assert_eq!(before.units, after.units);
        assert_eq!(after.all.rating(), Some(4.0));
    }
}
