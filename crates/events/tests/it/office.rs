//! A city with three applications, whose ledger is written by hand.

use crate::receiver::Receiver;
use axum::http::{Request, StatusCode, header};
use cases::doors::Application;
use events::model::signature::Scheme;
use events::model::wish::Wish;
use events::rights::Scope;
use events::{Deps, Events, Format, NewSubscription};
use kernel::{Actor, NewEvent, Zone};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{ANY_VERSION, Commit, values};
use testkit::{Inventory, Ledger, Offices, Reply, Tokens, application, machine};
use web::outgoing::Reach;
use web::{Machine, Session};

pub const REGION: &str = "35.17";

/// The applications that are in use; `usang` is not.
const IN_USE: [(&str, &str); 3] =
    [("simpus", "dinas-kesehatan"), ("sijalan", "dinas-pupr"), ("portal", "dinas-kominfo")];

fn inventory() -> Inventory {
    let retired = Application { alive: false, ..application("usang", "dinas-pupr") };
    Inventory::of(IN_USE.map(|(id, unit)| application(id, unit)).into_iter().chain([retired]))
}

/// Each application calls by its name, on trial as `coba-` and its name; the token of the retired one covers nothing.
fn programs() -> Tokens {
    let programs = Tokens::of([("usang", machine("usang", "dinas-pupr", &[]))]);
    for (id, unit) in IN_USE {
        let machine = machine(id, unit, &["peristiwa.baca", "peristiwa.langganan"]);
        programs.know(&format!("coba-{id}"), Machine { sandbox: true, ..machine.clone() });
        programs.know(id, machine);
    }
    programs
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
        agencies: Arc::new(Offices::of(&IN_USE.map(|(_, unit)| unit))),
        applications: Arc::new(inventory()),
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
        let event = NewEvent { name: name.into(), happened_at: self.ledger.now(), actor: Actor::System, data };
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
        self.ledger.log(REGION).await.into_iter().map(|event| event.fact.name).collect()
    }

    /// Payloads of messages that wait to be sent.
    pub async fn messages(&self) -> Vec<Json> {
        let sql = "SELECT payload FROM store_outbox WHERE region = $1 AND topic = 'message' ORDER BY created_at";
        let rows = self.ledger.store.rows(sql, &values![REGION]).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(row.text(0).unwrap()).unwrap()).collect()
    }
}

/// The pages with some people who are signed in, and the doors of programs.
pub struct Site(testkit::Site);

impl Site {
    pub fn new(office: &Office, people: Vec<Session>) -> Self {
        let room = events::room(office.events.clone());
        Self(testkit::Site::with(&office.ledger, room, people, |settings| settings.machines = Arc::new(programs())))
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> Reply {
        self.0.ask(who, Request::get(path), ()).await
    }

    /// Opens the page, and sends its form for `action` with these fields.
    pub async fn send(&self, who: usize, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Reply {
        let html = self.get(Some(who), page).await.body;
        self.0.fill(Some(who), (&html, action), fields).await
    }

    /// A form that was not made here.
    pub async fn forge(&self, who: usize, action: &str) -> StatusCode {
        self.0.post(Some(who), action, "_tanda=tiruan").await.0
    }

    /// A call of a program.
    pub async fn call(&self, token: &str, method: &str, path: &str, body: &Json) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.0.ask(None, request.header(header::CONTENT_TYPE, "application/json"), body).await
    }
}
