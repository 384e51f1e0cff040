//! What reading costs in a city with many cases: the tracking page, an officer's inbox, the public figures; start and memory.

use crate::create;
use crate::forms;
use crate::import::CASES;
use crate::load::{self, Connection, Shot};
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use kernel::CaseNumber;
use serde_json::{Value, json};

const CONNECTIONS: usize = 16;
const OFFICER: &str = "bench.penghubung";
const STARTS: usize = 5;
/// Reports that came in by the form, beside the imported ones: what stands in the inbox of the verifier.
const LIVE: usize = 400;

/// Every benchmark on a filled city.
pub async fn run(city: &City) -> Result<()> {
    let link = city.run(&[
        "--json",
        "petugas",
        "tambah",
        OFFICER,
        "--nama",
        "Petugas Contoh",
        "--peran",
        "verifikator",
        "--opd",
        "dinas-kominfo",
    ])?;
    city.raise_limits()?;
    start(city).await?;
    let server = city.serve(&[]).await?;
    let live = create::shots(&server, LIVE, 0).await?;
    load::run(server.address, CONNECTIONS, None, live, StatusCode::SEE_OTHER).await?;
    let cookie = sign_in(&server, &link, OFFICER).await?;
    let numbers = numbers(&server, &cookie).await?;
    let pages = (0..6000).map(|place| Shot::get(format!("/lacak/{}", numbers(place))));
    measured("tracking_page", &server, None, pages.collect()).await?;
    let inbox = vec![Shot::get("/kerja"); 4000];
    measured("inbox_25", &server, Some(cookie), inbox).await?;
    let figures = vec![Shot::get("/transparansi"); 1000];
    measured("transparansi", &server, None, figures).await?;
    memory(city, &server)
}

async fn measured(name: &str, server: &Server, cookie: Option<String>, shots: Vec<Shot>) -> Result<()> {
    let warm = shots.iter().take(200).cloned().collect();
    load::run(server.address, CONNECTIONS, cookie.clone(), warm, StatusCode::OK).await?;
    let meter = Meter::start(server).await?;
    let outcome = load::run(server.address, CONNECTIONS, cookie, shots, StatusCode::OK).await?;
    let values = report::loaded(&outcome, meter.stop(server, &outcome)?, CONNECTIONS);
    let conditions = json!({ "cases": CASES, "database": "sqlite", "worker": true });
    let targets = match name {
        "transparansi" => json!({}),
        _ => json!({ "target_cpu_ms": 0.5, "target_p95_ms": 20.0 }),
    };
    report::print(name, with(with(values, conditions), targets));
    Ok(())
}

async fn start(city: &City) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(city.serve(&[]).await?.ready.as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let (middle, longest) = (times.get(STARTS / 2), times.last());
    let conditions = json!({ "cases": CASES, "until": "/healthz answers 200", "target_s": 0.5 });
    let times =
        json!({ "ready_s": middle.copied().map(report::round), "longest_s": longest.copied().map(report::round) });
    report::print("start", with(times, conditions));
    Ok(())
}

fn memory(city: &City, server: &Server) -> Result<()> {
    let (anonymous, resident) = server.memory()?;
    report::print(
        "memory",
        json!({
            "anonymous_mib": anonymous.round(),
            "resident_mib": resident.round(),
            "cases": CASES,
            "database_mib": (city.database_bytes() >> 20),
            "when": "after the load of the benchmarks before",
            "target_mib": 150.0,
        }),
    );
    Ok(())
}

/// Sets a password by the printed one-time link and signs in; answers the session's cookie.
pub async fn sign_in(server: &Server, said: &str, name: &str) -> Result<String> {
    const PASSWORD: &str = "sawah hijau di tepi kali brantas";
    let last: Value = serde_json::from_str(said.lines().last().context("no link was printed")?)?;
    let link = last["link"].as_str().context("no link was printed")?;
    let path = link.find("/akun/").and_then(|at| link.get(at..)).context("the link leads elsewhere")?;
    let mut connection = Connection::open(server.address, None).await?;
    let (_, body) = connection.send(&Shot::get(path)).await?;
    let page = forms::text(&body);
    let fields = [("_tanda", forms::token(&page, path)?), ("sandi", PASSWORD), ("ulang", PASSWORD)];
    let (answer, body) = connection.send(&Shot::form(path, &fields)).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "the password was not taken: {}", forms::text(&body));
    let (_, body) = connection.send(&Shot::get("/masuk")).await?;
    let page = forms::text(&body);
    let fields = [("_tanda", forms::token(&page, "/masuk")?), ("nama", name), ("sandi", PASSWORD), ("ke", "/kerja")];
    let (answer, body) = connection.send(&Shot::form("/masuk", &fields)).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "the sign-in was refused: {}", forms::text(&body));
    forms::cookie(&answer)
}

/// How the numbers of the cases run, learned from the first page of the inbox.
async fn numbers(server: &Server, cookie: &str) -> Result<impl Fn(usize) -> CaseNumber + use<>> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let (answer, body) = connection.send(&Shot::get("/kerja")).await?;
    let page = forms::text(&body);
    ensure!(answer.status().is_success(), "/kerja answers {}: {page}", answer.status());
    let shown = forms::all(&page, "href=\"/kerja/kasus/", "\"");
    ensure!(shown.count() >= 25, "the inbox shows fewer than 25 cases");
    let first = forms::all(&page, "href=\"/kerja/kasus/", "\"").next().unwrap_or_default();
    let mut parts = first.split('-');
    let prefix = parts.next().context("no case number")?.to_owned();
    let year = parts.next().context("no year in the case number")?.parse()?;
    Ok(move |place: usize| CaseNumber::new(&prefix, year, (1 + place * 7919 % CASES) as u64))
}
