//! A region with three applications: a living one of the health agency, a living one of Kominfo, and a retired one.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cases::doors::{
    Agencies, Agency, Answer, Application, Applications, Callable, CodeOrdered, CodeTried, ContactCodes, ContactWish,
    Directories, Directory, ProvedContact, Staff, StandIn, Upstream,
};
use http_body_util::BodyExt as _;
use kernel::{Instant, OfficerId, Role, Token, Zone};
use serde_json::Value;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use signon::{Deps, KeyChange, NewKey, Registered, Signon};
use std::sync::{Arc, Mutex};
use testkit::Ledger;
use tower::ServiceExt as _;
use web::outgoing::Reach;
use web::{FormKey, Grant, Session};

pub const REGION: &str = "35.17";
pub const ISSUER: &str = "http://127.0.0.1:8080";
pub const BACK: &str = "https://simpus.contoh.go.id/kembali";
pub const SERVICE: &str = "dinas-kesehatan/simpus/pasien/v1";
/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Officers who hold roles until they are taken away.
#[derive(Clone, Default)]
pub struct People(pub Arc<Mutex<Vec<(String, Role, String)>>>);

impl Staff for People {
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>> {
        let all = self.0.lock().unwrap();
        let found =
            all.iter().filter(|(_, held, of)| *held == role && of == unit).map(|(id, ..)| OfficerId(id.clone()));
        let found = found.collect();
        Box::pin(async move { found })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("Nama {}", officer.0)) })
    }

    fn email<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("{}@contoh.go.id", officer.0)) })
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }
}

struct Units;

impl Agencies for Units {
    fn all(&self) -> Arc<[Agency]> {
        Arc::new([])
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        Some(Agency { unit: unit.to_owned(), name: format!("Dinas {unit}"), short: format!("Dinas {unit}") })
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

/// The inventory; what is no longer used can be said meanwhile.
#[derive(Clone)]
pub struct Inventory(pub Arc<Mutex<Vec<Application>>>);

impl Default for Inventory {
    fn default() -> Self {
        let one = |id: &str, name: &str, unit: &str, alive: bool| Application {
            id: id.to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            address: Some(format!("https://{id}.contoh.go.id/")),
            internal: true,
            alive,
        };
        Self(Arc::new(Mutex::new(vec![
            one("lama", "Aplikasi Lama", "dinas-kesehatan", false),
            one("presensi", "Presensi", "dinas-kominfo", true),
            one("simpus", "Simpus", "dinas-kesehatan", true),
        ])))
    }
}

impl Applications for Inventory {
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>> {
        let all: Arc<[Application]> = self.0.lock().unwrap().clone().into();
        Box::pin(async move { Ok(all) })
    }

    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>> {
        let found = self.0.lock().unwrap().iter().find(|one| one.id == id).cloned();
        Box::pin(async move { Ok(found) })
    }
}

struct Services;

impl Directories for Services {
    fn directory(&self) -> Arc<Directory> {
        let service = Callable {
            key: SERVICE.to_owned(),
            unit: "dinas-kesehatan".to_owned(),
            application: "simpus".to_owned(),
            upstream: Upstream::Http("https://simpus.internal".to_owned()),
            credential: None,
            operations: Arc::new([]),
            most_request: 0,
            most_answer: 0,
            timeout_ms: 0,
            per_minute: 0,
            relaxed: false,
            authority: None,
        };
        let services = [(SERVICE.to_owned(), Arc::new(service))].into();
        Arc::new(Directory { services, ..Directory::default() })
    }
}

/// Every code is 123456 and serves once; an address is a contact, a number that begins with 08 too.
#[derive(Default)]
struct Codes(Mutex<Vec<String>>);

impl ContactCodes for Codes {
    fn order(&self, wish: ContactWish) -> Answer<'_, Result<CodeOrdered, String>> {
        let fits = wish.typed.contains('@') || wish.typed.starts_with("08");
        let handle = Token::new(&kernel::ids::SystemChance::new());
        let until = Instant::from_seconds(0);
        let ordered = if fits {
            CodeOrdered::Sent { handle, masked: "0812••••890".into(), until }
        } else {
            CodeOrdered::BadContact
        };
        Box::pin(async move { Ok(ordered) })
    }

    fn attempt<'a>(
        &'a self,
        handle: &'a Token,
        typed: &'a str,
        code: &'a str,
    ) -> Answer<'a, Result<CodeTried, String>> {
        let mut used = self.0.lock().unwrap();
        let tried = if used.contains(&handle.hash()) {
            CodeTried::Over
        } else if code == "123456" {
            used.push(handle.hash());
            CodeTried::Proved(ProvedContact { contact: typed.to_owned(), by_email: typed.contains('@') })
        } else {
            CodeTried::Wrong(4)
        };
        Box::pin(async move { Ok(tried) })
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub signon: Signon,
    pub people: People,
    pub inventory: Inventory,
}

/// An officer of a unit, signed in when the clock stood at the beginning.
pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.into()),
        name: id.into(),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: id.bytes().cycle().take(32).collect(),
        confirmed_at: testkit::SetClock::default().now_instant(),
    }
}

/// What the clock of a test shows at first.
pub trait Beginning {
    fn now_instant(&self) -> Instant;
}

impl Beginning for testkit::SetClock {
    fn now_instant(&self) -> Instant {
        kernel::Clock::now(self)
    }
}

pub fn liaison() -> Session {
    officer("siti", Role::Liaison, "dinas-kesehatan")
}

pub fn kominfo() -> Session {
    officer("budi", Role::Liaison, "dinas-kominfo")
}

pub fn verifier() -> Session {
    officer("tono", Role::Verifier, "dinas-kesehatan")
}

/// On each database, with everybody above holding their role.
pub async fn offices() -> Vec<Office> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(signon::MIGRATIONS).await {
        offices.push(open(ledger).await);
    }
    offices
}

/// On SQLite alone, for what no database decides.
pub async fn office() -> Office {
    open(testkit::sqlite_ledger(signon::MIGRATIONS).await).await
}

async fn open(ledger: Ledger) -> Office {
    let people = People::default();
    for session in [liaison(), kominfo(), verifier()] {
        let grant = &session.grants[0];
        people.0.lock().unwrap().push((session.officer.0.clone(), grant.role, grant.unit.clone()));
    }
    let inventory = Inventory::default();
    let signon = node(&ledger, &people, &inventory).await;
    Office { ledger, signon, people, inventory }
}

/// A node of the region: what it remembers is its own.
pub async fn node(ledger: &Ledger, people: &People, inventory: &Inventory) -> Signon {
    reaching(ledger, people, inventory, Reach::Public(Vec::new())).await
}

/// The same where the operator listed networks.
pub async fn reaching(ledger: &Ledger, people: &People, inventory: &Inventory, reach: Reach) -> Signon {
    Signon::open(Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        public_url: ISSUER.into(),
        own_addresses: Vec::new(),
        reach,
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Units),
        staff: Arc::new(people.clone()),
        applications: Arc::new(inventory.clone()),
        directories: Arc::new(Services),
        codes: Arc::new(Codes::default()),
    })
    .await
    .unwrap()
}

pub fn program(scopes: &[&str]) -> NewKey {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    key(Kind::Program, Terms { scopes, ..Terms::default() })
}

pub fn key(kind: Kind, terms: Terms) -> NewKey {
    let (application, name) = ("simpus".into(), "Server utama".into());
    NewKey { application, name, kind, sandbox: false, terms, logout: String::new() }
}

pub fn change(name: &str, terms: Terms) -> KeyChange {
    KeyChange { name: name.into(), terms, logout: String::new() }
}

pub fn web_terms() -> Terms {
    Terms {
        redirects: vec![BACK.into()],
        after: vec!["https://simpus.contoh.go.id/".into()],
        officers: Audience::OwnUnit,
        ..Terms::default()
    }
}

impl Office {
    pub fn form_key(&self) -> FormKey {
        FormKey::new(&self.ledger.chance)
    }

    /// Registered by the liaison of the health agency.
    pub async fn register(&self, new: NewKey) -> Registered {
        self.signon.register(&liaison(), new, self.form_key()).await.unwrap()
    }

    /// The same, with Kominfo's consent to everything.
    pub async fn agreed(&self, new: NewKey) -> Registered {
        let made = self.register(new).await;
        self.signon.answer(&kominfo(), &made.id, 1, None).await.unwrap();
        made
    }

    /// Names of the events of the log, in order.
    pub async fn happened(&self) -> Vec<String> {
        self.ledger.store.sequence(REGION).await.unwrap();
        let events = self.ledger.store.events_after(REGION, 0, 1000).await.unwrap();
        events.into_iter().map(|event| event.fact.name).collect()
    }
}

/// What came back.
pub struct Came {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Came {
    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or("").to_owned()
    }

    /// A value of the query to which the browser is sent.
    pub fn sent(&self, name: &str) -> Option<String> {
        let query = self.to().split_once('?').map_or("", |(_, query)| query);
        query_value(query, name)
    }
}

pub fn query_value(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').find_map(|pair| pair.split_once('=').filter(|(found, _)| *found == name));
    pair.map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).copied().collect();
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The pages, with some people who are signed in.
pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub fn form(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
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
            machines: Arc::new(office.signon.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        let rooms = vec![signon::room(office.signon.clone())];
        Self { router: web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap(), tokens }
    }

    pub async fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)], body: &str) -> Came {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8080");
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Came { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub fn cookie(&self, who: Option<usize>) -> String {
        who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default()
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> Came {
        self.ask("GET", path, &[("cookie", &self.cookie(who))], "").await
    }

    /// What a program posts.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Came {
        self.ask("POST", path, &[("content-type", "application/x-www-form-urlencoded")], &form(fields)).await
    }

    /// Opens a page, takes the token of the form with this action, and sends these fields from there.
    pub async fn send(&self, who: Option<usize>, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Came {
        let html = self.get(who, page).await.body;
        self.send_from(&html, &self.cookie(who), action, fields).await
    }

    /// Sends the form with this action that stands in a page.
    pub async fn send_from(&self, html: &str, cookie: &str, action: &str, fields: &[(&str, &str)]) -> Came {
        let part = html.split(&format!("action=\"{action}\"")).nth(1);
        let part = part.unwrap_or_else(|| panic!("no form {action} in {html}")).split("</form>").next().unwrap();
        let mut body = Vec::new();
        for hidden in part.split("type=\"hidden\" name=\"").skip(1) {
            let name = hidden.split('"').next().unwrap();
            let value = hidden
                .split("value=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .replace("&#38;", "&")
                .replace("&amp;", "&");
            if !fields.iter().any(|(known, _)| *known == name) {
                body.push(form(&[(name, &value)]));
            }
        }
        body.push(form(fields));
        let fields = [
            ("cookie", cookie),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.ask("POST", action, &fields, &body.join("&")).await
    }

    /// A program's token.
    pub async fn program_token(&self, client: &Registered) -> String {
        let came = self.token(client, &[("grant_type", "client_credentials")]).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.body);
        came.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks the token endpoint with the client's own id and secret in the form.
    pub async fn token(&self, client: &Registered, fields: &[(&str, &str)]) -> Came {
        let secret = client.secret.as_ref().map(|secret| secret.text.clone()).unwrap_or_default();
        let own = [("client_id", client.id.as_str()), ("client_secret", secret.as_str())];
        let own = if secret.is_empty() { &own[..1] } else { &own[..] };
        self.post("/oauth/token", &[own, fields].concat()).await
    }

    /// Begins a sign-on; `more` replaces what stands there.
    pub async fn authorize(&self, cookie: &str, client: &str, more: &[(&str, &str)]) -> Came {
        self.ask("GET", &authorize(client, more), &[("cookie", cookie)], "").await
    }

    /// A whole sign-on of an officer: the answer of the token endpoint.
    pub async fn signed_on(&self, who: usize, client: &Registered, scope: &str) -> Value {
        let came = self.authorize(&self.cookie(Some(who)), &client.id, &[("scope", scope)]).await;
        let code = came.sent("code").unwrap_or_else(|| panic!("no code: {} {}", came.to(), came.body));
        let came = self.redeem(client, &code).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.body);
        came.json()
    }

    pub async fn redeem(&self, client: &Registered, code: &str) -> Came {
        let fields =
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK), ("code_verifier", VERIFIER)];
        self.token(client, &fields).await
    }
}

/// The address with which a sign-on begins.
pub fn authorize(client: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", client),
        ("redirect_uri", BACK),
        ("scope", "openid profile"),
        ("state", "keadaan-1"),
        ("nonce", "sekali-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("/oauth/authorize?{}", form(&fields))
}

/// The claims of a token, unchecked.
pub fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
