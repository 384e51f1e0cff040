use super::calls::session;
use super::order::{SITI, to_heads, to_resident};
use super::*;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::Token;
use messages::LOCALE;
use std::path::Path;
use tower::ServiceExt;

struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

impl Site {
    fn new(ledger: &Ledger, messages: &Messages, sessions: Vec<web::Session>) -> Self {
        let tokens: Vec<Token> = sessions.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens
            .iter()
            .zip(sessions)
            .fold(web::testing::Sessions::default(), |known, (token, session)| known.with(token, session));
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        let router = web::assemble(web::Frame::new(settings).unwrap(), vec![messages::room(messages.clone())]).unwrap();
        Self { router, tokens }
    }

    async fn ask(&self, who: usize, method: &str, path: &str, body: &str) -> (StatusCode, String, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, format!("gapura={}", self.tokens[who].secret()))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let html = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        let location = parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        (parts.status, location, html)
    }
}

fn between<'a>(html: &'a str, before: &str, after: &str) -> &'a str {
    html.split(before).nth(1).unwrap().split(after).next().unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), LOCALE);
}

#[tokio::test]
async fn an_officer_calls_notes_it_and_the_list_is_empty() {
    for ledger in ledgers().await {
        let messages = room(&ledger, None, None);
        to_resident(&ledger, "k1", 1, SITI, "Laporan <b>diterima</b>").await;
        work(&messages, &ledger).await;
        let site = Site::new(
            &ledger,
            &messages,
            vec![session("budi", Role::Liaison, "dinas-pupr"), session("rina", Role::Leader, "setda")],
        );
        let (status, _, html) = site.ask(0, "GET", "/kerja/panggilan", "").await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("0812-3456-7890") && html.contains("Belum ada kanal pesan"), "{html}");
        assert!(!html.contains("<b>diterima"), "texts are escaped");
        let action = between(&html, "action=\"/kerja/panggilan/", "\"");
        let token = between(&html, "name=\"_tanda\" value=\"", "\"");
        let path = format!("/kerja/panggilan/{action}");
        let (status, _, html) = site.ask(0, "POST", &path, &format!("_tanda={token}&catatan=+")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("Tulis hasil panggilan"));
        assert_eq!(site.ask(0, "POST", &path, "_tanda=x&catatan=Sudah").await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.ask(1, "GET", "/kerja/panggilan", "").await.0, StatusCode::FORBIDDEN, "leaders see no numbers");
        let (status, location, _) = site.ask(0, "POST", &path, &format!("_tanda={token}&catatan=Sudah+paham")).await;
        assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/kerja/panggilan"));
        assert!(site.ask(0, "GET", "/kerja/panggilan", "").await.2.contains("Tidak ada yang perlu ditelepon"));
    }
}

#[tokio::test]
async fn a_head_reads_notices_and_marks_them() {
    let ledger = testkit::sqlite_ledger(MIGRATIONS).await;
    let messages = room(&ledger, None, None);
    to_heads(&ledger, "k1", "dinas-pupr").await;
    work(&messages, &ledger).await;
    let site = Site::new(&ledger, &messages, vec![session("kepala-dinas-pupr", Role::Head, "dinas-pupr")]);
    let (_, _, html) = site.ask(0, "GET", "/kerja/pemberitahuan", "").await;
    assert!(html.contains("PGD-2027-000123") && html.contains("Baru"), "{html}");
    let token = between(&html, "name=\"_tanda\" value=\"", "\"");
    let (status, ..) = site.ask(0, "POST", "/kerja/pemberitahuan/terbaca", &format!("_tanda={token}")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(!site.ask(0, "GET", "/kerja/pemberitahuan", "").await.2.contains("Tandai semua"));
}
