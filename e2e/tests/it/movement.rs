//! A ministry and one region in two installations: a cohort, three assessors, a decision, a memorandum with the region's key, its
//! signed summary, an altered one, an evaluation, and what everybody sees.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{Inspector, OFFICER};
use crate::machine::is_there;
use crate::town::{PASSWORD, Town};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const BOARD: &str = "/dasbor/gerakan";
const REGION: &str = "/dasbor/gerakan/daerah/35.17";

/// Signs in as somebody whose first page may be any.
async fn sign_in(office: &Browser, name: &str) -> Result<()> {
    office.client.delete_all_cookies().await?;
    office.go("/masuk").await?;
    office.fill("nama", name).await?;
    office.fill("sandi", PASSWORD).await?;
    office.send("main form").await?;
    office.sees("Keluar").await
}

/// The secretariat opens a cohort and a selection, and names three assessors. Answers the selection's page.
async fn open(office: &Browser) -> Result<String> {
    sign_in(office, "wulan").await?;
    office.go("/dasbor/gerakan/angkatan").await?;
    let form = office.form("form#angkatan").await?;
    form.fill("tahun", "2027").await?;
    form.fill("ukuran", "50").await?;
    form.fill("jumlah", "191").await?;
    form.fill("catatan", "Angkatan uji").await?;
    form.send().await?;
    office.sees("50 daerah lain dari ukuran yang diumumkan tidak disebut").await?;
    office.go(REGION).await?;
    office.press("Buka seleksi").await?;
    office.send("form#buka-seleksi").await?;
    let path = office.path().await?;
    for name in ["Rina, asesor", "Surya, asesor", "Tono, asesor"] {
        let form = office.form("form#penilai").await?;
        form.select_by_words("penilai", name).await?;
        form.send().await?;
    }
    office.sees("Putusan dapat dibuat sesudah semua penilai").await?;
    Ok(path)
}

/// Each assessor judges alone.
async fn judge(office: &Browser, path: &str) -> Result<()> {
    for (name, level) in [("rina", "4"), ("surya", "2"), ("tono", "5")] {
        sign_in(office, name).await?;
        office.go("/dasbor/gerakan/seleksi").await?;
        office.press("Kabupaten Jombang").await?;
        office.sees("Sebaran nilai terlihat sesudah nilai Anda lengkap").await?;
        office.lacks("Terendah").await?;
        let form = office.form("form#nilai").await?;
        for criterion in form.names().await?.iter().filter(|name| *name != "alasan") {
            form.select(criterion, level).await?;
        }
        form.fill("alasan", "Menurut bukti yang dibaca").await?;
        form.send().await?;
        office.sees("Terendah").await?;
    }
    sign_in(office, "wulan").await?;
    office.go(path).await?;
    office.sees("3,67").await?;
    let form = office.form("form#putusan").await?;
    form.fill("alasan", "Komitmen kuat; sebarannya dibahas bersama").await?;
    form.send().await?;
    office.sees("Terpilih").await
}

/// The region's planner makes the key and looks at what would be sent. Answers the public key.
async fn key(region: &Browser) -> Result<String> {
    sign_in(region, "wulan").await?;
    region.go("/dasbor/gerakan/ringkasan").await?;
    region.send("form#kunci").await?;
    region.sees("Tandatangani dan unduh").await?;
    let shown = region.texts("dl.summary dd").await?;
    shown.first().cloned().context("no key is shown")
}

/// The memorandum with the key; a first try without a place keeps what was typed.
async fn sign(office: &Browser, key: &str) -> Result<()> {
    office.go(&format!("{REGION}/isi/nota")).await?;
    let form = office.form("form#isian").await?;
    form.date("hari", "2027-03-01").await?;
    form.fill("pihak", "Kementerian; Kabupaten Jombang").await?;
    form.fill("kunci", key).await?;
    form.send().await?;
    office.sees("wajib diisi").await?;
    let form = office.form("form#isian").await?;
    form.fill("tempat", "Daring").await?;
    form.send().await?;
    office.sees("Nota ditandatangani").await
}

fn kept(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, text)?;
    Ok(path)
}

async fn upload(office: &Browser, file: &Path) -> Result<()> {
    office.go("/dasbor/gerakan/terima").await?;
    let form = office.form("form#terima").await?;
    form.attach("berkas", file).await?;
    form.send().await
}

async fn evaluate(office: &Browser) -> Result<()> {
    office.go(&format!("{REGION}/evaluasi")).await?;
    let form = office.form("form#evaluasi").await?;
    form.fill("tahun", "2022").await?;
    form.select("instrumen", "gerakan-evaluasi-b").await?;
    for (name, level) in
        [("dasar", "3,60"), ("keluaran", "3,21"), ("hasil", "3,23"), ("dampak", "3,07"), ("quick-win", "3,65")]
    {
        form.fill(&format!("d-{name}"), level).await?;
    }
    form.fill("terbit", "3,31").await?;
    form.fill("sebelum", "3,06").await?;
    form.fill("sumber", "Berita uji, 28 Desember 2022").await?;
    form.send().await?;
    office.sees("bila desimal kelebihannya dipotong").await
}

#[tokio::test]
async fn a_secretariat_takes_a_region_from_its_selection_to_a_published_evaluation() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let (ministry, town) = (Town::steering().await?, Town::open().await?);
    let folder = tempfile::tempdir()?;
    in_window(&town.base, Screen::DESK, async |region: &Browser| {
        in_window(&ministry.base, Screen::DESK, async |office: &Browser| {
            let path = open(office).await?;
            judge(office, &path).await?;
            sign(office, &key(region).await?).await?;
            let file = town.summary().await?;
            let altered = kept(folder.path(), "diubah.json", &file.replacen("\"count\":", "\"count\":1", 1))?;
            upload(office, &altered).await?;
            office.sees("diubah di perjalanan").await?;
            office.sees("mengaku dari 35.17").await?;
            upload(office, &kept(folder.path(), "asli.json", &file)?).await?;
            office.sees("Ringkasan Kabupaten Jombang diterima").await?;
            evaluate(office).await?;
            sign_in(office, "lestari").await?;
            office.go(BOARD).await?;
            office.sees("Kabupaten Jombang").await?;
            office.lacks("Kabupaten Nganjuk").await?;
            office.go("/dasbor/gerakan/daerah/35.18").await?;
            office.lacks("Kabupaten Nganjuk").await?;
            office.client.delete_all_cookies().await?;
            office.go("/gerakan").await?;
            office.sees("191").await?;
            office.go("/gerakan/hasil").await?;
            office.sees("Berita uji, 28 Desember 2022").await?;
            office.press("Kabupaten Jombang").await?;
            office.sees("3,31").await?;
            office.sees("Daring").await
        })
        .await
    })
    .await
}

#[tokio::test]
async fn pages_of_the_movement_are_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let ministry = Town::demo_of_the_movement().await?;
    in_window(&ministry.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        for (name, path) in [
            ("gerakan", "/gerakan"),
            ("gerakan-daerah", "/gerakan/daerah"),
            ("gerakan-satu", "/gerakan/daerah/35.18"),
            ("gerakan-angkatan", "/gerakan/angkatan/2021"),
            ("gerakan-hasil", "/gerakan/hasil"),
            ("gerakan-teladan", "/gerakan/teladan"),
        ] {
            window.go(path).await?;
            inspector.here(name).await.context(name)?;
        }
        sign_in(window, "sekretariat").await?;
        for (name, path) in [
            ("dasbor-gerakan", BOARD),
            ("dasbor-gerakan-satu", "/dasbor/gerakan/daerah/35.18"),
            ("dasbor-gerakan-nota", "/dasbor/gerakan/daerah/35.18/isi/nota"),
            ("dasbor-gerakan-tonggak", "/dasbor/gerakan/daerah/35.18/isi/tonggak"),
            ("dasbor-gerakan-evaluasi", "/dasbor/gerakan/daerah/35.71/evaluasi?tahun=2022"),
            ("dasbor-gerakan-angkatan", "/dasbor/gerakan/angkatan"),
            ("dasbor-gerakan-angkatan-satu", "/dasbor/gerakan/angkatan/2021"),
            ("dasbor-gerakan-seleksi", "/dasbor/gerakan/seleksi"),
            ("dasbor-gerakan-banding", "/dasbor/gerakan/banding"),
            ("dasbor-gerakan-mitra", "/dasbor/gerakan/mitra"),
            ("dasbor-gerakan-terima", "/dasbor/gerakan/terima"),
        ] {
            window.go(path).await?;
            inspector.here(name).await.context(name)?;
        }
        window.go("/dasbor/gerakan/daerah/35.18/isi/nota").await?;
        window.send("form#isian").await?;
        inspector.here("dasbor-gerakan-nota-salah").await?;
        inspector.finish()
    })
    .await
}
