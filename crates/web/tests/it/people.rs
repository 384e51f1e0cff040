//! Who may pass which door.

use super::{ask, city_of, get, header, text};
use axum::body::Body;
use http::StatusCode;
use kernel::{OfficerId, Role, Token};
use web::testing::{Counted, Sessions};
use web::{Answer, Grant, May, MenuItem, Permission, Session, Shown, Signed};

pub struct Administer;

impl Permission for Administer {
    const NAME: &'static str = "uji.atur";
    fn allows(session: &Session) -> bool {
        session.has_role(Role::CityAdmin)
    }
}

pub async fn officers_only(signed: Signed) -> Answer {
    web::json(&serde_json::json!({ "nama": signed.session.name, "unit": signed.session.units() }))
}

pub async fn sign_out(visitor: web::Visitor) -> Answer {
    let mut answer = web::redirect("/")?;
    let gone = http::HeaderValue::from_str(&web::session_cookie_gone(visitor.frame())).map_err(web::Error::failed)?;
    answer.headers_mut().insert("set-cookie", gone);
    Ok(answer)
}

#[tokio::test]
async fn signing_out_takes_everything_out_of_the_browser() {
    let (app, liaison, _) = staffed();
    let request = http::Request::post("/keluar").header("cookie", &liaison).header("sec-fetch-site", "same-origin");
    let answer = ask(&app, request.body(Body::empty()).unwrap()).await;
    assert_eq!(header(&answer, "clear-site-data"), "\"cache\", \"storage\"");
    assert!(
        header(&answer, "set-cookie").starts_with("gapura=; Path=/")
            && header(&answer, "set-cookie").contains("Max-Age=0")
    );
}

pub async fn administrators_only(_: May<Administer>) -> Answer {
    web::json(&"atur")
}

pub fn menu() -> Vec<MenuItem> {
    let everybody = Shown::Officers(|_| true);
    vec![
        MenuItem { label: "uji-menu", href: "/petugas", shown: Shown::Officers(Administer::allows) },
        MenuItem { label: "uji-kotak", href: "/kerja", shown: everybody },
        MenuItem { label: "uji-loket", href: "/kerja/loket", shown: everybody },
        MenuItem { label: "uji-atur", href: "/atur", shown: everybody },
    ]
}

pub fn session(role: Role) -> Session {
    Session {
        officer: OfficerId("p1".into()),
        name: "Sri <b>Wahyuni</b>".into(),
        grants: vec![Grant { role, unit: "dinas-pupr".into() }],
        form_secret: vec![role as u8; 32],
        confirmed_at: super::now(),
    }
}

/// A city in which a liaison and an administrator are signed in, with their cookies.
pub fn staffed() -> (axum::Router, String, String) {
    let chance = Counted::default();
    let (liaison, administrator) = (Token::new(&chance), Token::new(&chance));
    let sessions =
        Sessions::default().with(&liaison, session(Role::Liaison)).with(&administrator, session(Role::CityAdmin));
    let cookie = |token: &Token| format!("gapura={}", token.secret());
    (city_of(sessions, |_| {}), cookie(&liaison), cookie(&administrator))
}

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_page_and_back() {
    let (app, ..) = staffed();
    let answer = ask(&app, get("/petugas?q=jalan rusak".replace(' ', "+").as_str()).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&answer, "location"), "/masuk?ke=%2Fpetugas%3Fq%3Djalan%2Brusak");
}

#[tokio::test]
async fn a_strange_program_gets_401() {
    let (app, ..) = staffed();
    let answer = ask(&app, get("/petugas").header("accept", "application/json").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(text(answer).await.contains("\"code\":\"masuk-dahulu\""));
}

#[tokio::test]
async fn an_officer_without_the_permission_gets_403_and_the_administrator_passes() {
    let (app, liaison, administrator) = staffed();
    for (cookie, status) in [(&liaison, StatusCode::FORBIDDEN), (&administrator, StatusCode::OK)] {
        let answer = ask(&app, get("/atur").header("cookie", cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), status);
    }
}

#[tokio::test]
async fn a_made_up_cookie_opens_nothing() {
    let (app, ..) = staffed();
    for cookie in ["gapura=", "gapura=AAAA", "gapura=ZZZZZZZZZZZZZZZZZZZZZZZZZZ", "__Host-gapura=x"] {
        let answer = ask(&app, get("/petugas").header("cookie", cookie).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{cookie}");
    }
}

#[tokio::test]
async fn what_officers_see_is_never_stored_by_browsers() {
    let (app, liaison, _) = staffed();
    let answer = ask(&app, get("/petugas").header("cookie", &liaison).body(Body::empty()).unwrap()).await;
    assert_eq!(header(&answer, "cache-control"), "no-store");
}

#[tokio::test]
async fn the_menu_shows_only_ways_that_are_open_and_names_are_escaped() {
    let (app, liaison, administrator) = staffed();
    let page = |cookie: String| {
        let app = app.clone();
        async move { text(ask(&app, get("/gaya").header("cookie", cookie).body(Body::empty()).unwrap()).await).await }
    };
    let (mine, theirs) = (page(liaison).await, page(administrator).await);
    assert!(!mine.contains(">Meja<") && theirs.contains(">Meja<"));
    assert!(mine.contains("Sri &#60;b&#62;Wahyuni") && !mine.contains("<b>Wahyuni"));
}

#[tokio::test]
async fn the_second_row_of_the_menu_shows_the_part_in_which_the_officer_stands() {
    let (app, liaison, _) = staffed();
    let page = |path: &'static str| {
        let (app, cookie) = (app.clone(), liaison.clone());
        async move { text(ask(&app, get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await).await }
    };
    let (counter, settings) = (page("/kerja/loket/jalan").await, page("/atur").await);
    let here = r#"<a href="/kerja/loket" aria-current="page">Loket</a>"#;
    assert!(counter.contains(r#"<a href="/kerja" aria-current="true">Kerja</a>"#), "the part in the first row");
    assert!(counter.contains(here) && counter.contains(r#"<a href="/kerja">Kotak</a>"#), "its pages in the second");
    assert!(!settings.contains("Loket"), "pages of another part are one step away");
    assert!(settings.contains(">Setelan</a>") && !settings.contains("menu-part"), "a part of one page is that page");
}

#[test]
fn every_door_says_who_may_pass() {
    let routes = super::room().routes;
    let doors: Vec<String> =
        routes.doors().iter().map(|door| format!("{} {} {}", door.method, door.path, door.who)).collect();
    assert_eq!(
        doors,
        [
            "GET /sapa siapa-saja",
            "POST /kirim siapa-saja",
            "GET /tolak siapa-saja",
            "GET /gagal siapa-saja",
            "GET /panik siapa-saja",
            "GET /l/{token} siapa-saja",
            "POST /keluar siapa-saja",
            "GET /petugas petugas",
            "GET /atur uji.atur",
        ]
    );
}
