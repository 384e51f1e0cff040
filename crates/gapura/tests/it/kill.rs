//! The program is killed (R1), or its connections to PostgreSQL are, while 32 residents write: nothing that they were told
//! is lost, nothing is there twice, and whoever was told nothing sends again and has one report.

use crate::http::Client;
use crate::sending::Report;
use crate::town::{Server, Town};
use kernel::ids::Chance as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use testkit::SeededChance;
use tokio::task::JoinSet;

const ROUNDS: u64 = 100;
const CLIENTS: usize = 32;
/// So many of them use the form, with photos; the others the API.
const BY_FORM: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_no_acknowledged_report_and_no_photo_and_double_none() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::found(folder.path(), &[]);
    let (mut total, mut told, mut ready) = (0, 0, Vec::new());
    let mut reports = Vec::new();
    for round in 0..=ROUNDS {
        let server = town.serve().await;
        ready.push(server.ready);
        total += reports.len();
        told += reports.iter().filter(|report: &&Report| report.is_acknowledged()).count();
        checked(town.address, reports).await;
        reports = match round {
            ROUNDS => Vec::new(),
            _ => until_killed(server, town.address, round).await,
        };
    }
    ready.sort_unstable();
    println!(
        "{total} reports, {told} acknowledged before a kill, ready {:?} to {:?}",
        ready[0],
        ready[ready.len() - 1]
    );
    assert!(told >= 10 * ROUNDS as usize, "{told} acknowledged");
    assert!(ready[ready.len() / 2] <= Duration::from_secs(2), "{ready:?}");
    assert_each_once(&town, total).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_postgresql_connections_lose_no_acknowledged_report_and_double_none() {
    let Ok(cluster) = std::env::var("GAPURA_TEST_POSTGRES") else {
        return;
    };
    let chance = kernel::ids::SystemChance::new();
    let url = store::testing::fresh_schema(&cluster, &chance).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let town = Town::found(folder.path(), &["--database", &url]);
    let server = town.serve().await;
    let over = Arc::new(AtomicBool::new(false));
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(persistent(town.address, client));
    }
    let killer = tokio::spawn({
        let over = Arc::clone(&over);
        async move {
            let mut kills = 0;
            while !over.load(Ordering::Relaxed) {
                store::testing::kill_connections(&url).await.unwrap();
                kills += 1;
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            kills
        }
    });
    let reports: Vec<Report> = clients.join_all().await.into_iter().flatten().collect();
    over.store(true, Ordering::Relaxed);
    let kills = killer.await.unwrap();
    let total = reports.len();
    println!("{total} reports while connections were killed {kills} times");
    assert!(kills >= 10, "{kills}");
    checked(town.address, reports).await;
    server.kill();
    assert_each_once(&town, total).await;
}

/// 32 clients write until the server is killed, 50 to 350 ms from now.
async fn until_killed(server: Server, address: SocketAddr, round: u64) -> Vec<Report> {
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(until_gone(address, round, client));
    }
    let mut bytes = [0; 2];
    SeededChance::new(round).fill(&mut bytes);
    let wait = 50 + u64::from(u16::from_le_bytes(bytes)) % 300;
    tokio::time::sleep(Duration::from_millis(wait)).await;
    server.kill();
    clients.join_all().await.into_iter().flatten().collect()
}

/// Sends one report after another until the server is gone; the last one may be without an answer.
async fn until_gone(address: SocketAddr, round: u64, number: usize) -> Vec<Report> {
    let mut reports = Vec::new();
    let Ok(mut client) = Client::open(address).await else {
        return reports;
    };
    loop {
        let name = format!("{round}-{number}-{}", reports.len());
        let mut report = match number < BY_FORM {
            false => Report::by_api(&name),
            true => match Report::by_form(&mut client, &name).await {
                Ok(report) => report,
                Err(_) => return reports,
            },
        };
        let sent = report.send(&mut client).await;
        let sent = match sent {
            Ok(()) => report.add_photo(&mut client).await,
            gone => gone,
        };
        reports.push(report);
        if sent.is_err() {
            return reports;
        }
    }
}

/// Sends some reports, each as often as it takes.
async fn persistent(address: SocketAddr, number: usize) -> Vec<Report> {
    const EACH: usize = 12;
    let mut client = Client::open(address).await.unwrap();
    let mut reports = Vec::new();
    for place in 0..EACH {
        let mut report = Report::by_api(&format!("pg-{number}-{place}"));
        let mut tries = 0;
        while !report.is_acknowledged() {
            report.send(&mut client).await.unwrap();
            tries += 1;
            assert!(tries < 500, "never taken");
        }
        reports.push(report);
    }
    reports
}

/// Every report again, on several connections.
async fn checked(address: SocketAddr, reports: Vec<Report>) {
    const CONNECTIONS: usize = 8;
    let mut shares: Vec<Vec<Report>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (place, report) in reports.into_iter().enumerate() {
        shares[place % CONNECTIONS].push(report);
    }
    let mut checks = JoinSet::new();
    for share in shares.into_iter().filter(|share| !share.is_empty()) {
        checks.spawn(async move {
            let mut client = Client::open(address).await.unwrap();
            for mut report in share {
                report.check(&mut client).await;
            }
        });
    }
    checks.join_all().await;
}

/// As many cases as there were sendings, numbered without gap or double, and nothing for `doctor` to find.
async fn assert_each_once(town: &Town, total: usize) {
    assert_eq!(town.findings(), Vec::<String>::new());
    let store = town.store().await;
    let cases = "SELECT COUNT(*), COUNT(DISTINCT number), COUNT(DISTINCT id) FROM desk_cases";
    let rows = store.heavy_rows(cases, Vec::new()).await.unwrap();
    let counts: Vec<i64> = (0..3).map(|column| rows[0].int(column).unwrap()).collect();
    assert_eq!(counts, [total as i64; 3]);
    let series = "SELECT CAST(SUM(count) AS BIGINT) FROM store_series";
    let drawn = store.heavy_rows(series, Vec::new()).await.unwrap();
    assert_eq!(drawn[0].int(0).unwrap(), total as i64, "no number is left out");
    store.close().await;
}
