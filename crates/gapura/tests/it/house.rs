//! The whole house in this process, with a clock that is set: every room of a region, on each database that is there.

use axum::Router;
use axum::body::Body;
use gapura::cli::Init;
use gapura::config::Config;
use gapura::data::{self, World};
use gapura::serve::House;
use gapura::{founding, worker};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use identity::NewOfficer;
use identity::model::officer::Grant;
use kernel::ids::SystemChance;
use kernel::{Actor, Lang, Role};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use testkit::SetClock;
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "pintu-gerbang-contoh";

/// SQLite, and a fresh schema of PostgreSQL where `GAPURA_TEST_POSTGRES` names one.
pub(crate) async fn databases() -> Vec<Option<String>> {
    let mut all = vec![None];
    if let Ok(cluster) = std::env::var("GAPURA_TEST_POSTGRES") {
        let chance = SystemChance::new();
        let url = store::testing::fresh_schema(&cluster, &chance).await;
        all.push(Some(url.unwrap()));
    }
    all
}

/// A house of Kabupaten Jombang with its services, and its data folder. Its agencies' applications stand on this machine.
pub(crate) async fn built(folder: &Path, database: Option<String>, address: &str, world: World) -> (House, PathBuf) {
    let data = folder.join("kota");
    let wish = Init { region: "35.17".to_owned(), database, kunci: None, garis_dasar: None };
    let house = founding::found(&data, &wish, world.clone()).await.unwrap();
    let city = house.cities.first().unwrap();
    founding::furnish(city).await.unwrap();
    founding::publish(city, Lang::Id).await.unwrap();
    house.store.close().await;
    let path = data.join(gapura::config::FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("# kali = 1", "kali = 1000").replace("http://127.0.0.1:8017", address);
    let text = text.replace("# jaringan = [\"10.1.0.0/16\"]", "jaringan = [\"127.0.0.0/8\"]");
    std::fs::write(&path, text).unwrap();
    let config = Config::read(&data).unwrap();
    let store = data::open(&config, &data).await.unwrap();
    (House::open(config, &data, store, world).await.unwrap(), data)
}

/// An officer with a password; the name is also the account.
pub(crate) async fn hire(house: &House, name: &str, role: Role, unit: &str) {
    let city = house.cities.first().unwrap();
    let new = NewOfficer {
        sign_in: name.to_owned(),
        name: format!("Petugas {name}"),
        email: String::new(),
        grants: vec![Grant { role, unit: unit.to_owned() }],
    };
    let now = city.desk.now();
    let added = city.identity.add_officer(&new, &Actor::Operator, now).await;
    let (id, _) = added.unwrap();
    let done = city.identity.set_password(&id, PASSWORD, &Actor::Operator, now);
    done.await.unwrap();
}

/// Kabupaten Jombang on a Monday morning, with its services.
pub(crate) struct Home {
    pub house: House,
    pub router: Router,
    pub clock: SetClock,
    pub data: PathBuf,
}

impl Home {
    pub async fn found(folder: &Path, database: Option<String>, address: &str) -> Self {
        Self::found_with(folder, database, address, None).await
    }

    /// With a typesetter of letters.
    pub async fn found_with(
        folder: &Path,
        database: Option<String>,
        address: &str,
        press: Option<paper::Press>,
    ) -> Self {
        let clock = SetClock::at("2026-11-23T08:00:00+07:00");
        let world = World { clock: Arc::new(clock.clone()), chance: Arc::new(SystemChance::new()), press };
        let (house, data) = built(folder, database, address, world).await;
        let router = house.router().await.unwrap();
        Self { house, router, clock, data }
    }

    /// The same house after its configuration changed.
    pub async fn reopened(self, config: Config) -> Self {
        self.house.store.close().await;
        let chance = Arc::new(SystemChance::new());
        let world = World { clock: Arc::new(self.clock.clone()), chance, press: None };
        let store = data::open(&config, &self.data).await.unwrap();
        let house = House::open(config, &self.data, store, world).await.unwrap();
        let router = house.router().await.unwrap();
        Self { house, router, ..self }
    }

    /// An officer with a password; the name is also the account.
    pub async fn hire(&self, name: &str, role: Role, unit: &str) {
        hire(&self.house, name, role, unit).await;
    }

    /// A browser in which nobody has signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.router.clone())
    }

    /// A browser in which this officer has signed in, through the form.
    pub async fn officer(&self, name: &str) -> Visitor {
        let mut visitor = self.visitor();
        visitor.sign_in(name).await;
        visitor
    }

    /// Whatever waits for the worker is done.
    pub async fn settle(&self) {
        for city in self.house.cities.iter() {
            worker::settle(city, &self.house.store, &self.clock).await;
        }
    }

    /// How many events the ledger holds.
    pub async fn events(&self) -> i64 {
        let rows = self.house.store.heavy_rows("SELECT COUNT(*) FROM store_events", Vec::new());
        rows.await.unwrap()[0].int(0).unwrap()
    }
}

pub(crate) type Fields = Vec<(String, String)>;

/// Puts a value into a form.
pub(crate) fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// A browser without script: it keeps cookies and sends forms.
#[derive(Clone)]
pub(crate) struct Visitor {
    router: Router,
    cookies: Vec<(String, String)>,
    pub host: &'static str,
    pub origin: &'static str,
}

impl Visitor {
    pub fn new(router: Router) -> Self {
        Self { router, cookies: Vec::new(), host: "127.0.0.1:8017", origin: "http://127.0.0.1:8017" }
    }

    /// Signs an officer in, through the form.
    pub async fn sign_in(&mut self, name: &str) {
        let page = self.get("/masuk").await;
        let mut fields = page.fields("/masuk");
        set(&mut fields, "nama", name);
        set(&mut fields, "sandi", PASSWORD);
        let reply = self.post("/masuk", &fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{name}: {}", reply.text());
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "", Vec::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &Fields) -> Page {
        self.upload(path, fields, None).await
    }

    /// A form with a photo, if there is one.
    pub async fn upload(&mut self, path: &str, fields: &Fields, photo: Option<(&str, &[u8])>) -> Page {
        let texts = fields.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let (kind, body) = multipart(texts, photo);
        self.send("POST", path, &kind, body).await
    }

    /// A form as most pages send it.
    pub async fn form(&mut self, path: &str, fields: &Fields) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, text)| format!("{}={}", encoded(name), encoded(text))).collect();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, kind, pairs.join("&").into_bytes()).await
    }

    pub async fn send(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host)
            .header(header::COOKIE, cookies.join("; "));
        if method == "POST" {
            request = request.header(header::ORIGIN, self.origin).header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Page { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() }
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// What came back.
pub(crate) struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Where it sends the browser; it must.
    pub fn to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location")
    }

    /// The addresses of its links.
    pub fn links(&self) -> Vec<String> {
        let text = self.text();
        text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(unescaped).collect()
    }

    /// The fields of its form for `action` as a browser would send them untouched: hidden ones, chosen ones, texts.
    pub fn fields(&self, action: &str) -> Fields {
        let text = self.text();
        let forms = text.split("<form").skip(1);
        let mut forms = forms.map(|form| form.split("</form>").next().unwrap_or(""));
        let form = forms.find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = form.unwrap_or_else(|| panic!("no form for {action}: {text}"));
        let mut fields = Fields::new();
        for tag in form.split("<input").skip(1) {
            let tag = tag.split('>').next().unwrap_or("");
            let (Some(name), value) = (attribute(tag, "name"), attribute(tag, "value")) else {
                continue;
            };
            let kind = attribute(tag, "type").unwrap_or_default();
            let sent = match kind.as_str() {
                "radio" | "checkbox" => tag.contains(" checked"),
                "file" | "submit" => false,
                _ => true,
            };
            if sent {
                fields.push((name, value.unwrap_or_default()));
            }
        }
        fields
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    rest.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", "\"")
}

/// A form with at most one photo, as a browser writes it: its content type and its body.
pub(crate) fn multipart<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    photo: Option<(&str, &[u8])>,
) -> (String, Vec<u8>) {
    const MARK: &str = "----gapura-5f2c";
    let mut body = Vec::new();
    for (name, text) in fields {
        let head = format!("--{MARK}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(format!("{head}{text}\r\n").as_bytes());
    }
    if let Some((name, bytes)) = photo {
        let head = format!(
            "--{MARK}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{MARK}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={MARK}"), body)
}
