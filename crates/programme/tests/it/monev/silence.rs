//! Silence goes up once and in order, also after the worker was away; and without a calendar nothing is guessed.

use super::{Town, UNIT, YEAR, budi, sari};
use crate::office::{REGION, ani, wali};
use kernel::{Instant, Role};
use programme::monev::model::due::Period;
use programme::monev::{Missing, Reminder};
use store::values;
use testkit::officer;

async fn work(town: &Town) {
    let jobs = programme::jobs(&town.office.programme);
    for _ in 0..20 {
        for job in &jobs {
            job.run(town.office.ledger.now()).await.unwrap();
        }
    }
}

async fn told(town: &Town) -> Vec<(String, i64)> {
    let sql = "SELECT period, level FROM programme_monev_reminders WHERE region = $1 ORDER BY day, period, level";
    let rows = town.office.ledger.store.rows(sql, &values![REGION]).await.unwrap();
    rows.iter().map(|row| (row.string(0).unwrap(), row.int(1).unwrap())).collect()
}

fn level(period: &str, level: i64) -> (String, i64) {
    (period.to_owned(), level)
}

#[tokio::test]
async fn a_silent_agency_is_escalated_once_and_in_order_also_after_downtime() {
    for town in Town::all().await {
        town.office.at("2027-02-05T23:00:00+07:00");
        work(&town).await;
        assert_eq!(told(&town).await, [], "the fifth working day is still in time");
        // The worker was away for weeks: everything that fell due meanwhile is told, each at its own day.
        town.office.at("2027-03-10T09:00:00+07:00");
        work(&town).await;
        let all = [level("01", 1), level("01", 2), level("01", 3), level("02", 1)];
        assert_eq!(told(&town).await, all);
        work(&town).await;
        assert_eq!(told(&town).await, all, "nobody is told twice");
        let events = town.office.ledger.store.events_after(REGION, 0, 1000).await.unwrap();
        let days: Vec<_> = events
            .iter()
            .filter(|event| event.fact.name == "duty.reminded")
            .map(|event| event.fact.happened_at)
            .collect();
        let at = |text: &str| Instant::parse(text).unwrap();
        assert_eq!(
            days,
            [
                at("2027-02-06T00:00:00+07:00"),
                at("2027-02-11T00:00:00+07:00"),
                at("2027-02-16T00:00:00+07:00"),
                at("2027-03-06T00:00:00+07:00"),
            ]
        );
    }
}

#[tokio::test]
async fn each_level_speaks_to_its_own_people_and_ends_when_the_agency_speaks() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        let seen = async |who: &web::Session| -> Vec<Period> {
            let all: Vec<Reminder> = programme.reminders(who).await.unwrap();
            all.into_iter().map(|one| one.period).collect()
        };
        town.office.at("2027-02-08T09:00:00+07:00");
        work(&town).await;
        assert_eq!(seen(&sari()).await, [Period::Month(1)]);
        assert!(seen(&budi()).await.is_empty() && seen(&wali()).await.is_empty());
        assert!(seen(&officer("tono", Role::Liaison, "dinas-b")).await.is_empty());
        town.office.at("2027-02-12T09:00:00+07:00");
        work(&town).await;
        assert_eq!(seen(&budi()).await, [Period::Month(1)]);
        assert!(seen(&ani()).await.is_empty());
        town.enter(1, &[town.said(0, 500, 0)]).await.unwrap();
        town.office.at("2027-02-20T09:00:00+07:00");
        work(&town).await;
        assert!(seen(&sari()).await.is_empty() && seen(&ani()).await.is_empty());
        assert_eq!(told(&town).await, [level("01", 1), level("01", 2)]);
    }
}

#[tokio::test]
async fn nobody_is_reminded_of_a_month_whose_quarter_was_sent() {
    for town in Town::all().await {
        town.office.at("2027-04-05T09:00:00+07:00");
        town.enter(3, &[town.said(0, 1000, 0), town.said(1, 600, 0)]).await.unwrap();
        town.office.programme.write_quarter(&budi(), (UNIT, YEAR, 1), &[], true).await.unwrap();
        work(&town).await;
        assert_eq!(told(&town).await, []);
        assert!(town.office.programme.reminders(&sari()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_year_without_holidays_is_said_and_no_day_is_guessed() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        work(&town).await;
        assert_eq!(programme.years_without_days().await.unwrap(), [2028], "December and the last quarter end there");
        let sql = "SELECT COUNT(*) FROM programme_monev_duties WHERE region = $1 AND due_day IS NULL AND owed > 0";
        let row = town.office.ledger.store.row(sql, &values![REGION]).await.unwrap().unwrap();
        assert_eq!(row.int(0).unwrap(), 2);
    }
}

#[tokio::test]
async fn the_data_duty_counts_what_is_owed_in_time_late_and_missing() {
    for town in Town::all().await {
        let programme = &town.office.programme;
        town.enter(1, &[town.said(0, 500, 0)]).await.unwrap();
        town.office.at("2027-03-20T09:00:00+07:00");
        town.enter(2, &[town.said(0, 1000, 0), town.said(1, 300, 0)]).await.unwrap();
        town.office.at("2027-04-20T09:00:00+07:00");
        let bodies = programme.data_duty(YEAR).await.unwrap();
        let body = bodies.iter().find(|body| body.unit == UNIT).unwrap();
        assert_eq!((body.owed, body.in_time, body.late), (4, 1, 1));
        assert_eq!(body.missing, [Missing::Duty(Period::Month(3)), Missing::Duty(Period::Quarter(1))]);
        assert_eq!(body.complete(), Some(50));
        let owner = bodies.iter().find(|body| body.missing.iter().any(|one| matches!(one, Missing::Value(..))));
        assert!(owner.is_some(), "values of indicators are owed too");
    }
}
