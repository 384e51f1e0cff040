//! A region with two feeds: employees as workbooks or CSV files in a folder, and whatever a test maps.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cases::doors::{Agencies, Agency, Feeds as _};
use feeds::{Deps, Feeds, MappingFile, Ran, Secrets, Trigger};
use http_body_util::BodyExt as _;
use kernel::{Instant, OfficerId, Role, Token, Zone};
use serde_json::Value as Json;
use std::path::PathBuf;
use std::sync::Arc;
use testkit::{Ledger, Names};
use tower::ServiceExt as _;
use web::{Grant, Session};

pub const REGION: &str = "35.17";

/// The employees as CSV, for which personal columns, words and dates are mapped as in the example.
pub fn employees() -> String {
    crate::EXAMPLE.replace("pegawai-*.xlsx", "*.csv").replace("lembar      = \"Data\"\n", "")
}

struct Offices;

impl Agencies for Offices {
    fn all(&self) -> Arc<[Agency]> {
        Arc::new([])
    }

    fn agency(&self, _: &str) -> Option<Agency> {
        None
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

/// A region on one database, with a folder of drops.
pub struct Town {
    pub ledger: Ledger,
    pub feeds: Feeds,
    pub drops: tempfile::TempDir,
}

/// On each database, on 1 March 2027, with these mapping files.
pub async fn towns(texts: &[String]) -> Vec<Town> {
    let mut towns = Vec::new();
    for ledger in testkit::ledgers(feeds::MIGRATIONS).await {
        ledger.clock.set(Instant::parse("2027-03-01T02:00:00Z").unwrap());
        let drops = tempfile::tempdir().unwrap();
        std::fs::create_dir(drops.path().join("simpeg")).unwrap();
        std::fs::create_dir(drops.path().join("rahasia")).unwrap();
        let feeds = Feeds::open(deps(&ledger, drops.path().to_owned(), texts)).await.unwrap();
        towns.push(Town { ledger, feeds, drops });
    }
    towns
}

pub fn deps(ledger: &Ledger, drops: PathBuf, texts: &[String]) -> Deps {
    let file = |(at, text): (usize, &String)| MappingFile { name: format!("{at}.toml"), text: text.clone() };
    Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        public_url: "https://gapura.example".into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Offices),
        staff: Arc::new(Names),
        files: texts.iter().enumerate().map(file).collect(),
        secrets: Secrets::new(vec![drops.join("rahasia")]),
        drops,
    }
}

/// A CSV of employees: number, name, rank, state, date.
pub fn csv(rows: &[[&str; 5]]) -> String {
    let head = "NIP,Nama lengkap,Golongan,Status,TMT\n".to_owned();
    rows.iter().fold(head, |all, row| all + &row.join(",") + "\n")
}

pub const SITI: [&str; 5] = ["198001012005011001", "Siti Aminah", "III/a", "A", "2005-01-01"];
pub const BUDI: [&str; 5] = ["198102022006021002", "Budi Santoso", "III/b", "A", "2006-02-01"];
pub const RINA: [&str; 5] = ["198203032007032003", "Rina Wati", "IV/a", "P", "2007-03-01"];
pub const DEWI: [&str; 5] = ["198304042008042004", "Dewi Lestari", "III/a", "A", "2008-04-01"];

impl Town {
    /// Puts a whole file into the folder.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let folder = self.drops.path().join("simpeg");
        std::fs::write(folder.join(name), bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.selesai")), "").unwrap();
    }

    /// Puts a file there and has it read, a minute later.
    pub async fn read(&self, name: &str, bytes: impl AsRef<[u8]>) -> Ran {
        self.put(name, bytes);
        self.run().await.remove(0)
    }

    pub async fn run(&self) -> Vec<Ran> {
        self.ledger.clock.advance(60);
        self.feeds.run_feed("pegawai", Trigger::Schedule).await.unwrap()
    }

    pub fn shelf(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.drops.path().join("simpeg").join(name));
        let mut names: Vec<String> =
            entries.into_iter().flatten().flatten().map(|one| one.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What a program gets that may see these fields.
    pub async fn ask(&self, path: &str, query: &str, fields: &[&str]) -> (u16, Json) {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let answer = self.feeds.answer_for("pegawai", path, query, &fields).await;
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// The rows that stand in a list.
    pub async fn rows(&self, query: &str, fields: &[&str]) -> Vec<Json> {
        let (status, answer) = self.ask("/", query, fields).await;
        assert_eq!(status, 200, "{answer}");
        answer["baris"].as_array().unwrap().clone()
    }

    /// Names and data of the facts of the log, in order.
    pub async fn facts(&self) -> Vec<(String, Json)> {
        self.ledger.store.sequence(REGION).await.unwrap();
        let events = self.ledger.store.events_after(REGION, 0, 5000).await.unwrap();
        events.into_iter().map(|event| (event.fact.name, event.fact.data)).collect()
    }

    pub async fn named(&self, name: &str) -> Vec<Json> {
        self.facts().await.into_iter().filter(|(found, _)| found == name).map(|(_, data)| data).collect()
    }
}

pub fn officer(role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(format!("{}-{unit}", role.word())),
        name: "Petugas".into(),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: vec![7; 32],
        confirmed_at: Instant::from_seconds(0),
    }
}

/// The pages, with some people who are signed in.
pub struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

impl Site {
    pub fn new(town: &Town, people: Vec<Session>) -> Self {
        let ledger = &town.ledger;
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
        let rooms = vec![feeds::room(town.feeds.clone())];
        Self { router: web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap(), tokens }
    }

    pub async fn ask(
        &self,
        who: usize,
        (method, path, kind): (&str, &str, &str),
        body: Vec<u8>,
    ) -> (StatusCode, String) {
        let cookie = self.tokens.get(who).map(|token| format!("gapura={}", token.secret())).unwrap_or_default();
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

    pub async fn get(&self, who: usize, path: &str) -> (StatusCode, String) {
        self.ask(who, ("GET", path, "text/plain"), Vec::new()).await
    }

    /// Sends the form with this action, with its token and these fields and files, as a browser does.
    pub async fn send(&self, who: usize, action: &str, fields: &[(&str, Option<&str>, &str)]) -> (StatusCode, String) {
        let html = self.get(who, "/umpan/pegawai").await.1;
        let token = html.split("name=\"_tanda\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
        let mut body = String::new();
        for (name, file, text) in [("_tanda", None, token.unwrap_or("x"))].iter().chain(fields) {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            body.push_str(&format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n"));
        }
        body.push_str("--x--\r\n");
        self.ask(who, ("POST", action, "multipart/form-data; boundary=x"), body.into_bytes()).await
    }
}
