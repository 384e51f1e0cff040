//! What passes the gateway, each way.

use crate::gate::{Gate, KEY, gate, grant, request, service};
use crate::upstream::{answering, listening, streaming};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use cases::doors::{CallGrant, Callable, Credential, Upstream};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn the_upstream_gets_its_own_secret_and_not_the_callers_token() {
    let (upstream, heads) = listening(vec![b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".to_vec()]).await;
    let gate = gate(&upstream).await;
    let secret = Credential { header: "X-Api-Key".into(), value: "rahasia-simpus".into() };
    gate.offer(Callable { credential: Some(secret), ..service(&format!("{upstream}/api/")) });
    let mut asked = request("GET", &format!("/x/{KEY}/pasien/Budi%20S?a=1&b=%2F"), "sah", Body::empty());
    for (name, value) in [("cookie", "sesi=1"), ("x-forwarded-for", "9.9.9.9"), ("traceparent", "00-ab-cd-01")] {
        asked.headers_mut().insert(name, value.parse().unwrap());
    }
    asked.headers_mut().insert("x-gapura-client", "palsu".parse().unwrap());
    let got = gate.send(asked).await;
    assert_eq!((got.status, got.text().as_str()), (StatusCode::OK, "ok"));
    let head = heads.lock().unwrap().concat().to_lowercase();
    assert!(head.starts_with("get /api/pasien/budi%20s?a=1&b=%2f http/1.1"), "{head}");
    assert!(head.contains("x-api-key: rahasia-simpus") && head.contains("traceparent: 00-ab-cd-01"), "{head}");
    assert!(head.contains("x-gapura-client: kunci-e-rapor"), "{head}");
    assert!(head.contains(got.header("x-gapura-request-id")), "{head}");
    for gone in ["bearer", "sesi=1", "9.9.9.9", "palsu"] {
        assert!(!head.contains(gone), "{gone}: {head}");
    }
}

#[tokio::test]
async fn an_answer_sets_no_cookie_and_lets_no_browser_act() {
    let headers = [
        ("set-cookie", "sesi=1"),
        ("access-control-allow-origin", "*"),
        ("strict-transport-security", "max-age=0"),
        ("content-type", "text/html"),
        ("x-jumlah", "7"),
    ];
    let upstream = answering(move |_| (headers, "<script>1</script>")).await;
    let got = gate(&upstream).await.get("/pasien").await;
    assert_eq!((got.header("x-jumlah"), got.header("x-content-type-options")), ("7", "nosniff"));
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(got.header("cache-control"), "no-store");
    for gone in ["set-cookie", "access-control-allow-origin", "strict-transport-security"] {
        assert!(!got.headers.contains_key(gone), "{gone}");
    }
}

#[tokio::test]
async fn status_and_words_of_the_upstream_pass_where_everything_is_granted() {
    let upstream = answering(|_| (StatusCode::CONFLICT, "sudah ada")).await;
    let gate = gate(&upstream).await;
    let got = gate.call("POST", "/pasien", "{}").await;
    assert_eq!((got.status, got.text().as_str()), (StatusCode::CONFLICT, "sudah ada"));
    assert_eq!(gate.codes().await, [""], "a refusal of the upstream is an answer");
}

#[tokio::test]
async fn granted_fields_pass_and_nothing_else() {
    let patient = json!([{ "nama": "Contoh", "nik": "3517", "alamat": { "desa": "Ngoro", "rt": 2 } }]);
    let text = patient.to_string();
    let upstream = answering(move |asked: Request| match asked.uri().path() {
        "/pasien" => {
            ([("content-type", "application/json; charset=utf-8"), ("etag", "\"1\"")], text.clone()).into_response()
        }
        "/pasien/csv" => ([("content-type", "text/csv")], "nama,nik\nContoh,3517\n").into_response(),
        "/pasien/gzip" => {
            ([("content-type", "application/json"), ("content-encoding", "gzip")], "\u{1f}x").into_response()
        }
        "/pasien/rusak" => ([("content-type", "application/json")], "{\"nik\":").into_response(),
        "/pasien/kosong" => StatusCode::NO_CONTENT.into_response(),
        _ => (StatusCode::BAD_REQUEST, [("content-type", "application/json")], "{\"nik\":\"3517\"}").into_response(),
    })
    .await;
    let gate = gate(&upstream).await;
    gate.give(CallGrant { fields: vec!["nama".into(), "alamat.desa".into()], ..grant("e-rapor") });
    let got = gate.get("/pasien").await;
    assert_eq!(got.text(), r#"[{"nama":"Contoh","alamat":{"desa":"Ngoro"}}]"#);
    assert!(!got.headers.contains_key(header::ETAG), "it named other bytes");
    for path in ["/pasien/csv", "/pasien/gzip", "/pasien/rusak"] {
        assert_eq!(gate.get(path).await.code(), "gerbang-tidak-tersaring", "{path}");
    }
    assert_eq!(gate.get("/pasien/kosong").await.status, StatusCode::NO_CONTENT);
    let got = gate.get("/pasien/7").await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::BAD_REQUEST, "gerbang-ditolak-asal"));
    assert!(!got.text().contains("3517"), "words of an error may hold anything");
}

#[tokio::test]
async fn an_answer_that_is_too_large_to_be_cut_down_does_not_pass() {
    let gate = gate(&streaming(5 << 20, false).await).await;
    gate.give(CallGrant { fields: vec!["nama".into()], ..grant("e-rapor") });
    assert_eq!(gate.get("/besar").await.code(), "gerbang-jawaban-besar");
}

#[tokio::test]
async fn bodies_are_checked_against_the_description_before_they_leave() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let upstream = answering(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        StatusCode::CREATED
    })
    .await;
    let gate = gate(&upstream).await;
    let mut operations = service(&upstream).operations.to_vec();
    operations[3].request =
        Some(r#"{"type":"object","required":["nama"],"properties":{"nama":{"type":"string"}}}"#.into());
    gate.offer(Callable { operations: operations.into(), ..service(&upstream) });
    assert_eq!(gate.call("POST", "/pasien", r#"{"nama":"Contoh"}"#).await.status, StatusCode::CREATED);
    let got = gate.call("POST", "/pasien", r#"{"nama":3517}"#).await;
    assert_eq!((got.status, got.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "gerbang-kiriman-tidak-sesuai"));
    assert!(got.text().contains("#/nama") && !got.text().contains("3517"), "{}", got.text());
    assert_eq!(gate.call("POST", "/pasien", "bukan json").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seen.load(Ordering::SeqCst), 1, "the upstream saw the good one only");
}

#[tokio::test]
async fn a_table_of_feeds_answers_like_a_server() {
    let gate = gate("http://127.0.0.1:1").await;
    gate.offer(Callable { upstream: Upstream::Feed("stok-obat".into()), ..service("") });
    let got = gate.get("/pasien/7?urut=nama").await;
    assert_eq!(got.text(), r#"[{"tabel":"stok-obat","jalur":"/pasien/7","tanya":"urut=nama"}]"#);
    gate.give(CallGrant { fields: vec!["jalur".into()], ..grant("e-rapor") });
    assert_eq!(gate.get("/pasien").await.text(), r#"[{"jalur":"/pasien"}]"#);
    assert_eq!(gate.entries().await.len(), 2);
}

#[tokio::test]
async fn a_place_below_the_service_is_said_as_ours_and_another_is_not_said() {
    let upstream = answering(|asked: Request| {
        let place = if asked.uri().path() == "/pasien" { "/pasien/7" } else { "http://10.0.0.5/rahasia" };
        (StatusCode::CREATED, [("location", place.to_owned())])
    })
    .await;
    let gate = gate(&upstream).await;
    assert_eq!(gate.call("POST", "/pasien", "{}").await.header("location"), format!("/x/{KEY}/pasien/7"));
    assert!(!gate.get("/pasien/7").await.headers.contains_key("location"));
}

#[tokio::test]
async fn a_long_answer_is_passed_on_whole_with_its_length() {
    let gate = gate(&streaming(3 << 20, true).await).await;
    let got = gate.get("/besar").await;
    assert_eq!((got.body.len(), got.whole), (3 << 20, true));
    let kept = gate.entries().await;
    assert_eq!((kept[0]["phase"].as_str(), kept[1]["phase"].as_str()), (Some("begun"), Some("ended")));
    assert_eq!((kept[1]["got"].as_u64(), kept[1]["code"].as_str()), (Some(3 << 20), Some("")));
    assert_eq!(kept[0]["got_hash"], "", "its end is not known yet");
}

#[tokio::test]
async fn a_head_tells_the_length_that_it_does_not_send() {
    let (upstream, _) = listening(vec![b"HTTP/1.1 200 OK\r\ncontent-length: 77\r\n\r\n".to_vec()]).await;
    let got = gate(&upstream).await.call("HEAD", "/pasien", Body::empty()).await;
    assert_eq!((got.status, got.header("content-length"), got.body.len()), (StatusCode::OK, "77", 0));
}

#[tokio::test]
async fn names_of_x_road_lead_to_the_same_service() {
    let gate: Gate = gate(&answering(|asked: Request| asked.uri().path().to_owned()).await).await;
    let got = gate.send(request("GET", &format!("/r1/ID/GOV/{KEY}/pasien/7"), "sah", Body::empty())).await;
    assert_eq!((got.status, got.text().as_str()), (StatusCode::OK, "/pasien/7"));
    assert_eq!(gate.entries().await[0]["service"], KEY);
}

#[tokio::test]
async fn a_large_request_streams_to_the_upstream_and_is_hashed_on_its_way() {
    let upstream = answering(|asked: Request| {
        let length = asked.headers().get("content-length").cloned();
        length.map_or_else(String::new, |length| length.to_str().unwrap().to_owned())
    })
    .await;
    let gate = gate(&upstream).await;
    let got = gate.call("POST", "/pasien", vec![b'x'; 300_000]).await;
    assert_eq!((got.status, got.text().as_str()), (StatusCode::OK, "300000"));
}
