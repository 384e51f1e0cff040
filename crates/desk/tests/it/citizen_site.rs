//! The residents' pages behind the whole frame, and a visitor with a cookie jar.

use crate::town::{Town, VILLAGE, input, officer, picture, small_town};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::{DraftFor, Filled, NewFile};
use http_body_util::BodyExt;
use kernel::{CaseNumber, Role};
use std::sync::Arc;
use testkit::{form, multipart};
use tower::ServiceExt;

pub struct Site {
    pub town: Town,
    pub router: axum::Router,
}

pub async fn site() -> Site {
    of(small_town().await)
}

pub fn of(town: Town) -> Site {
    let settings = web::Settings {
        clock: Arc::new(town.clock.clone()),
        ..web::testing::settings(town.desk.now(), web::testing::Sessions::default())
    };
    let frame = web::Frame::new(settings).unwrap();
    let router = web::assemble(frame, vec![desk::room(town.desk.clone())]).unwrap();
    Site { town, router }
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub to: String,
    pub headers: HeaderMap,
    pub html: String,
    pub bytes: usize,
}

/// One visitor.
pub struct Guest<'a> {
    site: &'a Site,
    pub cookie: String,
    pub language: &'static str,
    pub encoding: &'static str,
    more: Vec<(&'static str, String)>,
}

impl<'a> Guest<'a> {
    pub fn new(site: &'a Site) -> Self {
        Self { site, cookie: String::new(), language: "id", encoding: "identity", more: Vec::new() }
    }

    pub fn site(&self) -> &'a Site {
        self.site
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "", Vec::new()).await
    }

    /// Sends what a form of urlencoded fields sends.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send("POST", path, "application/x-www-form-urlencoded", form(fields).into_bytes()).await
    }

    /// Sends fields and files as a browser does.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Page {
        let files: Vec<_> = files.iter().map(|(name, bytes)| (*name, "x.jpg", *bytes)).collect();
        let (kind, body) = multipart(fields, &files);
        self.send("POST", path, kind, body).await
    }

    /// A cookie takes the place of the one with its name.
    fn keep(&mut self, pair: &str) {
        let name = pair.split('=').next().unwrap();
        let others = self.cookie.split("; ").filter(|known| !known.is_empty() && known.split('=').next() != Some(name));
        self.cookie = others.chain([pair]).map(str::to_owned).collect::<Vec<_>>().join("; ");
    }

    /// Sends one piece of a file.
    pub async fn piece(&mut self, path: &str, draft: &str, start: u64, bytes: &[u8]) -> Page {
        self.more =
            vec![("x-draf", draft.to_owned()), ("x-mulai", start.to_string()), ("accept", "application/json".into())];
        let page = self.send("POST", path, "application/octet-stream", bytes.to_vec()).await;
        self.more.clear();
        page
    }

    pub async fn send(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::ACCEPT_ENCODING, self.encoding)
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", "kunci-aplikasi-1");
        for (name, value) in &self.more {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let answer = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(set.to_str().unwrap().split(';').next().unwrap());
        }
        let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = body.collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            to: to.unwrap_or_default(),
            headers: parts.headers,
            bytes: bytes.len(),
            html: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Page {
    /// The value of a hidden field in the form with this action.
    pub fn hidden(&self, action: &str, name: &str) -> String {
        let wanted = format!("action=\"{action}\"");
        let form = self.html.split("<form").find(|form| form.contains(&wanted) && form.contains("method=\"post\""));
        let form = form.unwrap_or_else(|| panic!("no form {action} in {}", self.html));
        let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    fn main(&self) -> &str {
        self.html.split("<main").nth(1).and_then(|rest| rest.split("</main").next()).unwrap_or(&self.html)
    }

    pub fn has(&self, text: &str) {
        assert!(self.html.contains(text), "{text:?} is not in {}", self.main());
    }

    pub fn lacks(&self, text: &str) {
        assert!(!self.html.contains(text), "{text:?} is in {}", self.main());
    }
}

/// The form of a report of damaged roads.
pub const FORM: &str = "/layanan/jalan-rusak";

/// Its fields, rightly filled in.
pub fn good<'a>(token: &'a str, landmark: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("_tanda", token),
        ("_draf", ""),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", landmark),
        ("lokasi.koordinat", ""),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
        ("_nama", ""),
        ("_hp", ""),
        ("_surel", ""),
    ]
}

/// The token of the form as it stands now.
pub async fn token(guest: &mut Guest<'_>) -> String {
    guest.get(FORM).await.hidden(FORM, "_tanda")
}

/// The form, sent from this place.
pub async fn sent(guest: &mut Guest<'_>, landmark: &str) -> Page {
    let token = token(guest).await;
    guest.post(FORM, &good(&token, landmark)).await
}

/// The number to whose page a sending leads.
pub fn number_of(page: &Page) -> CaseNumber {
    CaseNumber::parse(page.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima")).unwrap()
}

/// A guest who opened the report by its link.
pub async fn opened<'a>(site: &'a Site, number: &CaseNumber) -> Guest<'a> {
    let (_, token) = site.town.desk.secrets(number).await.unwrap();
    let mut guest = Guest::new(site);
    let page = guest.get(&format!("/l/{}", token.secret())).await;
    assert_eq!(page.to, format!("/lacak/{number}"));
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    guest
}

/// A report whose damage was repaired.
pub async fn repaired(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "teruskan", filled).await.unwrap();
    for (field, action) in [("foto_survei", "jadwalkan"), ("foto_sesudah", "selesai")] {
        let file = NewFile { field: field.into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
        let filled = Filled { draft: draft.handle.secret().to_owned(), ..Filled::default() };
        town.act(&officer("s", Role::FieldOfficer, "dinas-pupr"), &number, action, filled).await.unwrap();
    }
    number
}
