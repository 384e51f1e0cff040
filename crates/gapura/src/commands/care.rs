//! `gapura doctor`, `backup`, `restore`, `kunci`.

use super::Call;
use crate::config::{self, Config};
use crate::data::{self, World};
use crate::report::{Failure, Outcome, Report};
use anyhow::Context as _;
use serde_json::json;
use std::path::Path;
use store::{MasterKey, Store};

/// Everything that can be checked without changing anything. Findings are a refusal (exit code 1), so that a timer notices.
pub async fn doctor(call: &Call) -> Outcome {
    let house = super::house(&call.data).await?;
    let mut findings: Vec<String> = house.store.check_all().await?.iter().map(sentence).collect();
    findings.extend(clock_behind(&house.store).await?);
    for city in house.cities.iter() {
        let name = &city.regency.name;
        findings.extend(city.desk.findings().await?.iter().map(|finding| format!("{name}: {}", about(finding))));
        let sources = city.registers.findings().await.into_iter();
        findings.extend(sources.map(|(source, why)| format!("{name}: sumber {source}: {why}")));
        let altered = city.programme.altered_texts().await?;
        findings
            .extend(altered.iter().map(|id| format!("{name}: teks rencana {id} berbeda dari yang dicatat buku besar")));
        if city.desk.catalogue().running().next().is_none() {
            findings.push(format!("{name}: belum ada layanan; gapura layanan terbitkan"));
        }
        if city.identity.officers("", "", 1).await?.is_empty() {
            findings.push(format!(
                "{name}: belum ada petugas; gapura petugas tambah admin --nama \"Nama Lengkap\" --peran admin-kota --opd dinas-kominfo"
            ));
        }
    }
    house.store.close().await;
    let mut report = Report {
        lines: findings.iter().map(|finding| format!("• {finding}")).collect(),
        json: json!({ "findings": findings }),
        refused: !findings.is_empty(),
    };
    report.lines.push(match findings.len() {
        0 => "sehat".to_owned(),
        count => format!("{count} temuan"),
    });
    Ok(report)
}

/// Minutes by which clocks of well-kept machines may differ.
const CLOCK_MINUTES: i64 = 2;

/// Whether this machine's clock lies behind what was recorded: then it was set back, or ran ahead before.
async fn clock_behind(store: &Store) -> anyhow::Result<Option<String>> {
    let rows = store.heavy_rows("SELECT MAX(recorded_at) FROM store_events", Vec::new()).await?;
    let Some(newest) = rows.first().map(|row| row.instant_or_null(0)).transpose()?.flatten() else { return Ok(None) };
    let behind = (newest.seconds() - World::real().clock.now().seconds()) / 60;
    Ok((behind > CLOCK_MINUTES).then(|| {
        format!("jam mesin ini {behind} menit di belakang peristiwa terakhir; betulkan jamnya, misalnya dengan NTP")
    }))
}

fn sentence(finding: &store::Finding) -> String {
    let region = finding.region.as_deref().map_or_else(String::new, |region| format!("{region}: "));
    format!("{region}{} [{}]", finding.text, finding.code)
}

fn about(finding: &desk::Finding) -> String {
    match finding {
        desk::Finding::CasesWaitForYear { year, cases } => {
            format!("{cases} laporan menunggu kalender {year}; impor dengan: gapura import holidays BERKAS.csv")
        }
        desk::Finding::YearMissing { year } => {
            format!("daftar libur {year} belum ada; impor dengan: gapura import holidays BERKAS.csv")
        }
    }
}

/// Events of all regions, and attachments.
fn contents(manifest: &store::Manifest) -> (i64, usize) {
    (manifest.heads.values().sum(), manifest.blobs.len())
}

/// Copies database and attachments while the city works.
pub async fn backup(call: &Call, to: &Path) -> Outcome {
    let config = Config::read(&call.data)?;
    if to.exists() {
        return Err(Failure(format!("{} sudah ada; sebutkan folder baru, yang lama tidak ditimpa", to.display())));
    }
    let store = data::open(&config, &call.data).await?;
    let manifest = store.backup(to, World::real().clock.now()).await?;
    store.close().await;
    std::fs::copy(call.data.join(config::FILE), to.join(config::FILE))?;
    let key = data::key_path(&config, &call.data);
    let (events, blobs) = contents(&manifest);
    Ok(Report {
        lines: vec![
            format!("cadangan di {}: {events} peristiwa, {blobs} lampiran", to.display()),
            format!("kunci induk {} tidak ikut; cadangkan terpisah", key.display()),
        ],
        json: json!({ "events": events, "blobs": blobs, "to": to }),
        refused: false,
    })
}

/// Puts a backup into a folder that holds none, then checks every stream, hash and attachment.
pub async fn restore(call: &Call, from: &Path, database: Option<&str>) -> Outcome {
    let target = call.data.join(config::FILE);
    if target.exists() {
        return Err(Failure(format!(
            "{} sudah ada; pulihkan ke folder yang kosong, misalnya --data {}-pulih",
            target.display(),
            call.data.display()
        )));
    }
    let mut text = std::fs::read_to_string(from.join(config::FILE))
        .with_context(|| format!("{} bukan cadangan Gapura", from.display()))?;
    if let Some(database) = database {
        text = config::with_key(&text, "basis_data", database).map_err(anyhow::Error::msg)?;
    }
    let config = Config::parse(&text).map_err(anyhow::Error::msg)?;
    let settings = data::settings(&config, &call.data)
        .context("salin kunci induk yang dicadangkan terpisah ke tempat ini lebih dahulu")?;
    std::fs::create_dir_all(&call.data)?;
    let (manifest, findings) =
        Store::restore(&settings, from, &data::migrations(), World::real().clock.now()).await.with_context(|| {
            format!(
                "{} ke {}: basis data tujuan harus kosong; pilih yang lain dengan --database",
                from.display(),
                config.database_name()
            )
        })?;
    std::fs::write(&target, text)?;
    let (events, blobs) = contents(&manifest);
    let findings: Vec<String> = findings.iter().map(sentence).collect();
    let mut lines = findings.clone();
    lines.push(format!("{events} peristiwa dan {blobs} lampiran dipulihkan dan diperiksa, {} temuan", findings.len()));
    Ok(Report {
        lines,
        refused: !findings.is_empty(),
        json: json!({ "events": events, "blobs": blobs, "findings": findings }),
    })
}

/// Makes a fresh master key in `new` and wraps every region key with it; the configuration then names the new file.
pub async fn rotate(call: &Call, new: &Path) -> Outcome {
    let config = Config::read(&call.data)?;
    let new = std::path::absolute(new)?;
    let (file, old) = (call.data.join(config::FILE), data::key_path(&config, &call.data));
    if new.exists() {
        return Err(Failure(format!("{} sudah ada; sebutkan berkas baru, kunci lama tidak ditimpa", new.display())));
    }
    let text = std::fs::read_to_string(&file)?;
    let text = config::with_key(&text, "kunci", &new.display().to_string());
    let text = text.map_err(anyhow::Error::msg)?;
    let world = World::real();
    let store = data::open(&config, &call.data).await?;
    let master = MasterKey::create(&new, &*world.chance).with_context(|| new.display().to_string())?;
    let keys = store.rotate_master(&master, world.clock.now(), &*world.chance).await?;
    store.close().await;
    std::fs::write(&file, text)?;
    Ok(Report {
        lines: vec![
            format!("{keys} kunci wilayah dibungkus ulang dengan {}", new.display()),
            format!("{} sekarang menyebut kunci itu; jalankan ulang `gapura serve`", file.display()),
            format!("Cadangkan kunci baru terpisah. Simpan {} selama cadangan lama masih disimpan.", old.display()),
        ],
        json: json!({ "regions": keys, "key": new }),
        refused: false,
    })
}
