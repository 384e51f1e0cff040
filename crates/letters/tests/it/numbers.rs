//! Register numbers under many hands.

use super::offices;
use std::collections::BTreeSet;
use store::values;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_concurrent_issuers_leave_numbers_without_gap_or_double() {
    for office in offices(None).await {
        for count in 1..=64 {
            office.end(office.case(&format!("kasus-{count:02}"), count)).await;
        }
        let workers = (0..8).map(|_| office.work());
        futures(workers).await;
        let sql = "SELECT number FROM letters_letters WHERE region = $1";
        let rows = office.ledger.store.rows(sql, &values![super::office::REGION]).await.unwrap();
        let numbers: BTreeSet<String> = rows.iter().map(|row| row.string(0).unwrap()).collect();
        let expected: BTreeSet<String> = (1..=64).map(|count| format!("470/{count:03}/A/2027")).collect();
        assert_eq!(rows.len(), 64);
        assert_eq!(numbers, expected);
    }
}

/// All of them at once.
async fn futures(all: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut pending: Vec<_> = all.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        pending.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if pending.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

#[tokio::test]
async fn two_units_count_for_themselves() {
    for office in offices(None).await {
        assert_eq!(office.prepared("satu", 1).await.number, "470/001/A/2027");
        let other = cases::doors::EndedCase { unit: "dinas-b".into(), ..office.case("dua", 2) };
        office.end(other).await;
        office.work().await;
        assert_eq!(office.of_case("dua").await.number, "470/001/B/2027");
    }
}

#[tokio::test]
async fn a_letter_is_made_once_also_after_the_log_is_read_anew() {
    for office in offices(None).await {
        let first = office.prepared("satu", 1).await;
        for projection in letters::projections() {
            let store = &office.ledger.store;
            store.rebuild_projection(&*projection, super::office::REGION, office.ledger.now()).await.unwrap();
        }
        office.work().await;
        let sql = "SELECT COUNT(*) FROM letters_letters WHERE region = $1";
        assert_eq!(office.count(sql, &values![super::office::REGION]).await, 1);
        assert_eq!(office.of_case("satu").await, first);
    }
}
