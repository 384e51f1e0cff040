//! `buku`: book 2 of a plan with 300 promises, asked for over HTTP: pages and seconds, as PDF and as DOCX.

use crate::forms;
use crate::load::{Connection, Shot};
use crate::read;
use crate::report::{self, round};
use crate::server::{City, Server};
use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

const PROMISES: usize = 300;
const OFFICER: &str = "bench.perencana";
/// Sub-dimensions of all six pillars.
const SUBS: [&str; 9] =
    ["pelayanan", "birokrasi", "wisata", "bisnis", "industri", "kesehatan", "mobilitas", "belajar", "sampah"];
const OWNERS: [&str; 4] = ["dinas-kominfo", "dinas-kesehatan", "dinas-pupr", "dinas-pendidikan"];
const BOARD: &str = "/dasbor/rencana";
/// Where a plan is begun.
const DRAFT: &str = "/dasbor/rencana/naskah";

/// Writes the plan as a planner would, by the import of a table, and times the book.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    city.raise_limits()?;
    let names = ["--nama", "Perencana Contoh", "--peran", "perencana", "--opd", "bappeda"];
    let link = city.run(&[&["--json", "petugas", "tambah", OFFICER][..], &names[..]].concat())?;
    let server = city.serve(&[]).await?;
    let cookie = read::sign_in(&server, &link, OFFICER).await?;
    let first = plan(&server, &cookie).await?;
    let (docx_first, docx) = timed(&server, &cookie, "2.docx").await?;
    let (pdf_first, pdf) = timed(&server, &cookie, "2.pdf").await?;
    ensure!(pdf.starts_with(b"%PDF"), "this gapura was built without the typesetter (--features surat)");
    report::print(
        "buku",
        json!({
            "pages": pages(&pdf),
            "pdf_s": round(pdf_first),
            "docx_s": round(docx_first),
            "pdf_kib": pdf.len() / 1024,
            "docx_kib": docx.len() / 1024,
            "promises": PROMISES,
            "first_year": first,
            "database": "sqlite, synchronous=FULL",
            "target_pdf_s": 10.0,
        }),
    );
    Ok(())
}

/// Begins a plan and brings in its promises; answers its first year.
async fn plan(server: &Server, cookie: &str) -> Result<usize> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let (_, body) = connection.send(&Shot::get(DRAFT)).await?;
    let page = forms::text(&body);
    let start = forms::all(&page, "name=\"mulai\" type=\"text\" value=\"", "\"").next();
    let first: usize = start.and_then(|year| year.parse().ok()).context("no first year is offered")?;
    let (token, year) = (forms::token(&page, BOARD)?, first.to_string());
    let fields = [("_tanda", token), ("judul", "Rencana Induk Kota Cerdas"), ("mulai", year.as_str())];
    let (answer, body) = connection.send(&Shot::form(BOARD, &fields)).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "no plan was begun: {}", forms::text(&body));
    let path = "/dasbor/rencana/impor";
    let (_, body) = connection.send(&Shot::get(path)).await?;
    let page = forms::text(&body);
    let (kind, sent) = multipart(forms::token(&page, path)?, &table(first));
    let shot = Shot { body: Some((kind, sent.into_bytes().into())), ..Shot::get(path) };
    let (answer, body) = connection.send(&shot).await?;
    ensure!(answer.status() == StatusCode::OK, "the table was refused: {}", forms::text(&body));
    Ok(first)
}

fn multipart(token: &str, table: &str) -> (String, String) {
    const EDGE: &str = "batas-berkas-bench";
    let body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--{EDGE}\r\n\
         Content-Disposition: form-data; name=\"berkas\"; filename=\"program.csv\"\r\nContent-Type: text/csv\r\n\r\n\
         {table}\r\n--{EDGE}--\r\n"
    );
    (format!("multipart/form-data; boundary={EDGE}"), body)
}

fn table(first: usize) -> String {
    let mut text =
        "nama,sub,opd,mulai,selesai,uraian,keluaran,hasil,ukuran,satuan,arah,awal,target,anggaran,risiko,dpa\n"
            .to_owned();
    for at in 0..PROMISES {
        let (sub, owner) = (SUBS.get(at % SUBS.len()), OWNERS.get(at % OWNERS.len()));
        let (sub, owner) = (sub.copied().unwrap_or_default(), owner.copied().unwrap_or_default());
        let end = first + 2 + at % 7;
        let _ = writeln!(
            text,
            "Program contoh nomor {at},{sub},{owner},{first},{end},\"Dinas menyiapkan, menjalankan, dan mengukur program ini \
             bersama warga; hasilnya dilaporkan setiap tahun.\",Satu keluaran yang dapat dihitung,Warga merasakan perubahannya,\
             Warga yang terlayani,persen,naik,{},{first} = {}; {} = {}; {end} = 95,{first} apbd {}; {} csr {},\
             Anggaran terlambat; pekerjaan dimulai dari yang siap,2.16.02.2.01.{at:04}",
            10 + at % 30,
            45 + at % 10,
            first + 1,
            60 + at % 10,
            100_000_000 + at * 1_000_000,
            first + 1,
            50_000_000 + at * 500_000,
        );
    }
    text
}

/// Seconds until the whole file was there, and the file.
async fn timed(server: &Server, cookie: &str, name: &str) -> Result<(f64, Vec<u8>)> {
    let mut connection = Connection::open(server.address, Some(cookie.to_owned())).await?;
    let begun = Instant::now();
    let (answer, body) = connection.send(&Shot::get(format!("/dasbor/rencana/buku/{name}"))).await?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(answer.status() == StatusCode::OK, "{name} answered {}: {}", answer.status(), forms::text(&body));
    Ok((seconds, body.to_vec()))
}

/// Pages of a PDF whose objects stand open, as the press writes them.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.split("/Type/Page").skip(1).filter(|rest| !rest.starts_with('s')).count()
}
