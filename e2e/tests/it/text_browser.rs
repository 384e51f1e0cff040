//! In w3m, a browser of plain text: what is essential is there, in order, and a report can be sent.

use crate::browser::{absent, program};
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
    ]);
    let output = command.args(arguments).output().await?;
    ensure!(
        output.status.success(),
        "w3m: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn in_order(text: &str, words: &[&str]) -> Result<()> {
    let mut rest = text;
    for word in words {
        let place = rest
            .find(word)
            .with_context(|| format!("\"{word}\" is missing or out of order in:\n{text}"))?;
        rest = rest.get(place + word.len()..).unwrap_or_default();
    }
    Ok(())
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
    let front = w3m(home, &["-dump", &at("/")]).await?;
    in_order(
        &front,
        &[
            "Kabupaten Jombang",
            "Lacak laporan",
            "Ada yang perlu diperbaiki?",
            "Apa masalahnya?",
            "Laporan jalan rusak",
            "Yang terjadi sesudah Anda melapor",
        ],
    )?;
    let form = w3m(home, &["-dump", &at("/layanan/jalan-rusak")]).await?;
    in_order(
        &form,
        &[
            "Laporan jalan rusak",
            "Desa atau kelurahan",
            "Patokan",
            "Kerusakan apa?",
            "Lubang",
            "Tentang Anda",
            "Kirim laporan",
            "Standar Pelayanan",
        ],
    )?;
    let source = w3m(home, &["-dump_source", &at("/layanan/jalan-rusak")]).await?;
    let token = source
        .split("name=\"_tanda\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .context("token")?;
    let body = format!(
        "_tanda={token}&_draf=&lokasi.desa={VILLAGE}&lokasi.patokan=depan+pasar&lokasi.koordinat=&jenis_rusak=lubang&bahaya=tidak&_nama=&_hp=&_surel="
    );
    let file = home.join("isian");
    std::fs::write(&file, body)?;
    let receipt = w3m(
        home,
        &[
            "-dump",
            "-post",
            &file.display().to_string(),
            &at("/layanan/jalan-rusak"),
        ],
    )
    .await?;
    in_order(
        &receipt,
        &[
            "PGD-2027-000001-5",
            "Selesai paling lambat",
            "Dinas Komunikasi dan Informatika",
            "Verifikasi",
        ],
    )?;
    let track = w3m(home, &["-dump", &at("/lacak/PGD-2027-000001-5")]).await?;
    in_order(
        &track,
        &[
            "Laporan jalan rusak",
            "PGD-2027-000001-5",
            "Baru diterima",
            "Sekarang di tangan",
            "Dinas Komunikasi dan Informatika",
            "Riwayat",
        ],
    )
}
