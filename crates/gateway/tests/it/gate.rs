//! A gateway with a directory, tokens and a table of feeds that tests set.

use axum::body::Body;
use cases::doors::{Answer, CallGrant, Callable, FeedAnswer, FeedTable, Feeds, Operation};
use gateway::{Deps, Gateway};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use kernel::{Instant, Zone};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use testkit::{Book, Ledger, Offices, Tokens, callable};
use web::{Machine, Network};

pub const REGION: &str = "35.17";
pub const KEY: &str = "dinas-kesehatan/simpus/pasien/v1";

/// A table that answers with what it was asked.
struct Table;

impl Feeds for Table {
    fn tables(&self) -> Answer<'_, Result<Vec<FeedTable>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn answer<'a>(&'a self, table: &'a str, path: &'a str, query: &'a str, _: &'a [String]) -> Answer<'a, FeedAnswer> {
        let body = serde_json::json!([{ "tabel": table, "jalur": path, "tanya": query }]).to_string();
        Box::pin(async move { FeedAnswer { status: 200, body: body.into_bytes() } })
    }
}

/// The gateway of a test.
pub struct Gate {
    pub ledger: Ledger,
    pub gateway: Gateway,
    book: Arc<Book>,
    tokens: Arc<Tokens>,
}

/// What came back.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether the body came to its end.
    pub whole: bool,
}

impl Got {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The stable code of a problem; what the answer holds instead where it is none.
    pub fn code(&self) -> String {
        let problem: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        problem["code"].as_str().map_or_else(|| self.text(), str::to_owned)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub fn operation(method: &str, template: &str) -> Operation {
    Operation {
        method: method.into(),
        template: template.into(),
        id: format!("{} {template}", method.to_lowercase()),
        request: None,
        example: None,
    }
}

/// A service at this address with the usual operations.
pub fn service(upstream: &str) -> Callable {
    let operations = [
        ("GET", "/pasien/{nik}"),
        ("GET", "/pasien"),
        ("PUT", "/pasien/{nik}"),
        ("POST", "/pasien"),
        ("HEAD", "/pasien"),
        ("GET", "/besar"),
    ];
    let operations = operations.map(|(method, template)| operation(method, template)).into();
    Callable { operations, ..callable(KEY, upstream) }
}

/// A grant of the usual service to an application, for the year 2027.
pub fn grant(application: &str) -> CallGrant {
    CallGrant {
        id: format!("izin-{application}"),
        application: application.into(),
        service: KEY.into(),
        operations: Vec::new(),
        fields: Vec::new(),
        purpose: "ALD-2027-000001-4".into(),
        per_minute: 0,
        per_day: 0,
        from: Instant::parse("2027-01-01T00:00:00+07:00").unwrap(),
        until: Instant::parse("2028-01-01T00:00:00+07:00").unwrap(),
    }
}

/// A program that may call until the end of 2027.
pub fn machine(application: &str) -> Machine {
    let until = Instant::parse("2027-12-31T00:00:00+07:00").unwrap();
    Machine { until, ..testkit::machine(application, "dinas-pendidikan", &[gateway::SCOPE]) }
}

/// A gateway on each database.
pub async fn gates() -> Vec<Gate> {
    let mut gates = Vec::new();
    for ledger in testkit::ledgers(gateway::MIGRATIONS).await {
        gates.push(Gate::new(ledger, &["127.0.0.0/8"]).await);
    }
    gates
}

/// A gateway on SQLite, with one application `e-rapor` whose token is `sah`, and a service at `upstream`.
pub async fn gate(upstream: &str) -> Gate {
    let gate = Gate::new(testkit::sqlite_ledger(gateway::MIGRATIONS).await, &["127.0.0.0/8"]).await;
    gate.usual(upstream);
    gate
}

impl Gate {
    pub async fn new(ledger: Ledger, networks: &[&str]) -> Self {
        let (book, tokens) = (Arc::new(Book::default()), Arc::new(Tokens::default()));
        let gateway = Gateway::open(Deps {
            region: REGION.into(),
            zone: Zone::Wib,
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            agencies: Arc::new(Offices::of(&["dinas-kesehatan", "dinas-pendidikan", "dinas-sosial", "dinas-kominfo"])),
            machines: tokens.clone(),
            directories: book.clone(),
            feeds: Arc::new(Table),
            networks: networks.iter().map(|network| Network::parse(network).unwrap()).collect(),
            idle: Duration::from_millis(300),
            kept_days: gateway::KEPT_DAYS,
        })
        .await
        .unwrap();
        Self { ledger, gateway, book, tokens }
    }

    /// The usual service and its grant to `e-rapor`, whose token is `sah`.
    pub fn usual(&self, upstream: &str) {
        self.offer(service(upstream));
        self.give(grant("e-rapor"));
        self.know("sah", machine("e-rapor"));
    }

    pub fn offer(&self, callable: Callable) {
        self.book.change(|all| {
            all.services.insert(callable.key.clone(), Arc::new(callable));
        });
    }

    pub fn give(&self, grant: CallGrant) {
        self.book.change(|all| {
            let of = all.grants.entry(grant.application.clone()).or_default();
            of.insert(grant.service.clone(), Arc::new(grant));
        });
    }

    pub fn withdraw(&self, application: &str) {
        self.book.change(|all| drop(all.grants.remove(application)));
    }

    pub fn know(&self, token: &str, machine: Machine) {
        self.tokens.know(token, machine);
    }

    pub async fn send(&self, request: Request<Body>) -> Got {
        let (parts, mut body) = self.gateway.answer(request).await.into_parts();
        let (mut read, mut whole) = (Vec::new(), true);
        while let Some(frame) = body.frame().await {
            match frame {
                Ok(frame) => read.extend_from_slice(&frame.into_data().unwrap_or_default()),
                Err(_) => {
                    whole = false;
                    break;
                }
            }
        }
        Got { status: parts.status, headers: parts.headers, body: read, whole }
    }

    /// A call of the usual service with the usual token.
    pub async fn call(&self, method: &str, path: &str, body: impl Into<Body>) -> Got {
        self.send(request(method, &format!("/x/{KEY}{path}"), "sah", body)).await
    }

    pub async fn get(&self, path: &str) -> Got {
        self.call("GET", path, Body::empty()).await
    }

    /// All entries of the ledger in order, once everything is durable.
    pub async fn entries(&self) -> Vec<Value> {
        self.gateway.settled().await;
        let recorded = self.ledger.log(REGION).await.into_iter().filter(|event| event.fact.name == gateway::RECORDED);
        let calls = recorded.flat_map(|event| event.fact.data["calls"].as_array().unwrap().clone());
        calls.map(|entry| named(entry.as_str().unwrap())).collect()
    }

    /// Codes of all entries, in order.
    pub async fn codes(&self) -> Vec<String> {
        self.entries().await.iter().map(|entry| entry["code"].as_str().unwrap().to_owned()).collect()
    }

    /// One round of the worker.
    pub async fn work(&self) {
        self.gateway.settled().await;
        for job in gateway::jobs(&self.gateway) {
            while job.run(self.ledger.now()).await.unwrap().more {}
        }
    }

    /// Brings counters up to the log.
    pub async fn project(&self) {
        self.gateway.settled().await;
        self.ledger.project(REGION, &gateway::projections()).await;
    }

    /// Serves it on a port of this machine, as the binary does.
    pub async fn serve(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = gateway::beside(self.gateway.clone(), axum::Router::new());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let router = router.clone();
                let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
                    tower::ServiceExt::oneshot(router.clone(), request.map(Body::new))
                });
                let io = hyper_util::rt::TokioIo::new(stream);
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
            }
        });
        address
    }
}

/// An entry with the names of its fields.
pub fn named(entry: &str) -> Value {
    let values: Vec<Value> = serde_json::from_str(entry).unwrap();
    let names = gateway::model::leaf::FIELDS.map(str::to_owned);
    assert_eq!(values.len(), names.len());
    names.into_iter().zip(values).collect()
}

pub fn request(method: &str, path: &str, token: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .body(body.into())
        .unwrap()
}
