//! In w3m, a browser of plain text: what is essential is there, in order, and a report can be sent.

use crate::machine::{absent, program};
use crate::town::{Town, VILLAGE};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use tokio::process::Command;

/// What w3m shows of a page; it may send a form.
async fn w3m(home: &Path, arguments: &[&str]) -> Result<String> {
    let binary = program("GAPURA_TEST_W3M", "/usr/bin/w3m").context("w3m")?;
    let mut command = Command::new(binary);
    command.env("HOME", home).env("LC_ALL", "C.UTF-8").args([
        "-o",
        "auto_image=0",
        "-cookie",
        "-cols",
        "70",
        "-o",
        "accept_language=id",
        "-o",
        "accept_encoding=identity",
    ]);
    let output = command.args(arguments).output().await?;
    ensure!(output.status.success(), "w3m: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn in_order(text: &str, words: &[&str]) -> Result<()> {
    let mut rest = text;
    for word in words {
        let place = rest.find(word).with_context(|| format!("\"{word}\" is missing or out of order in:\n{text}"))?;
        rest = rest.get(place + word.len()..).unwrap_or_default();
    }
    Ok(())
}

const FRONT: &[&str] = &[
    "Kabupaten Jombang",
    "Lacak",
    "Apa yang Anda perlukan?",
    "Cari layanan",
    "Layanan",
    "Yang terjadi sesudah Anda melapor",
];
const FORM: &[&str] = &[
    "Laporan jalan rusak",
    "Desa atau kelurahan",
    "Patokan",
    "Kerusakan apa?",
    "Lubang",
    "Tentang Anda",
    "Kirim laporan",
    "Standar Pelayanan",
];
const RECEIPT: &[&str] =
    &["PGD-2027-000001-5", "Selesai paling lambat", "Dinas Komunikasi dan Informatika", "Verifikasi"];
const TRACK: &[&str] = &[
    "Laporan jalan rusak",
    "PGD-2027-000001-5",
    "Baru diterima",
    "Sekarang di tangan",
    "Dinas Komunikasi dan Informatika",
    "Riwayat",
];

/// What a filled-in form sends.
fn filled(source: &str) -> Result<String> {
    let token = source.split("name=\"_tanda\" value=\"").nth(1);
    let token = token.and_then(|rest| rest.split('"').next()).context("token")?;
    Ok(format!(
        "_tanda={token}&_draf=&lokasi.desa={VILLAGE}&lokasi.patokan=depan+pasar&lokasi.koordinat=&jenis_rusak=lubang&bahaya=tidak&_nama=&_hp=&_surel="
    ))
}

#[tokio::test]
async fn a_report_is_sent_and_tracked_in_plain_text() -> Result<()> {
    if program("GAPURA_TEST_W3M", "/usr/bin/w3m").is_none() {
        absent("text browser", "w3m is not installed");
        return Ok(());
    }
    let town = Town::open().await?;
    let folder = tempfile::tempdir()?;
    let home = folder.path();
    let at = |path: &str| format!("{}{path}", town.base);
    in_order(&w3m(home, &["-dump", &at("/")]).await?, FRONT)?;
    let form = at("/layanan/jalan-rusak");
    in_order(&w3m(home, &["-dump", &form]).await?, FORM)?;
    let file = home.join("isian");
    std::fs::write(&file, filled(&w3m(home, &["-dump_source", &form]).await?)?)?;
    let sent = w3m(home, &["-dump", "-post", &file.display().to_string(), &form]).await?;
    in_order(&sent, RECEIPT)?;
    in_order(&w3m(home, &["-dump", &at("/lacak/PGD-2027-000001-5")]).await?, TRACK)
}
