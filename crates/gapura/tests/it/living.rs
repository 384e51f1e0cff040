//! The whole house on a port of this machine, with the machine's own clock: what programs that others wrote talk to. Two
//! agencies, an application of each, a service between them, and keys.

use crate::house::{Visitor, built, hire, set};
use crate::http::Client;
use crate::town::Town;
use applications::rights::Author;
use axum::routing::get;
use cases::doors::Directories as _;
use exchange::{Ask, NewOffer};
use gapura::city::City;
use gapura::data::World;
use gapura::serve::House;
use http::StatusCode;
use kernel::ids::SystemChance;
use kernel::{OfficerId, Role};
use signon::NewKey;
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{FormKey, Grant, Session};

/// How long something that the worker does may take before a test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
const DESCRIPTION: &str = include_str!("../klien/pasien.json");
/// What every program key here may do.
const SCOPES: [&str; 5] = ["layanan.panggil", "peristiwa.baca", "peristiwa.langganan", "laporan.baca", "laporan.tulis"];

/// A key as its program has it.
pub(crate) struct KeyPair {
    pub id: String,
    pub secret: String,
}

impl KeyPair {
    /// A token, if the house answers at all.
    pub async fn token(&self, address: SocketAddr, scope: &str) -> Option<String> {
        let mut client = Client::open(address).await.ok()?;
        let scope = scope.replace(' ', "+");
        let (id, secret) = (&self.id, &self.secret);
        let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}");
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let reply = client.post("/oauth/token", &kind, body).await.ok()?;
        let token = reply.json();
        assert!(token["access_token"].is_string() || reply.status.is_server_error(), "{}", reply.text());
        token["access_token"].as_str().map(str::to_owned)
    }
}

/// A house that is served; it stops when this falls.
pub(crate) struct Living {
    pub house: Arc<House>,
    /// `http://127.0.0.1:…`
    pub url: String,
    /// Where a sign-on comes back to: an application that is yet to be started there.
    pub callback: String,
    data: PathBuf,
    stop: watch::Sender<bool>,
    served: JoinHandle<anyhow::Result<()>>,
}

/// A port on which nobody listens now.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Living {
    pub async fn open(folder: &Path) -> Self {
        Self::open_on(folder, None).await
    }

    /// On this database.
    pub async fn open_on(folder: &Path, database: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = World { clock: Arc::new(kernel::SystemClock), chance: Arc::new(SystemChance::new()), press: None };
        let (house, data) = built(folder, database, &url, world).await;
        for (name, role, unit) in [
            ("ani", Role::Liaison, "dinas-kesehatan"),
            ("budi", Role::Head, "dinas-kesehatan"),
            ("citra", Role::Liaison, "dinas-sosial"),
            ("dewi", Role::Head, "dinas-kominfo"),
        ] {
            hire(&house, name, role, unit).await;
        }
        let (house, (stop, stopped)) = (Arc::new(house), watch::channel(false));
        let serving = house.clone();
        let served = tokio::spawn(async move { serving.serve(listener, true, stopped).await });
        let callback = format!("http://127.0.0.1:{}/kembali", free_port());
        let living = Self { house, url, callback, data, stop, served };
        living.application("Simpus", "ani").await;
        living.application("Epusket", "citra").await;
        living
    }

    /// Stops it gently: the same city, to be served by the program itself.
    pub async fn closed(self) -> Town {
        self.stop.send(true).unwrap();
        self.served.await.unwrap().unwrap();
        let address = self.url.trim_start_matches("http://").parse().unwrap();
        Town { data: self.data, address }
    }

    pub fn city(&self) -> &City {
        self.house.cities.first().unwrap()
    }

    /// As an officer who has signed in.
    pub async fn session(&self, name: &str) -> Session {
        let (role, unit) = match name {
            "ani" => (Role::Liaison, "dinas-kesehatan"),
            "citra" => (Role::Liaison, "dinas-sosial"),
            _ => (Role::Head, "dinas-kominfo"),
        };
        let officer = self.city().identity.officer_named(name).await.unwrap();
        Session {
            officer: OfficerId(officer.id.0),
            name: name.to_owned(),
            grants: vec![Grant { role, unit: unit.to_owned() }],
            form_secret: vec![7; 32],
            confirmed_at: self.city().desk.now(),
        }
    }

    async fn application(&self, name: &str, officer: &str) {
        let session = self.session(officer).await;
        let unit = session.grants[0].unit.clone();
        let cells = move |field: &str| match field {
            "nama" => name.to_owned(),
            "pemilik" => unit.clone(),
            _ => String::new(),
        };
        let room = &self.city().joined.applications;
        assert_eq!(room.write(&Author::of(&session), None, &cells).await.unwrap(), name.to_lowercase());
    }

    async fn key(&self, officer: &str, new: NewKey) -> KeyPair {
        let signon = &self.city().joined.signon;
        let form = FormKey::new(&SystemChance::new());
        let key = signon.register(&self.session(officer).await, new, form).await.unwrap();
        // What needs consent waits for Kominfo; where nothing waits there is nothing to answer.
        let _ = signon.answer(&self.session("dewi").await, &key.id, 1, None).await;
        KeyPair { id: key.id, secret: key.secret.unwrap().text.clone() }
    }

    /// A key of the application of the social agency, with every scope.
    pub async fn program(&self) -> KeyPair {
        let terms = Terms { scopes: SCOPES.map(str::to_owned).into(), ..Terms::default() };
        let (application, name) = ("epusket".to_owned(), "Epusket".to_owned());
        let (kind, logout) = (Kind::Program, String::new());
        self.key("citra", NewKey { application, name, kind, sandbox: false, terms, logout }).await
    }

    /// A key for signing on to the application of the health agency.
    pub async fn sign_on(&self) -> KeyPair {
        let terms = Terms {
            redirects: vec![self.callback.clone()],
            after: vec![self.after()],
            officers: Audience::OwnUnit,
            ..Terms::default()
        };
        let (application, name) = ("simpus".to_owned(), "Simpus".to_owned());
        let (kind, logout) = (Kind::Web, self.farewell());
        self.key("ani", NewKey { application, name, kind, sandbox: false, terms, logout }).await
    }

    /// Where a sign-out ends.
    pub fn after(&self) -> String {
        self.callback.replace("/kembali", "/keluar")
    }

    /// Where the application hears that a sign-on ended.
    pub fn farewell(&self) -> String {
        self.callback.replace("/kembali", "/pemberitahuan")
    }

    /// A service of the health agency over a server of its own, granted to the social agency as a case: its key.
    pub async fn service(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, patients()).await });
        self.service_at(address).await
    }

    /// The same over a server at this address.
    pub async fn service_at(&self, address: SocketAddr) -> String {
        let exchange = &self.city().joined.exchange;
        let ani = self.session("ani").await;
        let terms = exchange::model::terms::Terms {
            upstream: format!("http://{address}"),
            ..exchange::model::terms::Terms::default()
        };
        let new = NewOffer {
            application: "simpus".into(),
            service: "pasien".into(),
            name: "Data pasien".into(),
            about: "Pasien puskesmas untuk dinas lain yang punya dasar hukum".into(),
            terms,
        };
        let key = exchange.register(&ani, &new).await.unwrap().to_string();
        let found = exchange.upload(&ani, &key, DESCRIPTION.as_bytes()).await.unwrap();
        exchange.publish(&ani, &key).await.unwrap_or_else(|refused| panic!("{refused:?} {found:?}"));
        let ask = Ask {
            offer: key.clone(),
            application: "epusket".into(),
            operations: vec!["daftarPasien".into()],
            whole: true,
            purpose: "Mencocokkan penerima bantuan sosial".into(),
            basis: "Perjanjian kerja sama 12/2026".into(),
            months: 12,
            key: "permintaan-uji-1".into(),
            ..Ask::default()
        };
        let asked = exchange.ask(&self.session("citra").await, &ask).await.unwrap();
        self.act("ani", asked.number.as_str(), "penilaian.beri").await;
        self.act("budi", asked.number.as_str(), "persetujuan.setujui").await;
        let granted = || exchange.directory().grants.contains_key("epusket");
        eventually("no grant came of the case", || async { granted() }).await;
        key
    }

    /// An officer presses a button of a case, in the browser.
    async fn act(&self, name: &str, number: &str, action: &str) {
        let mut browser = Visitor::new(self.house.router().await.unwrap());
        let url: &'static str = Box::leak(self.url.clone().into_boxed_str());
        (browser.origin, browser.host) = (url, url.trim_start_matches("http://"));
        browser.sign_in(name).await;
        let page = browser.get(&format!("/kerja/kasus/{number}?tindakan={action}")).await;
        let path = format!("/kerja/kasus/{number}/tindakan/{action}");
        let mut fields = page.fields(&path);
        set(&mut fields, "_alasan", "");
        let done = browser.post(&path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{name} {action}: {}", done.text());
    }
}

/// Waits until it is so.
pub(crate) async fn eventually<F: Future<Output = bool>>(otherwise: &str, mut so: impl FnMut() -> F) {
    let begun = Instant::now();
    while !so().await {
        assert!(begun.elapsed() < PATIENCE, "{otherwise}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The server of an agency: it knows two patients.
pub(crate) fn patients() -> axum::Router {
    const PATIENTS: &str = r#"{"data":[{"id":"P-1","umur":30},{"id":"P-2","umur":41}]}"#;
    axum::Router::new()
        .route("/pasien", get(|| async { ([(http::header::CONTENT_TYPE, "application/json")], PATIENTS) }))
}
