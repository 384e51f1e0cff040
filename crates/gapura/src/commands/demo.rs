//! `gapura demo`: from nothing to a running city with marked sample cases at every stage, on an embedded database.

mod assess;
mod indicators;
mod meetings;
mod monev;
mod movement;
mod plan;
mod stage;
mod story;

use super::run::logging;
use crate::cli::{Demo, Init};
use crate::config::Config;
use crate::data::{self, World};
use crate::founding;
use crate::phone::{Message, Phone};
use crate::report::{Failure, Outcome, Report};
use crate::serve::{House, signals};
use anyhow::{Context as _, ensure};
use kernel::Lang;
use serde_json::json;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

/// The password of every demonstration account; printed, and good for nothing else.
const PASSWORD: &str = "pintu-gerbang-contoh";

/// Builds the city, says what to try, and serves it.
pub async fn run(wish: Demo, lang: Lang) -> Outcome {
    let region = match (wish.real, wish.gerakan) {
        (true, _) => "35.78",
        (_, true) => "00",
        _ => wish.region.as_str(),
    };
    let shared = if wish.real { Some(shared_folder()?) } else { None };
    let (folder, _kept) = folder(wish.folder.as_deref())?;
    let listener = TcpListener::bind(("127.0.0.1", wish.port)).await;
    let listener = listener
        .with_context(|| format!("porta {} terpakai; pilih yang lain dengan --port, misalnya --port 0", wish.port))?;
    let address = format!("http://{}", listener.local_addr()?);
    build(&folder, region, &address, shared.as_deref(), lang).await?;
    let mut config = Config::read(&folder)?;
    let phone = if wish.siapkan_saja { None } else { Some(phone(&mut config, &folder, wish.port).await?) };
    let store = data::open(&config, &folder).await?;
    let house = House::open(config, &folder, store, World::real()).await?;
    let report = welcome(&house, &address, &folder, phone.as_ref())?;
    if wish.siapkan_saja {
        house.store.close().await;
        return Ok(report);
    }
    for line in &report.lines {
        // Printed now, because serving goes on until it is stopped.
        tell(line);
    }
    logging();
    house.serve(listener, true, signals()?).await?;
    Ok(Report::default().with(report.json))
}

/// The phone to which this city's messages go, while this program runs: beside the city's own port if that is free.
async fn phone(config: &mut Config, folder: &Path, port: u16) -> anyhow::Result<Phone> {
    let beside = if port == 0 { 0 } else { port.saturating_add(1) };
    let hear = |message: &Message| tell(&format!("Pesan untuk {}: {}", message.to, message.text));
    let phone = match Phone::open(beside, hear).await {
        Ok(phone) => phone,
        Err(_) => Phone::open(0, hear).await?,
    };
    phone.connect(config, folder)?;
    Ok(phone)
}

fn tell(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The given folder, which must be new or empty, or a temporary one that goes with the program.
fn folder(wish: Option<&Path>) -> anyhow::Result<(PathBuf, Option<Temporary>)> {
    match wish {
        Some(path) => {
            let used = path.is_dir() && std::fs::read_dir(path)?.next().is_some();
            ensure!(!used, "{} tidak kosong; kota contoh memerlukan folder baru", path.display());
            Ok((path.to_owned(), None))
        }
        None => {
            let root = std::env::temp_dir().join(format!("gapura-demo-{}", std::process::id()));
            std::fs::create_dir_all(&root)?;
            Ok((root.join("kota"), Some(Temporary(root))))
        }
    }
}

/// A folder that is removed at the end.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The folder with real data beside the repository; its absence is said plainly.
fn shared_folder() -> Result<PathBuf, Failure> {
    let named = std::env::var_os("GAPURA_SHARED").map(PathBuf::from);
    let beside = PathBuf::from("../shared");
    let folder = named.unwrap_or(beside);
    if folder.join("data/real").is_dir() {
        return Ok(folder);
    }
    Err(Failure(format!(
        "--real memerlukan data nyata di {}/data/real, yang tidak ada di sini. Tanpa --real kota contoh memakai laporan buatan.",
        folder.display()
    )))
}

async fn build(folder: &Path, region: &str, address: &str, shared: Option<&Path>, lang: Lang) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let init = Init { region: region.to_owned(), database: None, kunci: None, garis_dasar: None };
    let house = founding::found(folder, &init, World::real()).await?;
    for city in house.cities.iter() {
        founding::furnish(city).await?;
    }
    house.store.close().await;
    let path = folder.join(crate::config::FILE);
    let text = std::fs::read_to_string(&path)?.replace("http://127.0.0.1:8017", address);
    std::fs::write(&path, text)?;
    let config = Config::read(folder)?;
    if movement::is_meant(region) {
        movement::play(&config, folder).await?;
    } else {
        stage::play(&config, folder, shared.is_none(), lang).await?;
    }
    if let Some(shared) = shared {
        stage::real(folder, shared).await?;
    }
    tell(&format!("Kota contoh siap dalam {:.1} detik", started.elapsed().as_secs_f64()));
    Ok(())
}

fn welcome(house: &House, address: &str, folder: &Path, phone: Option<&Phone>) -> anyhow::Result<Report> {
    let city = house.cities.first().context("tidak ada wilayah")?;
    if movement::is_meant(&city.regency.code) {
        return Ok(movement::welcome(&city.regency, address, folder));
    }
    let mut lines = vec![
        String::new(),
        format!("{} — kota contoh Gapura", city.regency.name),
        format!("Buka:  {address}"),
        String::new(),
        format!("Petugas masuk di {address}/masuk dengan sandi: {PASSWORD}"),
    ];
    lines.extend(story::OFFICERS.iter().map(|officer| format!("  {:<14} {}", officer.sign_in, officer.about)));
    lines.extend([
        String::new(),
        "Yang dapat dicoba:".to_owned(),
        format!("  1. Sebagai warga: {address}/layanan/jalan-rusak, kirim laporan, simpan nomor dan kodenya"),
        "  2. Sebagai verifikator: buka laporan itu di meja kerja, isi kewenangan jalan, teruskan".to_owned(),
        "  3. Sebagai pupr: jadwalkan, unggah foto sesudah, selesaikan".to_owned(),
        "  4. Sebagai warga lagi: lacak dengan nomor dan kode, lalu benarkan atau tolak hasilnya".to_owned(),
        format!("  5. {address}/transparansi: apakah janji ditepati?"),
        format!("  6. {address}/rencana: rencana induk contoh; sebagai pimpinan juga {address}/dasbor/rencana dan {address}/dasbor/aksi"),
    ]);
    lines.push(format!("     {address}/aplikasi: seratus aplikasi contoh; petanya di {address}/aplikasi/graf"));
    if let Some(phone) = phone {
        lines.push(format!(
            "  7. {address}/layanan/surat-domisili meminta kode ke ponsel pemohon; baca hasilnya sebagai pemeriksa"
        ));
        lines.push(format!("Pesan ke ponsel warga tampil di jendela ini dan di {}", phone.address()));
    }
    lines.extend([
        String::new(),
        format!("Laporan bertanda [contoh] dibuat oleh program. Data di {}. Berhenti: Ctrl-C", folder.display()),
    ]);
    let officers: Vec<_> = story::OFFICERS.iter().map(|officer| officer.sign_in).collect();
    let numbers = json!({ "address": address, "region": city.regency.code, "officers": officers, "password": PASSWORD, "folder": folder, "phone": phone.map(Phone::address) });
    Ok(Report { lines, json: numbers, refused: false })
}

/// Makes sure that the carried calendar is sound before a city is built on it.
#[cfg(test)]
mod tests {
    #[test]
    fn the_demo_password_is_not_one_that_people_use() {
        assert!(super::PASSWORD.len() >= 15);
        assert!(crate::commands::layanan::national_calendar().is_ok());
    }
}
