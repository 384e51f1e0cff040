//! The program (R1), the server of an agency, the connections to PostgreSQL and a subscriber are killed in turn under load: every
//! call that was answered has its record, and every report that was acknowledged reaches the subscriber as an event.

use crate::http::Client;
use crate::living::{KeyPair, Living, eventually, free_port, patients};
use crate::sending::Report;
use crate::town::Town;
use axum::Router;
use axum::routing::post;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const CALLERS: usize = 4;
const REPORTERS: usize = 2;
const ROUNDS: usize = 3;
/// How long the load goes on between two kills.
const BREATH: Duration = Duration::from_millis(600);

/// A server with a runtime of its own, so that a kill takes its connections along.
struct Apart {
    address: SocketAddr,
    router: Router,
    runtime: Option<Runtime>,
}

impl Apart {
    fn start(router: Router) -> Self {
        let mut server = Self { address: ([127, 0, 0, 1], free_port()).into(), router, runtime: None };
        server.rise();
        server
    }

    fn rise(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = std::net::TcpListener::bind(self.address).unwrap();
        listener.set_nonblocking(true).unwrap();
        let router = self.router.clone();
        runtime.spawn(async move { axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), router).await });
        self.runtime = Some(runtime);
    }

    fn kill(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Subjects of the events that a subscriber was given.
type Heard = Arc<Mutex<BTreeSet<String>>>;

fn subscriber(heard: &Heard) -> Router {
    let heard = heard.clone();
    Router::new().route(
        "/",
        post(move |body: String| {
            let event: Json = serde_json::from_str(&body).unwrap();
            heard.lock().unwrap().insert(event["subject"].as_str().unwrap_or_default().to_owned());
            std::future::ready(http::StatusCode::NO_CONTENT)
        }),
    )
}

/// What the clients were told.
#[derive(Default)]
struct Told {
    calls: Mutex<BTreeSet<String>>,
    reports: Mutex<BTreeSet<String>>,
    over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_in_turn_lose_no_answered_call_and_no_event() {
    killed_in_turn(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_in_turn_on_postgresql_lose_no_answered_call_and_no_event() {
    let Ok(cluster) = std::env::var("GAPURA_TEST_POSTGRES") else {
        return;
    };
    let chance = kernel::ids::SystemChance::new();
    killed_in_turn(Some(store::testing::fresh_schema(&cluster, &chance).await.unwrap())).await;
}

async fn killed_in_turn(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let heard = Heard::default();
    let (mut agency, mut receiver) = (Apart::start(patients()), Apart::start(subscriber(&heard)));
    let living = Living::open_on(folder.path(), database.clone()).await;
    let service = living.service_at(agency.address).await;
    let key = Arc::new(living.program().await);
    let town = living.closed().await;
    let mut server = town.serve().await;
    subscribed(&town, &key, receiver.address).await;
    let told = Arc::new(Told::default());
    let mut clients = JoinSet::new();
    for _ in 0..CALLERS {
        clients.spawn(calling(town.address, key.clone(), format!("/x/{service}/pasien"), told.clone()));
    }
    for number in 0..REPORTERS {
        clients.spawn(reporting(town.address, number, told.clone()));
    }
    for _ in 0..ROUNDS {
        tokio::time::sleep(BREATH).await;
        agency.kill();
        tokio::time::sleep(BREATH).await;
        agency.rise();
        tokio::time::sleep(BREATH).await;
        server.kill();
        server = town.serve().await;
        tokio::time::sleep(BREATH).await;
        if let Some(url) = &database {
            store::testing::kill_connections(url).await.unwrap();
        }
    }
    receiver.kill();
    tokio::time::sleep(BREATH).await;
    receiver.rise();
    tokio::time::sleep(BREATH).await;
    told.over.store(true, Ordering::Relaxed);
    clients.join_all().await;
    let reports = told.reports.lock().unwrap().clone();
    let all = || async { reports.is_subset(&heard.lock().unwrap()) };
    eventually("an event is missing", all).await;
    server.kill();
    assert_recorded(&town, &told).await;
    println!("{} calls answered, {} reports told of", told.calls.lock().unwrap().len(), reports.len());
    assert!(reports.len() > 20, "{}", reports.len());
}

async fn subscribed(town: &Town, key: &KeyPair, receiver: SocketAddr) {
    let token = key.token(town.address, "peristiwa.langganan").await.unwrap();
    let bearer = format!("Bearer {token}");
    let wish = json!({ "target": format!("http://{receiver}/"), "types": ["id.go.kab.gapura.case.opened.v1"] });
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let mut client = Client::open(town.address).await.unwrap();
    let reply = client.post("/api/v1/langganan", &headers, wish.to_string()).await.unwrap();
    assert_eq!(reply.json()["state"], "aktif", "{}", reply.text());
}

/// Calls one after another and keeps the ids of those that were answered by the agency.
async fn calling(address: SocketAddr, key: Arc<KeyPair>, path: String, told: Arc<Told>) {
    while !told.over.load(Ordering::Relaxed) {
        let (token, client) = (key.token(address, "layanan.panggil").await, Client::open(address).await);
        let (Some(token), Ok(mut client)) = (token, client) else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        while let Ok(reply) = client.bearer(&path, &format!("Bearer {token}")).await {
            if told.over.load(Ordering::Relaxed) || reply.status.as_u16() == 401 {
                break;
            }
            if reply.status.is_success() {
                assert!(reply.text().contains("P-2"), "{}", reply.text());
                told.calls.lock().unwrap().insert(reply.header("x-gapura-request-id").to_owned());
            }
        }
    }
}

/// Sends reports, each as often as it takes.
async fn reporting(address: SocketAddr, number: usize, told: Arc<Told>) {
    let mut place = 0;
    while !told.over.load(Ordering::Relaxed) {
        place += 1;
        let mut report = Report::by_api(&format!("tukar-{number}-{place}"));
        while !report.is_acknowledged() {
            match Client::open(address).await {
                Ok(mut client) => drop(report.send(&mut client).await),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        told.reports.lock().unwrap().insert(report.number().to_owned());
    }
}

/// Every call that was answered has its record, and the ledger is whole.
async fn assert_recorded(town: &Town, told: &Told) {
    assert_eq!(town.findings(), Vec::<String>::new());
    let store = town.store().await;
    let rows = store.heavy_rows("SELECT id FROM gateway_calls WHERE status = 200", Vec::new()).await.unwrap();
    let recorded: BTreeSet<String> = rows.iter().map(|row| row.string(0).unwrap()).collect();
    let calls = told.calls.lock().unwrap().clone();
    let lost: Vec<&String> = calls.difference(&recorded).collect();
    assert!(
        calls.len() > 50 && lost.is_empty(),
        "{} answered, {} recorded, lost {lost:?}",
        calls.len(),
        recorded.len()
    );
    store.close().await;
}
