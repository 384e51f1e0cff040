//! The master plan: brought in as a table, analysed, approved by a second person, decreed, and read by everybody.

use super::Year;
use crate::agencies::{AGENCIES, Agency, sheet};
use crate::browser::Browser;
use crate::hands::hand_in;
use crate::people::sign_in;
use crate::plan::decree;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const BOARD: &str = "/dasbor/rencana/naskah";
const TITLE: &str = "Rencana Induk Kota Cerdas Jombang 2027–2036";

const ANALYSIS: [(&str, &str, &str); 5] = [
    ("visi", "Jombang yang melayani", "Warga mengurus apa pun satu kali, di satu pintu, dan tahu kapan selesai."),
    ("potensi", "Pesantren dan pertanian", "Seratus pesantren, tanah subur, letak di persimpangan tol."),
    ("masalah", "Dinas belum berbagi data", "Warga diminta salinan yang sama sampai lima kali."),
    ("kesiapan", "Kesiapan 2,11 dari 5", "Jaringan ada, peraturan dan lembaganya belum."),
    ("kesenjangan", "Dari aplikasi ke layanan", "63 aplikasi ada, dua belas layanan selesai daring."),
];

/// The planner brings thirty promises in, a second person approves them, a decree makes them public.
/// Answers the public address of each promise by its name.
pub async fn thirty_agencies_promise_and_everybody_reads_it(year: &Year<'_>) -> Result<BTreeMap<String, String>> {
    let office = year.office;
    sign_in(office, "wulan").await?;
    office.go(BOARD).await?;
    let form = office.form("form[action=\"/dasbor/rencana\"]").await?;
    form.fill("judul", TITLE).await?;
    form.send().await?;
    brought_in(year).await.context("import")?;
    analysed(office).await.context("analysis")?;
    year.look("analisis").await?;
    office.go(BOARD).await?;
    office.lacks("Pilar yang belum punya quick win").await?;
    decree(office, "12", "2027-03-01").await.context("decree")?;
    year.look("rencana-ditetapkan").await?;
    read(year).await.context("public")
}

/// A faulty table changes nothing and names its cells; the mended one comes in once, however often it is sent.
async fn brought_in(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    let faulty = programmes("program-salah.csv", |agency, cells| match agency.unit {
        "setda" => cells[2] = "dinas-sihir".to_owned(),
        "rsud" => cells[9] = "2027 = 1.250".to_owned(),
        _ => {}
    })?;
    bring(office, &faulty).await?;
    for words in
        ["Tidak ada yang dimasukkan", "Baris 2, kolom opd: \"dinas-sihir\" tidak dikenal", "Baris 6, kolom target"]
    {
        office.sees(words).await?;
    }
    year.look("impor-salah").await?;
    let right = programmes("program.csv", |_, _| {})?;
    bring(office, &right).await?;
    office.sees("30 baru, 0 diubah, 0 tetap").await?;
    bring(office, &right).await?;
    office.sees("0 baru, 0 diubah, 30 tetap").await
}

async fn bring(office: &Browser, file: &Path) -> Result<()> {
    office.go("/dasbor/rencana/impor").await?;
    let form = office.form("form[action=\"/dasbor/rencana/impor\"]").await?;
    form.attach("berkas", file).await?;
    form.send().await
}

const COLUMNS: [&str; 13] = [
    "nama",
    "sub",
    "opd",
    "mulai",
    "selesai",
    "ukuran",
    "satuan",
    "arah",
    "awal",
    "target",
    "anggaran",
    "quick_win",
    "janji_quick_win",
];

/// The promises as the planner's spreadsheet, each row as `mended` leaves it.
fn programmes(name: &str, mended: impl Fn(&Agency, &mut Vec<String>)) -> Result<PathBuf> {
    let head = COLUMNS.map(str::to_owned).to_vec();
    let rows = AGENCIES.iter().enumerate().map(|(at, agency)| {
        let mut cells = row(at, agency);
        mended(agency, &mut cells);
        cells
    });
    let path = crate::machine::pictures()?.join(name);
    std::fs::write(&path, sheet([head].into_iter().chain(rows)))?;
    Ok(path)
}

fn row(at: usize, agency: &Agency) -> Vec<String> {
    let [measure, unit, way] = agency.measure;
    let [first, second] = agency.targets;
    let quick = if agency.quick.is_empty() { "" } else { "2027-09-30" };
    [
        agency.promise.to_owned(),
        agency.sub.to_owned(),
        agency.unit.to_owned(),
        "2027".to_owned(),
        "2028".to_owned(),
        measure.to_owned(),
        unit.to_owned(),
        way.to_owned(),
        agency.before.to_owned(),
        format!("2027 = {first}; 2028 = {second}"),
        format!("2027 apbd {}", 100_000_000 + at * 10_000_000),
        quick.to_owned(),
        agency.quick.to_owned(),
    ]
    .to_vec()
}

/// The vision is typed, the other parts follow it.
async fn analysed(office: &Browser) -> Result<()> {
    let [(kind, title, body), others @ ..] = ANALYSIS;
    office.go("/dasbor/rencana/analisis").await?;
    let form = office.form("form#catatan").await?;
    form.select("jenis", kind).await?;
    form.fill("judul", title).await?;
    form.fill("isi", body).await?;
    form.send().await?;
    office.sees(title).await?;
    for (kind, title, body) in others {
        let fields = [("jenis", kind), ("judul", title), ("isi", body)];
        hand_in(office, "/dasbor/rencana/analisis", "form#catatan", &fields).await?.sees(title)?;
    }
    office.go("/dasbor/rencana/analisis").await
}

/// A resident finds every promise, its pillar and its quick wins on a phone.
async fn read(year: &Year<'_>) -> Result<BTreeMap<String, String>> {
    let phone = year.phone;
    phone.go("/rencana").await?;
    for words in [TITLE, "Nomor 12 Tahun 2027", "Warga mengurus apa pun satu kali"] {
        phone.sees(words).await?;
    }
    let quick = "document.querySelectorAll('table:has(caption) td[data-label=\"Tenggat\"]').length";
    ensure!(phone.eval(quick).await? == 6, "a quick win in each of six pillars");
    let pillars =
        "new Set([...document.querySelectorAll('td[data-label=Pilar]')].map((cell) => cell.textContent)).size";
    ensure!(phone.eval(pillars).await? == 6, "six pillars have a quick win");
    year.look_at_phone("rencana-warga").await?;
    phone.go("/rencana/program").await?;
    let rows = "document.querySelectorAll('tr[data-baris]').length";
    ensure!(phone.eval(rows).await? == 30, "thirty promises");
    let links = "[...document.querySelectorAll('tr[data-baris] a')].map((link) => [link.textContent, link.getAttribute('href')])";
    let links = serde_json::from_value::<Vec<(String, String)>>(phone.eval(links).await?)?;
    year.look_at_phone("rencana-program").await?;
    phone.press("Surat kecamatan dua hari").await?;
    phone.sees("Kecamatan Jombang").await?;
    year.look_at_phone("rencana-janji").await?;
    phone.go("/rencana/peta-jalan").await?;
    year.look_at_phone("peta-jalan").await?;
    Ok(links.into_iter().collect())
}
