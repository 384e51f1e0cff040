//! Deliveries: in order, signed, in three formats, kept, counted, sent again.

use crate::office::{Office, case, offices, room, wanted};
use crate::receiver::{Does, Receiver};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cases::doors::{Joins as _, Rung};
use events::model::envelope::{BATCH, STRUCTURED};
use events::model::signature::Scheme;
use events::model::wish::Wish;
use events::rights::Scope;
use events::{Format, NewSubscription, Range, Refused, State};
use kernel::{Actor, Instant};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::json;

const BY: Actor = Actor::System;

#[tokio::test]
async fn events_arrive_in_order_whole_and_signed() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, secret) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.cases(1..=5, "dinas-pupr").await;
        assert_eq!(office.deliver().await, 5);
        let seen = receiver.take();
        let numbers: Vec<_> =
            seen.iter().map(|one| one.json()["data"]["number"].as_str().unwrap().to_owned()).collect();
        assert_eq!(numbers, (1..=5).map(|n| format!("PGD-2027-{n:06}-1")).collect::<Vec<_>>());
        for one in &seen {
            assert!(one.is_signed(&secret) && one.method == "POST");
            assert_eq!(one.header("content-type"), STRUCTURED);
            assert_eq!(one.json()["id"], one.header("webhook-id"));
            assert_eq!(one.header("webhook-timestamp"), office.ledger.now().seconds().to_string());
        }
        let one = office.events.subscription(&id).await.unwrap();
        assert_eq!((one.delivered, one.failures, one.last_at), (5, 0, Some(office.ledger.now())));
        let attempts = office.events.attempts(&one, 0, 100).await.unwrap();
        assert_eq!(attempts.len(), 6, "the test and five events");
        assert!(attempts.iter().all(|attempt| attempt.status == Some(204) && attempt.outcome == "diterima"));
        assert_eq!(office.deliver().await, 0, "nothing twice");
    }
}

#[tokio::test]
async fn binary_deliveries_carry_attributes_as_headers_and_only_data_as_body() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let new = NewSubscription { format: Format::Binary, ..wanted("portal", &receiver.address) };
    let (_, secret) = office.subscribed(new, &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    office.deliver().await;
    let seen = receiver.take().remove(0);
    assert!(seen.is_signed(&secret));
    assert_eq!(seen.header("content-type"), "application/json");
    assert_eq!(seen.header("ce-type"), "id.go.kab.gapura.case.opened.v1");
    assert_eq!(seen.header("ce-id"), seen.header("webhook-id"));
    assert_eq!(seen.header("ce-subject"), "PGD-2027-000001-1");
    assert_eq!(seen.json()["number"], "PGD-2027-000001-1");
    assert!(seen.headers.get("ce-datacontenttype").is_none());
}

#[tokio::test]
async fn a_batch_holds_many_events_and_the_same_range_has_the_same_id() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let new = NewSubscription { format: Format::Batch, ..wanted("portal", &receiver.address) };
        let (id, secret) = office.subscribed(new, &receiver).await;
        office.cases(1..=7, "dinas-pupr").await;
        assert_eq!(office.deliver().await, 7);
        let seen = receiver.take();
        assert_eq!(seen.len(), 1);
        assert!(seen[0].is_signed(&secret));
        assert_eq!(seen[0].header("content-type"), BATCH);
        assert_eq!(seen[0].json().as_array().unwrap().len(), 7);
        let one = office.events.subscription(&id).await.unwrap();
        let attempt = office.events.attempts(&one, 0, 1).await.unwrap().remove(0);
        assert_eq!((attempt.count, attempt.last - attempt.first), (7, 6));
    }
}

#[tokio::test]
async fn a_batch_that_is_refused_is_taken_apart_and_only_the_bad_event_is_set_aside() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let new = NewSubscription { format: Format::Batch, ..wanted("portal", &receiver.address) };
    let (id, _) = office.subscribed(new, &receiver).await;
    office.cases(1..=3, "dinas-pupr").await;
    receiver.then([Does::status(422), Does::status(422), Does::status(422), Does::status(422)]);
    office.deliver().await;
    office.later(6).await;
    office.later(400).await;
    office.later(2400).await;
    let sizes: Vec<usize> = receiver.take().iter().map(|one| one.json().as_array().unwrap().len()).collect();
    assert_eq!(sizes, [3, 1, 1, 1, 2]);
    let one = office.events.subscription(&id).await.unwrap();
    assert_eq!((one.delivered, office.events.aside(&one, 0, 10).await.unwrap().len()), (2, 1));
}

#[tokio::test]
async fn the_public_key_of_the_city_proves_a_delivery() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let new = NewSubscription { scheme: Scheme::Both, ..wanted("portal", &receiver.address) };
    let (_, secret) = office.subscribed(new, &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    office.deliver().await;
    let proves = |seen: &crate::receiver::Seen, public: &str| {
        let public = STANDARD.decode(public.strip_prefix("whpk_").unwrap()).unwrap();
        let signed = format!("{}.{}.", seen.header("webhook-id"), seen.header("webhook-timestamp"));
        let signed = [signed.as_bytes(), &seen.body].concat();
        let parts = seen.header("webhook-signature").split(' ').filter_map(|part| part.strip_prefix("v1a,"));
        let mut parts = parts.map(|part| STANDARD.decode(part).unwrap());
        parts.any(|part| UnparsedPublicKey::new(&ED25519, &public).verify(&signed, &part).is_ok())
    };
    let first = office.events.public_keys().await.unwrap().remove(0);
    let seen = receiver.take().remove(0);
    assert!(seen.is_signed(&secret) && proves(&seen, &first.key));
    let second = office.events.change_pair(&BY).await.unwrap();
    office.cases(2..=2, "dinas-pupr").await;
    office.deliver().await;
    let seen = receiver.take().remove(0);
    assert!(proves(&seen, &first.key) && proves(&seen, &second.key), "both for a day");
    office.cases(3..=3, "dinas-pupr").await;
    office.later(24 * 3600).await;
    let seen = receiver.take().remove(0);
    assert!(!proves(&seen, &first.key) && proves(&seen, &second.key));
}

#[tokio::test]
async fn for_a_day_the_old_secret_signs_along_and_then_no_more() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, old) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        let new = office.events.change_secret(&Scope::All, &id, &BY).await.unwrap().text();
        office.cases(1..=1, "dinas-pupr").await;
        office.later(24 * 3600 - 1).await;
        let seen = receiver.take().remove(0);
        assert!(seen.is_signed(&old) && seen.is_signed(&new));
        office.cases(2..=2, "dinas-pupr").await;
        office.later(1).await;
        let seen = receiver.take().remove(0);
        assert!(!seen.is_signed(&old) && seen.is_signed(&new));
        let newest = office.events.change_secret(&Scope::All, &id, &BY).await.unwrap().text();
        let last = office.events.change_secret(&Scope::All, &id, &BY).await.unwrap().text();
        office.cases(3..=3, "dinas-pupr").await;
        office.deliver().await;
        let seen = receiver.take().remove(0);
        assert!(seen.is_signed(&last) && seen.is_signed(&newest) && !seen.is_signed(&new), "two at most");
    }
}

#[tokio::test]
async fn a_subscription_gets_what_its_agency_may_know_and_what_it_asked_for() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let types = vec!["case.".to_owned()];
    let wish = Wish::read(office.events.registry(), types, [], ["35.17.01".to_owned()]).unwrap();
    office.subscribed(NewSubscription { wish, ..wanted("simpus", &receiver.address) }, &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    office.happen("case.opened", "case/rahasia", case(2, "dinas-sosial", true)).await;
    office.happen("case.escalated", "case/dinas-pupr-1", case(1, "dinas-pupr", false)).await;
    office.happen("step.entered", "case/dinas-pupr-1", case(1, "dinas-pupr", false)).await;
    office.happen("case.opened", "case/sendiri", case(3, "dinas-kesehatan", false)).await;
    assert_eq!(office.deliver().await, 2);
    let seen = receiver.take();
    assert!(seen[0].json()["data"].get("village").is_none());
    assert_eq!(seen[1].json()["data"]["village"], "35.17.01.2001");
}

#[tokio::test]
async fn nothing_leaves_before_the_target_took_a_signed_test() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let opened = office.events.subscribe(&Scope::All, wanted("portal", &receiver.address), &BY).await.unwrap();
    office.cases(1..=1, "dinas-pupr").await;
    assert_eq!(office.deliver().await, 0);
    receiver.then([Does::status(500)]);
    let failed = office.events.try_out(&Scope::All, &opened.id, &BY).await;
    assert_eq!(failed, Err(Refused::Trial("500".into())));
    assert_eq!(office.deliver().await, 0);
    assert_eq!(office.events.resume(&Scope::All, &opened.id, &BY).await, Err(Refused::State));
    receiver.take();
    office.events.try_out(&Scope::All, &opened.id, &BY).await.unwrap();
    let test = receiver.take().remove(0);
    assert!(test.is_signed(&opened.secret.text()) && !test.header("webhook-id").contains('.'));
    assert_eq!(test.json()["type"], "id.go.kab.gapura.subscription.tested.v1");
    assert_eq!(office.deliver().await, 1, "what happened since it was made");
}

#[tokio::test]
async fn a_target_that_is_asked_first_must_say_that_it_wants_us() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let new = NewSubscription { handshake: true, ..wanted("portal", &receiver.address) };
    let opened = office.events.subscribe(&Scope::All, new, &BY).await.unwrap();
    let refused = office.events.try_out(&Scope::All, &opened.id, &BY).await;
    assert_eq!(refused, Err(Refused::Trial("jabat-tangan".into())));
    let asked = receiver.take().remove(0);
    assert_eq!((asked.method.as_str(), asked.header("webhook-request-origin")), ("OPTIONS", "127.0.0.1:8080"));
    let allows = |origin: &str| Does::Answers(200, vec![("webhook-allowed-origin", origin.to_owned())], Vec::new());
    receiver.then([allows("lain.go.id")]);
    assert!(office.events.try_out(&Scope::All, &opened.id, &BY).await.is_err());
    receiver.then([allows("127.0.0.1:8080")]);
    assert_eq!(office.events.try_out(&Scope::All, &opened.id, &BY).await, Ok(()));
}

#[tokio::test]
async fn a_paused_subscription_catches_up_and_an_ended_one_leaves_nothing_but_its_facts() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.events.pause(&Scope::All, &id, &BY).await.unwrap();
        office.cases(1..=3, "dinas-pupr").await;
        assert_eq!(office.deliver().await, 0);
        office.events.resume(&Scope::All, &id, &BY).await.unwrap();
        assert_eq!(office.deliver().await, 3);
        office.events.unsubscribe(&Scope::All, &id, &BY).await.unwrap();
        assert_eq!(office.events.subscription(&id).await, Err(Refused::NotThere));
        office.cases(4..=4, "dinas-pupr").await;
        assert_eq!(office.deliver().await, 0);
        let rows = office.ledger.store.rows("SELECT COUNT(*) FROM events_keys", &[]).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 0);
        let facts: Vec<String> =
            office.happened().await.into_iter().filter(|name| name.starts_with("subscription.")).collect();
        let names = ["opened", "tested", "paused", "resumed", "removed"].map(|name| format!("subscription.{name}"));
        assert_eq!(facts, names);
    }
}

#[tokio::test]
async fn one_event_a_range_and_a_time_are_sent_again_under_the_same_ids() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.cases(1..=3, "dinas-pupr").await;
        office.ledger.clock.advance(3600);
        office.cases(4..=5, "dinas-pupr").await;
        office.deliver().await;
        let first = receiver.indices();
        let ids: Vec<String> = receiver.take().iter().map(|one| one.header("webhook-id").to_owned()).collect();
        let again = async |range| {
            let count = office.events.send_again(&Scope::All, &id, range, &BY).await;
            office.deliver().await;
            (count, receiver.take().iter().map(|one| one.header("webhook-id").to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(again(Range::Indices(first[1], first[1])).await, (Ok(1), vec![ids[1].clone()]));
        assert_eq!(again(Range::Indices(first[0], first[4])).await, (Ok(5), ids.clone()));
        let (from, to) = (office.ledger.now().plus_seconds(-10), office.ledger.now().plus_seconds(10));
        assert_eq!(again(Range::Times(from, to)).await, (Ok(2), ids[3..].to_vec()));
        for (from, to) in [(0, 3), (first[2], first[1]), (i64::MAX, i64::MAX), (i64::MIN, 1)] {
            let refused = office.events.send_again(&Scope::All, &id, Range::Indices(from, to), &BY).await;
            assert_eq!(refused, Err(Refused::Range), "{from} {to}");
        }
        let never = Range::Times(Instant::from_seconds(0), Instant::from_seconds(1));
        assert_eq!(office.events.send_again(&Scope::All, &id, never, &BY).await, Err(Refused::Range));
    }
}

#[tokio::test]
async fn whoever_dies_between_sending_and_writing_down_sends_the_same_event_again() {
    for mut office in offices().await {
        let receiver = Receiver::start().await;
        let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.cases(1..=1, "dinas-pupr").await;
        office.events.carry_on().await.unwrap();
        receiver.dies_with_the_next(&office.ledger.store);
        assert!(office.events.deliver().await.is_err());
        office.ledger.reopen().await;
        office.events = room(&office.ledger).await;
        assert_eq!(office.deliver().await, 0, "the turn that died still holds its lease");
        assert_eq!(office.later(61).await, 1);
        let seen = receiver.take();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].header("webhook-id"), seen[1].header("webhook-id"));
        assert_eq!(seen[0].body, seen[1].body);
        assert_eq!(office.events.subscription(&id).await.unwrap().delivered, 1);
    }
}

#[tokio::test]
async fn two_nodes_deliver_each_event_once() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        let other = Office { events: room(&office.ledger).await, ledger: office.ledger };
        let twin = room(&other.ledger).await;
        other.cases(1..=20, "dinas-pupr").await;
        other.events.carry_on().await.unwrap();
        let (one, two) = tokio::join!(other.events.deliver(), twin.deliver());
        assert_eq!(one.unwrap() + two.unwrap(), 20);
        let mut sorted = receiver.indices();
        sorted.dedup();
        assert_eq!(sorted.len(), 20);
        assert!(sorted.is_sorted());
    }
}

#[tokio::test]
async fn what_is_delivered_is_seen_as_joined_by_events() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let began = office.ledger.now();
    office.subscribed(wanted("simpus", &receiver.address), &receiver).await;
    office.cases(1..=4, "dinas-pupr").await;
    office.deliver().await;
    let traffic = office.events.traffic(began).await.unwrap();
    let shown: Vec<_> = traffic.iter().map(|one| (one.from.as_str(), one.to.as_str(), one.rung, one.count)).collect();
    assert_eq!(shown, [("gapura", "simpus", Rung::Events, 4)]);
    assert!(office.events.traffic(began.plus_seconds(3 * 24 * 3600)).await.unwrap().is_empty());
    assert_eq!(office.events.offered().await.unwrap().len(), office.events.registry().kinds().len());
}

#[tokio::test]
async fn attempts_are_kept_for_thirty_days() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    let jobs = events::jobs(&office.events);
    let left = async |days: i64| {
        office.ledger.clock.advance(days * 24 * 3600);
        jobs[0].run(office.ledger.now()).await.unwrap();
        let one = office.events.subscription(&id).await.unwrap();
        office.events.attempts(&one, 0, 10).await.unwrap().len()
    };
    assert_eq!((left(29).await, left(2).await), (1, 0));
}

#[tokio::test]
async fn a_new_subscription_may_begin_at_the_beginning() {
    let office = offices().await.remove(0);
    let receiver = Receiver::start().await;
    office.cases(1..=3, "dinas-pupr").await;
    let new = NewSubscription { after: Some(0), ..wanted("portal", &receiver.address) };
    let (id, _) = office.subscribed(new, &receiver).await;
    assert_eq!(office.deliver().await, 3);
    assert_eq!(office.events.subscription(&id).await.unwrap().state, State::Active);
    let ahead = NewSubscription { after: Some(1_000_000), ..wanted("portal", &receiver.address) };
    assert_eq!(office.events.subscribe(&Scope::All, ahead, &BY).await.unwrap_err(), Refused::Cursor);
    office.happen("subscription.unknown", "x/1", json!({})).await;
    assert_eq!(office.deliver().await, 0);
}
