//! The pages, with some people who are signed in.

use crate::office::{Office, health, officer, social, team};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use kernel::{Role, Token};
use std::sync::Arc;
use tower::ServiceExt as _;

pub const HEALTH: Option<usize> = Some(0);
pub const SOCIAL: Option<usize> = Some(1);
pub const TEAM: Option<usize> = Some(2);
pub const FIELD: Option<usize> = Some(3);
pub const AUDITOR: Option<usize> = Some(4);

pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

impl Site {
    pub fn new(office: &Office) -> Self {
        let people = vec![
            health(),
            social(),
            team(),
            officer("lapangan", Role::FieldOfficer, "dinas-kesehatan"),
            officer("pemeriksa", Role::Auditor, "inspektorat"),
        ];
        let ledger = &office.ledger;
        let tokens: Vec<Token> = people.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens
            .iter()
            .zip(people)
            .fold(web::testing::Sessions::default(), |known, (token, session)| known.with(token, session));
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        let rooms = vec![exchange::room(office.exchange.clone())];
        Self { router: web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap(), tokens }
    }

    pub async fn ask(
        &self,
        who: Option<usize>,
        (method, path, kind): (&str, &str, &str),
        body: Vec<u8>,
    ) -> (StatusCode, String) {
        let cookie = who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let to = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, to.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.ask(who, ("GET", path, "text/plain"), Vec::new()).await
    }

    /// The token of the form with this action on a page.
    pub async fn token(&self, who: Option<usize>, page: &str, action: &str) -> String {
        let html = self.get(who, page).await.1;
        let form = html.split(&format!("action=\"{action}\"")).nth(1);
        let form = form.unwrap_or_else(|| panic!("no form {action} on {page}: {html}"));
        form.split("name=\"_tanda\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// Opens the page, takes the token of the form with this action, and sends these fields.
    pub async fn send(
        &self,
        who: Option<usize>,
        (page, action): (&str, &str),
        fields: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let mut body = format!("_tanda={}", encoded(&self.token(who, page, action).await));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        self.ask(who, ("POST", action, "application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// Uploads a description.
    pub async fn upload(&self, who: Option<usize>, key: &str, file: &str) -> (StatusCode, String) {
        let (page, action) = (format!("/pertukaran/layanan/{key}"), format!("/pertukaran/layanan/{key}/uraian"));
        let token = self.token(who, &page, &action).await;
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: form-data; \
             name=\"berkas\"; filename=\"a.yaml\"\r\ncontent-type: application/yaml\r\n\r\n{file}\r\n--x--\r\n"
        );
        self.ask(who, ("POST", &action, "multipart/form-data; boundary=x"), body.into_bytes()).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
