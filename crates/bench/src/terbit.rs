//! `terbit`: whether residents notice that a service is published while they look at their pages.

use crate::create;
use crate::forms;
use crate::load::{self, Connection, Outcome, Shot};
use crate::read;
use crate::report::{self, round};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

const ROUNDS: usize = 3;
const CONNECTIONS: usize = 8;
/// Each connection asks for a page so often, whether the machine is busy or not: 200 pages in a second.
const EVERY: Duration = Duration::from_millis(40);
const LONG: Duration = Duration::from_secs(10);
const CASES: usize = 200;
const SERVICE: &str = "layanan/pengaduan/jalan-rusak.toml";

/// Ten seconds of pages, an approval in the browser, ten seconds of pages; three times.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    city.run(&["layanan", "terbitkan", "layanan"])?;
    city.raise_limits()?;
    let (writer, approver) = (officer(&city, "penulis")?, officer(&city, "penyetuju")?);
    let server = city.serve(&[]).await?;
    let writer = read::sign_in(&server, &writer, "penulis").await?;
    let approver = read::sign_in(&server, &approver, "penyetuju").await?;
    let sent = create::shots(&server, CASES, 0).await?;
    load::run(server.address, CONNECTIONS, None, sent, StatusCode::SEE_OTHER).await?;
    let pages = ["/", "/layanan", "/layanan/jalan-rusak", "/layanan/surat-domisili", "/lacak", "/transparansi"];
    let pages: Arc<Vec<Shot>> = Arc::new(pages.into_iter().map(Shot::get).collect());
    watch(&server, &pages).await?;
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        let proposal = propose(&server, &writer, number + 4).await?;
        let before = watch(&server, &pages).await?.percentile(0.95);
        let (approved, after) = tokio::join!(approve(&server, &approver, &proposal), watch(&server, &pages));
        rounds.push((before, after?.percentile(0.95), approved?.as_secs_f64() * 1000.0));
    }
    rounds.sort_by(|one, other| (one.1 / one.0).total_cmp(&(other.1 / other.0)));
    let (before, after, approval) = rounds.get(ROUNDS / 2).copied().context("no round")?;
    report::print(
        "terbit",
        json!({
            "p95_before_ms": round(before),
            "p95_after_ms": round(after),
            "ratio": round(after / before),
            "ratios": rounds.iter().map(|(before, after, _)| round(after / before)).collect::<Vec<_>>(),
            "approval_ms": round(approval),
            "pages_per_s": CONNECTIONS as f64 / EVERY.as_secs_f64(),
            "connections": CONNECTIONS,
            "database": "sqlite, synchronous=FULL",
            "target_ratio": 1.2,
        }),
    );
    Ok(())
}

/// What `petugas tambah` printed, with the one-time link.
fn officer(city: &City, name: &str) -> Result<String> {
    let names = ["--nama", "Admin Contoh", "--peran", "admin-kota", "--opd", "dinas-kominfo"];
    city.run(&[&["--json", "petugas", "tambah", name][..], &names[..]].concat())
}

/// Pages at a steady pace for ten seconds.
async fn watch(server: &Server, pages: &Arc<Vec<Shot>>) -> Result<Outcome> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for first in 0..CONNECTIONS {
        let connection = Connection::open(server.address, None).await?;
        tasks.push(tokio::spawn(resident(connection, pages.clone(), first)));
    }
    let mut outcome = Outcome { answers: 0, wall: LONG, times: Vec::new(), bytes: 0 };
    for task in tasks {
        let (times, bytes) = task.await??;
        outcome.answers += times.len();
        outcome.times.extend(times);
        outcome.bytes += bytes;
    }
    outcome.wall = start.elapsed();
    outcome.times.sort_unstable();
    Ok(outcome)
}

async fn resident(mut connection: Connection, pages: Arc<Vec<Shot>>, first: usize) -> Result<(Vec<Duration>, usize)> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    let mut pace = interval(EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let start = Instant::now();
    for shot in pages.iter().cycle().skip(first) {
        if start.elapsed() >= LONG {
            break;
        }
        pace.tick().await;
        let begun = Instant::now();
        let (answer, body) = connection.send(shot).await?;
        ensure!(answer.status() == StatusCode::OK, "{} answered {}", shot.path, answer.status());
        times.push(begun.elapsed());
        bytes += body.len();
    }
    Ok((times, bytes))
}

/// Writes the road service with another version number and proposes it; gives the page of the proposal.
async fn propose(server: &Server, cookie: &str, version: usize) -> Result<String> {
    const PATH: &str = "/atur/layanan/tulis";
    let text = std::fs::read_to_string(SERVICE)?;
    let old = "versi   = 3";
    ensure!(text.contains(old), "{SERVICE} has no `{old}`");
    let text = text.replace(old, &format!("versi   = {version}"));
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let (_, page) = connection.send(&Shot::get(PATH)).await?;
    let page = forms::text(&page);
    let fields = [("_tanda", forms::token(&page, PATH)?), ("naskah", &text), ("catatan", ""), ("_langkah", "ajukan")];
    let (answer, body) = connection.send(&Shot::form(PATH, &fields)).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "it was not proposed: {}", forms::text(&body));
    let to = answer.headers().get("location").context("no proposal")?.to_str()?;
    Ok(to.split('?').next().unwrap_or_default().to_owned())
}

/// Another administrator approves; gives how long the answer took.
async fn approve(server: &Server, cookie: &str, proposal: &str) -> Result<Duration> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let (_, page) = connection.send(&Shot::get(proposal)).await?;
    let path = format!("{proposal}/persetujuan");
    let page = forms::text(&page);
    let begun = Instant::now();
    let (answer, body) = connection.send(&Shot::form(&path, &[("_tanda", forms::token(&page, &path)?)])).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "it was not approved: {}", forms::text(&body));
    Ok(begun.elapsed())
}
