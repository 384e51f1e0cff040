//! The page of the movement over all 514 regions: each with a memorandum and two milestones, of which one is late.

use crate::forms;
use crate::load::{self, Connection, Shot};
use crate::read::sign_in;
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use std::path::Path;

const CONNECTIONS: usize = 4;
const OFFICER: &str = "bench.sekretariat";
const BOARD: &str = "/dasbor/gerakan";
/// The page holds so many bytes at the most.
const MOST_BYTES: usize = 60_000;

/// Fills an installation that steers all regions, and reads its list.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "00")?;
    let role = ["--nama", "Sekretariat Contoh", "--peran", "perencana", "--opd", "bappeda"];
    let link = city.run(&[&["--json", "petugas", "tambah", OFFICER][..], &role].concat())?;
    city.raise_limits()?;
    let server = city.serve(&[]).await?;
    let cookie = sign_in(&server, &link, OFFICER).await?;
    let regions = fill(&server, &cookie).await?;
    for (name, path) in [("gerakan_514", BOARD.to_owned()), ("gerakan_terlambat", format!("{BOARD}?terlambat=ya"))] {
        let shots = vec![Shot::get(path); 1000];
        let warm = shots.iter().take(100).cloned().collect();
        load::run(server.address, CONNECTIONS, Some(cookie.clone()), warm, StatusCode::OK).await?;
        let meter = Meter::start(&server).await?;
        let outcome = load::run(server.address, CONNECTIONS, Some(cookie.clone()), shots, StatusCode::OK).await?;
        let mean = outcome.bytes / outcome.answers.max(1);
        ensure!(mean <= MOST_BYTES, "{name} has {mean} bytes, at most {MOST_BYTES}");
        let values = report::loaded(&outcome, meter.stop(&server, &outcome)?, CONNECTIONS);
        let conditions = json!({ "regions": regions, "database": "sqlite", "worker": true });
        let targets = json!({ "target_p95_ms": 50.0, "target_bytes": MOST_BYTES });
        report::print(name, with(with(values, conditions), targets));
    }
    Ok(())
}

/// A memorandum and two milestones for every region that the list names.
async fn fill(server: &Server, cookie: &str) -> Result<usize> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let mut regions: Vec<String> = Vec::new();
    let mut next = BOARD.to_owned();
    while !next.is_empty() {
        let (_, body) = connection.send(&Shot::get(&next)).await?;
        let page = forms::text(&body);
        regions.extend(forms::all(&page, "href=\"/dasbor/gerakan/daerah/", "\"").map(str::to_owned));
        next = regions
            .last()
            .filter(|_| page.contains("rel=\"next\""))
            .map_or_else(String::new, |last| format!("{BOARD}?sesudah={last}"));
    }
    let form = format!("{BOARD}/daerah/{}/isi/tonggak", regions.first().context("no region is listed")?);
    let (_, body) = connection.send(&Shot::get(&form)).await?;
    let page = forms::text(&body);
    let token = forms::token(&page, &form)?;
    for region in &regions {
        let memorandum = [("hari", "2022-04-21"), ("tempat", "Daring"), ("pihak", "Kementerian dan daerah")];
        let milestone = |due| [("jenis", "quick-win"), ("judul", "Antrean daring di semua kecamatan"), ("hari", due)];
        for (kind, cells) in
            [("nota", memorandum), ("tonggak", milestone("2023-01-31")), ("tonggak", milestone("2099-01-31"))]
        {
            let fields = [&[("_tanda", token)][..], &cells].concat();
            let shot = Shot::form(format!("{BOARD}/daerah/{region}/isi/{kind}"), &fields);
            let (answer, body) = connection.send(&shot).await?;
            ensure!(answer.status() == StatusCode::SEE_OTHER, "{region}: {}", forms::text(&body));
        }
    }
    Ok(regions.len())
}
