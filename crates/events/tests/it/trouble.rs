//! Receivers that fail, refuse, redirect, hang or ask to stop; addresses that lead where nothing may go.

use crate::office::{office, offices, wanted};
use crate::receiver::{Does, Receiver};
use events::model::target::BadTarget;
use events::rights::Scope;
use events::{Range, Refused, State};
use kernel::Actor;

const BY: Actor = Actor::System;
const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn a_failing_receiver_is_tried_again_later_with_the_same_id_and_nothing_overtakes() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, secret) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.cases(1..=2, "dinas-pupr").await;
        receiver.then([Does::status(503), Does::status(503)]);
        assert_eq!(office.deliver().await, 0);
        assert_eq!(office.deliver().await, 0, "not before its time");
        assert_eq!(receiver.indices().len(), 1, "the second event waits behind the first");
        office.later(6).await;
        let one = office.events.subscription(&id).await.unwrap();
        assert_eq!((one.failures, one.reason.as_str(), one.state), (2, "503", State::Active));
        assert_eq!(office.later(200).await, 0, "five minutes, not less");
        assert_eq!(office.later(200).await, 2);
        let seen = receiver.take();
        assert_eq!(seen.len(), 4);
        assert!(seen[..3].iter().all(|one| one.header("webhook-id") == seen[0].header("webhook-id")));
        assert_ne!(seen[0].header("webhook-timestamp"), seen[2].header("webhook-timestamp"), "signed at each try");
        assert!(seen.iter().all(|one| one.is_signed(&secret)));
        assert_eq!(office.events.subscription(&id).await.unwrap().failures, 0);
    }
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_gets_it() {
    let office = office().await;
    let receiver = Receiver::start().await;
    office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    receiver.then([Does::Answers(429, vec![("retry-after", "900".into())], Vec::new())]);
    office.deliver().await;
    assert_eq!((office.later(899).await, office.later(1).await), (0, 1));
}

#[tokio::test]
async fn an_event_that_is_refused_four_times_is_set_aside_and_the_others_go_on() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        office.cases(1..=3, "dinas-pupr").await;
        receiver.then((0..4).map(|_| Does::Answers(400, Vec::new(), b"nomor tidak dikenal".to_vec())));
        let sent = [office.deliver().await, office.later(6).await, office.later(400).await, office.later(2400).await];
        assert_eq!(sent, [0, 0, 0, 2]);
        let one = office.events.subscription(&id).await.unwrap();
        let aside = office.events.aside(&one, 0, 10).await.unwrap();
        assert_eq!((aside.len(), aside[0].subject.as_str(), aside[0].status), (1, "PGD-2027-000001-1", Some(400)));
        let attempts = office.events.attempts(&one, 0, 10).await.unwrap();
        assert_eq!(attempts.last().map(|first| first.first), Some(0), "the test is the first attempt");
        assert!(
            attempts.iter().any(|attempt| attempt.answer == b"nomor tidak dikenal" && attempt.outcome == "ditolak")
        );
        receiver.take();
        let index = aside[0].index;
        office.events.send_again(&Scope::All, &id, Range::Indices(index, index), &BY).await.unwrap();
        assert_eq!(office.deliver().await, 1);
        assert_eq!(receiver.indices(), [index]);
        let one = office.events.subscription(&id).await.unwrap();
        assert!(office.events.aside(&one, 0, 10).await.unwrap().is_empty() && one.again == 0);
    }
}

#[tokio::test]
async fn what_is_refused_again_lies_aside_again() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    office.deliver().await;
    let index = receiver.indices()[0];
    receiver.then([Does::status(415)]);
    office.events.send_again(&Scope::All, &id, Range::Indices(index, index), &BY).await.unwrap();
    assert_eq!(office.deliver().await, 0);
    let one = office.events.subscription(&id).await.unwrap();
    let aside = office.events.aside(&one, 0, 10).await.unwrap();
    assert_eq!((aside[0].status, aside[0].again, one.again, one.state), (Some(415), false, 0, State::Active));
}

#[tokio::test]
async fn twenty_events_set_aside_in_a_row_are_not_about_the_events() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=25, "dinas-pupr").await;
    receiver.always(Does::status(400));
    office.deliver().await;
    for _ in 0..80 {
        office.later(2400).await;
    }
    let one = office.events.subscription(&id).await.unwrap();
    assert_eq!((one.state, one.reason.as_str()), (State::Stopped, "ditolak"));
    assert_eq!(office.events.aside(&one, 0, 100).await.unwrap().len(), 20);
    assert_eq!(office.messages().await.len(), 1);
}

#[tokio::test]
async fn after_a_week_of_trouble_it_stops_tells_the_liaison_and_goes_on_where_it_stood() {
    for office in offices().await {
        let receiver = Receiver::start().await;
        let (id, _) = office.subscribed(wanted("simpus", &receiver.address), &receiver).await;
        office.cases(1..=2, "dinas-pupr").await;
        receiver.always(Does::status(500));
        office.deliver().await;
        for _ in 0..16 {
            assert!(office.messages().await.is_empty());
            office.later(DAY / 2).await;
        }
        let one = office.events.subscription(&id).await.unwrap();
        assert_eq!((one.state, one.reason.as_str(), one.delivered), (State::Stopped, "tak_terjangkau", 0));
        let messages = office.messages().await;
        assert_eq!(messages.len(), 1);
        assert_eq!(
            messages[0]["to"],
            serde_json::json!({ "kind": "staff", "unit": "dinas-kesehatan", "role": "liaison" })
        );
        assert!(!messages[0].to_string().contains("127.0.0.1"), "references only");
        assert!(office.happened().await.contains(&"subscription.stopped".to_owned()));
        receiver.take();
        receiver.always(Does::status(200));
        office.later(DAY).await;
        assert!(receiver.take().is_empty(), "it stays stopped until somebody resumes it");
        office.events.resume(&Scope::All, &id, &BY).await.unwrap();
        office.deliver().await;
        let subjects: Vec<_> =
            receiver.take().iter().map(|one| one.json()["type"].as_str().unwrap().to_owned()).collect();
        assert_eq!(subjects[..2], ["id.go.kab.gapura.case.opened.v1", "id.go.kab.gapura.case.opened.v1"]);
    }
}

#[tokio::test]
async fn a_receiver_that_is_gone_gets_nothing_more() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=2, "dinas-pupr").await;
    receiver.then([Does::status(410)]);
    office.deliver().await;
    office.later(30 * DAY).await;
    assert_eq!(receiver.take().len(), 1);
    assert_eq!(office.events.subscription(&id).await.unwrap().state, State::Gone);
    assert_eq!(office.messages().await.len(), 1);
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let office = office().await;
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=1, "dinas-pupr").await;
    receiver.then([Does::Answers(307, vec![("location", other.address.clone())], Vec::new())]);
    assert_eq!(office.deliver().await, 0);
    assert!(other.take().is_empty());
    assert_eq!(office.events.subscription(&id).await.unwrap().reason, "307");
}

#[tokio::test]
async fn of_a_long_answer_only_the_beginning_is_kept() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    office.cases(1..=2, "dinas-pupr").await;
    receiver.then([Does::Answers(200, Vec::new(), vec![b'x'; 5_000_000])]);
    assert_eq!(office.deliver().await, 2, "it was taken, whatever it says");
    let one = office.events.subscription(&id).await.unwrap();
    let attempts = office.events.attempts(&one, 0, 2).await.unwrap();
    assert_eq!((attempts[0].answer.len(), attempts[1].answer.len()), (0, 4096));
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_trouble_and_a_code_says_why() {
    let office = office().await;
    let receiver = Receiver::start().await;
    let (id, _) = office.subscribed(wanted("portal", &receiver.address), &receiver).await;
    // A port on which nobody listens.
    let row = store::Statement::new(
        "UPDATE events_subscriptions SET target = 'http://127.0.0.1:1/' WHERE id = $1",
        store::values![&id],
    );
    office.events_row(row).await;
    office.cases(1..=1, "dinas-pupr").await;
    let room = crate::office::room(&office.ledger).await;
    room.deliver().await.unwrap();
    assert_eq!(room.subscription(&id).await.unwrap().reason, "putus");
}

#[tokio::test]
async fn one_receiver_that_hangs_slows_no_other() {
    let office = office().await;
    let dead = Receiver::start().await;
    office.subscribed(wanted("portal", &dead.address), &dead).await;
    dead.always(Does::Hangs);
    let mut living = Vec::new();
    for _ in 0..20 {
        let receiver = Receiver::start().await;
        office.subscribed(wanted("portal", &receiver.address), &receiver).await;
        living.push(receiver);
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let follower = office.events.clone();
    let following = tokio::spawn(async move { follower.follow(stopped).await });
    for number in 1..=3 {
        office.cases(number..=number, "dinas-pupr").await;
        for receiver in &living {
            // The test delivery is the first of them.
            receiver.got(usize::try_from(number).unwrap() + 1).await;
        }
    }
    assert_eq!(dead.take().len(), 1, "its first delivery still hangs");
    following.abort();
    drop(stop);
}

#[tokio::test]
async fn deliveries_reach_no_inner_network_and_never_ourselves() {
    let office = office().await;
    for (target, why) in [
        ("http://127.0.0.1:8080/api/v1/laporan", BadTarget::Ours),
        ("http://localhost:8080/", BadTarget::Ours),
        ("https://127.0.0.1:8080/", BadTarget::Ours),
        ("http://10.0.0.1/", BadTarget::Scheme),
        ("https://a@b.go.id/", BadTarget::User),
        ("javascript:alert(1)", BadTarget::Form),
    ] {
        let refused = office.events.subscribe(&Scope::All, wanted("portal", target), &BY).await;
        assert_eq!(refused.unwrap_err(), Refused::Target(why), "{target}");
    }
    for target in [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:192.168.1.1]/",
        "https://[fd00::1]/",
        "https://0x7f.1/",
        "https://100.64.0.1/",
    ] {
        let opened = office.events.subscribe(&Scope::All, wanted("portal", target), &BY).await.unwrap();
        let tried = office.events.try_out(&Scope::All, &opened.id, &BY).await;
        assert_eq!(tried, Err(Refused::Trial("jaringan".into())), "{target}");
    }
}
