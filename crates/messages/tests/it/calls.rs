use super::order::{Contact, SITI, to_resident};
use super::*;
use messages::{Reach, Refused};
use testkit::officer;

#[tokio::test]
async fn the_call_list_is_for_the_unit_and_hidden_reporters_for_verifiers_only() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        to_resident(&ledger, "k1", 1, SITI, "Laporan diterima").await;
        to_resident(&ledger, "k2", 1, Contact { hidden: true, ..SITI }, "Laporan rahasia diterima").await;
        to_resident(&ledger, "k3", 1, Contact::default(), "Tanpa kontak").await;
        work(&messages, &ledger).await;
        let seen = async |role, unit: &str| messages.calls(&Reach::of(&officer("x", role, unit)), "", 9).await.unwrap();
        let own = seen(Role::Liaison, "dinas-pupr").await;
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].phone.as_deref(), Some("0812-3456-7890"));
        assert_eq!(own[0].text.as_deref(), Some("Laporan diterima"));
        assert_eq!(seen(Role::Verifier, "dinas-kominfo").await.len(), 2, "who left no contact cannot be called");
        for (role, unit) in
            [(Role::Liaison, "dinas-sosial"), (Role::CityAdmin, "dinas-pupr"), (Role::Auditor, "dinas-pupr")]
        {
            assert!(seen(role, unit).await.is_empty(), "{role:?} {unit}");
        }
    }
}

#[tokio::test]
async fn a_call_is_noted_once_as_a_fact_without_the_note_in_it() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        to_resident(&ledger, "k1", 1, SITI, "Laporan diterima").await;
        work(&messages, &ledger).await;
        let (own, other) =
            (officer("budi", Role::Liaison, "dinas-pupr"), officer("citra", Role::Liaison, "dinas-sosial"));
        let call = messages.calls(&Reach::of(&own), "", 9).await.unwrap().remove(0);
        assert_eq!(messages.called(&other, &call.id, "Sudah", ledger.now()).await, Err(Refused::NoCall));
        assert_eq!(messages.called(&own, &call.id, "  ", ledger.now()).await, Err(Refused::Note));
        messages.called(&own, &call.id, "Diangkat, sudah paham", ledger.now()).await.unwrap();
        assert_eq!(messages.called(&own, &call.id, "Lagi", ledger.now()).await, Err(Refused::NoCall));
        assert_eq!(states(&messages, "k1").await[0].0, DeliveryState::Called);
        let events = ledger.store.stream("35.17", "message/k1").await.unwrap();
        assert_eq!((events.len(), events[0].fact.name.as_str()), (1, "message.called"));
        assert_eq!(events[0].fact.actor.person(), Some("budi"));
        let log = serde_json::to_string(&events).unwrap();
        assert!(!log.contains("paham") && !log.contains("Siti"), "{log}");
    }
}

#[tokio::test]
async fn the_list_is_paged_from_the_longest_waiting_on() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        for case in 0..5 {
            to_resident(&ledger, &format!("k{case}"), 1, SITI, &format!("Pesan {case}")).await;
            work(&messages, &ledger).await;
            ledger.clock.advance(i64::from(case % 2));
        }
        let reach = Reach::of(&officer("budi", Role::Head, "dinas-pupr"));
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = messages.calls(&reach, &cursor, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            cursor = last.cursor();
            seen.extend(page.into_iter().map(|call| call.text.unwrap()));
        }
        let waited: Vec<String> = {
            let mut sorted = seen.clone();
            sorted.dedup();
            sorted
        };
        assert_eq!((seen.len(), waited.len()), (5, 5));
        assert!(seen[0] < seen[4]);
    }
}
