//! The action plans of thirty agencies: steps with their months and money, brought in as one table, handed in, approved by
//! each agency's head, locked as the year's baseline.

use super::Year;
use crate::agencies::{AGENCIES, Agency, of, sheet};
use crate::browser::Browser;
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Agencies whose officers do everything by their own hands.
pub const TYPED: [&str; 3] = ["dinas-kesehatan", "dinas-pupr", "kecamatan-35.17.09"];

const COLUMNS: [&str; 12] = [
    "opd",
    "program",
    "langkah",
    "mulai",
    "selesai",
    "bobot",
    "penanggung_jawab",
    "bukti",
    "sumber",
    "tw2",
    "tw3",
    "tw4",
];

/// Name, first and last month, weight, proof, and the shares of the budget in the second, third and fourth quarter.
type Step = (&'static str, &'static str, &'static str, &'static str, &'static str, [usize; 3]);

const STEPS: [Step; 3] = [
    ("Menyiapkan", "Maret", "Juni", "2", "Laporan persiapan", [2, 0, 0]),
    ("Melaksanakan", "Juli", "Oktober", "5", "Berita acara pelaksanaan", [0, 5, 2]),
    ("Mengevaluasi", "November", "Desember", "1", "Laporan evaluasi", [0, 0, 1]),
];

/// Where the action plan of an agency is read and decided.
fn plan_of(agency: &Agency) -> String {
    format!("/dasbor/aksi/rencana/{}/2027", agency.unit)
}

/// Ninety steps come in as a table; thirty heads approve what their agencies handed in; the planner locks.
pub async fn thirty_agencies_lay_down_their_steps(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    sign_in(office, "wulan").await?;
    brought_in(year).await.context("import")?;
    for agency in AGENCIES.iter().filter(|one| !TYPED.contains(&one.unit)) {
        handed_in(office, agency, "pengajuan").await?;
    }
    for agency in AGENCIES.iter() {
        let typed = TYPED.contains(&agency.unit);
        if typed { approved_by_hand(year, agency).await } else { approved(office, agency).await }
            .with_context(|| agency.unit.to_owned())?;
    }
    sign_in(office, "wulan").await?;
    for agency in AGENCIES.iter() {
        handed_in(office, agency, "penguncian").await?;
    }
    office.go(&plan_of(of("dinas-pupr")?)).await?;
    office.sees("Terkunci").await?;
    year.look("rencana-aksi").await
}

/// A wrong cell is named and nothing comes in; the mended table brings ninety steps.
async fn brought_in(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    bring(office, &steps("aksi-salah.csv", "Maretember")?).await?;
    for words in ["Tidak ada yang dimasukkan", "D2 (\"Maretember\"): Bukan bulan"] {
        office.sees(words).await?;
    }
    year.look("aksi-impor-salah").await?;
    bring(office, &steps("aksi.csv", STEPS[0].1)?).await?;
    office.sees("90 baru").await
}

async fn bring(office: &Browser, file: &Path) -> Result<()> {
    office.go("/dasbor/aksi/impor?tahun=2027").await?;
    let form = office.form("form[enctype]").await?;
    form.attach("berkas", file).await?;
    form.send().await
}

/// The table; the very first step begins in the month called `first`.
fn steps(name: &str, first: &str) -> Result<PathBuf> {
    let head = COLUMNS.map(str::to_owned).to_vec();
    let rows = AGENCIES.iter().enumerate().flat_map(|(at, agency)| {
        STEPS.iter().map(move |(step, from, to, weight, proof, shares)| {
            let from = if at == 0 && *step == STEPS[0].0 { first } else { from };
            let money = shares.map(|share| (share * 10_000_000).to_string());
            let name = format!("{step}: {}", agency.promise);
            let texts = [agency.unit, agency.promise, &name, from, to, weight, "Kepala bidang", proof, "apbd"];
            texts.map(str::to_owned).into_iter().chain(money).collect()
        })
    });
    let path = crate::machine::pictures()?.join(name);
    std::fs::write(&path, sheet([head].into_iter().chain(rows)))?;
    Ok(path)
}

/// One of the buttons below an action plan.
async fn handed_in(office: &Browser, agency: &Agency, what: &str) -> Result<()> {
    let css = format!("form[action$=\"/{what}\"]");
    hand_in(office, &plan_of(agency), &css, &[]).await.with_context(|| agency.unit.to_owned()).map(|_| ())
}

async fn approved(office: &Browser, agency: &Agency) -> Result<()> {
    sit_down(office, &agency.head()).await?;
    handed_in(office, agency, "persetujuan").await
}

/// The liaison reads the steps, hands them in and cannot approve them; the head can.
async fn approved_by_hand(year: &Year<'_>, agency: &Agency) -> Result<()> {
    let phone = year.phone;
    sign_in(phone, &agency.liaison()).await?;
    phone.go(&plan_of(agency)).await?;
    phone.sees(agency.promise).await?;
    phone.send("form[action$=\"/pengajuan\"]").await?;
    phone.sees("Diajukan").await?;
    sign_in(phone, &agency.head()).await?;
    phone.go(&plan_of(agency)).await?;
    phone.send("form[action$=\"/persetujuan\"]").await?;
    phone.sees("Disetujui").await?;
    year.look_at_phone(&format!("rencana-aksi-{}", agency.unit)).await
}
