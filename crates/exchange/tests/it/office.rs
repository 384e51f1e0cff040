//! Three agencies, their applications, a table of feeds, a key that ends, and a desk that opens and ends cases.

use cases::doors::{
    Answer, Application, Certificate, CertificateFault, Certificates, Client, Clients, FeedAnswer, FeedTable, Feeds,
    NotRequested, Request, RequestEnd, Requested, Requests,
};
use exchange::model::terms::Terms;
use exchange::{Ask, Deps, Exchange, NewOffer};
use kernel::{Actor, CaseNumber, Instant, NewEvent, Role, Zone};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use store::{ANY_VERSION, Commit};
use testkit::{Inventory, Ledger, Names, Offices, application, officer};
use web::Session;

pub const REGION: &str = "35.17";
pub const URL: &str = "https://gapura.jombang.example";
pub const KEY: &str = "dinas-kesehatan/simpus/pasien/v1";
pub const PATIENTS: &str = include_str!("../data/pasien.yaml");

fn inventory() -> Inventory {
    let retired = Application { alive: false, ..application("tua", "dinas-kesehatan") };
    Inventory::of([application("bansos", "dinas-sosial"), application("simpus", "dinas-kesehatan"), retired])
}

struct Tables;

impl Feeds for Tables {
    fn tables(&self) -> Answer<'_, Result<Vec<FeedTable>, String>> {
        let openapi = json!({
            "openapi": "3.1.0", "info": {"title": "Kamar", "version": "1", "description": "Kamar kosong"},
            "paths": {"/": {"get": {"operationId": "daftar", "summary": "Kamar", "parameters": [
                {"name": "batas", "in": "query", "description": "Batas", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object", "properties": {
                    "kamar": {"type": "string"}}}, "example": {"kamar": "A1"}}}}, "default": {"description": "gagal"}}}}},
        });
        let one = FeedTable {
            id: "kamar".into(),
            name: "Kamar".into(),
            application: "simpus".into(),
            unit: "dinas-kesehatan".into(),
            openapi: openapi.to_string(),
        };
        Box::pin(async { Ok(vec![one]) })
    }
    fn answer<'a>(&'a self, _: &'a str, _: &'a str, _: &'a str, _: &'a [String]) -> Answer<'a, FeedAnswer> {
        Box::pin(async { FeedAnswer { status: 200, body: Vec::new() } })
    }
}

/// Keys of programs; each test says when the one secret ends.
pub struct Keys(pub Mutex<Instant>);

impl Clients for Keys {
    fn of_units<'a>(&'a self, units: &'a [String]) -> Answer<'a, Result<Vec<Client>, String>> {
        let one = Client {
            id: "k1".into(),
            name: "Bansos".into(),
            application: "bansos".into(),
            unit: "dinas-sosial".into(),
            scopes: Vec::new(),
            sandbox: false,
            secret_until: *self.0.lock().unwrap(),
        };
        let own = units.contains(&one.unit);
        Box::pin(async move { Ok(if own { vec![one] } else { Vec::new() }) })
    }
}

/// What the gateway saw of certificates; each test says what.
#[derive(Default)]
pub struct Servers(pub Mutex<Vec<Certificate>>);

impl Certificates for Servers {
    fn certificates(&self) -> Answer<'_, Result<Vec<Certificate>, String>> {
        let seen = self.0.lock().unwrap().clone();
        Box::pin(async move { Ok(seen) })
    }
}

/// The desk: opens what it is asked to, ends what a test says.
#[derive(Default)]
pub struct Desk {
    cases: Mutex<BTreeMap<String, (String, Requested)>>,
}

impl Requests for Desk {
    fn open(&self, request: Request) -> Answer<'_, Result<Requested, NotRequested>> {
        let mut cases = self.cases.lock().unwrap();
        if let Some((_, known)) = cases.values().find(|(key, _)| *key == request.key) {
            let known = known.clone();
            return Box::pin(async { Ok(known) });
        }
        let count = cases.len() as u64 + 1;
        let opened = Requested {
            case: format!("kasus-{count}"),
            number: CaseNumber::new("PMH", 2027, count),
            service: request.service,
            answers: request.answers,
            holder: "dinas-kesehatan".into(),
            due: None,
            end: None,
        };
        cases.insert(opened.case.clone(), (request.key, opened.clone()));
        Box::pin(async { Ok(opened) })
    }
    fn of<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<Requested>, String>> {
        let known = self.cases.lock().unwrap().get(case).map(|(_, one)| one.clone());
        Box::pin(async { Ok(known) })
    }
    fn link<'a>(&'a self, case: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("/lacak/{case}/kunci")) })
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub exchange: Exchange,
    pub desk: Arc<Desk>,
    pub keys: Arc<Keys>,
    pub servers: Arc<Servers>,
}

pub fn health() -> Session {
    officer("dinkes", Role::Liaison, "dinas-kesehatan")
}

pub fn social() -> Session {
    officer("dinsos", Role::Liaison, "dinas-sosial")
}

pub fn team() -> Session {
    officer("kominfo", Role::Liaison, "dinas-kominfo")
}

pub fn deps(ledger: &Ledger, desk: &Arc<Desk>, (keys, servers): (&Arc<Keys>, &Arc<Servers>)) -> Deps {
    Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        public_url: URL.into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Offices::of(&["dinas-kesehatan", "dinas-sosial", "dinas-kominfo"])),
        staff: Arc::new(Names),
        applications: Arc::new(inventory()),
        feeds: Arc::new(Tables),
        requests: Arc::clone(desk) as Arc<dyn Requests>,
        clients: Arc::clone(keys) as Arc<dyn Clients>,
        certificates: Arc::clone(servers) as Arc<dyn Certificates>,
    }
}

/// On each database, on 1 March 2027.
pub async fn offices() -> Vec<Office> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(exchange::MIGRATIONS).await {
        let desk = Arc::new(Desk::default());
        let keys = Arc::new(Keys(Mutex::new(Instant::parse("2099-01-01T00:00:00Z").unwrap())));
        let servers = Arc::new(Servers::default());
        let exchange = Exchange::open(deps(&ledger, &desk, (&keys, &servers))).await.unwrap();
        offices.push(Office { ledger, exchange, desk, keys, servers });
    }
    offices
}

pub fn new_offer() -> NewOffer {
    NewOffer {
        application: "simpus".into(),
        service: "pasien".into(),
        name: "Data pasien".into(),
        about: "Pasien puskesmas untuk bantuan sosial".into(),
        terms: Terms { upstream: "https://simpus.internal/api".into(), ..Terms::default() },
    }
}

/// What the social agency asks for.
pub fn ask(key: &str) -> Ask {
    Ask {
        offer: KEY.into(),
        application: "bansos".into(),
        operations: vec!["daftarPasien".into(), "bacaPasien".into()],
        fields: vec!["data".into(), "data.nik".into(), "nik".into()],
        whole: false,
        purpose: "Mencocokkan penerima bantuan sosial".into(),
        basis: "Perbup 12/2026 pasal 4".into(),
        months: 6,
        renews: None,
        key: key.into(),
    }
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    /// The gateway saw this of the certificate behind the service of patients.
    pub fn saw(&self, until: &str, fault: Option<CertificateFault>) {
        let until = Some(Instant::parse(until).unwrap());
        *self.servers.0.lock().unwrap() = vec![Certificate { service: KEY.into(), until, fault }];
    }

    pub fn days_on(&self, days: i64) {
        self.ledger.clock.advance(days * 86_400);
    }

    /// The service of patients, published.
    pub async fn published(&self) {
        self.exchange.register(&health(), &new_offer()).await.unwrap();
        let uploaded = self.exchange.upload(&health(), KEY, PATIENTS.as_bytes()).await.unwrap();
        assert!(uploaded.kept && uploaded.found.is_empty(), "{uploaded:?}");
        self.exchange.publish(&health(), KEY).await.unwrap();
    }

    /// Ends a case at the desk, and lets the worker hear of it.
    pub async fn end(&self, case: &str, end: &str) {
        self.ended(case, end).await;
        self.work().await;
    }

    /// An answer of a case is changed at the desk.
    pub fn answer(&self, case: &str, field: &str, value: &str) {
        let mut cases = self.desk.cases.lock().unwrap();
        cases.get_mut(case).unwrap().1.answers.insert(field.into(), json!(value));
    }

    pub async fn ended(&self, case: &str, end: &str) {
        let now = self.ledger.now();
        let outcome = RequestEnd {
            end: end.into(),
            granted: end != "ditolak",
            at: now,
            officer: None,
            unit: "dinas-kesehatan".into(),
            reason: String::new(),
        };
        self.desk.cases.lock().unwrap().get_mut(case).unwrap().1.end = Some(outcome);
        self.hear(case, exchange::SERVICE).await;
    }

    /// The log says that a case of a service ended.
    pub async fn hear(&self, case: &str, service: &str) {
        let now = self.ledger.now();
        let data = json!({ "end": "x", "desk": { "service": service } });
        let event = NewEvent { name: "case.ended".into(), happened_at: now, actor: Actor::System, data };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, format!("case/{case}"), ANY_VERSION) };
        self.ledger.store.commit(commit, now).await.unwrap();
    }

    /// One round of the worker.
    pub async fn work(&self) {
        self.ledger.project(REGION, &exchange::projections()).await;
        for job in exchange::jobs(&self.exchange) {
            job.run(self.ledger.now()).await.unwrap();
        }
    }

    /// Names of the events of the log of this room, in order.
    pub async fn happened(&self) -> Vec<String> {
        let events = self.ledger.log(REGION).await.into_iter();
        events.filter(|one| one.stream.starts_with("exchange/")).map(|event| event.fact.name).collect()
    }

    /// Everything in the log as one text.
    pub async fn log(&self) -> String {
        let events = self.ledger.log(REGION).await;
        events.iter().map(|event| event.fact.data.to_string()).collect::<Vec<_>>().join("\n")
    }

    /// Whom the outbox tells, and the key of each notice.
    pub async fn told(&self) -> Vec<String> {
        let sql = "SELECT payload FROM store_outbox WHERE region = $1 ORDER BY once_key";
        let rows = self.ledger.store.rows(sql, &store::values![REGION]).await.unwrap();
        let one = |row: &store::Row| {
            let order: serde_json::Value = serde_json::from_str(row.text(0).unwrap()).unwrap();
            format!("{} {}", order["unit"].as_str().unwrap(), order["once"].as_str().unwrap())
        };
        rows.iter().map(one).collect()
    }
}
