//! Two services, of which one is open, an application that was granted the other, and a front door that is played.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::doors::{
    Agencies, Agency, Answer, Application, Applications, CallGrant, Callable, Directories, Directory, Health,
    Operation, Showcase, ShownService, Statuses, Upstream,
};
use http_body_util::BodyExt as _;
use kernel::{Instant, OfficerId, Role, Token};
use portal::{Call, Called, Caller, Deps, Portal};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use testkit::Ledger;
use tower::ServiceExt as _;
use web::{Grant, Session};

pub const OPEN: &str = "dinas-kesehatan/simpus/poli/v1";
pub const CLOSED: &str = "dinas-kesehatan/simpus/pasien/v1";
pub const URL: &str = "https://layanan.jombang.contoh";

/// Rooms that are played.
struct Rooms(Arc<Directory>);

fn operation(id: &str, method: &str, template: &str, example: Option<&str>) -> Operation {
    Operation {
        method: method.into(),
        template: template.into(),
        id: id.into(),
        request: None,
        example: example.map(str::to_owned),
    }
}

fn callable(key: &str, operations: Vec<Operation>) -> (String, Arc<Callable>) {
    let callable = Callable {
        key: key.into(),
        unit: "dinas-kesehatan".into(),
        application: "simpus".into(),
        upstream: Upstream::Http("https://simpus.example".into()),
        credential: None,
        operations: operations.into(),
        most_request: 65_536,
        most_answer: 0,
        timeout_ms: 10_000,
        per_minute: 0,
        relaxed: false,
        authority: None,
    };
    (key.into(), Arc::new(callable))
}

fn directory() -> Directory {
    let open = vec![
        operation("daftarPoli", "GET", "/poli/{kode}", Some(r#"[{"kode":"01","nama":"Umum"}]"#)),
        operation("tambahPoli", "POST", "/poli", None),
    ];
    let closed = vec![operation("satuPasien", "GET", "/pasien/{nik}", None)];
    let grant = CallGrant {
        id: "izin-1".into(),
        application: "epuskesos".into(),
        service: CLOSED.into(),
        operations: Vec::new(),
        fields: Vec::new(),
        purpose: "akses-1".into(),
        per_minute: 0,
        per_day: 0,
        from: Instant::from_seconds(0),
        until: Instant::from_seconds(4_000_000_000),
    };
    let granted = BTreeMap::from([(CLOSED.to_owned(), Arc::new(grant))]);
    Directory {
        services: BTreeMap::from([callable(OPEN, open), callable(CLOSED, closed)]),
        grants: BTreeMap::from([("epuskesos".to_owned(), granted)]),
    }
}

impl Directories for Rooms {
    fn directory(&self) -> Arc<Directory> {
        self.0.clone()
    }
}

impl Showcase for Rooms {
    fn shown(&self) -> Answer<'_, Result<Vec<ShownService>, String>> {
        let one = |key: &str, name: &str, open| ShownService {
            key: key.into(),
            name: name.into(),
            unit: "dinas-kesehatan".into(),
            open,
        };
        Box::pin(async move { Ok(vec![one(OPEN, "Daftar poli", true), one(CLOSED, "Data pasien", false)]) })
    }
}

impl Statuses for Rooms {
    fn healths(&self) -> Answer<'_, Result<Vec<Health>, String>> {
        let one = |key: &str, up, calls, failed| Health { service: key.into(), up, calls, failed, p95_ms: 140 };
        Box::pin(async move { Ok(vec![one(OPEN, Some(true), 200, 1), one(CLOSED, Some(false), 40, 40)]) })
    }
}

impl Applications for Rooms {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        let one = |id: &str, unit: &str| Application {
            id: id.into(),
            name: id.to_uppercase(),
            unit: unit.into(),
            address: None,
            internal: true,
            alive: true,
        };
        Box::pin(async move { Ok([one("simpus", "dinas-kesehatan"), one("epuskesos", "dinas-sosial")].into()) })
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        Box::pin(async move { Ok(Applications::all(self).await?.iter().find(|one| one.id == id).cloned()) })
    }
}

impl Agencies for Rooms {
    fn all(&self) -> Arc<[Agency]> {
        Arc::new([])
    }

    fn agency(&self, _: &str) -> Option<Agency> {
        None
    }

    fn find(&self, _: &str) -> Option<Agency> {
        None
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, title: &str, _: &str) -> String {
        title.to_owned()
    }
}

/// A front door that remembers who came: knows the key `satu`/`dua` and answers calls with what it was told to.
#[derive(Default)]
pub struct Door {
    pub came: Mutex<Vec<Call>>,
    pub answer: Mutex<Called>,
}

impl Caller for Door {
    fn call(&self, call: Call) -> Answer<'_, Result<Called, String>> {
        let answer = match call.path.as_str() {
            "/oauth/token" if call.body.contains("client_secret=dua") => {
                json(200, r#"{"access_token":"token-dari-kunci","expires_in":600}"#)
            }
            "/oauth/token" => json(401, r#"{"error":"invalid_client"}"#),
            _ => self.answer.lock().unwrap().clone(),
        };
        self.came.lock().unwrap().push(call);
        Box::pin(async move { Ok(answer) })
    }
}

pub fn json(status: u16, text: &str) -> Called {
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("set-cookie".to_owned(), "sesi=rahasia".to_owned()),
    ];
    Called { status, headers, body: text.as_bytes().to_vec(), whole: true }
}

fn officer(role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(unit.into()),
        name: unit.into(),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: vec![7; 32],
        confirmed_at: Instant::from_seconds(0),
    }
}

pub const OWNER: Option<usize> = Some(0);
pub const CALLER: Option<usize> = Some(1);
pub const STRANGE: Option<usize> = Some(2);
pub const KOMINFO: Option<usize> = Some(3);

/// The pages, with officers of the owning, the calling and another agency, and of Kominfo.
pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
    pub door: Arc<Door>,
    _ledger: Ledger,
}

impl Site {
    pub async fn open() -> Self {
        let ledger = testkit::sqlite_ledger(&[]).await;
        let rooms = Arc::new(Rooms(Arc::new(directory())));
        let door = Arc::new(Door { answer: Mutex::new(json(200, r#"{"nama":"Umum"}"#)), ..Door::default() });
        let portal = Portal::new(Deps {
            public_url: URL.into(),
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            agencies: rooms.clone(),
            applications: rooms.clone(),
            directories: rooms.clone(),
            showcase: rooms.clone(),
            statuses: rooms,
            caller: door.clone(),
        });
        let units = ["dinas-kesehatan", "dinas-sosial", "dinas-pupr", "dinas-kominfo"];
        let tokens: Vec<Token> = units.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens.iter().zip(units).fold(web::testing::Sessions::default(), |known, (token, unit)| {
            known.with(token, officer(Role::Liaison, unit))
        });
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        let router = web::assemble(web::Frame::new(settings).unwrap(), vec![portal::room(portal)]).unwrap();
        Self { router, tokens, door, _ledger: ledger }
    }

    async fn ask(&self, who: Option<usize>, method: &str, path: &str, body: String) -> (StatusCode, String) {
        let cookie = who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts.status, String::from_utf8_lossy(&body).into_owned())
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.ask(who, "GET", path, String::new()).await
    }

    /// Opens the form of an operation and sends it with these fields.
    pub async fn call(&self, who: Option<usize>, form: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let page = self.get(who, form).await.1;
        let mut sent = url::form_urlencoded::Serializer::new(String::new());
        for name in ["_tanda", "layanan", "operasi"] {
            let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            sent.append_pair(name, rest.split('"').next().unwrap());
        }
        let body = sent.extend_pairs(fields).finish();
        self.ask(who, "POST", "/pengembang/coba", body).await
    }

    /// A form that was not made here.
    pub async fn forge(&self, body: &str) -> StatusCode {
        self.ask(None, "POST", "/pengembang/coba", body.to_owned()).await.0
    }
}
