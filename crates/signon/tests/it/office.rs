//! A region with three applications: a living one of the health agency, a living one of Kominfo, and a retired one.

use cases::doors::{Answer, Application, CodeOrdered, CodeTried, ContactCodes, ContactWish, Directory, ProvedContact};
use kernel::{Clock as _, Instant, Role, Token, Zone};
use signon::model::audience::Audience;
use signon::model::terms::{Kind, Terms};
use signon::{Deps, KeyChange, NewKey, Registered, Signon};
use std::sync::{Arc, Mutex};
use testkit::{Book, Inventory, Ledger, Offices, People, SetClock, application, callable};
use web::outgoing::Reach;
use web::{FormKey, Session};

pub const REGION: &str = "35.17";
pub const ISSUER: &str = "http://127.0.0.1:8080";
pub const BACK: &str = "https://simpus.contoh.go.id/kembali";
pub const SERVICE: &str = "dinas-kesehatan/simpus/pasien/v1";

/// A living application of the health agency, a retired one of it, and a living one of Kominfo.
fn inventory() -> Inventory {
    let one = |id: &str, name: &str, unit: &str, alive: bool| Application {
        name: name.to_owned(),
        address: Some(format!("https://{id}.contoh.go.id/")),
        alive,
        ..application(id, unit)
    };
    Inventory::of([
        one("lama", "Aplikasi Lama", "dinas-kesehatan", false),
        one("presensi", "Presensi", "dinas-kominfo", true),
        one("simpus", "Simpus", "dinas-kesehatan", true),
    ])
}

/// The one service that is offered.
fn book() -> Book {
    let service = Arc::new(callable(SERVICE, "https://simpus.internal"));
    Book::of(Directory { services: [(SERVICE.to_owned(), service)].into(), ..Directory::default() })
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
    Session { confirmed_at: SetClock::default().now(), ..testkit::officer(id, role, unit) }
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
    let all = [liaison(), kominfo(), verifier()];
    let held = all.iter().map(|one| (one.officer.0.as_str(), one.grants[0].role, one.grants[0].unit.as_str()));
    let (people, inventory) = (People::holding(held), inventory());
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
        agencies: Arc::new(Offices::of(&["dinas-kesehatan", "dinas-kominfo", "dinas-pupr"])),
        staff: Arc::new(people.clone()),
        applications: Arc::new(inventory.clone()),
        directories: Arc::new(book()),
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
        self.ledger.log(REGION).await.into_iter().map(|event| event.fact.name).collect()
    }
}
