//! Upstreams that hang, lie, break off, lead elsewhere or never stop.

use crate::gate::{Gate, KEY, gate, request, service};
use crate::upstream::{answering, hanging, scripted, streaming};
use axum::body::Body;
use cases::doors::Callable;
use http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn bytes(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// What a caller and the ledger are told when the upstream plays this script.
async fn told(script: &[&str], path: &str) -> (StatusCode, String) {
    let gate = gate(&scripted(bytes(script)).await.0).await;
    let got = gate.get(path).await;
    let codes = gate.codes().await;
    assert_eq!(codes.len(), 1, "{script:?}");
    assert_eq!(codes[0], got.code(), "{script:?}");
    (got.status, got.code())
}

#[tokio::test]
async fn an_upstream_that_lies_or_breaks_off_is_a_bad_gateway() {
    for script in [
        &["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nsepu"][..],
        &["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nsep"],
        &["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nsepuluh\r\n"],
        &["HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nsepuluh"],
        &["HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nsepuluh"],
        &["HTTP/1.1 200"],
        &["SSH-2.0-OpenSSH_9\r\n"],
        &["HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n"],
        &[],
    ] {
        let (status, code) = told(script, "/pasien").await;
        assert_eq!((status, code.as_str()), (StatusCode::BAD_GATEWAY, "gerbang-jawaban-terputus"), "{script:?}");
    }
}

#[tokio::test]
async fn more_bytes_than_were_announced_do_not_pass() {
    let script = ["HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nsepuluh\r\nHTTP/1.1 200 OK\r\n\r\n"];
    let gate = gate(&scripted(bytes(&script)).await.0).await;
    assert_eq!(gate.get("/pasien").await.text(), "sepu");
    assert_eq!(gate.get("/pasien").await.text(), "sepu", "and nothing of them is taken for the next answer");
}

#[tokio::test]
async fn nobody_follows_where_an_upstream_leads() {
    for status in ["301 M", "302 F", "303 S", "307 T", "308 P"] {
        let script = format!("HTTP/1.1 {status}\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n");
        let (status, code) = told(&[&script], "/pasien").await;
        assert_eq!((status, code.as_str()), (StatusCode::BAD_GATEWAY, "gerbang-pengalihan"));
    }
}

#[tokio::test]
async fn an_upstream_that_says_nothing_is_not_waited_for() {
    for script in [&[][..], &["HTTP/1.1 200 OK\r\nx: "]] {
        let gate = gate("http://127.0.0.1:1").await;
        gate.offer(Callable { timeout_ms: 50, ..service(&hanging(bytes(script)).await) });
        let got = gate.get("/pasien").await;
        assert_eq!((got.status, got.code().as_str()), (StatusCode::GATEWAY_TIMEOUT, "gerbang-tanpa-jawaban"));
    }
    let half = hanging(bytes(&["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nsepu"])).await;
    assert_eq!(gate(&half).await.get("/pasien").await.code(), "gerbang-tanpa-jawaban", "silent within the body");
}

#[tokio::test]
async fn a_long_answer_that_falls_silent_is_cut_and_its_record_says_so() {
    let piece = "a".repeat(100_000);
    let script = ["HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n", piece.as_str()];
    for (upstream, code) in [
        (hanging(bytes(&script)).await, "gerbang-tanpa-jawaban"),
        (scripted(bytes(&script)).await.0, "gerbang-jawaban-terputus"),
    ] {
        let gate = gate(&upstream).await;
        let got = gate.get("/besar").await;
        assert!(!got.whole && got.body.len() <= 100_000, "{}", got.body.len());
        assert_eq!(gate.codes().await, ["", code]);
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_at_the_limit_of_its_service() {
    let gate = gate("http://127.0.0.1:1").await;
    // Ten gigabytes: written in 64 KiB pieces, and nobody reads them.
    let endless = streaming(10 << 30, false).await;
    gate.offer(Callable { most_answer: 1 << 20, ..service(&endless) });
    let got = gate.get("/besar").await;
    assert!(!got.whole && got.body.len() <= 1 << 20, "{}", got.body.len());
    assert_eq!(gate.codes().await, ["", "gerbang-jawaban-besar"]);
    gate.offer(Callable { most_answer: 1000, ..service(&endless) });
    let got = gate.get("/besar").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_GATEWAY, "gerbang-jawaban-besar"));
    gate.offer(Callable { most_answer: 1 << 20, ..service(&streaming(10 << 30, true).await) });
    assert_eq!(gate.get("/besar").await.status, StatusCode::BAD_GATEWAY, "what is announced need not be read");
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused_before_and_while_it_comes() {
    let gate = gate(&answering(|_| "isi").await).await;
    let got = gate.call("POST", "/pasien", vec![b'x'; (1 << 20) + 1]).await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "gerbang-kiriman-besar"));
    let pieces = (0..40).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 64 * 1024]));
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let got = gate.call("POST", "/pasien", body).await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "gerbang-kiriman-besar"));
    gate.offer(Callable { most_request: 0, ..service(&answering(|_| "isi").await) });
    assert_eq!(gate.get("/pasien").await.status, StatusCode::OK, "a body of nothing is small enough");
    assert_eq!(gate.call("POST", "/pasien", "x").await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn inner_networks_are_reached_only_where_the_operator_listed_them() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let upstream = answering(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        "isi"
    })
    .await;
    let ledger = testkit::sqlite_ledger(gateway::MIGRATIONS).await;
    let gate = Gate::new(ledger, &[]).await;
    gate.usual(&upstream);
    for address in [
        upstream.clone(),
        upstream.replace("127.0.0.1", "localhost"),
        upstream.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        upstream.replace("http:", "https:"),
        "https://10.0.0.1".into(),
        "https://169.254.169.254".into(),
        "https://192.168.1.1".into(),
        "https://[fd00::1]".into(),
        "http://103.10.66.1".into(),
    ] {
        gate.offer(service(&address));
        let got = gate.get("/pasien").await;
        assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_GATEWAY, "gerbang-jaringan"), "{address}");
        // The breaker of the service would hide the next one.
        gate.ledger.clock.advance(3600);
    }
    assert_eq!(seen.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_service_that_fails_again_and_again_is_left_alone_and_tried_once_a_minute() {
    let gate = gate("http://127.0.0.1:1").await;
    for _ in 0..5 {
        let got = gate.get("/pasien").await;
        assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_GATEWAY, "gerbang-tidak-terjangkau"));
    }
    let got = gate.get("/pasien").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "gerbang-istirahat"));
    assert_eq!(got.header("retry-after"), "60");
    gate.ledger.clock.advance(60);
    assert_eq!(gate.get("/pasien").await.code(), "gerbang-tidak-terjangkau", "one trial");
    assert_eq!(gate.get("/pasien").await.code(), "gerbang-istirahat");
    gate.offer(service(&answering(|_| "isi").await));
    gate.ledger.clock.advance(120);
    assert_eq!(gate.get("/pasien").await.text(), "isi", "and it is whole again");
    assert_eq!(gate.get("/pasien").await.text(), "isi");
}

#[tokio::test]
async fn only_what_may_be_repeated_is_asked_twice() {
    // The server closes each connection after reading the request: nothing says whether it acted.
    let (upstream, seen) = scripted(Vec::new()).await;
    let gate = gate(&upstream).await;
    for (method, path, times) in [("GET", "/pasien", 2), ("POST", "/pasien", 1), ("PUT", "/pasien/7", 1)] {
        let before = seen.load(Ordering::SeqCst);
        let got = gate.call(method, path, Body::empty()).await;
        assert_eq!(got.status, StatusCode::BAD_GATEWAY);
        assert_eq!(seen.load(Ordering::SeqCst) - before, times, "{method}");
    }
    assert_eq!(gate.entries().await.len(), 3, "two tries are one call");
}

#[tokio::test]
async fn a_caller_that_leaves_still_leaves_a_record() {
    let gate = gate("http://127.0.0.1:1").await;
    gate.offer(Callable { timeout_ms: 60_000, ..service(&hanging(Vec::new()).await) });
    let gateway = gate.gateway.clone();
    let calling =
        tokio::spawn(
            async move { gateway.answer(request("GET", &format!("/x/{KEY}/pasien"), "sah", Body::empty())).await },
        );
    while gate.gateway.stages().calls == 0 {
        tokio::task::yield_now().await;
    }
    calling.abort();
    let _ = calling.await;
    let kept = gate.entries().await;
    assert_eq!((kept[0]["status"].as_u64(), kept[0]["code"].as_str()), (Some(499), Some("gerbang-pemanggil-pergi")));
}

#[tokio::test]
async fn a_reader_that_leaves_in_the_middle_leaves_the_size_of_what_it_got() {
    let gate = gate(&streaming(3 << 20, true).await).await;
    let response = gate.gateway.answer(request("GET", &format!("/x/{KEY}/besar"), "sah", Body::empty())).await;
    assert_eq!(response.status(), StatusCode::OK);
    drop(response);
    let kept = gate.entries().await;
    assert_eq!((kept[1]["phase"].as_str(), kept[1]["code"].as_str()), (Some("ended"), Some("gerbang-pemanggil-pergi")));
    assert!(kept[1]["got"].as_u64().unwrap() < 3 << 20);
}

#[tokio::test]
async fn one_hanging_service_does_not_hold_the_others() {
    let gate = gate("http://127.0.0.1:1").await;
    gate.offer(Callable { timeout_ms: 60_000, ..service(&hanging(Vec::new()).await) });
    let other = "dinas-sosial/dtks/warga/v1";
    gate.offer(Callable { key: other.into(), ..service(&answering(|_| "isi").await) });
    gate.give(cases::doors::CallGrant { service: other.into(), ..crate::gate::grant("e-rapor") });
    let hangs: Vec<_> = (0..600)
        .map(|_| {
            let gateway = gate.gateway.clone();
            let asked = request("GET", &format!("/x/{KEY}/pasien"), "sah", Body::empty());
            tokio::spawn(async move { gateway.answer(asked).await })
        })
        .collect();
    while gate.gateway.stages().calls < 600 {
        tokio::task::yield_now().await;
    }
    let got = gate.send(request("GET", &format!("/x/{other}/pasien"), "sah", Body::empty())).await;
    assert_eq!(got.text(), "isi");
    assert_eq!(gate.get("/pasien").await.code(), "gerbang-penuh", "no more than 512 wait for one service");
    hangs.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn a_service_that_cannot_be_called_as_it_is_set_up_says_so() {
    let gate = gate("ftp://simpus").await;
    let got = gate.get("/pasien").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_GATEWAY, "gerbang-salah-atur"));
}
