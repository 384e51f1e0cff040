#![doc = include_str!("../README.md")]

mod aplikasi;
mod buku;
mod create;
mod definisi;
mod forms;
mod gerakan;
mod gerbang;
mod import;
mod letter;
mod load;
mod peristiwa;
mod photo;
mod read;
mod rencana;
mod report;
mod server;
mod terbit;
mod unggah;

use anyhow::{Context, Result, ensure};
use server::City;
use std::path::{Path, PathBuf};

const PARTS: [&str; 13] = [
    "aplikasi",
    "buku",
    "create",
    "definisi",
    "gerakan",
    "gerbang",
    "letter",
    "peristiwa",
    "photo",
    "read",
    "rencana",
    "terbit",
    "surabaya",
];
/// Parts that run only when they are named: twenty minutes on a line of 100 kbit/s; a plan that is too small to measure.
const SLOW: [&str; 2] = ["unggah", "rencana-kecil"];

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("gerbang-peladen", arguments)) = asked.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return gerbang::serve(arguments).await;
    }
    let unknown = asked.iter().find(|part| !PARTS.iter().chain(&SLOW).any(|known| known == part));
    ensure!(unknown.is_none(), "usage: bench [{}]", [&PARTS[..], &SLOW].concat().join("] ["));
    // The gateway is measured in a process of this program.
    let gapura = if asked == ["gerbang"] { PathBuf::new() } else { beside()? };
    let folder = tempfile::tempdir()?;
    for part in PARTS.into_iter().chain(SLOW) {
        let usual = asked.is_empty() && PARTS.contains(&part);
        if usual || asked.iter().any(|name| name == part) {
            eprintln!("{part}");
            measure(part, &gapura, folder.path()).await.context(part)?;
        }
    }
    Ok(())
}

async fn measure(part: &str, gapura: &Path, folder: &Path) -> Result<()> {
    let folder = folder.join(part);
    std::fs::create_dir_all(&folder)?;
    match part {
        "aplikasi" => aplikasi::run(gapura, &folder).await,
        "buku" => buku::run(gapura, &folder).await,
        "create" => create::run(gapura, &folder).await,
        "definisi" => definisi::run(),
        "gerakan" => gerakan::run(gapura, &folder).await,
        "gerbang" => gerbang::run(&folder).await,
        "letter" => letter::run(gapura),
        "peristiwa" => peristiwa::run().await,
        "photo" => photo::run(),
        "rencana" => rencana::run(gapura, &folder, rencana::LARGE).await,
        "rencana-kecil" => rencana::run(gapura, &folder, rencana::SMALL).await,
        "terbit" => terbit::run(gapura, &folder).await,
        "unggah" => unggah::run(gapura, &folder).await,
        "read" => {
            let city = City::init(gapura, &folder, "35.17")?;
            city.run(&["layanan", "terbitkan", "layanan"])?;
            import::generated(&city, &folder, import::CASES)?;
            read::run(&city).await
        }
        _ => import::real(gapura, &folder),
    }
}

/// The program that was built together with this one.
fn beside() -> Result<PathBuf> {
    let gapura = std::env::current_exe()?.with_file_name("gapura");
    ensure!(gapura.exists(), "{} is not there; run `cargo xtask bench`", gapura.display());
    Ok(gapura)
}
