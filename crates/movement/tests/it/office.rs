//! A steering installation, and a region: five regions, two weightings, three assessors.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::doors::{Answer, Staff, StandIn};
use definition::Number;
use http_body_util::BodyExt as _;
use kernel::fact::{Both, FactKind, Telling};
use kernel::{Fact, FactAsked, FactValue, Facts, Instant, OfficerId, Role, Token, Zone};
use movement::model::record::Kind;
use movement::model::yardstick::{Criterion, Yardstick};
use movement::{Area, Deps, Movement, NewCohort};
use std::sync::Arc;
use testkit::Ledger;
use tower::ServiceExt as _;
use web::{Grant, Session};

pub const NATION: &str = "00";

/// Who works where.
struct People;

impl Staff for People {
    fn holding<'a>(&'a self, unit: &'a str, role: Role) -> Answer<'a, Vec<OfficerId>> {
        let own = unit == "daerah-35.18" && role == Role::Liaison;
        Box::pin(async move { if own { vec![OfficerId("dalam".into())] } else { Vec::new() } })
    }

    fn all_holding(&self, role: Role) -> Answer<'_, Vec<(OfficerId, String)>> {
        let names = if role == Role::Assessor { vec!["satu", "dua", "tiga", "dalam"] } else { Vec::new() };
        Box::pin(async move { names.into_iter().map(|id| (OfficerId(id.into()), format!("Nama {id}"))).collect() })
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

/// Two facts, of which one can be told.
struct Figures;

impl Facts for Figures {
    fn kinds(&self) -> Vec<FactKind> {
        let kind = |id, name| FactKind { id, name, how: name, by_unit: false, over_time: true };
        vec![
            kind("rencana.janji-ditepati", Both { id: "Janji yang ditepati", en: "Promises kept" }),
            kind("indeks.spbe-2020", Both { id: "Indeks SPBE (simulasi)", en: "SPBE index (simulation)" }),
        ]
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        let value = (asked.fact == "rencana.janji-ditepati").then_some(FactValue::Count { count: 7 });
        Box::pin(async move { Ok(value.map(|value| Fact { value, as_of: now })) })
    }
}

fn yardstick(id: &str, criteria: &[(&str, i64)], fractions: bool) -> Yardstick {
    let criterion = |(id, weight): &(&str, i64)| Criterion {
        id: (*id).into(),
        name: format!("Kriteria {id}"),
        weight: Number::whole(*weight),
    };
    Yardstick {
        id: id.into(),
        name: format!("Instrumen {id}"),
        ends: (Number::whole(i64::from(!fractions)), Number::whole(5)),
        fractions,
        total: fractions.then(|| Number::whole(100)),
        decimals: 2,
        criteria: criteria.iter().map(criterion).collect(),
    }
}

fn areas() -> Vec<Area> {
    let area = |code: &str, name: &str, province: &str| Area {
        code: code.into(),
        name: name.into(),
        province: province.into(),
    };
    vec![
        area("32.12", "Kabupaten Indramayu", "Jawa Barat"),
        area("35.17", "Kabupaten Jombang", "Jawa Timur"),
        area("35.18", "Kabupaten Nganjuk", "Jawa Timur"),
        area("35.71", "Kota Kediri", "Jawa Timur"),
        area("64.02", "Kabupaten Kutai Kartanegara", "Kalimantan Timur"),
    ]
}

pub struct Office {
    pub ledger: Ledger,
    pub movement: Movement,
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

pub fn secretariat() -> Session {
    officer("sekretariat", Role::Planner, "bappeda")
}

pub fn assessor(id: &str) -> Session {
    officer(id, Role::Assessor, "dinas-kominfo")
}

/// The own login of a region.
pub fn of_region(code: &str) -> Session {
    officer(&format!("penghubung-{code}"), Role::Liaison, &format!("daerah-{code}"))
}

/// On each database, on 1 March 2027: an installation that steers five regions.
pub async fn offices() -> Vec<Office> {
    opened(NATION, "Indonesia", areas()).await
}

/// On each database: a region with its own installation.
pub async fn regions() -> Vec<Office> {
    opened("35.17", "Kabupaten Jombang", Vec::new()).await
}

async fn opened(region: &str, city: &str, areas: Vec<Area>) -> Vec<Office> {
    let five = ["dasar", "keluaran", "hasil", "dampak", "quick-win"];
    let weighed = |weights: [i64; 5]| five.into_iter().zip(weights).collect::<Vec<_>>();
    let yardsticks: Arc<[Yardstick]> = Arc::new([
        yardstick("gerakan-evaluasi-a", &weighed([10, 20, 30, 30, 10]), true),
        yardstick("gerakan-evaluasi-b", &weighed([10, 20, 30, 20, 20]), true),
        yardstick("gerakan-seleksi", &[("komitmen", 1), ("anggaran", 1), ("internet", 1)], false),
    ]);
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(movement::MIGRATIONS).await {
        let movement = Movement::open(Deps {
            region: region.into(),
            city: city.into(),
            zone: Zone::Wib,
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            staff: Arc::new(People),
            areas: areas.clone().into(),
            yardsticks: yardsticks.clone(),
            facts: Arc::new(Figures),
        })
        .await
        .unwrap();
        offices.push(Office { ledger, movement });
    }
    offices
}

/// Answers of a form: the cells that were filled in.
pub fn typed<'a>(cells: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> String + Sync + 'a {
    |name| cells.iter().find(|(found, _)| *found == name).map_or_else(String::new, |(_, text)| (*text).to_owned())
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    pub async fn cohort(&self, year: i64, size: i64, total: Option<i64>) {
        let new = NewCohort { year, size, total, note: "Catatan", source: "Sumber" };
        self.movement.write_cohort(&secretariat(), new, None).await.unwrap();
    }

    pub async fn write(
        &self,
        who: &Session,
        area: &str,
        kind: Kind,
        cells: &[(&str, &str)],
    ) -> Result<String, movement::Refused> {
        self.movement.write_record(who, (area, kind), None, &typed(cells)).await
    }

    /// A memorandum of a region, with its key.
    pub async fn sign(&self, area: &str, key: &str) -> Result<String, movement::Refused> {
        let cells = [("hari", "2022-04-21"), ("tempat", "Daring"), ("pihak", "Kementerian"), ("kunci", key)];
        self.write(&secretariat(), area, Kind::Memorandum, &cells).await
    }

    /// Names of the events of the log, in order.
    pub async fn happened(&self, region: &str) -> Vec<String> {
        self.ledger.store.sequence(region).await.unwrap();
        let events = self.ledger.store.events_after(region, 0, 1000).await.unwrap();
        events.into_iter().map(|event| event.fact.name).collect()
    }
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
        let rooms = vec![movement::room(office.movement.clone())];
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

    /// Uploads a file with the form of the page that takes summaries.
    pub async fn upload(&self, who: Option<usize>, file: &str) -> (StatusCode, String) {
        let path = "/dasbor/gerakan/terima";
        let token = self.token(who, path, path).await;
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: form-data; \
             name=\"berkas\"; filename=\"r.json\"\r\ncontent-type: application/json\r\n\r\n{file}\r\n--x--\r\n"
        );
        self.ask(who, ("POST", path, "multipart/form-data; boundary=x"), body.into_bytes()).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
