//! Projections follow the log.

use crate::*;
use kernel::Event;
use store::Projection;

struct Counts;

impl Projection for Counts {
    fn name(&self) -> &'static str {
        "trial.counts"
    }

    fn hears(&self, name: &str) -> bool {
        name != "case.noted"
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        vec![Statement::new(
            "INSERT INTO trial_counts AS c (region, name, count) VALUES ($1, $2, 1)
             ON CONFLICT (region, name) DO UPDATE SET count = c.count + 1",
            values![&event.region, &event.fact.name],
        )]
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM trial_counts WHERE region = $1", values![region])]
    }
}

async fn counted(store: &store::Store) -> i64 {
    let sql = "SELECT count FROM trial_counts WHERE region = $1 AND name = 'case.opened'";
    let row = store.row(sql, &values![REGION]).await.unwrap();
    row.map_or(0, |row| row.int(0).unwrap())
}

#[tokio::test]
async fn a_projection_takes_each_event_exactly_once_also_from_two_workers() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let commits = (0..250).map(|i| opening(&format!("case/{i}"), now)).collect();
        assert!(store.commit_all(commits, now).await.iter().all(Result::is_ok));
        let work = || async {
            let mut taken = 0;
            while store.cursor(REGION, "trial.counts").await.unwrap() != Some(250) {
                taken += store.run_projection(&Counts, REGION, 20, now).await.unwrap();
            }
            taken
        };
        let (one, two) = tokio::join!(work(), work());
        assert_eq!(one + two, 250);
        assert_eq!(counted(store).await, 250);
        assert_eq!(store.run_projection(&Counts, REGION, 20, now).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_rebuilt_projection_equals_the_live_one() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        let commits = (0..30).map(|i| opening(&format!("case/{i}"), now)).collect();
        assert!(store.commit_all(commits, now).await.iter().all(Result::is_ok));
        while store.run_projection(&Counts, REGION, 7, now).await.unwrap() > 0 {}
        let live = counted(store).await;
        store.rebuild_projection(&Counts, REGION, now).await.unwrap();
        assert_eq!(counted(store).await, 0);
        while store.run_projection(&Counts, REGION, 7, now).await.unwrap() > 0 {}
        assert_eq!(counted(store).await, live);
        assert_eq!(live, 30);
    }
}

#[tokio::test]
async fn a_log_index_is_given_without_being_asked_for() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        store.commit(opening("case/1", now), now).await.unwrap();
        let given = async {
            while store.head(REGION).await.unwrap() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(5), given).await.unwrap();
        assert_eq!(store.events_after(REGION, 0, 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn regions_have_logs_and_series_of_their_own() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let (store, now) = (&ledger.store, ledger.now());
        store.commit(opening("case/1", now), now).await.unwrap();
        let other = Commit { region: "35.78".into(), statements: vec![], ..opening("case/1", now) };
        let receipt = store.commit(other, now).await.unwrap();
        assert_eq!(receipt.drawn.as_deref(), Some("PGD-2027-000001"));
        store.sequence("35.78").await.unwrap();
        let events = store.events_after("35.78", 0, 10).await.unwrap();
        assert_eq!((events.len(), events[0].log_index), (1, 1));
    }
}
