//! The assembled frame, asked over HTTP.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod forms;
mod frame;
mod people;
mod sending;

use axum::body::Body;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use kernel::{Instant, Lang, Refusal, RefusalKind};
use std::net::SocketAddr;
use tower::ServiceExt;
use web::testing::{Sessions, settings};
use web::{Answer, Frame, Room, Routes, Settings, Submission, Visitor};

/// A room with a door for each question that the tests ask.
fn room() -> Room {
    let routes = Routes::new()
        .get("/sapa", hello)
        .post("/kirim", send)
        .get("/tolak", refuse)
        .get("/gagal", fail)
        .get("/panik", panics)
        .get("/l/{token}", secret)
        .post("/keluar", people::sign_out)
        .get("/petugas", people::officers_only)
        .get("/atur", people::administrators_only);
    Room { name: "uji", routes, menu: people::menu(), locale: LOCALE }
}

const LOCALE: &[(Lang, &str)] = &[
    (
        Lang::Id,
        "uji-menu = Meja\nuji-kotak = Kotak\nuji-loket = Loket\nuji-atur = Setelan\ntolak-habis = Kuota { $hari } habis\n    .saran = Coba lagi besok.\n",
    ),
    (
        Lang::En,
        "uji-menu = Desk\nuji-kotak = Inbox\nuji-loket = Counter\nuji-atur = Settings\ntolak-habis = Nothing left on { $hari }\n    .saran = Try again tomorrow.\n",
    ),
];

async fn hello(visitor: Visitor) -> Answer {
    web::json(&serde_json::json!({ "bahasa": visitor.lang().code(), "dari": visitor.address() }))
}

async fn send(visitor: Visitor, form: Submission) -> Answer {
    let token = visitor.check_token("uji", form.text("_tanda"));
    let files: Vec<_> = form.files().iter().map(|file| (file.name.clone(), file.bytes.len())).collect();
    web::json(&serde_json::json!({ "tanda": format!("{token:?}"), "teks": form.texts(), "berkas": files }))
}

#[derive(Debug, thiserror::Error)]
#[error("used up")]
struct UsedUp;

impl Refusal for UsedUp {
    fn code(&self) -> &'static str {
        "habis"
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
    fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![("hari", "Jumat".to_owned())]
    }
}

async fn refuse(_: Visitor) -> Answer {
    Err(UsedUp)?
}

async fn fail(_: Visitor) -> Answer {
    Err(web::Error::failed("secret cause: password=hunter2"))
}

async fn panics(_: Visitor) -> Answer {
    panic!("secret cause in a panic")
}

async fn secret(_: Visitor) -> Answer {
    web::redirect("/lacak/PGD-2026-000123-7")
}

fn now() -> Instant {
    Instant::parse("2027-03-05T09:30:00Z").unwrap()
}

/// The city with these settings changed.
fn city(change: impl FnOnce(&mut Settings)) -> axum::Router {
    city_of(Sessions::default(), change)
}

fn city_of(sessions: Sessions, change: impl FnOnce(&mut Settings)) -> axum::Router {
    let mut settings = settings(now(), sessions);
    change(&mut settings);
    web::assemble(Frame::new(settings).unwrap(), vec![room()]).unwrap()
}

fn get(path: &str) -> http::request::Builder {
    Request::get(path).header("host", "127.0.0.1:8080")
}

async fn ask(app: &axum::Router, request: Request<Body>) -> Response<Body> {
    let mut request = request;
    let peer: SocketAddr = "203.0.113.9:4000".parse().unwrap();
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    app.clone().oneshot(request).await.unwrap()
}

async fn page(app: &axum::Router, path: &str) -> (StatusCode, String) {
    let answer = ask(app, get(path).body(Body::empty()).unwrap()).await;
    (answer.status(), text(answer).await)
}

async fn text(answer: Response<Body>) -> String {
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn header<'a>(answer: &'a Response<Body>, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
