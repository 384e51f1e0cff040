//! What is sent: from where, how much, and whether its token was made here.

use super::people::staffed;
use super::{ask, city, header, now, text};
use axum::body::Body;
use http::{Request, StatusCode};
use kernel::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use web::testing::{Stopped, settings};
use web::{FormKey, FormToken, Frame, Purpose, TokenError};

fn post(body: impl Into<Body>) -> http::request::Builder {
    drop(body.into());
    Request::post("/kirim").header("host", "127.0.0.1:8080").header("content-type", "application/x-www-form-urlencoded")
}

async fn send(app: &axum::Router, headers: &[(&str, &str)], body: &str) -> (StatusCode, String) {
    let mut request = post(Body::empty());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = ask(app, request.body(Body::from(body.to_owned())).unwrap()).await;
    (answer.status(), text(answer).await)
}

#[tokio::test]
async fn another_site_cannot_send_our_forms() {
    let app = city(|_| {});
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://jahat.example")],
        &[("origin", "null")],
        &[("referer", "https://jahat.example/127.0.0.1:8080")],
        &[("origin", "http://127.0.0.1:8080.jahat.example")],
    ] {
        let (status, page) = send(&app, headers, "a=1").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(page.contains("tidak berasal dari halaman kami"));
    }
}

#[tokio::test]
async fn our_own_pages_and_old_text_browsers_can_send() {
    let app = city(|_| {});
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("origin", "http://127.0.0.1:8080")],
        &[("referer", "http://127.0.0.1:8080/gaya")],
        &[],
    ] {
        assert_eq!(send(&app, headers, "a=1").await.0, StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_must_say_where_the_form_comes_from() {
    let (app, liaison, _) = staffed();
    assert_eq!(send(&app, &[("cookie", &liaison)], "a=1").await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&app, &[("cookie", &liaison), ("origin", "http://127.0.0.1:8080")], "a=1").await.0, StatusCode::OK);
}

#[tokio::test]
async fn texts_are_cleaned_of_what_nobody_typed() {
    let app = city(|_| {});
    let (_, body) = send(&app, &[], "a=satu%00dua%0D%0Atiga%E2%80%AEx&b=%3Cscript%3E&b=2").await;
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(sent["teks"], serde_json::json!([["a", "satudua\ntigax"], ["b", "<script>"], ["b", "2"]]));
}

fn multipart(parts: &[(&str, Option<&str>, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        body.extend_from_slice(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

async fn send_parts(app: &axum::Router, body: Vec<u8>) -> (StatusCode, String) {
    let request = Request::post("/kirim")
        .header("host", "127.0.0.1:8080")
        .header("content-type", "multipart/form-data; boundary=x");
    let answer = ask(app, request.body(Body::from(body)).unwrap()).await;
    (answer.status(), text(answer).await)
}

#[tokio::test]
async fn a_files_name_is_no_path_and_empty_file_inputs_are_left_out() {
    let app = city(|_| {});
    let body = multipart(&[
        ("a", None, b"teks".to_vec()),
        ("foto", Some("../../etc/passwd"), b"x".to_vec()),
        ("foto", Some(concat!("C:", "\\\\foto\\\\jalan.jpg")), b"xy".to_vec()),
        ("foto", Some(""), Vec::new()),
        ("foto", Some("..."), b"z".to_vec()),
    ]);
    let (_, body) = send_parts(&app, body).await;
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(sent["berkas"], serde_json::json!([["passwd", 1], ["jalan.jpg", 2], ["berkas", 1]]));
    assert_eq!(sent["teks"], serde_json::json!([["a", "teks"]]));
}

#[tokio::test]
async fn fifty_megabytes_are_refused_in_words_after_all_was_read() {
    let app = city(|_| {});
    let (status, page) = send_parts(&app, multipart(&[("foto", Some("a.jpg"), vec![0; 50 * 1024 * 1024])])).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.contains("paling banyak 8\u{a0}MB") && page.contains("Laporan dapat dikirim tanpa foto"), "{page}");
}

#[tokio::test]
async fn a_form_that_broke_off_or_has_too_many_fields_is_refused() {
    let app = city(|_| {});
    let mut broken = multipart(&[("foto", Some("a.jpg"), vec![1; 1000])]);
    broken.truncate(500);
    assert_eq!(send_parts(&app, broken).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let many = vec!["a=1"; 301].join("&");
    assert_eq!(send(&app, &[], &many).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn more_files_than_allowed_are_refused() {
    let app = city(|_| {});
    let parts: Vec<_> = (0..11).map(|_| ("foto", Some("a.jpg"), vec![1])).collect();
    let (status, page) = send_parts(&app, multipart(&parts)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.contains("paling banyak 10 dalam satu kiriman"), "{page}");
}

fn frame() -> Frame {
    Frame::new(settings(now(), Default::default())).unwrap()
}

#[test]
fn a_token_gives_back_its_key_only_for_its_own_form_and_session() {
    let frame = frame();
    let key = FormKey::new(frame.chance());
    let token = FormToken::issue(&frame, None, "uji", key).to_string();
    assert_eq!(FormToken::verify(&frame, None, "uji", &token), Ok(key));
    assert_eq!(FormToken::verify(&frame, None, "lain", &token), Err(TokenError::Forged));
    let officer = super::people::session(kernel::Role::Liaison);
    assert_eq!(FormToken::verify(&frame, Some(&officer), "uji", &token), Err(TokenError::Forged));
}

#[test]
fn every_changed_letter_of_a_token_is_a_forgery() {
    let frame = frame();
    let token = FormToken::issue(&frame, None, "uji", FormKey::new(frame.chance())).to_string();
    for at in 0..token.len() {
        let mut forged = token.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        assert_eq!(FormToken::verify(&frame, None, "uji", &forged), Err(TokenError::Forged), "letter {at}");
    }
    for forged in ["", "x", "....", &token[..40]] {
        assert_eq!(FormToken::verify(&frame, None, "uji", forged), Err(TokenError::Forged));
    }
}

struct Moving(AtomicI64);

impl Clock for Moving {
    fn now(&self) -> kernel::Instant {
        kernel::Instant::from_seconds(self.0.load(Ordering::Relaxed))
    }
}

#[test]
fn a_form_left_open_for_more_than_a_day_is_expired_and_keeps_its_key() {
    let clock = Arc::new(Moving(AtomicI64::new(now().seconds())));
    let mut settings = settings(now(), Default::default());
    settings.clock = clock.clone();
    let frame = Frame::new(settings).unwrap();
    let key = FormKey::new(frame.chance());
    let token = FormToken::issue(&frame, None, "uji", key).to_string();
    clock.0.fetch_add(24 * 3600, Ordering::Relaxed);
    assert_eq!(FormToken::verify(&frame, None, "uji", &token), Ok(key));
    clock.0.fetch_add(1, Ordering::Relaxed);
    assert_eq!(FormToken::verify(&frame, None, "uji", &token), Err(TokenError::Expired(key)));
    assert_eq!(FormKey::parse(&key.to_string()), Some(key));
}

#[tokio::test]
async fn too_many_attempts_are_told_when_to_come_back() {
    let frame = Frame::new(settings(Stopped(now()).0, Default::default())).unwrap();
    let purpose = Purpose { name: "uji", burst: 1, per_hour: 60 };
    assert!(frame.throttle().check(purpose, "x").is_ok());
    let refused = frame.throttle().check(purpose, "x").unwrap_err();
    let error = web::Error::from(refused);
    assert_eq!(error.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=61).contains(&refused.retry_after));
}

#[tokio::test]
async fn the_address_is_that_of_the_peer_unless_a_trusted_proxy_says_otherwise() {
    let told = |app: axum::Router| async move {
        let request = super::get("/sapa").header("x-forwarded-for", "198.51.100.7").body(Body::empty()).unwrap();
        text(ask(&app, request).await).await
    };
    assert!(told(city(|_| {})).await.contains("203.0.113.9"));
    let trusting = city(|settings| settings.proxies.0.push(web::Network::parse("203.0.113.0/24").unwrap()));
    assert!(told(trusting).await.contains("198.51.100.7"));
}

#[tokio::test]
async fn a_token_link_is_not_told_to_other_sites() {
    let app = city(|_| {});
    let answer = ask(&app, super::get("/l/7H3K9MPQ2RSTVWXYZ23456789A").body(Body::empty()).unwrap()).await;
    assert_eq!(header(&answer, "referrer-policy"), "no-referrer");
}
