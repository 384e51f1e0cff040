//! The officers' pages behind the whole frame, and officers who call them without a browser.

use crate::town::{Town, input, officer};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::{Filled, Officer};
use http_body_util::BodyExt;
use kernel::{CaseNumber, Instant, Lang, OfficerId, Role, Token};
use std::sync::Arc;
use testkit::{SeededChance, form, multipart};
use tower::ServiceExt;
use web::testing::Sessions;
use web::{Grant, Session};

/// Everyone who comes by.
pub const PEOPLE: [(&str, Role, &str); 17] = [
    ("verifikator", Role::Verifier, "dinas-kominfo"),
    ("verifikator-2", Role::Verifier, "dinas-kominfo"),
    ("pengawas", Role::FieldOfficer, "dinas-pupr"),
    ("penghubung", Role::Liaison, "dinas-pupr"),
    ("kesehatan", Role::Liaison, "dinas-kesehatan"),
    ("admin", Role::CityAdmin, "dinas-kominfo"),
    ("admin-2", Role::CityAdmin, "dinas-kominfo"),
    ("bupati", Role::Leader, "setda"),
    ("pemeriksa", Role::Auditor, "inspektorat"),
    ("taman", Role::Liaison, "dinas-lingkungan-hidup"),
    ("pju", Role::FieldOfficer, "dinas-perkim"),
    ("pelayanan", Role::Verifier, "desa-35.17.01.2001"),
    ("ekbang", Role::FieldOfficer, "desa-35.17.01.2001"),
    ("sekretaris", Role::Liaison, "desa-35.17.01.2001"),
    ("bambang", Role::Head, "desa-35.17.01.2001"),
    ("sari", Role::FieldOfficer, "desa-35.17.01.2001"),
    ("ekbang-gudo", Role::FieldOfficer, "desa-35.17.02.2001"),
];

/// The pages of a town.
pub struct Office {
    pub router: axum::Router,
    tokens: Vec<(String, Token)>,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether all of it stands in the page.
    pub fn says(&self, parts: &[&str]) -> bool {
        let missing: Vec<_> = parts.iter().filter(|part| !self.html.contains(**part)).collect();
        assert!(missing.is_empty(), "missing {missing:?} in {} {}", self.status, self.html);
        true
    }

    /// The form for an action, as it was drawn.
    pub fn form(&self, action: &str) -> &str {
        let forms = self.html.split("<form").skip(1);
        let mut forms = forms.map(|form| form.split("</form>").next().unwrap());
        forms
            .find(|form| form.contains(&format!("action=\"{action}\"")))
            .unwrap_or_else(|| panic!("{action} {}", self.html))
    }

    pub fn has_form(&self, action: &str) -> bool {
        self.html.contains(&format!("action=\"{action}\""))
    }

    /// The value of a hidden field in that form.
    pub fn hidden(&self, action: &str, name: &str) -> String {
        let form = self.form(action);
        let value = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or("");
        value.split('"').next().unwrap().to_owned()
    }
}

impl Office {
    pub fn of(town: &Town) -> Self {
        let chance = SeededChance::new(5);
        let mut sessions = Sessions::default();
        let mut tokens = Vec::new();
        for (id, role, unit) in PEOPLE {
            let token = Token::new(&chance);
            sessions = sessions.with(&token, session(id, role, unit));
            tokens.push((id.to_owned(), token));
        }
        let settings =
            web::Settings { clock: Arc::new(town.clock.clone()), ..web::testing::settings(town.desk.now(), sessions) };
        let frame = web::Frame::new(settings).unwrap();
        Self { router: web::assemble(frame, vec![desk::room(town.desk.clone())]).unwrap(), tokens }
    }

    /// The cookie of a person; none for a stranger.
    pub fn cookie(&self, person: &str) -> String {
        let token = self.tokens.iter().find(|(id, _)| id == person);
        token.map(|(_, token)| format!("gapura={}", token.secret())).unwrap_or_default()
    }

    pub async fn get(&self, person: &str, path: &str) -> Page {
        self.send(person, "GET", path, ("text/plain", Vec::new())).await
    }

    /// Sends a form as it was drawn on `page`, with these fields.
    pub async fn fill(&self, person: &str, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let token = page.hidden(action, "_tanda");
        let version = page.hidden(action, "_versi");
        let mut all = vec![("_tanda", token.as_str()), ("_versi", version.as_str())];
        all.extend_from_slice(fields);
        self.post(person, action, &all).await
    }

    pub async fn post(&self, person: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let body = form(fields).into_bytes();
        self.send(person, "POST", action, ("application/x-www-form-urlencoded", body)).await
    }

    /// Sends a form with photos, as a browser does.
    pub async fn upload(&self, person: &str, action: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
        let files: Vec<_> = files.iter().map(|(name, bytes)| (*name, "a.jpg", *bytes)).collect();
        self.send(person, "POST", action, multipart(fields, &files)).await
    }

    async fn send(&self, person: &str, method: &str, path: &str, (kind, body): (&str, Vec<u8>)) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, self.cookie(person))
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, "http://127.0.0.1:8080")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Page { status: parts.status, headers: parts.headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn session(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.into()),
        name: format!("Petugas {id}"),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: id.bytes().cycle().take(16).collect(),
        confirmed_at: Instant::from_seconds(0),
    }
}

/// A person of [`PEOPLE`] as the desk knows them.
pub fn person(id: &str) -> Officer {
    let (id, role, unit) = PEOPLE.into_iter().find(|(known, _, _)| *known == id).unwrap();
    officer(id, role, unit)
}

/// Both languages of a page are asked for in its address.
pub const fn in_language(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "bahasa=id",
        Lang::En => "bahasa=en",
    }
}

/// The address of a case page.
pub fn at(number: &CaseNumber) -> String {
    format!("/kerja/kasus/{number}")
}

/// A report that was opened and forwarded to the roads agency.
pub async fn forwarded(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", filled).await.unwrap();
    number
}
