//! What single facts change in the counts.

use crate::{Stage, due};
use figures::Summary;
use kernel::{Clock as _, FactAsked, FactValue, Facts as _};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::Ledger;

async fn on_each(facts: &[(&str, &str, Value, Value)], check: impl Fn(&Summary)) {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        check(&*told(&ledger, facts).await);
    }
}

async fn told(ledger: &Ledger, facts: &[(&str, &str, Value, Value)]) -> Arc<Summary> {
    let stage = Stage::new(ledger);
    for (case, name, own, desk) in facts {
        stage.happens(case, name, own.clone(), desk.clone()).await;
    }
    stage.figures().await
}

fn opened(case: &'static str, desk: Value) -> (&'static str, &'static str, Value, Value) {
    (case, "case.opened", json!({}), desk)
}

fn finish(in_time: bool) -> Value {
    let times = json!({ "thousandths": 4000, "working_seconds": 108_000, "paused_seconds": 0, "seconds": 400_000, "in_time": in_time });
    json!({ "status": "berakhir", "finish": times })
}

fn ended(outcome: &str, by: &str, in_time: bool) -> (&'static str, &'static str, Value, Value) {
    ("a", "case.ended", json!({ "outcome": outcome, "by": by }), finish(in_time))
}

#[tokio::test]
async fn without_facts_there_is_nothing_but_no_gap_either() {
    on_each(&[], |summary| {
        assert_eq!((summary.all.received, summary.units.len()), (0, 0));
        assert!(summary.months.iter().all(|month| month.counts.received == 0));
        assert_eq!((summary.answer_days, summary.as_of), (None, None));
    })
    .await;
}

#[tokio::test]
async fn a_report_past_its_promise_is_overdue_at_once() {
    let late = json!({ "total_due": due("2026-11-19T16:00:00+07:00") });
    on_each(&[opened("a", late)], |summary| {
        assert_eq!((summary.all.open, summary.all.overdue), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn an_end_by_the_residents_word_is_told_apart_from_silence_and_officers() {
    on_each(&[opened("a", json!({})), ended("berhasil", "resident", true)], |summary| {
        let all = summary.all;
        assert_eq!((all.by_resident, all.by_silence, all.by_officer), (1, 0, 0));
        assert_eq!((all.succeeded, all.in_time, all.finished_share()), (1, 1, Some(1.0)));
    })
    .await;
}

#[tokio::test]
async fn what_an_applicant_took_back_is_counted_apart_and_keeps_no_promise() {
    on_each(&[opened("a", json!({})), ended("netral", "withdrawn", true)], |summary| {
        let all = summary.all;
        assert_eq!((all.ended, all.open, all.withdrawn), (1, 0, 1));
        assert_eq!((all.refused, all.neutral, all.in_time, all.late, all.timed), (0, 0, 0, 0, 0));
        assert_eq!((all.by_officer, all.by_resident, all.by_silence), (0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_an_end_and_no_success() {
    on_each(&[opened("a", json!({})), ended("gagal", "officer", false)], |summary| {
        let all = summary.all;
        assert_eq!((all.ended, all.refused, all.succeeded, all.open), (1, 1, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_promise_with_a_date_counts_as_neither_success_nor_refusal() {
    on_each(&[opened("a", json!({})), ended("netral", "officer", true)], |summary| {
        let all = summary.all;
        assert_eq!((all.neutral, all.refused, all.succeeded), (1, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_second_rating_takes_the_place_of_the_first() {
    let rated = |stars: i64| ("a", "case.rated", json!({ "rating": stars }), json!({}));
    on_each(&[opened("a", json!({})), rated(1), rated(5)], |summary| {
        assert_eq!((summary.all.ratings, summary.all.rating()), (1, Some(5.0)));
    })
    .await;
}

#[tokio::test]
async fn facts_of_other_streams_count_for_nothing() {
    on_each(&[opened("a", json!({})), ("a", "note.added", json!({}), json!({ "unit": "setda" }))], |summary| {
        let units: Vec<&str> = summary.units.iter().map(|line| line.key.as_str()).collect();
        assert_eq!(units, ["dinas-kominfo"]);
    })
    .await;
}

#[tokio::test]
async fn services_districts_and_months_add_up_to_the_whole() {
    let other = json!({ "service": "sampah", "district": "35.17.02", "opened_at": due("2026-10-02T08:00:00+07:00") });
    on_each(&[opened("a", json!({})), opened("b", other), opened("c", json!({}))], |summary| {
        for lines in [&summary.units, &summary.services, &summary.districts, &summary.months] {
            let sum: i64 = lines.iter().map(|line| line.counts.received).sum();
            assert_eq!(sum, 3);
        }
        assert_eq!((summary.services.len(), summary.districts.len()), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn a_fact_says_what_the_figures_say_and_nothing_is_never_zero() {
    for ledger in testkit::ledgers(figures::MIGRATIONS).await {
        let stage = Stage::new(&ledger);
        for (case, name, own, desk) in [opened("a", json!({})), ended("berhasil", "officer", true)] {
            stage.happens(case, name, own, desk).await;
        }
        let room = stage.room().await;
        let told = |fact: &str, year: i16, unit: Option<&str>| {
            let (from, to) = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
            let asked = FactAsked { fact: fact.to_owned(), from, to, unit: unit.map(str::to_owned) };
            let (room, now) = (room.clone(), stage.clock.now());
            async move { room.tell(&asked, now).await.unwrap().map(|fact| fact.value) }
        };
        assert_eq!(told("kasus.masuk", 2026, None).await, Some(FactValue::Count { count: 1 }));
        let share = Some(FactValue::Share { part: 1, of: 1 });
        assert_eq!(told("kasus.tepat-waktu", 2026, Some("dinas-kominfo")).await, share);
        for (fact, year, unit) in [
            ("kasus.tepat-waktu", 2026, Some("dinas-pupr")),
            ("kasus.tepat-waktu", 2025, None),
            ("kepuasan.rata-rata", 2026, None),
            ("kasus.jawaban-pertama", 2026, None),
            ("tidak.ada", 2026, None),
        ] {
            assert_eq!(told(fact, year, unit).await, None, "{fact} {year}");
        }
        let ids: std::collections::BTreeSet<&str> = room.kinds().iter().map(|kind| kind.id).collect();
        assert_eq!(ids.len(), room.kinds().len(), "an id is given once");
    }
}
