//! A region with five agencies, services of its own, a desk that opens cases, a gateway that sees traffic.

use applications::model::advice::OwnService;
use applications::rights::Author;
use applications::{Applications, Deps, Probed, Probes, State};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::doors::{
    Agencies, Agency, Answer, Joins, NotRequested, Offered, Request as Wish, RequestEnd, Requested, Requests, Rung,
    Staff, StandIn, Traffic,
};
use http_body_util::BodyExt as _;
use kernel::{CaseNumber, Instant, NewEvent, OfficerId, Role, Token, Zone};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use store::{ANY_VERSION, Commit, Job};
use testkit::Ledger;
use tower::ServiceExt as _;
use web::{Grant, Session};

pub const REGION: &str = "35.17";

const UNITS: [(&str, &str, &str); 6] = [
    ("dinas-kominfo", "Dinas Komunikasi dan Informatika", "Diskominfo"),
    ("dinas-kesehatan", "Dinas Kesehatan", "Dinkes"),
    ("rsud", "Rumah Sakit Umum Daerah", "RSUD"),
    ("bkpsdm", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM"),
    ("dinas-dukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    ("setda", "Sekretariat Daerah", "Setda"),
];

/// Agencies as a region has them; with the units of the sample, or with five.
pub struct Offices(Vec<Agency>);

impl Offices {
    pub fn few() -> Self {
        let agency = |(unit, name, short): (&str, &str, &str)| Agency {
            unit: unit.into(),
            name: name.into(),
            short: short.into(),
        };
        Self(UNITS.into_iter().map(agency).collect())
    }

    /// One for each unit that the sample names.
    pub fn of_sample() -> Self {
        let mut table = csv::Reader::from_reader(applications::SAMPLE.as_bytes());
        let mut units: Vec<String> = table.records().map(|row| row.unwrap()[1].to_owned()).collect();
        units.dedup();
        let agency = |unit: String| Agency { name: unit.replace('-', " "), short: unit.to_uppercase(), unit };
        Self(units.into_iter().map(agency).collect())
    }
}

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        self.0.clone().into()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        self.0.iter().find(|one| one.unit == unit).cloned()
    }

    fn find(&self, name: &str) -> Option<Agency> {
        let lower = name.trim().to_lowercase();
        self.0.iter().find(|one| one.name.to_lowercase() == lower || one.short.to_lowercase() == lower).cloned()
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, title: &str, _: &str) -> String {
        title.to_owned()
    }
}

struct People;

impl Staff for People {
    fn holding<'a>(&'a self, _: &'a str, _: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async { Vec::new() })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("Nama {}", officer.0)) })
    }

    fn email<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }
}

/// A desk that opens every case and ends it as it is told.
#[derive(Default)]
pub struct PlayedDesk {
    pub cases: Mutex<BTreeMap<String, Requested>>,
    pub asked: Mutex<Vec<Wish>>,
    pub closed: Mutex<bool>,
}

impl PlayedDesk {
    pub fn end(&self, case: &str, granted: bool, reason: &str, at: Instant) {
        let end = RequestEnd {
            end: if granted { "disetujui" } else { "ditolak" }.into(),
            granted,
            at,
            officer: Some(OfficerId("kepala-kominfo".into())),
            unit: "dinas-kominfo".into(),
            reason: reason.into(),
        };
        self.cases.lock().unwrap().get_mut(case).unwrap().end = Some(end);
    }
}

impl Requests for PlayedDesk {
    fn open(&self, request: Wish) -> Answer<'_, Result<Requested, NotRequested>> {
        if *self.closed.lock().unwrap() {
            return Box::pin(async move { Err(NotRequested::NoSuchService(request.service)) });
        }
        let mut cases = self.cases.lock().unwrap();
        let number = CaseNumber::new("USL", 2027, cases.len() as u64 + 1);
        let case = Requested {
            case: format!("kasus-{}", cases.len() + 1),
            number,
            service: request.service.clone(),
            answers: request.answers.clone(),
            holder: request.unit.clone(),
            due: None,
            end: None,
        };
        cases.insert(case.case.clone(), case.clone());
        self.asked.lock().unwrap().push(request);
        Box::pin(async move { Ok(case) })
    }

    fn of<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<Requested>, String>> {
        let found = self.cases.lock().unwrap().get(case).cloned();
        Box::pin(async move { Ok(found) })
    }
}

/// What the gateway saw.
#[derive(Default)]
pub struct Seen {
    pub traffic: Mutex<Vec<Traffic>>,
    pub offered: Mutex<Vec<Offered>>,
}

impl Seen {
    pub fn saw(&self, from: &str, to: &str, rung: Rung, count: i64) {
        let last = Instant::from_seconds(0);
        self.traffic.lock().unwrap().push(Traffic { from: from.into(), to: to.into(), rung, count, last });
    }
}

impl Joins for Seen {
    fn traffic(&self, _: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        let found = self.traffic.lock().unwrap().clone();
        Box::pin(async move { Ok(found) })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        let found = self.offered.lock().unwrap().clone();
        Box::pin(async move { Ok(found) })
    }
}

/// Addresses that open or do not.
pub struct Net(pub Mutex<Probed>);

impl Probes for Net {
    fn probe<'a>(&'a self, _: &'a str) -> Answer<'a, Probed> {
        let found = *self.0.lock().unwrap();
        Box::pin(async move { found })
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub room: Applications,
    pub desk: Arc<PlayedDesk>,
    pub seen: Arc<Seen>,
    pub net: Arc<Net>,
    pub deps: Deps,
}

pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.into()),
        name: id.into(),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: vec![7; 16],
        confirmed_at: Instant::from_seconds(0),
    }
}

pub fn kominfo() -> Session {
    officer("kominfo", Role::Liaison, "dinas-kominfo")
}

pub fn author(session: &Session) -> Author {
    Author::of(session)
}

pub async fn offices() -> Vec<Office> {
    let mut found = Vec::new();
    for ledger in testkit::ledgers(applications::MIGRATIONS).await {
        found.push(office(ledger, Offices::few()).await);
    }
    found
}

pub async fn office(ledger: Ledger, agencies: Offices) -> Office {
    let (desk, seen) = (Arc::new(PlayedDesk::default()), Arc::new(Seen::default()));
    let net = Arc::new(Net(Mutex::new(Probed { state: State::Open, code: 200 })));
    let services = || vec![OwnService::new("surat-domisili", "Surat keterangan domisili")];
    let deps = Deps {
        region: REGION.into(),
        city: "Kabupaten Contoh".into(),
        zone: Zone::Wib,
        public_url: "https://contoh.go.id".into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(agencies),
        staff: Arc::new(People),
        joins: vec![seen.clone()],
        requests: desk.clone(),
        services: Arc::new(services),
        probes: net.clone(),
    };
    let room = Applications::open(deps.clone()).await.unwrap();
    Office { ledger, room, desk, seen, net, deps }
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    /// Records an application as Kominfo; its slug.
    pub async fn record(&self, name: &str, unit: &str, more: &[(&str, &str)]) -> String {
        let mut cells = vec![("nama", name), ("pemilik", unit)];
        cells.extend(more);
        self.write(&kominfo(), None, &cells).await.unwrap()
    }

    pub async fn write(
        &self,
        who: &Session,
        there: Option<(&str, i64)>,
        cells: &[(&str, &str)],
    ) -> Result<String, applications::Refused> {
        let cells: BTreeMap<String, String> =
            cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        self.room.write(&author(who), there, &|name| cells.get(name).cloned().unwrap_or_default()).await
    }

    /// The desk's log says that a case ended; the tables that follow the log hear it, and the worker acts.
    pub async fn ended(&self, case: &str, service: &str) {
        let event = NewEvent {
            name: "case.ended".into(),
            happened_at: self.ledger.now(),
            actor: kernel::Actor::System,
            data: json!({ "end": "disetujui", "desk": { "service": service } }),
        };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, format!("case/{case}"), ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
        for projection in applications::projections() {
            while self.ledger.store.run_projection(&*projection, REGION, 100, self.ledger.now()).await.unwrap() > 0 {}
        }
        self.work("applications.decide").await;
    }

    /// Runs one job once; how many things it did.
    pub async fn work(&self, name: &str) -> u64 {
        job(&self.room, name).run(self.ledger.now()).await.unwrap().done
    }

    /// Names of the events of the log, in order.
    pub async fn happened(&self) -> Vec<String> {
        self.ledger.store.sequence(REGION).await.unwrap();
        let events = self.ledger.store.events_after(REGION, 0, 5000).await.unwrap();
        events.into_iter().map(|event| event.fact.name).collect()
    }
}

pub fn job(room: &Applications, name: &str) -> Box<dyn Job> {
    applications::jobs(room).into_iter().find(|job| job.name() == name).unwrap()
}

/// The pages, with some people who are signed in.
pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
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
            ..web::testing::settings(ledger.now(), known)
        };
        let rooms = vec![applications::room(office.room.clone())];
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

    /// Brings a table.
    pub async fn upload(&self, who: Option<usize>, file: &str) -> (StatusCode, String) {
        let path = "/aplikasi/impor";
        let token = self.token(who, path, path).await;
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: form-data; \
             name=\"berkas\"; filename=\"daftar.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        );
        self.ask(who, ("POST", path, "multipart/form-data; boundary=x"), body.into_bytes()).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
