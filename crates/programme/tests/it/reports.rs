//! Reports of the desk that come back, by its facts alone.

use super::office::{REGION, ani};
use super::offices;
use kernel::{Actor, Instant, NewEvent, Zone};
use serde_json::json;
use store::{ANY_VERSION, Commit};

fn opened(day: &str, district: &str) -> NewEvent {
    let at = Instant::parse(&format!("{day}T10:00:00+07:00")).unwrap();
    let desk =
        json!({ "service": "jalan-rusak", "unit": "dinas-a", "district": district, "opened_at": at, "status": "baru" });
    NewEvent { name: "case.opened".into(), happened_at: at, actor: Actor::Reporter, data: json!({ "desk": desk }) }
}

#[tokio::test]
async fn what_is_reported_month_after_month_is_offered_as_a_problem_and_what_is_rare_is_not() {
    for office in offices().await {
        let (store, now) = (&office.ledger.store, office.ledger.now());
        let often =
            ["2026-03-01", "2026-03-31", "2026-06-15", "2026-06-16", "2027-01-31"].map(|day| opened(day, "35.17.01"));
        // Four are too few; all in two months are no habit; this month and the year before are not looked at.
        let rare = ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"].map(|day| opened(day, "35.17.02"));
        let burst = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-04-01", "2026-04-02", "2026-01-31", "2027-02-01"]
            .map(|day| opened(day, ""));
        for (at, event) in often.into_iter().chain(rare).chain(burst).enumerate() {
            let commit = Commit { events: vec![event], ..Commit::new(REGION, format!("case/{at}"), ANY_VERSION) };
            store.commit(commit, now).await.unwrap();
        }
        for projection in programme::projections(Zone::Wib) {
            while store.run_projection(&*projection, REGION, 5, now).await.unwrap() > 0 {}
        }
        let found = office.programme.recurring().await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].district.as_str(), found[0].cases), ("35.17.01", 5));
        assert_eq!((found[0].from.as_str(), found[0].to.as_str()), ("2026-02", "2027-01"));
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    }
}
