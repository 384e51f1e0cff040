//! Sources of a region against services on loopback that answer, refuse, hang, err, lie about their length and lead elsewhere.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri, header};
use bridges::registers::{PATIENCE, Registers};
use cases::doors::{NoAnswer, Question, Record, Sources as _};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use testkit::SetClock;

const NIB: &str = "9120001234567";
const NIK: &str = "3517010101900001";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Answers,
    KnowsNobody,
    Hangs,
    Errs,
    RefusesUs,
    Rubbish,
    TooMuch,
    /// Promises more bytes than it sends, and closes.
    Lies,
    /// Leads to another service on this machine.
    Redirects,
}

#[derive(Clone)]
struct Agency {
    address: String,
    mood: Arc<Mutex<Mood>>,
    /// Address, secret and body of each call.
    heard: Arc<Mutex<Vec<(String, String, String)>>>,
    elsewhere: Option<String>,
}

impl Agency {
    async fn start(elsewhere: Option<String>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let agency = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            mood: Arc::new(Mutex::new(Mood::Answers)),
            heard: Arc::default(),
            elsewhere,
        };
        let routes = Router::new().fallback(answer).with_state(agency.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        agency
    }

    fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn calls(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    /// A region that asks this agency as `settings` says; `ALAMAT` is its address.
    fn region(&self, folder: &Path, settings: &str, clock: &SetClock) -> Registers {
        std::fs::write(folder.join("rahasia"), "kunci-uji\n").unwrap();
        let settings = settings.replace("ALAMAT", &self.address);
        let all = BTreeMap::from([("oss".to_owned(), toml::from_str(&settings).unwrap())]);
        Registers::new(&all, folder, Arc::new(clock.clone())).unwrap()
    }
}

async fn answer(State(agency): State<Agency>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let secret = headers.get("x-kunci").map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = String::from_utf8_lossy(&body).into_owned();
    agency.heard.lock().unwrap().push((uri.to_string(), secret, body));
    let said = |status: u16, body: &str| Response::builder().status(status).body(Body::from(body.to_owned())).unwrap();
    let mood = *agency.mood.lock().unwrap();
    match mood {
        Mood::Answers => {
            said(200, r#"{"data":[{"nama":" Warung Maju\nJaya ","kbli":47111,"lain":{"a":1},"kosong":""}]}"#)
        }
        Mood::KnowsNobody => said(404, "{}"),
        Mood::Hangs => std::future::pending().await,
        Mood::Errs => said(500, "galat"),
        Mood::RefusesUs => said(401, "{}"),
        Mood::Rubbish => said(200, "<html>502 Bad Gateway</html>"),
        Mood::TooMuch => said(200, &format!("{{\"x\":\"{}\"}}", "x".repeat(70_000))),
        Mood::Lies => {
            let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{\"data\":["))]);
            Response::builder().header(header::CONTENT_LENGTH, 5000).body(Body::from_stream(stream)).unwrap()
        }
        Mood::Redirects => {
            let to = agency.elsewhere.clone().unwrap();
            Response::builder().status(307).header(header::LOCATION, to).body(Body::empty()).unwrap()
        }
    }
}

const POST: &str = "nama = \"OSS\"\nurl = \"ALAMAT/cari?v=1\"\nkunci = \"nib\"\n\
    rahasia = { kepala = \"X-Kunci\", berkas = \"rahasia\" }\n\
    ambil = { nama_usaha = \"/data/0/nama\", kbli = \"/data/0/kbli\", lain = \"/data/0/lain\", x = \"/data/0/kosong\", y = \"/tidak/ada\" }";
const GET: &str = "url = \"ALAMAT/nib/{kunci}\"\nmetode = \"GET\"\nambil = { kbli = \"/data/0/kbli\" }";

async fn asked(region: &Registers, key: &str, personal: bool) -> Result<Option<Record>, NoAnswer> {
    region.ask(Question { source: "oss", key, personal }).await
}

#[tokio::test]
async fn a_service_answers_with_texts_and_hears_key_and_secret_and_nothing_else() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::default());
    let agency = Agency::start(None).await;
    let region = agency.region(folder.path(), POST, &clock);
    let found = asked(&region, "91200 0123-4567", true).await.unwrap().unwrap();
    let wanted = [("kbli", "47111"), ("nama_usaha", "Warung Maju Jaya")];
    assert_eq!(found, wanted.map(|(name, text)| (name.to_owned(), text.to_owned())).into());
    let heard = agency.heard.lock().unwrap().clone();
    assert_eq!(heard, [("/cari?v=1".into(), "kunci-uji".into(), format!("{{\"nib\":\"{NIB}\"}}"))]);
    assert_eq!(region.name("oss").as_deref(), Some("OSS"));
    assert_eq!((region.name("lain"), region.troubled()), (None, 0));
    agency.becomes(Mood::KnowsNobody);
    assert_eq!(asked(&region, NIB, true).await, Ok(None));
    assert_eq!(asked(&region, "bukan nomor?", true).await, Ok(None));
    assert_eq!(agency.calls(), 2, "what is no number is not asked about");
    assert_eq!(region.findings().await, []);
}

#[tokio::test]
async fn a_personal_number_never_stands_in_an_address() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::default());
    let agency = Agency::start(None).await;
    let region = agency.region(folder.path(), GET, &clock);
    assert_eq!(asked(&region, NIK, true).await, Err(NoAnswer));
    assert_eq!(agency.calls(), 0);
    assert!(asked(&region, NIB, false).await.unwrap().is_some());
    assert_eq!(agency.heard.lock().unwrap()[0].0, format!("/nib/{NIB}"));
}

#[tokio::test]
async fn three_failures_of_any_kind_rest_the_service_for_a_minute() {
    for mood in [Mood::Errs, Mood::RefusesUs, Mood::Rubbish, Mood::TooMuch, Mood::Lies] {
        let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::default());
        let agency = Agency::start(None).await;
        let region = agency.region(folder.path(), POST, &clock);
        agency.becomes(mood);
        for _ in 0..5 {
            assert_eq!(asked(&region, NIB, false).await, Err(NoAnswer), "{mood:?}");
        }
        assert_eq!((agency.calls(), region.troubled()), (3, 1), "{mood:?}");
        assert_eq!(region.findings().await.len(), 1, "{mood:?}");
        agency.becomes(Mood::Answers);
        clock.advance(59);
        assert_eq!(asked(&region, NIB, false).await, Err(NoAnswer));
        clock.advance(1);
        assert!(asked(&region, NIB, false).await.unwrap().is_some());
        assert_eq!(region.troubled(), 0);
    }
}

#[tokio::test]
async fn a_service_that_hangs_is_left_after_its_time() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::default());
    let agency = Agency::start(None).await;
    let region = agency.region(folder.path(), POST, &clock);
    agency.becomes(Mood::Hangs);
    let begun = std::time::Instant::now();
    assert_eq!(asked(&region, NIB, false).await, Err(NoAnswer));
    assert!(begun.elapsed() >= PATIENCE && agency.calls() == 1);
}

#[tokio::test]
async fn a_redirect_to_an_inner_address_is_not_followed() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), SetClock::default());
    let inner = Agency::start(None).await;
    let agency = Agency::start(Some(format!("{}/metrics", inner.address))).await;
    let region = agency.region(folder.path(), POST, &clock);
    agency.becomes(Mood::Redirects);
    assert_eq!(asked(&region, NIB, false).await, Err(NoAnswer));
    assert_eq!((agency.calls(), inner.calls()), (1, 0));
    let findings = region.findings().await;
    assert!(findings[0].1.contains("status 307"), "{findings:?}");
}

#[tokio::test]
async fn an_extract_answers_by_the_names_of_forms_and_a_missing_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        "berkas = \"dukcapil.csv\"\nkunci = \"NIK\"\nambil = { nama = \"NAMA\", \"alamat_ktp.desa\" = \"KEL\" }";
    let all = BTreeMap::from([("oss".to_owned(), toml::from_str(settings).unwrap())]);
    let region = Registers::new(&all, folder.path(), Arc::new(SetClock::default())).unwrap();
    assert_eq!(asked(&region, NIK, true).await, Err(NoAnswer));
    assert_eq!(region.troubled(), 1);
    assert!(region.findings().await[0].1.contains("dukcapil.csv"));
    std::fs::write(folder.path().join("dukcapil.csv"), format!("NIK,NAMA,KEL\n{NIK},BUDI,3517012001\n")).unwrap();
    let found = asked(&region, NIK, true).await.unwrap().unwrap();
    assert_eq!((found["nama"].as_str(), found["alamat_ktp.desa"].as_str()), ("BUDI", "3517012001"));
    assert_eq!((region.troubled(), region.findings().await), (0, Vec::new()));
}
