//! Two services, of which one is open, an application that was granted the other, and a front door that is played.

use axum::http::StatusCode;
use cases::doors::{Answer, CallGrant, Callable, Directory, Health, Operation, Showcase, ShownService, Statuses};
use kernel::{Instant, Role};
use portal::{Call, Called, Caller, Deps, Portal};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use testkit::{Book, Inventory, Ledger, Offices, application, callable, officer};

pub const OPEN: &str = "dinas-kesehatan/simpus/poli/v1";
pub const CLOSED: &str = "dinas-kesehatan/simpus/pasien/v1";
pub const URL: &str = "https://layanan.jombang.contoh";

/// Rooms that are played.
struct Rooms;

fn operation(id: &str, method: &str, template: &str, example: Option<&str>) -> Operation {
    Operation {
        method: method.into(),
        template: template.into(),
        id: id.into(),
        request: None,
        example: example.map(str::to_owned),
    }
}

fn service(key: &str, operations: Vec<Operation>) -> (String, Arc<Callable>) {
    let open = Callable { operations: operations.into(), ..callable(key, "https://simpus.example") };
    (key.into(), Arc::new(open))
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
        services: BTreeMap::from([service(OPEN, open), service(CLOSED, closed)]),
        grants: BTreeMap::from([("epuskesos".to_owned(), granted)]),
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

pub const OWNER: Option<usize> = Some(0);
pub const CALLER: Option<usize> = Some(1);
pub const STRANGE: Option<usize> = Some(2);
pub const KOMINFO: Option<usize> = Some(3);

/// The pages, with officers of the owning, the calling and another agency, and of Kominfo.
pub struct Site {
    pages: testkit::Site,
    pub door: Arc<Door>,
    _ledger: Ledger,
}

impl Site {
    pub async fn open() -> Self {
        let ledger = testkit::sqlite_ledger(&[]).await;
        let door = Arc::new(Door { answer: Mutex::new(json(200, r#"{"nama":"Umum"}"#)), ..Door::default() });
        let portal = Portal::new(Deps {
            public_url: URL.into(),
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            agencies: Arc::new(Offices::default()),
            applications: Arc::new(Inventory::of([
                application("simpus", "dinas-kesehatan"),
                application("epuskesos", "dinas-sosial"),
            ])),
            directories: Arc::new(Book::of(directory())),
            showcase: Arc::new(Rooms),
            statuses: Arc::new(Rooms),
            caller: door.clone(),
        });
        let units = ["dinas-kesehatan", "dinas-sosial", "dinas-pupr", "dinas-kominfo"];
        let people = units.map(|unit| officer(unit, Role::Liaison, unit));
        let pages = testkit::Site::new(&ledger, portal::room(portal), people.into());
        Self { pages, door, _ledger: ledger }
    }

    pub async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.pages.get(who, path).await
    }

    /// Opens the form of an operation and sends it with these fields.
    pub async fn call(&self, who: Option<usize>, form: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        self.pages.send(who, (form, "/pengembang/coba"), fields).await
    }

    /// A form that was not made here.
    pub async fn forge(&self, body: &str) -> StatusCode {
        self.pages.post(None, "/pengembang/coba", body).await.0
    }
}
