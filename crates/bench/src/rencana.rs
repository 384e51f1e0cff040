//! What the leader's page costs over a large plan: indicators, promises and cases of a whole region, and how long a correction
//! takes to be seen.

use crate::forms;
use crate::import;
use crate::load::{self, Connection, Shot};
use crate::read::sign_in;
use crate::report::{self, Meter, with};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use kernel::{Clock as _, SystemClock, Zone};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// How large a region is measured.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    indicators: usize,
    cases: usize,
    promises: usize,
    months: i16,
    requests: usize,
}

/// The one of the budget.
pub const LARGE: Scale = Scale { indicators: 2000, cases: 100_000, promises: 1000, months: 24, requests: 400 };
/// Enough to see that every step works.
pub const SMALL: Scale = Scale { indicators: 60, cases: 300, promises: 40, months: 8, requests: 20 };

const CONNECTIONS: usize = 4;
/// The library holds at most so many indicators in a file.
const IN_FILE: usize = 300;
/// Rows of one table of values.
const ROWS: usize = 5000;
/// A correction must be seen within this.
const SEEN: Duration = Duration::from_secs(60);
const PILLARS: [(&str, &str); 6] = [
    ("governance", "pelayanan"),
    ("branding", "wisata"),
    ("economy", "industri"),
    ("living", "kesehatan"),
    ("society", "belajar"),
    ("environment", "sampah"),
];
const AGENCIES: [&str; 4] = ["dinas-pupr", "dinas-kominfo", "bappeda", "dinas-kesehatan"];

/// Fills a region, measures its pages, corrects a value and waits for it.
pub async fn run(gapura: &Path, folder: &Path, scale: Scale) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    library(&city, scale)?;
    city.run(&["layanan", "terbitkan", "layanan"])?;
    import::generated(&city, folder, scale.cases)?;
    let planner = officer(&city, "bench.perencana", "perencana", "bappeda")?;
    let leader = officer(&city, "bench.pimpinan", "pimpinan", "setda")?;
    city.raise_limits()?;
    let server = city.serve(&[]).await?;
    let planner = sign_in(&server, &planner, "bench.perencana").await?;
    let leader = sign_in(&server, &leader, "bench.pimpinan").await?;
    let mut office = Office { connection: Connection::open(server.address, Some(planner)).await? };
    let mut chair = Office { connection: Connection::open(server.address, Some(leader.clone())).await? };
    office.values(scale).await?;
    office.targets(scale).await?;
    plan(&mut office, &mut chair, scale).await?;
    for (name, path, most) in [
        ("leader_page", "/dasbor/rencana".to_owned(), 70),
        ("leader_by_agency", "/dasbor/rencana?menurut=opd".to_owned(), 70),
        ("promise_list", format!("/dasbor/rencana/janji?tahun={}&nasib=diam", year() - 1), 60),
        ("agency_page", "/dasbor/rencana/opd/dinas-pupr".to_owned(), 60),
        ("indicators_page", "/dasbor/indikator".to_owned(), 60),
    ] {
        measured(name, &server, &leader, (&path, most), scale).await?;
    }
    correction(&mut office, scale).await
}

fn officer(city: &City, name: &str, role: &str, unit: &str) -> Result<String> {
    let words = ["--json", "petugas", "tambah", name, "--nama", "Petugas Contoh", "--peran", role, "--opd", unit];
    city.run(&words)
}

fn year() -> i16 {
    SystemClock.now().date(Zone::Wib).year()
}

/// The id of an indicator that was added for this measurement.
fn id(at: usize) -> String {
    format!("bench_{at:04}")
}

/// Monthly indicators that people enter, in files beside the carried ones.
fn library(city: &City, scale: Scale) -> Result<()> {
    let folder = city.data.join("indikator");
    std::fs::create_dir_all(&folder)?;
    let all: Vec<usize> = (0..scale.indicators).collect();
    for (number, part) in all.chunks(IN_FILE).enumerate() {
        let mut text = format!("#: format indikator 1\n[pustaka]\nnama = \"Bench {number}\"\n");
        for at in part {
            let (pillar, sub) = PILLARS[at % PILLARS.len()];
            let owner = AGENCIES[at % AGENCIES.len()];
            write!(
                text,
                "\n[indikator.{}]\nnama = {{ id = \"Indikator ukur {at}\", en = \"Measured indicator {at}\" }}\n\
                 arti = {{ id = \"Angka buatan.\", en = \"An invented figure.\" }}\nsatuan = \"persen\"\narah = \"naik\"\n\
                 pilar = \"{pillar}\"\nsubdimensi = \"{sub}\"\ndesimal = 1\nperiode = \"bulan\"\nsumber = \"csv\"\n\
                 gabung = \"akhir\"\npemilik = \"{owner}\"\ndasar = \"Buatan untuk pengukuran\"\n",
                id(*at)
            )?;
        }
        std::fs::write(folder.join(format!("bench-{number}.toml")), text)?;
    }
    Ok(())
}

/// Somebody who is signed in and fills in forms.
struct Office {
    connection: Connection,
}

impl Office {
    async fn page(&mut self, path: &str) -> Result<String> {
        let (answer, body) = self.connection.send(&Shot::get(path)).await?;
        let page = forms::text(&body);
        ensure!(answer.status() == StatusCode::OK, "{path} answered {}: {page}", answer.status());
        Ok(page)
    }

    /// Sends the form of a page and checks the status.
    async fn send(&mut self, page: &str, action: &str, fields: &[(&str, &str)], expected: StatusCode) -> Result<()> {
        let html = self.page(page).await?;
        let mut all = vec![("_tanda", forms::token(&html, action)?)];
        all.extend(fields);
        self.sent(&Shot::form(action, &all), expected).await
    }

    /// Sends the form of a page with a file.
    async fn bring(&mut self, page: &str, field: &str, table: &str, expected: StatusCode) -> Result<()> {
        const MARK: &str = "----gapura-bench-5a1e";
        let html = self.page(page).await?;
        let token = forms::token(&html, page)?;
        let body = format!(
            "--{MARK}\r\nContent-Disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--{MARK}\r\nContent-Disposition: \
             form-data; name=\"simpan\"\r\n\r\nya\r\n--{MARK}\r\nContent-Disposition: form-data; name=\"{field}\"; \
             filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{table}\r\n--{MARK}--\r\n"
        );
        let body = Some((format!("multipart/form-data; boundary={MARK}"), body.into()));
        self.sent(&Shot { path: page.to_owned(), body, more: Vec::new() }, expected).await
    }

    async fn sent(&mut self, shot: &Shot, expected: StatusCode) -> Result<()> {
        let (answer, body) = self.connection.send(shot).await?;
        let said: String = forms::text(&body).chars().take(4000).collect();
        ensure!(answer.status() == expected, "{} answered {}: {said}", shot.path, answer.status());
        Ok(())
    }

    /// Values of every indicator for the last months, as tables.
    async fn values(&mut self, scale: Scale) -> Result<()> {
        let head = "indikator,periode,nilai\n";
        let (mut table, mut rows) = (head.to_owned(), 0);
        for at in 0..scale.indicators {
            for back in (1..=scale.months).rev() {
                let value = 40 + at % 30 + usize::try_from(scale.months - back).unwrap_or(0);
                writeln!(table, "{},{},{value}", id(at), month(back))?;
                rows += 1;
                if rows == ROWS {
                    self.bring("/dasbor/impor-indikator", "tabel", &table, StatusCode::OK).await?;
                    (table, rows) = (head.to_owned(), 0);
                }
            }
        }
        if rows > 0 {
            self.bring("/dasbor/impor-indikator", "tabel", &table, StatusCode::OK).await?;
        }
        Ok(())
    }

    /// A target of this year for every indicator.
    async fn targets(&mut self, scale: Scale) -> Result<()> {
        let period = format!("{} 0", year());
        for at in 0..scale.indicators {
            let page = format!("/dasbor/indikator/{}/target", id(at));
            let fields = [("periode", period.as_str()), ("nilai", "75"), ("alasan", "Disepakati untuk pengukuran")];
            self.send(&page, &page, &fields, StatusCode::SEE_OTHER).await?;
        }
        Ok(())
    }
}

/// `2026-10`, so many months ago.
fn month(back: i16) -> String {
    let today = SystemClock.now().date(Zone::Wib);
    let months = today.year() * 12 + i16::from(today.month()) - 1 - back;
    format!("{:04}-{:02}", months / 12, months % 12 + 1)
}

/// A plan of last year, drafted, approved by a second person and decreed, of which nobody has reported anything.
async fn plan(office: &mut Office, chair: &mut Office, scale: Scale) -> Result<()> {
    let (draft, start) = ("/dasbor/rencana/naskah", year() - 1);
    let begin = [("judul", "Rencana Induk Pengukuran"), ("mulai", &*start.to_string())];
    office.send(draft, "/dasbor/rencana", &begin, StatusCode::SEE_OTHER).await?;
    let mut table = "nama,sub,sektor,opd,mulai,selesai,ukuran,satuan,target,indikator\n".to_owned();
    for at in 0..scale.promises {
        let (_, sub) = PILLARS[at % PILLARS.len()];
        let owner = AGENCIES[at % AGENCIES.len()];
        let indicator = id(at % scale.indicators);
        writeln!(
            table,
            "Program ukur {at},{sub},ekonomi; masyarakat,{owner},{start},{},Angka,persen,{start} = {at}; {} = {at},{indicator}",
            start + 4,
            start + 1
        )?;
    }
    office.bring("/dasbor/rencana/impor", "berkas", &table, StatusCode::OK).await?;
    office.send(draft, "/dasbor/rencana/pengajuan", &[], StatusCode::SEE_OTHER).await?;
    chair.send(draft, "/dasbor/rencana/persetujuan", &[], StatusCode::SEE_OTHER).await?;
    let decree = [("jenis", "peraturan"), ("nomor", "1"), ("tanggal", &*format!("{start}-02-01"))];
    office.send(draft, "/dasbor/rencana/penetapan", &decree, StatusCode::SEE_OTHER).await
}

fn conditions(scale: Scale) -> Value {
    json!({
        "indicators": scale.indicators, "cases": scale.cases, "promises": scale.promises,
        "values": scale.indicators * usize::try_from(scale.months).unwrap_or(0), "database": "sqlite", "worker": true,
    })
}

async fn measured(name: &str, server: &Server, cookie: &str, (path, most): (&str, usize), scale: Scale) -> Result<()> {
    let shots = |count: usize| vec![Shot::get(path); count];
    let cookie = Some(cookie.to_owned());
    // The first one reads what the others find in memory.
    let first = load::run(server.address, 1, cookie.clone(), shots(1), StatusCode::OK).await?;
    let meter = Meter::start(server).await?;
    let outcome = load::run(server.address, CONNECTIONS, cookie, shots(scale.requests), StatusCode::OK).await?;
    let values = report::loaded(&outcome, meter.stop(server, &outcome)?, CONNECTIONS);
    let kilobytes = report::round(outcome.bytes as f64 / outcome.answers.max(1) as f64 / 1024.0);
    let more = json!({
        "first_ms": report::round(first.percentile(1.0)), "kib": kilobytes, "target_kib": most, "target_cpu_ms": 50.0,
        "within_kib": kilobytes <= most as f64,
    });
    report::print(name, with(with(values, more), conditions(scale)));
    Ok(())
}

/// Corrects the last value of an indicator and looks until the list shows it.
async fn correction(office: &mut Office, scale: Scale) -> Result<()> {
    let one = id(scale.indicators / 2);
    let form = format!("/dasbor/indikator/{one}/isi");
    let period = month(1);
    let page = format!("{form}?periode={period}");
    let html = office.page(&page).await?;
    let seen = forms::all(&html, "name=\"versi\" value=\"", "\"").next().context("no version")?;
    let token = html.split("enctype=\"multipart/form-data\"").nth(1).context("no form")?;
    let token = forms::all(token, "name=\"_tanda\" value=\"", "\"").next().context("no token")?;
    let fields = [
        ("_tanda", token),
        ("periode", &period),
        ("versi", seen),
        ("nilai", "12,5"),
        ("catatan", "Koreksi pengukuran"),
    ];
    let start = Instant::now();
    office.sent(&Shot::form(form.as_str(), &fields), StatusCode::SEE_OTHER).await?;
    let list = format!("/dasbor/indikator?q={one}");
    let mut looked = 0;
    while start.elapsed() < SEEN {
        looked += 1;
        if office.page(&list).await?.contains("12,5") {
            let seen = json!({
                "seen_s": report::round(start.elapsed().as_secs_f64()), "looked": looked, "target_s": SEEN.as_secs(),
            });
            report::print("correction", with(seen, conditions(scale)));
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("a correction was not seen within {} s", SEEN.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ago_is_a_month_of_the_calendar() {
        for back in [1, 12, 25] {
            let text = month(back);
            let number: i16 = text.get(5..).unwrap().parse().unwrap();
            assert!(text.len() == 7 && (1..=12).contains(&number), "{text}");
        }
        assert_eq!(month(1).get(5..), month(13).get(5..));
    }
}
