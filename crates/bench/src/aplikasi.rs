//! The inventory over 1,000 applications of 31 agencies, 500 of which are joined: taken in from a spreadsheet, listed, drawn.

use crate::forms;
use crate::load::{self, Connection, Shot};
use crate::read::sign_in;
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Result, ensure};
use hyper::StatusCode;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

const APPLICATIONS: usize = 1000;
const LINKS: usize = 500;
/// What is asked of the inventory and of its graph.
const TARGET_MS: f64 = 100.0;
const OFFICER: &str = "bench.kominfo";
const UNITS: [&str; 31] = [
    "setda",
    "setwan",
    "inspektorat",
    "dinas-pendidikan",
    "dinas-kesehatan",
    "rsud",
    "dinas-pupr",
    "dinas-perkim",
    "satpol-pp",
    "bpbd",
    "dinas-sosial",
    "dinas-tenaga-kerja",
    "dinas-p3akb",
    "dinas-dukcapil",
    "dinas-pmd",
    "dinas-perhubungan",
    "dinas-kominfo",
    "dinas-koperasi",
    "dinas-perindag",
    "dpmptsp",
    "dinas-pariwisata",
    "dinas-perpusip",
    "dinas-pertanian",
    "dinas-perikanan",
    "dinas-lingkungan-hidup",
    "bappeda",
    "bpkad",
    "bapenda",
    "bkpsdm",
    "bakesbangpol",
    "bumd",
];

/// Fills an inventory and reads its pages, one reader at a time.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    let role = ["--nama", "Kominfo Contoh", "--peran", "penghubung", "--opd", "dinas-kominfo"];
    let link = city.run(&[&["--json", "petugas", "tambah", OFFICER][..], &role].concat())?;
    city.raise_limits()?;
    take_in(&city, folder)?;
    let server = city.serve(&[]).await?;
    let cookie = sign_in(&server, &link, OFFICER).await?;
    let first = join(&server, &cookie).await?;
    report::print(
        "aplikasi_sesudah_ubah",
        with(first, json!({ "applications": APPLICATIONS, "target_p95_ms": TARGET_MS })),
    );
    for (name, path) in [
        ("aplikasi_daftar", "/aplikasi"),
        ("aplikasi_cari", "/aplikasi?q=perizinan"),
        ("aplikasi_graf", "/aplikasi/graf"),
        ("aplikasi_kembar", "/aplikasi/kembar"),
        ("aplikasi_dinas", "/aplikasi/dinas"),
    ] {
        let shots = vec![Shot::get(path); 100];
        let warm = shots.iter().take(5).cloned().collect();
        load::run(server.address, 1, Some(cookie.clone()), warm, StatusCode::OK).await?;
        let meter = Meter::start(&server).await?;
        let outcome = load::run(server.address, 1, Some(cookie.clone()), shots, StatusCode::OK).await?;
        let values = report::loaded(&outcome, meter.stop(&server, &outcome)?, 1);
        let conditions = json!({ "applications": APPLICATIONS, "links": LINKS, "database": "sqlite", "worker": true });
        report::print(name, with(with(values, conditions), json!({ "target_p95_ms": TARGET_MS })));
    }
    Ok(())
}

fn take_in(city: &City, folder: &Path) -> Result<()> {
    const WORK: [&str; 5] = ["perizinan usaha", "surat masuk", "antrean loket", "data pegawai", "pengaduan warga"];
    const DATA: [&str; 4] = ["pegawai", "surat", "penduduk", "anggaran"];
    let mut list = "nama,pemilik,fungsi,data,pengguna,jumlah_pengguna,alamat,letak,biaya\n".to_owned();
    for at in 0..APPLICATIONS {
        let pick = |words: &[&'static str], step: usize| words.get((at / step) % words.len()).copied().unwrap_or("");
        let (unit, work, data) = (pick(&UNITS, 1), pick(&WORK, 31), pick(&DATA, 7));
        writeln!(
            list,
            "Aplikasi {at:04},{unit},Pengelolaan {work} bagian {at},{data},dinas,{at},https://a{at}.contoh.example/,dinas,0"
        )?;
    }
    let file = folder.join("daftar.csv");
    std::fs::write(&file, list)?;
    let start = Instant::now();
    let said = city.run(&["aplikasi", "impor", &file.display().to_string()])?;
    ensure!(said.contains("1.000 baru") || said.contains("1000 baru"), "not all were taken in: {said}");
    let seconds = report::round(start.elapsed().as_secs_f64());
    report::print("aplikasi_impor", json!({ "applications": APPLICATIONS, "seconds": seconds }));
    Ok(())
}

/// Declares links on the pages of the applications, as an officer would; gives the times of the graph right after each.
async fn join(server: &Server, cookie: &str) -> Result<Value> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let path = |at: usize| format!("/aplikasi/aplikasi-{at:04}");
    let (_, body) = connection.send(&Shot::get(path(0))).await?;
    let page = forms::text(&body);
    let token = forms::token(&page, &format!("{}/sambungan", path(0)))?;
    let mut times = Vec::new();
    for at in 0..LINKS {
        let other = format!("aplikasi-{:04}", (at * 37 + 11) % APPLICATIONS);
        let fields = [("_tanda", token), ("arah", "beri"), ("lain", &other), ("cara", "api"), ("isi", "contoh")];
        let (answer, body) = connection.send(&Shot::form(format!("{}/sambungan", path(at)), &fields)).await?;
        ensure!(answer.status() == StatusCode::SEE_OTHER, "{other}: {}", forms::text(&body));
        let start = Instant::now();
        connection.send(&Shot::get("/aplikasi/graf")).await?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().map(report::round);
    Ok(json!({ "p50_ms": at(50), "p95_ms": at(95), "what": "the graph right after a link was declared" }))
}
