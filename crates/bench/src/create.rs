//! `create_case`: a resident's report through the form, without a photo.

use crate::forms;
use crate::load::{self, Connection, Shot};
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use std::path::Path;

const CONNECTIONS: usize = 64;
const CASES: usize = 4000;
const WARM_UP: usize = 200;
const SERVICE: &str = "jalan-rusak";

/// Once without the worker beside it, once with.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    city.run(&["layanan", "terbitkan", "layanan"])?;
    city.raise_limits()?;
    for (shift, (name, more)) in
        [("create_case", &["--tanpa-pekerja"][..]), ("create_case_with_worker", &[])].into_iter().enumerate()
    {
        let server = city.serve(more).await?;
        let mut shots = shots(&server, WARM_UP + CASES, shift).await?;
        let timed = shots.split_off(WARM_UP);
        let expected = StatusCode::SEE_OTHER;
        load::run(server.address, CONNECTIONS, None, shots, expected).await?;
        let meter = Meter::start(&server).await?;
        let outcome = load::run(server.address, CONNECTIONS, None, timed, expected).await?;
        let values = report::loaded(&outcome, meter.stop(&server, &outcome)?, CONNECTIONS);
        let conditions = json!({
            "database": "sqlite, synchronous=FULL",
            "worker": more.is_empty(),
            "service": SERVICE,
            "body": "multipart form, all answers, coordinate, no photo; reports nearby are looked for",
            "limits": "[batas] kali = 100000",
            "target_cpu_ms": 1.0,
            "target_requests_per_s": 1500.0,
        });
        report::print(name, with(values, conditions));
    }
    Ok(())
}

/// Forms, each with a token of its own, spread over all villages and a hundred metres from each other, so that none is a
/// duplicate; another `shift` puts them between those of the run before.
pub async fn shots(server: &Server, count: usize, shift: usize) -> Result<Vec<Shot>> {
    let path = format!("/layanan/{SERVICE}");
    let mut connection = Connection::open(server.address, None).await?;
    let mut shots = Vec::with_capacity(count);
    for place in 0..count {
        let (answer, body) = connection.send(&Shot::get(&path)).await?;
        let status = answer.status();
        ensure!(status.is_success(), "{path} answers {status}");
        let page = forms::text(&body);
        let villages: Vec<&str> = forms::all(&page, "<option value=\"35.", "\"").collect();
        let village = villages.get(place % villages.len().max(1));
        let village = format!("35.{}", village.context("no village is offered")?);
        let south = (place / 100) as f64 * 0.002 + shift as f64 * 0.001;
        let east = (place % 100) as f64 * 0.002;
        let spot = format!("{:.6}, {:.6}", -7.70 + south, 112.10 + east);
        let token = forms::token(&page, &path)?;
        shots.push(filled(&path, token, &village, &spot));
    }
    Ok(shots)
}

fn filled(path: &str, token: &str, village: &str, spot: &str) -> Shot {
    let fields = [
        ("_tanda", token),
        ("_draf", ""),
        ("lokasi.desa", village),
        ("lokasi.patokan", "Depan balai desa, dekat jembatan"),
        ("lokasi.koordinat", spot),
        ("jenis_rusak", "lubang"),
        ("bahaya", "ya"),
        ("rincian_bahaya", "Dua pengendara jatuh kemarin malam, lubang tertutup genangan air hujan"),
        ("_nama", "Warga Contoh"),
        ("_hp", "081234567890"),
        ("_surel", ""),
    ];
    Shot::form(path, &fields)
}
