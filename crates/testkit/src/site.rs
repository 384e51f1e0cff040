//! The pages of a room, and people who are signed in there.

use crate::{Ledger, filled, form, multipart, sure};
use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use kernel::Token;
use serde_json::Value as Json;
use std::sync::Arc;
use tower::ServiceExt as _;
use url::form_urlencoded::parse;
use web::testing::Sessions;
use web::{Frame, Room, Session, Settings};

/// How a form without files is sent.
const FORM: &str = "application/x-www-form-urlencoded";

/// The pages of a room. Whoever asks is their place in the list of those who are signed in; nobody is a stranger.
pub struct Site {
    router: Router,
    tokens: Vec<Token>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// What it says.
    pub body: String,
    /// The same as it came, for what is no text.
    pub bytes: Vec<u8>,
}

impl Site {
    /// The room with these people signed in, at the time and with the chance of this ledger.
    ///
    /// # Panics
    /// The room does not fit into the frame.
    pub fn new(ledger: &Ledger, room: Room, people: Vec<Session>) -> Self {
        Self::with(ledger, room, people, |_| ())
    }

    /// The same with `change`d settings.
    ///
    /// # Panics
    /// The room does not fit into the frame.
    pub fn with(ledger: &Ledger, room: Room, people: Vec<Session>, change: impl FnOnce(&mut Settings)) -> Self {
        let tokens: Vec<Token> = people.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens.iter().zip(people);
        let known = known.fold(Sessions::default(), |known, (token, session)| known.with(token, session));
        let mut settings = Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        change(&mut settings);
        let frame = sure(Frame::new(settings), "the frame");
        Self { router: sure(web::assemble(frame, vec![room]), "the room"), tokens }
    }

    /// The cookie of somebody; empty for a stranger.
    ///
    /// # Panics
    /// The list of people ends before.
    pub fn cookie(&self, who: Option<usize>) -> String {
        who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default()
    }

    /// Asks whatever stands in the request, as somebody.
    ///
    /// # Panics
    /// It is no request, or the answer breaks off.
    pub async fn ask(&self, who: Option<usize>, request: Builder, body: impl Into<Body>) -> Reply {
        let mut request = request.header(header::HOST, "127.0.0.1:8080");
        if who.is_some() {
            request = request.header(header::COOKIE, self.cookie(who));
        }
        let request = sure(request.body(body.into()), "the request");
        let Ok(answer) = self.router.clone().oneshot(request).await;
        let (parts, body) = answer.into_parts();
        let bytes = sure(body.collect().await, "the answer").to_bytes().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// Sends a body of this kind to `path`, as a page from here does.
    pub async fn submit(&self, who: Option<usize>, path: &str, (kind, body): (&str, impl Into<Body>)) -> Reply {
        let request = Request::post(path).header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, kind);
        self.ask(who, request, body).await
    }

    /// Opens a page: its status, and where it leads to or else what it says.
    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.ask(who, Request::get(path), ()).await.told()
    }

    /// Sends to `path` what no form of a page says.
    pub async fn post(&self, who: Option<usize>, path: &str, body: &str) -> (StatusCode, String) {
        self.submit(who, path, (FORM, body.to_owned())).await.told()
    }

    /// Opens the page and sends its form for `action`, see [`Site::fill`].
    ///
    /// # Panics
    /// The page has no such form.
    pub async fn send(
        &self,
        who: Option<usize>,
        (page, action): (&str, &str),
        fields: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let html = self.get(who, page).await.1;
        self.fill(who, (&html, action), fields).await.told()
    }

    /// The same with files, see [`multipart`].
    ///
    /// # Panics
    /// The page has no such form.
    pub async fn upload(
        &self,
        who: Option<usize>,
        (page, action): (&str, &str),
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> (StatusCode, String) {
        let html = self.get(who, page).await.1;
        self.submit(who, action, multipart(&filled(&html, action, fields), files)).await.told()
    }

    /// Sends the form for `action` that stands in a page which was opened before, see [`filled`].
    ///
    /// # Panics
    /// The page has no such form.
    pub async fn fill(&self, who: Option<usize>, (html, action): (&str, &str), fields: &[(&str, &str)]) -> Reply {
        self.submit(who, action, (FORM, form(&filled(html, action, fields)))).await
    }
}

impl Reply {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads to; empty where it leads nowhere.
    pub fn to(&self) -> &str {
        self.header("location")
    }

    /// A value of the query to which it leads.
    pub fn sent(&self, name: &str) -> Option<String> {
        let (_, query) = self.to().split_once('?')?;
        parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    }

    /// What it says, as JSON.
    ///
    /// # Panics
    /// It is none.
    pub fn json(&self) -> Json {
        sure(serde_json::from_str(&self.body), &format!("no JSON: {} {}", self.status, self.body))
    }

    /// Its status, and where it leads to or else what it says.
    pub fn told(self) -> (StatusCode, String) {
        let to = self.to().to_owned();
        (self.status, if to.is_empty() { self.body } else { to })
    }
}
