//! The gateway beside nginx: the same upstream, bodies and load, interleaved, processor time per request.
//!
//! Rungs 1 to 3 have no durable record, no grants, no fields and no proof; that is said with each of them. Processor 0
//! holds what is measured, processor 1 the upstream and the load. Rates by the clock mean something on a quiet machine only.

mod nginx;
mod peladen;
mod proses;

pub use peladen::serve;

use crate::load::{self, Connection, Outcome, Shot};
use crate::report::{print, round};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use nginx::Nginx;
use proses::{Process, pin_self};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// Bodies, in KiB.
const SIZES: [usize; 3] = [1, 10, 100];
/// Each rung is measured so often for each size, in turn with the others.
const ROUNDS: usize = 5;
const CONNECTIONS: usize = 64;
/// Calls of one turn; fewer for large bodies.
const CALLS: usize = 12_000;
/// Calls in a second where the time of single calls is asked for, and for how many seconds.
const PACE: (u64, u64) = (500, 10);
/// Bytes of the body that streams.
const LARGE: usize = 100 * 1024 * 1024;

/// One way of calling.
struct Rung {
    name: &'static str,
    lacks: &'static str,
    address: SocketAddr,
    path: &'static str,
    /// Processes whose time counts, and those that work beside them.
    pids: Vec<u32>,
    beside: Vec<u32>,
}

/// Runs everything.
pub async fn run(folder: &Path) -> Result<()> {
    pin_self(1)?;
    let upstream = Nginx::upstream(&folder.join("asal"), &SIZES, LARGE)?;
    let ours = Process::ourselves(&["gerbang-peladen"], &folder.join("kita"), upstream.address)?;
    let front = Nginx::front(&folder.join("depan"), upstream.address, ours.address)?;
    ours.ready().await?;
    front.ready().await?;
    let rungs = rungs(&front, &ours);
    for size in SIZES {
        measure(&rungs, size).await?;
    }
    for rung in &rungs {
        paced(rung).await?;
    }
    large(&rungs, &ours).await
}

fn rungs(front: &Nginx, ours: &Process) -> Vec<Rung> {
    const NOTHING: &str = "grants, quotas, fields, durable record, proof";
    let port = |add: u16| SocketAddr::new(front.address.ip(), front.address.port() + add);
    let nginx = |name, lacks, add| Rung {
        name,
        lacks,
        address: port(add),
        path: "",
        pids: front.pids(),
        beside: if add >= 2 { vec![ours.pid()] } else { Vec::new() },
    };
    let own = |name, lacks, path| Rung {
        name,
        lacks,
        address: ours.address,
        path,
        pids: vec![ours.pid()],
        beside: Vec::new(),
    };
    vec![
        nginx("1 nginx", "token, log, grants, quotas, fields, durable record, proof", 0),
        nginx("2 nginx, token map, JSON log", NOTHING, 1),
        nginx("3 nginx, auth_request as documented, JSON log", "quotas, fields, durable record, proof", 2),
        nginx("3b nginx, auth_request over kept connections, JSON log", "quotas, fields, durable record, proof", 3),
        own("4 gapura relaxed", "durability before the answer", "/x/dinas/asal/longgar/v1"),
        own("5 gapura strict", "", "/x/dinas/asal/ketat/v1"),
    ]
}

/// A call as every rung gets it.
fn shot(rung: &Rung, name: &str) -> Shot {
    let mut shot = Shot::get(format!("{}/{name}", rung.path));
    shot.more = vec![("authorization", format!("Bearer {}", peladen::TOKEN)), ("accept", "*/*".to_owned())];
    shot
}

/// What the turns of one rung gave.
#[derive(Default)]
struct Turns {
    cpu: Vec<f64>,
    beside: Vec<f64>,
    rate: Vec<f64>,
    middle: Vec<f64>,
    most: Vec<f64>,
}

async fn measure(rungs: &[Rung], size: usize) -> Result<()> {
    let calls = if size > 10 { CALLS / 4 } else { CALLS };
    let name = format!("{size}k");
    let mut all: BTreeMap<&str, Turns> = BTreeMap::new();
    for turn in 0..=ROUNDS {
        for rung in rungs {
            let shots = vec![shot(rung, &name); calls];
            let (cpu, beside) = (proses::cpu(&rung.pids)?, proses::cpu(&rung.beside)?);
            let outcome = load::run(rung.address, CONNECTIONS, None, shots, StatusCode::OK).await.context(rung.name)?;
            let (cpu, beside) = (proses::cpu(&rung.pids)? - cpu, proses::cpu(&rung.beside)? - beside);
            ensure!(outcome.bytes == calls * size * 1024, "{} lost bytes", rung.name);
            // The first turn warms up.
            if turn > 0 {
                let each = |seconds: f64| seconds * 1e6 / outcome.answers as f64;
                let turns = all.entry(rung.name).or_default();
                turns.cpu.push(each(cpu));
                turns.beside.push(each(beside));
                turns.rate.push(outcome.rate());
                turns.middle.push(outcome.percentile(0.5));
                turns.most.push(outcome.percentile(0.99));
            }
        }
    }
    report(rungs, size, &mut all);
    Ok(())
}

fn report(rungs: &[Rung], size: usize, all: &mut BTreeMap<&str, Turns>) {
    let mut costs = BTreeMap::new();
    for rung in rungs {
        let turns = all.entry(rung.name).or_default();
        let cpu = median(&mut turns.cpu);
        // Whoever judges for nginx works for this rung too.
        costs.insert(rung.name, cpu + if rung.beside.is_empty() { 0.0 } else { median(&mut turns.beside) });
        let mut line = json!({
            "rung": rung.name, "body": format!("{size} KiB"), "connections": CONNECTIONS, "turns": turns.rate.len(),
            "cpu_us_per_request": round(cpu), "requests_per_s": median(&mut turns.rate).round(),
            "p50_ms": round(median(&mut turns.middle)), "p99_ms": round(median(&mut turns.most)),
        });
        if !rung.beside.is_empty() {
            line = crate::report::with(line, json!({ "cpu_us_beside": round(median(&mut turns.beside)) }));
        }
        if !rung.lacks.is_empty() {
            line = crate::report::with(line, json!({ "lacks": rung.lacks }));
        }
        print("gerbang", line);
    }
    let cost = |place: usize| rungs.get(place).and_then(|rung| costs.get(rung.name)).copied().unwrap_or(f64::NAN);
    print(
        "gerbang-perbandingan",
        json!({
            "body": format!("{size} KiB"), "strict_over_token_map": round(cost(5) / cost(1)), "target": 5, "aim": 3,
            "strict_over_auth_request": round(cost(5) / cost(2)), "target_auth": 1.5,
            "strict_over_auth_request_kept": round(cost(5) / cost(3)),
        }),
    );
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The time of single calls at a steady pace, each measured from when it was due.
async fn paced(rung: &Rung) -> Result<()> {
    let (each_second, seconds) = PACE;
    let lanes = 16;
    let start = Instant::now() + Duration::from_millis(200);
    let mut tasks = Vec::new();
    for lane in 0..lanes {
        let mut connection = Connection::open(rung.address, None).await?;
        let shot = shot(rung, "1k");
        let due = move |at: u64| start + Duration::from_micros((at * lanes + lane) * 1_000_000 / each_second);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for at in 0..each_second * seconds / lanes {
                tokio::time::sleep_until(due(at).into()).await;
                connection.send(&shot).await?;
                times.push(due(at).elapsed());
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    times.sort_unstable();
    let outcome = Outcome { answers: times.len(), wall: start.elapsed(), times, bytes: 0 };
    print(
        "gerbang-waktu",
        json!({
            "rung": rung.name, "pace_per_s": each_second, "requests_per_s": outcome.rate().round(),
            "p50_ms": round(outcome.percentile(0.5)), "p99_ms": round(outcome.percentile(0.99)), "target_p99_ms": 10,
        }),
    );
    Ok(())
}

/// A hundred megabytes through the strict gateway, and what memory that takes.
async fn large(rungs: &[Rung], ours: &Process) -> Result<()> {
    let rung = rungs.last().context("a rung")?;
    let before = ours.memory_kib("VmRSS")?;
    let mut peak = before;
    for _ in 0..3 {
        let mut connection = Connection::open(rung.address, None).await?;
        let (answer, body) = connection.send(&shot(rung, "besar")).await?;
        ensure!(answer.status() == StatusCode::OK && body.len() == LARGE, "{} of {} bytes", body.len(), LARGE);
        peak = peak.max(ours.memory_kib("VmRSS")?);
    }
    let values: Value = json!({
        "body_mib": LARGE >> 20, "rss_before_kib": before, "rss_after_kib": peak,
        "rss_most_ever_kib": ours.memory_kib("VmHWM")?, "target_kib": 150 * 1024,
    });
    print("gerbang-besar", values);
    Ok(())
}
