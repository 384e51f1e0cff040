//! The master plan through the browser: drafted, approved by a second person, decreed, reported, and proposed to by a resident;
//! and its pages, looked over.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::town::Town;
use anyhow::{Context, Result};

pub const BOARD: &str = "/dasbor/rencana/naskah";

/// A planner writes a promise; the first try names what is wrong and loses nothing.
async fn write(office: &Browser) -> Result<()> {
    sign_in(office, "wulan").await?;
    office.go(BOARD).await?;
    let form = office.form("form[action=\"/dasbor/rencana\"]").await?;
    form.fill("judul", "Rencana Induk Kota Cerdas 2027–2036").await?;
    form.send().await?;
    office.go("/dasbor/rencana/program/baru").await?;
    let form = office.form("form#program").await?;
    form.fill("nama", "Jalan rusak ditangani cepat").await?;
    form.select("opd", "dinas-pupr").await?;
    form.select("sub", "pelayanan").await?;
    form.fill("selesai", "2029").await?;
    form.fill("ukuran", "Lubang yang ditutup dalam tujuh hari").await?;
    form.fill("satuan", "persen").await?;
    form.fill("target", "2027 = 1.250").await?;
    form.fill("anggaran", "2027 apbd 250.000.000").await?;
    form.date("quick_win", "2027-09-30").await?;
    form.fill("janji_quick_win", "Lubang di jalan utama ditutup dalam tiga hari").await?;
    form.send().await?;
    office.sees("dapat berarti dua angka").await?;
    let form = office.form("form#program").await?;
    form.fill("target", "2027 = 70; 2028 = 80").await?;
    form.send().await?;
    office.sees("Jalan rusak ditangani cepat").await?;
    office.lacks("Periksa isian ini").await
}

/// Submitted by one person, approved by another, decreed under a number of 2027 or later on its day.
pub async fn decree(office: &Browser, number: &str, day: &str) -> Result<()> {
    office.go(BOARD).await?;
    office.send("form[action$=\"/pengajuan\"]").await?;
    office.sees("orang lain yang menyetujui").await?;
    sign_in(office, "ratih").await?;
    office.go(BOARD).await?;
    office.send("form[action$=\"/persetujuan\"]").await?;
    sign_in(office, "wulan").await?;
    office.go(BOARD).await?;
    let form = office.form("form[action$=\"/penetapan\"]").await?;
    form.fill("nomor", number).await?;
    form.date("tanggal", day).await?;
    form.send().await?;
    office.sees(&format!("Nomor {number} Tahun {}", day.get(..4).unwrap_or_default())).await
}

#[tokio::test]
async fn a_plan_is_written_approved_by_a_second_person_kept_by_its_owner_and_read_by_everybody() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::PHONE, async |resident: &Browser| {
        in_window(&town.base, Screen::DESK, async |office: &Browser| {
            resident.go("/rencana").await?;
            resident.sees("Belum ada rencana yang ditetapkan").await?;
            write(office).await?;
            decree(office, "12", "2027-03-01").await?;
            resident.go("/rencana").await?;
            resident.sees("Rencana Induk Kota Cerdas 2027–2036").await?;
            resident.press("Jalan rusak ditangani cepat").await?;
            resident.sees("Lubang di jalan utama ditutup dalam tiga hari").await?;
            let promise = resident.path().await?;
            sign_in(office, "retno").await?;
            office.go(&format!("/dasbor{}", promise.replace("/rencana/", "/rencana/program/"))).await?;
            let form = office.form("form[action$=\"/capaian\"]").await?;
            form.fill("nilai", "71,5").await?;
            form.fill("bukti", "https://contoh.go.id/jalan").await?;
            form.send().await?;
            office.sees("Tercapai sejauh ini").await?;
            resident.go(&promise).await?;
            resident.sees("71,5 persen").await?;
            resident.go("/rencana/usul").await?;
            let form = resident.form("form#usul").await?;
            form.fill("usulan", "Tambah lampu di jembatan dekat pasar.").await?;
            form.fill("nama", "Bu Sulastri").await?;
            form.send().await?;
            resident.sees("Usulan Anda terkirim").await?;
            resident.lacks("jembatan dekat pasar").await?;
            sign_in(office, "wulan").await?;
            office.go("/dasbor/rencana/usulan").await?;
            office.sees("Bu Sulastri").await?;
            let form = office.form("article form").await?;
            form.fill("jawaban", "Masuk usulan lampu jalan tahun depan.").await?;
            form.send().await?;
            resident.go("/rencana/usulan").await?;
            resident.sees("Masuk usulan lampu jalan tahun depan.").await?;
            resident.lacks("Sulastri").await
        })
        .await
    })
    .await
}

#[tokio::test]
async fn public_pages_of_the_plan_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, CITIZEN)?;
        inspector.visit("rencana", "/rencana").await?;
        let promise = crate::crawl::first(window, "tr[data-baris] td a[href^=\"/rencana/\"]").await?;
        for (name, path) in [
            ("rencana-janji", promise.as_str()),
            ("rencana-program", "/rencana/program"),
            ("rencana-program-kosong", "/rencana/program?cari=xyzzy"),
            ("rencana-program-versi", "/rencana/program?versi=1"),
            ("rencana-peta-jalan", "/rencana/peta-jalan"),
            ("rencana-inovasi", "/rencana/inovasi"),
            ("rencana-usulan", "/rencana/usulan"),
            ("rencana-usul", "/rencana/usul"),
            ("plan", "/rencana?bahasa=en"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        window.go("/rencana/usul").await?;
        window.send("form#usul").await?;
        inspector.here("rencana-usul-salah").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn pages_of_planners_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "perencana").await?;
        for (name, path) in [
            ("dasbor-rencana", "/dasbor/rencana"),
            ("dasbor-naskah", BOARD),
            ("dasbor-program", "/dasbor/rencana/program"),
            ("dasbor-analisis", "/dasbor/rencana/analisis"),
            ("dasbor-inovasi", "/dasbor/rencana/inovasi"),
            ("dasbor-usulan", "/dasbor/rencana/usulan"),
            ("dasbor-impor", "/dasbor/rencana/impor"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        window.go(BOARD).await?;
        window.send("form[action$=\"/versi\"]").await?;
        inspector.here("dasbor-rancangan").await?;
        inspector.visit("dasbor-program-baru", "/dasbor/rencana/program/baru").await?;
        window.send("form#program").await?;
        inspector.here("dasbor-program-salah").await?;
        inspector.visit("dasbor-analisis-rancangan", "/dasbor/rencana/analisis").await?;
        window.go("/dasbor/rencana/program").await?;
        let promise = crate::crawl::first(window, "tr[data-baris] a[href^=\"/dasbor/rencana/program/\"]").await?;
        inspector.visit("dasbor-program-satu", &promise).await?;
        inspector.finish()
    })
    .await
}
