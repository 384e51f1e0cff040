//! Who may call what, and how often.

use crate::gate::{Gate, KEY, gate, grant, machine, operation, request, service};
use crate::upstream::answering;
use axum::body::Body;
use http::StatusCode;
use kernel::Instant;
use std::sync::Arc;

async fn open() -> Gate {
    gate(&answering(|_| "isi").await).await
}

async fn code(gate: &Gate, path: &str, token: &str) -> (StatusCode, String) {
    let got = gate.send(request("GET", path, token, Body::empty())).await;
    (got.status, got.code())
}

#[tokio::test]
async fn without_a_good_token_nobody_learns_anything() {
    let gate = open().await;
    let path = format!("/x/{KEY}/pasien");
    for token in ["palsu", "", "a b"] {
        let (status, code) = code(&gate, &path, token).await;
        assert_eq!((status, code.as_str()), (StatusCode::UNAUTHORIZED, "gerbang-token"), "{token}");
    }
    let other = http::Request::get(&path).header("authorization", "Basic c2FoOg==").body(Body::empty()).unwrap();
    let got = gate.send(other).await;
    assert_eq!((got.status, got.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    let query = http::Request::get(format!("{path}?access_token=sah")).body(Body::empty()).unwrap();
    assert_eq!(gate.send(query).await.status, StatusCode::UNAUTHORIZED, "never in the query");
    assert!(gate.entries().await.is_empty(), "what nobody is known for leaves no record");
}

#[tokio::test]
async fn an_expired_token_and_one_for_something_else_are_refused() {
    let gate = open().await;
    let path = format!("/x/{KEY}/pasien");
    gate.know("lain", web::Machine { scopes: Arc::new(["peristiwa.baca".to_owned()]), ..machine("e-rapor") });
    let got = gate.send(request("GET", &path, "lain", Body::empty())).await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::FORBIDDEN, "gerbang-cakupan"));
    assert!(got.header("www-authenticate").contains("insufficient_scope"));
    gate.ledger.clock.set(Instant::parse("2027-12-31T00:00:00+07:00").unwrap());
    assert_eq!(code(&gate, &path, "sah").await.1, "gerbang-token", "its last moment is over");
}

#[tokio::test]
async fn a_token_that_is_bound_to_one_service_opens_no_other() {
    let gate = open().await;
    let path = format!("/x/{KEY}/pasien");
    for (bound, status) in [(KEY, StatusCode::OK), ("dinas-kesehatan/simpus/lain/v1", StatusCode::FORBIDDEN)] {
        gate.know("terikat", web::Machine { resource: Some(bound.to_owned()), ..machine("e-rapor") });
        assert_eq!(code(&gate, &path, "terikat").await.0, status, "{bound}");
    }
}

#[tokio::test]
async fn a_service_opens_only_under_a_grant_that_runs() {
    let gate = open().await;
    let path = format!("/x/{KEY}/pasien");
    gate.know("asing", machine("e-asing"));
    assert_eq!(code(&gate, &path, "asing").await, (StatusCode::FORBIDDEN, "gerbang-tanpa-izin".into()));
    assert_eq!(code(&gate, "/x/dinas-kesehatan/simpus/lain/v1/a", "asing").await.1, "gerbang-layanan-tidak-ada");
    assert_eq!(code(&gate, &format!("/x/{KEY}/apa-saja"), "asing").await.1, "gerbang-tanpa-izin", "no peeking");
    assert_eq!(code(&gate, &path, "sah").await, (StatusCode::OK, "isi".into()));
    gate.withdraw("e-rapor");
    assert_eq!(code(&gate, &path, "sah").await.1, "gerbang-tanpa-izin", "at once");
    let over = Instant::parse("2027-03-01T09:00:00+07:00").unwrap();
    gate.give(cases::doors::CallGrant { until: over, ..grant("e-rapor") });
    assert_eq!(code(&gate, &path, "sah").await.1, "gerbang-izin-berakhir");
    gate.give(cases::doors::CallGrant { from: over.plus_seconds(1), ..grant("e-rapor") });
    assert_eq!(code(&gate, &path, "sah").await.1, "gerbang-izin-berakhir", "not yet");
}

#[tokio::test]
async fn a_grant_holds_its_operations_and_no_others() {
    let gate = open().await;
    gate.give(cases::doors::CallGrant { operations: vec!["get /pasien".into()], ..grant("e-rapor") });
    assert_eq!(gate.get("/pasien").await.status, StatusCode::OK);
    assert_eq!(gate.get("/pasien/7").await.code(), "gerbang-operasi-tanpa-izin");
    assert_eq!(gate.call("POST", "/pasien", "{}").await.code(), "gerbang-operasi-tanpa-izin");
    let got = gate.call("DELETE", "/pasien", Body::empty()).await;
    assert_eq!((got.status, got.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, POST, HEAD"));
    assert_eq!(gate.get("/admin").await.code(), "gerbang-operasi-tidak-ada");
    let kept = gate.entries().await;
    assert_eq!(kept.len(), 5, "refusals under a known key are recorded");
    assert_eq!(kept[1]["template"], "/pasien/{nik}");
    assert_eq!(kept[4]["template"], "", "a path that fits nothing leaves no trace of itself");
}

#[tokio::test]
async fn quotas_of_the_minute_the_day_and_the_service_end_in_429() {
    let gate = open().await;
    gate.give(cases::doors::CallGrant { per_minute: 2, ..grant("e-rapor") });
    for _ in 0..2 {
        assert_eq!(gate.get("/pasien").await.status, StatusCode::OK);
    }
    let got = gate.get("/pasien").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "gerbang-terlalu-sering"));
    assert!(got.header("retry-after").parse::<u64>().unwrap() <= 31);
    gate.give(cases::doors::CallGrant { per_day: 1, ..grant("e-rapor") });
    assert_eq!(gate.get("/pasien").await.status, StatusCode::OK);
    let got = gate.get("/pasien").await;
    assert_eq!(got.code(), "gerbang-kuota-hari");
    assert_eq!(got.header("retry-after"), (15 * 3600).to_string(), "at 09:00 the day lasts fifteen hours more");
    gate.give(grant("e-rapor"));
    gate.offer(cases::doors::Callable { per_minute: 1, ..service(&answering(|_| "isi").await) });
    assert_eq!(gate.get("/pasien").await.status, StatusCode::OK);
    assert_eq!(gate.get("/pasien").await.code(), "gerbang-terlalu-sering", "over all clients");
    assert_eq!(gate.entries().await.len(), 4, "what comes too often fills no disk");
}

#[tokio::test]
async fn a_key_that_tries_out_gets_samples_and_never_the_upstream() {
    let gate = gate("http://127.0.0.1:1").await;
    let mut sample = operation("GET", "/pasien");
    sample.example = Some(r#"{"nama":"Contoh"}"#.into());
    let operations = Arc::new([sample, operation("GET", "/pasien/{nik}")]);
    gate.offer(cases::doors::Callable { operations, ..service("http://127.0.0.1:1") });
    gate.know("coba", web::Machine { sandbox: true, ..machine("e-coba") });
    let got = gate.send(request("GET", &format!("/x/{KEY}/pasien"), "coba", Body::empty())).await;
    assert_eq!((got.status, got.text().as_str()), (StatusCode::OK, r#"{"nama":"Contoh"}"#));
    assert_eq!(code(&gate, &format!("/x/{KEY}/pasien/7"), "coba").await.1, "gerbang-tanpa-contoh");
    let kept = gate.entries().await;
    assert_eq!((kept[0]["mode"].as_str(), kept[0]["grant"].as_str()), (Some("sandbox"), Some("")));
    gate.project().await;
    assert!(gate.gateway.lines(&gateway::rights::Seen::All, &gateway::Filter::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_in_english_is_for_those_who_prefer_it() {
    let gate = open().await;
    let mut asked = request("GET", &format!("/x/{KEY}/tidak-ada"), "sah", Body::empty());
    asked.headers_mut().insert("accept-language", "en-GB,id;q=0.5".parse().unwrap());
    let got = gate.send(asked).await;
    assert!(got.text().contains("The service has no operation at this path."), "{}", got.text());
    assert_eq!(got.header("content-type"), "application/problem+json");
    let got = gate.get("/tidak-ada").await;
    assert!(got.text().contains("Layanan tidak mempunyai operasi"), "{}", got.text());
    assert!(got.text().contains(got.header("x-gapura-request-id")), "the incident is the call's id");
}
