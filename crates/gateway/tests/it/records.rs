//! One durable record for each call, before its answer.

use crate::gate::{Gate, KEY, REGION, gate, gates, named, request, service};
use crate::upstream::{answering, streaming};
use axum::body::Body;
use cases::doors::{Callable, Joins as _, Statuses as _};
use gateway::Filter;
use gateway::model::leaf::leaf_hash;
use gateway::rights::Seen;
use http::StatusCode;
use kernel::Clock as _;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use testkit::{Engine, Ledger};

/// A gateway whose flushes fail while the switch is on.
async fn failing(upstream: &str) -> (Gate, Arc<AtomicBool>) {
    let switch = Arc::new(AtomicBool::new(false));
    let fails = switch.clone();
    let ledger = Ledger::new(Engine::Sqlite, gateway::MIGRATIONS, move |settings| {
        settings.faults.before_flush = Some(Arc::new(move || match fails.load(Ordering::SeqCst) {
            true => Err(std::io::Error::other("the disk is gone")),
            false => Ok(()),
        }));
    })
    .await;
    let gate = Gate::new(ledger, &["127.0.0.1"]).await;
    gate.usual(upstream);
    (gate, switch)
}

#[tokio::test]
async fn an_answer_whose_record_cannot_be_kept_does_not_leave() {
    let (gate, fails) = failing(&answering(|_| "rahasia").await).await;
    fails.store(true, Ordering::SeqCst);
    let got = gate.get("/pasien").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "gerbang-tidak-tercatat"));
    assert!(!got.text().contains("rahasia"));
}

#[tokio::test]
async fn the_last_piece_of_a_long_answer_waits_for_its_record() {
    let (gate, fails) = failing(&streaming(1 << 20, true).await).await;
    let response = gate.gateway.answer(request("GET", &format!("/x/{KEY}/besar"), "sah", Body::empty())).await;
    assert_eq!(response.status(), StatusCode::OK, "its beginning is durable");
    fails.store(true, Ordering::SeqCst);
    let mut body = response.into_body();
    let mut read = 0;
    let cut = loop {
        match http_body_util::BodyExt::frame(&mut body).await {
            Some(Ok(frame)) => read += frame.into_data().unwrap().len(),
            Some(Err(_)) => break true,
            None => break false,
        }
    };
    assert!(cut && read < 1 << 20, "{read}");
}

#[tokio::test]
async fn a_relaxed_service_answers_though_its_record_is_still_on_the_way() {
    let (gate, fails) = failing("http://127.0.0.1:1").await;
    gate.offer(Callable { relaxed: true, ..service(&answering(|_| "isi").await) });
    assert_eq!(gate.get("/pasien").await.text(), "isi");
    let kept = gate.entries().await;
    assert_eq!(kept[0]["mode"], "relaxed", "and the record says which way it was kept");
    fails.store(true, Ordering::SeqCst);
    assert_eq!(gate.get("/pasien").await.text(), "isi");
}

#[tokio::test]
async fn a_strict_answer_is_in_the_ledger_when_it_arrives() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        let got = gate.get("/pasien/7").await;
        let sql = "SELECT id FROM gateway_calls WHERE region = $1";
        let rows = gate.ledger.store.rows(sql, &store::values![REGION]).await.unwrap();
        assert_eq!(rows[0].text(0).unwrap(), got.header("x-gapura-request-id"));
    }
}

#[tokio::test]
async fn records_equal_calls_after_many_at_once() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        let calls: Vec<_> = (0..300)
            .map(|at| {
                let gateway = gate.gateway.clone();
                let path = if at % 3 == 0 { "/tidak-ada" } else { "/pasien" };
                let asked = request("GET", &format!("/x/{KEY}{path}"), "sah", Body::empty());
                tokio::spawn(async move {
                    let response = gateway.answer(asked).await;
                    response.headers()["x-gapura-request-id"].to_str().unwrap().to_owned()
                })
            })
            .collect();
        let mut told = BTreeSet::new();
        for call in calls {
            told.insert(call.await.unwrap());
        }
        let kept = gate.entries().await;
        let written: BTreeSet<String> = kept.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!((told.len(), kept.len()), (300, 300));
        assert_eq!(told, written);
        gate.project().await;
        let lines = gate.gateway.lines(&Seen::All, &Filter::default()).await.unwrap();
        assert_eq!((lines[0].calls, lines[0].refused, lines[0].failed), (300, 100, 0));
        let log = gate.ledger.log(REGION).await;
        let batches: BTreeSet<i64> = log.iter().map(|event| event.log_index).collect();
        assert!(batches.len() < 150, "{} commits: whatever waits goes into one", batches.len());
    }
}

#[tokio::test]
async fn two_nodes_write_beside_each_other() {
    for first in gates().await {
        let upstream = answering(|_| "isi").await;
        first.usual(&upstream);
        let ledger = Ledger {
            store: first.ledger.store.clone(),
            settings: first.ledger.settings.clone(),
            migrations: first.ledger.migrations.clone(),
            engine: first.ledger.engine,
            clock: first.ledger.clock.clone(),
            chance: first.ledger.chance.clone(),
            folder: tempfile::tempdir().unwrap(),
        };
        let second = Gate::new(ledger, &["127.0.0.1"]).await;
        second.usual(&upstream);
        for _ in 0..10 {
            let (one, other) = tokio::join!(first.get("/pasien"), second.get("/pasien"));
            assert_eq!((one.status, other.status), (StatusCode::OK, StatusCode::OK));
        }
        second.gateway.settled().await;
        assert_eq!(first.entries().await.len(), 20);
    }
}

#[tokio::test]
async fn a_receipt_is_checked_with_nothing_but_sha_256() {
    for gate in gates().await {
        gate.usual(&answering(|_| r#"{"nama":"Contoh"}"#).await);
        let got = gate.call("POST", "/pasien", "kiriman").await;
        let id = got.header("x-gapura-request-id");
        let (call, receipt) = gate.gateway.call(&Seen::All, id).await.unwrap();
        assert_eq!((call.method.as_str(), call.template.as_str(), call.sent, call.got), ("POST", "/pasien", 7, 17));
        let entry = &receipt.entries[0];
        assert_eq!(entry.leaf_hash, leaf_hash(&entry.entry));
        let leaf = named(&entry.entry);
        let hashed = |salt: &str, body: &str| {
            let salt: Vec<u8> =
                (0..salt.len()).step_by(2).map(|at| u8::from_str_radix(&salt[at..at + 2], 16).unwrap()).collect();
            let digest = ring::digest::digest(&ring::digest::SHA256, &[&salt[..], body.as_bytes()].concat());
            kernel::ids::hex(digest.as_ref())
        };
        assert_eq!(leaf["sent_hash"], hashed(&receipt.salt_sent, "kiriman"));
        assert_eq!(leaf["got_hash"], hashed(&receipt.salt_got, r#"{"nama":"Contoh"}"#));
        assert_ne!(receipt.salt_sent, receipt.salt_got);
    }
}

#[tokio::test]
async fn no_value_of_a_call_stands_in_the_ledger() {
    let gate = gate(&answering(|_| "3517010101900001").await).await;
    gate.call("PUT", "/pasien/3517010101900001?nama=Budi", "3517010101900001").await;
    gate.get("/3517010101900001").await;
    let kept = serde_json::to_string(&gate.entries().await).unwrap();
    assert!(!kept.contains("3517") && !kept.contains("Budi"), "{kept}");
    let rows = gate.ledger.store.rows("SELECT * FROM gateway_calls", &[]).await.unwrap();
    assert!(!format!("{rows:?}").contains("3517010101900001"));
}

#[tokio::test]
async fn counters_can_be_made_anew_from_the_log() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        for path in ["/pasien", "/pasien/7", "/tidak-ada"] {
            gate.get(path).await;
        }
        gate.project().await;
        let before = gate.gateway.lines(&Seen::All, &Filter::default()).await.unwrap();
        for projection in gateway::projections() {
            gate.ledger.store.rebuild_projection(&*projection, REGION, gate.ledger.now()).await.unwrap();
        }
        gate.project().await;
        assert_eq!(gate.gateway.lines(&Seen::All, &Filter::default()).await.unwrap(), before);
        assert_eq!((before[0].calls, before[0].got), (3, 6), "our own words of a refusal are no data");
    }
}

#[tokio::test]
async fn traffic_and_health_are_told_to_other_rooms() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        for path in ["/pasien", "/tidak-ada"] {
            gate.get(path).await;
        }
        gate.project().await;
        let traffic = gate.gateway.traffic(gate.ledger.now().plus_seconds(-86_400)).await.unwrap();
        let told: Vec<_> = traffic.iter().map(|one| (one.from.as_str(), one.to.as_str(), one.count)).collect();
        assert_eq!(told, [("simpus", "e-rapor", 1)], "what was refused went nowhere");
        assert!(gate.gateway.traffic(gate.ledger.now().plus_seconds(86_400)).await.unwrap().is_empty());
        let healths = gate.gateway.healths().await.unwrap();
        assert_eq!((healths[0].service.as_str(), healths[0].up, healths[0].calls), (KEY, Some(true), 2));
        gate.offer(service("http://127.0.0.1:1"));
        for _ in 0..5 {
            gate.get("/pasien").await;
        }
        assert_eq!(gate.gateway.healths().await.unwrap()[0].up, Some(false), "left alone: it is down");
    }
}

#[tokio::test]
async fn a_call_asks_nobody_but_its_upstream() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let gate = gate(
        &answering(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            "isi"
        })
        .await,
    )
    .await;
    // No name server, no token server, no other node: the address of the upstream is a number, everything else is here.
    for _ in 0..3 {
        assert_eq!(gate.get("/pasien").await.text(), "isi");
    }
    assert_eq!((asked.load(Ordering::SeqCst), gate.entries().await.len()), (3, 3));
    assert!(gate.ledger.clock.millis() > 0);
}
