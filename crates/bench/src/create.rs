//! `create_case`: a resident's report through the form, without a photo.

use crate::forms;
use crate::load::{self, Connection, Shot};
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use std::path::Path;

const CONNECTIONS: usize = 64;
const CASES: usize = 6000;
const WARM_UP: usize = 400;
const SERVICE: &str = "jalan-rusak";

/// Once without the worker beside it, once with.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    city.run(&["layanan", "terbitkan", "layanan"])?;
    city.raise_limits()?;
    for (name, more) in [
        ("create_case", &["--tanpa-pekerja"][..]),
        ("create_case_with_worker", &[]),
    ] {
        let server = city.serve(more).await?;
        let mut shots = shots(&server, WARM_UP + CASES).await?;
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

/// Forms, each with a token of its own, spread over all villages and far enough from each other to be no duplicates.
pub async fn shots(server: &Server, count: usize) -> Result<Vec<Shot>> {
    let path = format!("/layanan/{SERVICE}");
    let mut connection = Connection::open(server.address, None).await?;
    let mut shots = Vec::with_capacity(count);
    for place in 0..count {
        let (answer, body) = connection.send(&Shot::get(&path)).await?;
        ensure!(
            answer.status().is_success(),
            "{path} answers {}",
            answer.status()
        );
        let page = forms::text(&body);
        let villages: Vec<&str> = forms::all(&page, "<option value=\"35.", "\"").collect();
        ensure!(!villages.is_empty(), "{path} offers no village");
        let village = format!("35.{}", villages[place % villages.len()]);
        let number = shots.len() as f64;
        let spot = format!(
            "{:.6}, {:.6}",
            -7.70 + (number / 100.0).floor() * 0.002 + nudge(server),
            112.10 + (number % 100.0) * 0.002
        );
        let fields = [
            ("_tanda", forms::token(&page, &path)?),
            ("_draf", ""),
            ("lokasi.desa", &village),
            ("lokasi.patokan", "Depan balai desa, dekat jembatan kecil"),
            ("lokasi.koordinat", &spot),
            ("jenis_rusak", "lubang"),
            ("bahaya", "ya"),
            (
                "rincian_bahaya",
                "Dua pengendara jatuh kemarin malam, lubang tertutup genangan air hujan",
            ),
            ("_nama", "Warga Contoh"),
            ("_hp", "081234567890"),
            ("_surel", ""),
        ];
        shots.push(Shot::form(&path, &fields));
    }
    Ok(shots)
}

/// A shift of some hundred metres, different for each server, so that a second run finds no report of the first nearby.
fn nudge(server: &Server) -> f64 {
    0.001 * f64::from(server.address.port() % 2)
}
