//! A city with three applications, whose ledger is written by hand.

use crate::receiver::Receiver;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use cases::doors::{Agencies, Agency, Answer, Application, Applications};
use events::model::signature::Scheme;
use events::model::wish::Wish;
use events::rights::Scope;
use events::{Deps, Events, Format, NewSubscription};
use http_body_util::BodyExt as _;
use kernel::{Actor, Instant, NewEvent, OfficerId, Role, Token, Zone};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{ANY_VERSION, Commit, values};
use testkit::Ledger;
use tower::ServiceExt as _;
use web::outgoing::Reach;
use web::{Grant, Machine, Machines, Pending, Session};

pub const REGION: &str = "35.17";

/// Where the applications stand.
struct Inventory;

impl Inventory {
    fn list() -> Arc<[Application]> {
        let one = |id: &str, unit: &str, alive| Application {
            id: id.into(),
            name: format!("Aplikasi {id}"),
            unit: unit.into(),
            address: None,
            internal: true,
            alive,
        };
        Arc::new([
            one("simpus", "dinas-kesehatan", true),
            one("sijalan", "dinas-pupr", true),
            one("portal", "dinas-kominfo", true),
            one("usang", "dinas-pupr", false),
        ])
    }
}

impl Applications for Inventory {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        Box::pin(async { Ok(Self::list()) })
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        Box::pin(async move { Ok(Self::list().iter().find(|one| one.id == id).cloned()) })
    }
}

/// Agencies that are called as their unit is.
struct Offices;

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        Arc::new([])
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        Some(Agency { unit: unit.into(), name: format!("Dinas {unit}"), short: unit.to_uppercase() })
    }

    fn find(&self, _: &str) -> Option<Agency> {
        None
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, title: &str, _: &str) -> String {
        title.into()
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub events: Events,
}

/// On each database, on 1 March 2027.
pub async fn offices() -> Vec<Office> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(events::MIGRATIONS).await {
        let events = room(&ledger).await;
        offices.push(Office { ledger, events });
    }
    offices
}

/// On the embedded database alone, for what no database changes.
pub async fn office() -> Office {
    let ledger = testkit::sqlite_ledger(events::MIGRATIONS).await;
    let events = room(&ledger).await;
    Office { ledger, events }
}

pub async fn room(ledger: &Ledger) -> Events {
    Events::open(Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        public_url: "http://127.0.0.1:8080".into(),
        own_addresses: Vec::new(),
        reach: Reach::Public(Vec::new()),
        authority: None,
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Offices),
        applications: Arc::new(Inventory),
    })
    .await
    .unwrap()
}

/// A case as the desk tells of it.
pub fn case(number: i64, unit: &str, secret: bool) -> Json {
    json!({
        "service": "jalan-rusak", "version": 3, "channel": "web", "secret": secret, "anonymous": secret,
        "desk": {
            "number": format!("PGD-2027-{number:06}-1"), "service": "jalan-rusak", "kind": "pengaduan", "unit": unit,
            "district": "35.17.01", "village": "35.17.01.2001", "opened_at": 1_803_866_400, "status": "baru",
            "person": "orang-1",
        },
    })
}

/// Everything, for one application.
pub fn wanted(application: &str, target: &str) -> NewSubscription {
    NewSubscription {
        application: application.into(),
        target: target.into(),
        wish: Wish::default(),
        format: Format::Structured,
        scheme: Scheme::V1,
        handshake: false,
        after: None,
    }
}

impl Office {
    pub async fn happen(&self, name: &str, stream: &str, data: Json) {
        let event =
            NewEvent { name: name.into(), happened_at: self.ledger.now(), actor: Actor::System, data };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, stream, ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
    }

    /// So many cases of an agency, one after another.
    pub async fn cases(&self, range: std::ops::RangeInclusive<i64>, unit: &str) {
        for number in range {
            self.happen("case.opened", &format!("case/{unit}-{number}"), case(number, unit, false)).await;
        }
    }

    /// A subscription that took its test delivery, with its secret; the receiver has forgotten the test.
    pub async fn subscribed(&self, new: NewSubscription, receiver: &Receiver) -> (String, String) {
        let opened = self.events.subscribe(&Scope::All, new, &Actor::System).await.unwrap();
        self.events.try_out(&Scope::All, &opened.id, &Actor::System).await.unwrap();
        receiver.take();
        (opened.id, opened.secret.text())
    }

    /// Changes a row behind the room's back.
    pub async fn events_row(&self, row: store::Statement) {
        self.ledger.store.commit(Commit::of_statements(REGION, vec![row]), self.ledger.now()).await.unwrap();
    }

    pub async fn deliver(&self) -> u64 {
        self.events.deliver().await.unwrap()
    }

    pub async fn later(&self, seconds: i64) -> u64 {
        self.ledger.clock.advance(seconds);
        self.deliver().await
    }

    /// Names of the facts of the log, in order.
    pub async fn happened(&self) -> Vec<String> {
        self.ledger.store.sequence(REGION).await.unwrap();
        let events = self.ledger.store.events_after(REGION, 0, 10_000).await.unwrap();
        events.into_iter().map(|event| event.fact.name).collect()
    }

    /// Payloads of messages that wait to be sent.
    pub async fn messages(&self) -> Vec<Json> {
        let sql = "SELECT payload FROM store_outbox WHERE region = $1 AND topic = 'message' ORDER BY created_at";
        let rows = self.ledger.store.rows(sql, &values![REGION]).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(row.text(0).unwrap()).unwrap()).collect()
    }
}

/// An officer of a unit.
pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.into()),
        name: id.into(),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: vec![7; 32],
        confirmed_at: Instant::from_seconds(0),
    }
}

/// Programs by their token.
struct Programs;

impl Machines for Programs {
    fn machine<'a>(&'a self, token: &'a str, now: Instant) -> Pending<'a, Result<Option<Arc<Machine>>, web::Error>> {
        let (name, sandbox) = token.strip_prefix("coba-").map_or((token, false), |rest| (rest, true));
        let known = Inventory::list().iter().find(|one| one.id == name).cloned();
        let scopes = if token == "usang" { vec![] } else { vec!["peristiwa.baca".into(), "peristiwa.langganan".into()] };
        let machine = known.map(|one| {
            Arc::new(Machine {
                client: format!("kunci-{name}"),
                application: one.id,
                unit: one.unit,
                scopes: scopes.into(),
                until: now.plus_seconds(600),
                sandbox,
                resource: None,
            })
        });
        Box::pin(std::future::ready(Ok(machine)))
    }
}

/// The pages, with some people who are signed in.
pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Site {
    pub fn new(office: &Office, people: Vec<Session>) -> Self {
        let ledger = &office.ledger;
        let tokens: Vec<Token> = people.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens
            .iter()
            .zip(people)
            .fold(web::testing::Sessions::default(), |known, (token, session)| known.with(token, session));
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            machines: Arc::new(Programs),
            ..web::testing::settings(ledger.now(), known)
        };
        let rooms = vec![events::room(office.events.clone())];
        Self { router: web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap(), tokens }
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Reply {
        let request = request.header(header::HOST, "127.0.0.1:8080").body(Body::from(body)).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> Reply {
        let cookie = who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default();
        self.ask(Request::get(path).header(header::COOKIE, cookie), Vec::new()).await
    }

    /// Opens the page, takes a form's token, and sends these fields to `action`.
    pub async fn send(&self, who: usize, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Reply {
        let html = self.get(Some(who), page).await.body;
        let form = html.split(&format!("action=\"{action}\"")).nth(1);
        let form = form.unwrap_or_else(|| panic!("no form {action} on {page}: {html}"));
        let token = form.split("name=\"_tanda\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut body = format!("_tanda={}", encoded(token));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        self.post(who, action, &body).await
    }

    pub async fn post(&self, who: usize, action: &str, body: &str) -> Reply {
        let request = Request::post(action)
            .header(header::COOKIE, format!("gapura={}", self.tokens[who].secret()))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, body.as_bytes().to_vec()).await
    }

    /// A call of a program.
    pub async fn call(&self, token: &str, method: &str, path: &str, body: &Json) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.ask(request.header(header::CONTENT_TYPE, "application/json"), body).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
