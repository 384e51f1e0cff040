//! Certificates of upstreams: seen at handshakes, kept when they change, looked at once a day, told in words.

use crate::gate::{Gate, KEY, REGION, gates, service};
use crate::server::{Made, Secure};
use crate::upstream::answering;
use cases::doors::{Callable, Certificate, CertificateFault, Certificates as _, Statuses as _};
use http::StatusCode;
use kernel::Instant;

/// The usual service behind this server, whose certificate is vouched for.
fn trusted(gate: &Gate, address: &str, made: &Made) {
    gate.usual(address);
    gate.offer(Callable { authority: Some(made.pem()), ..service(address) });
}

async fn told(gate: &Gate) -> Vec<(Option<Instant>, Option<CertificateFault>)> {
    let all = gate.gateway.certificates().await.unwrap();
    all.into_iter().map(|Certificate { until, fault, .. }| (until, fault)).collect()
}

#[tokio::test]
async fn a_call_sees_when_the_certificate_of_its_upstream_ends_and_kept_connections_cost_nothing() {
    for gate in gates().await {
        let made = Made::lasting(20);
        let server = Secure::new(&made).await;
        trusted(&gate, &server.address(), &made);
        for _ in 0..5 {
            assert_eq!(gate.get("/pasien").await.text(), "isi");
        }
        assert_eq!(server.connections(), 1);
        assert!(told(&gate).await.is_empty(), "it stands in memory until the worker comes by");
        gate.work().await;
        assert_eq!(told(&gate).await, [(Some(made.until), None)]);
        let sql = "SELECT service FROM gateway_certificates WHERE region = $1";
        let rows = gate.ledger.store.rows(sql, &store::values![REGION]).await.unwrap();
        assert_eq!((rows.len(), rows[0].text(0).unwrap()), (1, KEY));
    }
}

#[tokio::test]
async fn a_service_that_nobody_calls_is_looked_at_once_a_day_and_leaves_no_record() {
    for gate in gates().await {
        let made = Made::lasting(20);
        let server = Secure::new(&made).await;
        trusted(&gate, &server.address(), &made);
        gate.work().await;
        assert_eq!((server.connections(), told(&gate).await), (1, vec![(Some(made.until), None)]));
        gate.ledger.clock.advance(23 * 3600);
        gate.work().await;
        assert_eq!(server.connections(), 1);
        let renewed = Made::lasting(80);
        server.renew(&renewed);
        gate.offer(Callable { authority: Some(made.pem() + &renewed.pem()), ..service(&server.address()) });
        gate.ledger.clock.advance(3600);
        gate.work().await;
        assert_eq!((server.connections(), told(&gate).await), (2, vec![(Some(renewed.until), None)]));
        assert!(gate.entries().await.is_empty());
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_is_refused_in_words_and_told_to_the_owner() {
    for gate in gates().await {
        let (good, over) = (Made::lasting(20), Made::lasting(-1));
        let (server, late) = (Secure::new(&good).await, Secure::new(&over).await);
        let named = server.address().replace("127.0.0.1", "localhost");
        for (address, made, vouched, fault) in [
            (late.address(), &over, true, CertificateFault::Expired),
            (named, &good, true, CertificateFault::OtherName),
            (server.address(), &good, false, CertificateFault::Untrusted),
        ] {
            gate.usual(&address);
            if vouched {
                trusted(&gate, &address, made);
            }
            let got = gate.get("/pasien").await;
            assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_GATEWAY, "gerbang-sertifikat"), "{fault:?}");
            gate.work().await;
            let until = (fault == CertificateFault::Expired).then_some(made.until);
            assert_eq!(told(&gate).await, [(until, Some(fault))]);
            assert_eq!(gate.gateway.healths().await.unwrap()[0].up, Some(false), "and everybody sees that it is down");
        }
        trusted(&gate, &server.address(), &good);
        assert_eq!(gate.get("/pasien").await.text(), "isi");
        gate.work().await;
        assert_eq!(told(&gate).await, [(Some(good.until), None)], "and what was wrong is forgotten");
        assert!(gate.gateway.healths().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_was_seen_elsewhere_says_nothing_about_a_service_that_moved_or_is_gone() {
    for gate in gates().await {
        let made = Made::lasting(20);
        let server = Secure::new(&made).await;
        trusted(&gate, &server.address(), &made);
        gate.work().await;
        assert_eq!(told(&gate).await.len(), 1);
        gate.offer(service("https://127.0.0.1:1"));
        assert!(told(&gate).await.is_empty(), "another address");
        gate.offer(service(&answering(|_| "isi").await));
        gate.ledger.clock.advance(3600);
        gate.work().await;
        let rows = gate.ledger.store.rows("SELECT service FROM gateway_certificates", &[]).await.unwrap();
        assert!(rows.is_empty(), "calls of this service go over TLS no more");
    }
}

#[tokio::test]
async fn a_look_reaches_no_network_that_is_not_listed_and_leaves_what_was_known() {
    let made = Made::lasting(20);
    let server = Secure::new(&made).await;
    let gate = Gate::new(testkit::sqlite_ledger(gateway::MIGRATIONS).await, &[]).await;
    trusted(&gate, &server.address(), &made);
    gate.work().await;
    assert_eq!((server.connections(), told(&gate).await.len()), (0, 0));
    let gate = Gate::new(gate.ledger, &["127.0.0.1"]).await;
    trusted(&gate, &server.address(), &made);
    gate.ledger.clock.advance(86_400);
    gate.work().await;
    assert_eq!((server.connections(), told(&gate).await), (1, vec![(Some(made.until), None)]));
    let gate = Gate::new(gate.ledger, &[]).await;
    trusted(&gate, &server.address(), &made);
    gate.ledger.clock.advance(86_400);
    gate.work().await;
    assert_eq!((server.connections(), told(&gate).await), (1, vec![(Some(made.until), None)]), "nobody answered");
}
