//! What is true for every answer.

use super::{ask, city, get, header, page, text};
use axum::body::Body;
use http::StatusCode;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn every_answer_has_the_security_headers_errors_and_assets_too() {
    let app = city(|_| {});
    let (_, style) = page(&app, "/gaya").await;
    let css = style.split("href=\"").find(|part| part.starts_with("/aset/")).unwrap().split('"').next().unwrap();
    for path in ["/gaya", "/tidak-ada", "/gagal", "/panik", "/tolak", "/sapa", "/petugas", "/favicon.ico", css] {
        let answer = ask(&app, get(path).body(Body::empty()).unwrap()).await;
        let csp = header(&answer, "content-security-policy");
        assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"), "{path}: {csp}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin", "{path}");
        assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn only_https_promises_https() {
    let ask_for = |url: &str| {
        let app = city(|settings| settings.public_url = url.to_owned());
        async move {
            header(&ask(&app, get("/gaya").body(Body::empty()).unwrap()).await, "strict-transport-security").to_owned()
        }
    };
    assert!(ask_for("https://layanan.example").await.contains("max-age=63072000"));
    assert_eq!(ask_for("http://127.0.0.1:8080").await, "");
}

#[test]
fn an_address_without_https_is_refused_except_on_loopback() {
    for url in [
        "http://layanan.example",
        "ftp://x",
        "layanan.example",
        "http://127.evil.example",
        "http://localhost.evil.example",
    ] {
        let mut settings = web::testing::settings(super::now(), Default::default());
        settings.public_url = url.to_owned();
        assert!(web::Frame::new(settings).is_err(), "{url}");
    }
}

#[tokio::test]
async fn a_failure_tells_the_visitor_only_an_incident_id() {
    let app = city(|_| {});
    for path in ["/gagal", "/panik"] {
        let answer = ask(&app, get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = header(&answer, "x-request-id").to_owned();
        let page = text(answer).await;
        assert!(page.contains(&id) && page.contains("Ada gangguan"), "{page}");
        assert!(!page.contains("secret") && !page.contains("hunter2"));
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_do_in_the_readers_language() {
    let app = city(|_| {});
    let (status, indonesian) = page(&app, "/tolak").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(indonesian.contains("Kuota Jumat habis") && indonesian.contains("Coba lagi besok."));
    let (_, english) = page(&app, "/tolak?bahasa=en").await;
    assert!(english.contains("Nothing left on Jumat") && english.contains("lang=\"en\""));
}

#[tokio::test]
async fn a_program_gets_the_refusal_as_problem_json() {
    let app = city(|_| {});
    let answer = ask(&app, get("/tolak").header("accept", "application/json").body(Body::empty()).unwrap()).await;
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&text(answer).await).unwrap();
    assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some("habis"), Some(409)));
    assert_eq!(problem["title"], "Kuota Jumat habis");
}

#[tokio::test]
async fn unknown_pages_and_wrong_methods_are_answered_with_pages() {
    let app = city(|_| {});
    let (status, body) = page(&app, "/tidak-ada").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("Halaman tidak ditemukan"));
    let answer = ask(&app, get("/kirim").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&answer, "allow"), "POST");
    assert!(text(answer).await.contains("tidak dapat dibuka dengan cara itu"));
}

#[tokio::test]
async fn a_choice_of_language_and_theme_is_remembered_without_script() {
    let app = city(|_| {});
    let answer = ask(&app, get("/gaya?x=1&bahasa=en&tema=gelap").body(Body::empty()).unwrap()).await;
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect();
    assert_eq!(cookies.len(), 2);
    assert!(cookies.iter().all(|cookie| cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax")));
    let page = text(answer).await;
    assert!(page.contains("data-theme=\"gelap\"") && page.contains("/gaya?x=1&#38;bahasa=id"), "the query is kept");
    let again = get("/gaya").header("cookie", "tema=gelap; bahasa=en").body(Body::empty()).unwrap();
    let page = text(ask(&app, again).await).await;
    assert!(page.contains("<html lang=\"en\" data-theme=\"gelap\">"));
}

#[tokio::test]
async fn on_https_every_cookie_is_host_only_and_secure() {
    let app = city(|settings| settings.public_url = "https://layanan.example".to_owned());
    let answer = ask(&app, get("/gaya?bahasa=en&tema=gelap").body(Body::empty()).unwrap()).await;
    for cookie in answer.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure") && cookie.contains("Path=/"), "{cookie}");
    }
}

#[tokio::test]
async fn the_browsers_language_counts_when_nothing_was_chosen() {
    let app = city(|_| {});
    for (accepted, lang) in [("en-GB,en;q=0.9", "en"), ("en;q=0.5,id", "id"), ("fr", "id"), ("jv,en", "id")] {
        let answer = ask(&app, get("/sapa").header("accept-language", accepted).body(Body::empty()).unwrap()).await;
        assert!(text(answer).await.contains(&format!("\"bahasa\":\"{lang}\"")), "{accepted}");
    }
}

#[tokio::test]
async fn a_page_is_compressed_for_those_who_can_read_it() {
    let app = city(|_| {});
    for (accepted, encoding) in [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", "")] {
        let answer = ask(&app, get("/gaya").header("accept-encoding", accepted).body(Body::empty()).unwrap()).await;
        assert_eq!(header(&answer, "content-encoding"), encoding, "{accepted}");
    }
}

#[tokio::test]
async fn the_style_page_with_all_components_stays_within_the_budget_of_a_citizen_page() {
    let app = city(|_| {});
    let size = |path: String| {
        let app = app.clone();
        async move {
            let answer = ask(&app, get(&path).header("accept-encoding", "br").body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes().len()
        }
    };
    let (_, html) = page(&app, "/gaya").await;
    let assets: Vec<String> = html.split('"').filter(|part| part.starts_with("/aset/")).map(str::to_owned).collect();
    let named = |ending: &str| assets.iter().find(|path| path.ends_with(ending)).unwrap().clone();
    let (css, script) = (size(named(".css")).await, size(named(".js")).await);
    let whole = size("/gaya".to_owned()).await + css + script + size(named(".svg")).await;
    assert!(css <= 6 * 1024, "stylesheet {css}");
    assert!(script <= 8 * 1024, "script {script}");
    assert!(whole <= 30 * 1024, "all {whole}");
}

#[tokio::test]
async fn assets_are_kept_for_a_year_and_a_stale_address_leads_nowhere() {
    let app = city(|_| {});
    let (_, html) = page(&app, "/gaya").await;
    let css = html.split('"').find(|part| part.ends_with("gapura.css")).unwrap();
    let answer = ask(&app, get(css).body(Body::empty()).unwrap()).await;
    assert!(header(&answer, "cache-control").contains("immutable"));
    let (status, _) = page(&app, "/aset/000000000000/gapura.css").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_page_holds_inline_script_or_style() {
    let app = city(|_| {});
    for path in ["/gaya", "/tidak-ada"] {
        let (_, html) = page(&app, path).await;
        assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"), "{path}");
        assert!(html.split("<script").skip(1).all(|tag| tag.starts_with(" type=\"module\" src=\"/aset/")), "{path}");
    }
}

#[tokio::test]
async fn what_is_observed_names_the_route_never_the_secret_in_it() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let app = city(move |settings| {
        settings.observer = Some(Arc::new(move |seen| ears.lock().unwrap().push((seen.route.to_owned(), seen.status))));
    });
    page(&app, "/l/7H3K9MPQ2RSTVWXYZ23456789A?nik=3517").await;
    page(&app, "/rahasia/123").await;
    assert_eq!(*heard.lock().unwrap(), [("/l/{token}".to_owned(), 303), ("-".to_owned(), 404)]);
}

#[test]
fn two_rooms_cannot_open_one_door_nor_use_one_key() {
    let frame = || web::Frame::new(web::testing::settings(super::now(), Default::default())).unwrap();
    let twice = web::assemble(frame(), vec![super::room(), super::room()]).unwrap_err();
    assert!(twice.to_string().contains("dua"), "{twice}");
}
