//! Every page, looked over: light and dark, at 320, 360 and 1280 px, by axe, by keyboard, on the scales.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, DOCUMENTS, Inspector, KEPT, OFFICER};
use crate::machine::is_there;
use crate::people::{report, stranger, track};
use crate::town::{PASSWORD, Town};
use anyhow::{Context, Result, ensure};

async fn sign_in(office: &Browser, name: &str) -> Result<()> {
    office.client.delete_all_cookies().await?;
    office.go("/masuk").await?;
    office.fill("nama", name).await?;
    office.fill("sandi", PASSWORD).await?;
    office.send("main form").await?;
    office.sees("Kotak masuk").await
}

/// The address of the first link that fits.
pub async fn first(browser: &Browser, css: &str) -> Result<String> {
    let found = browser.eval(&format!("document.querySelector({css:?})?.getAttribute('href') ?? ''")).await?;
    let address = crate::inspection::text(&found);
    ensure!(!address.is_empty(), "no link {css} on {}", browser.path().await?);
    Ok(address)
}

#[tokio::test]
async fn pages_that_everybody_sees_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, CITIZEN)?;
        for (name, path) in [
            ("beranda", "/"),
            ("cari", "/layanan?q=lubang"),
            ("cari-kosong", "/layanan?q=xyzzy"),
            ("layanan", "/layanan"),
            ("formulir", "/layanan/jalan-rusak"),
            ("formulir-lain", "/layanan/dokumen-kependudukan"),
            ("lacak", "/lacak"),
            ("lacak-tidak-dikenal", "/lacak/PGD-2020-000001-9"),
            ("bantuan", "/bantuan"),
            ("formulir-surat", "/layanan/surat-domisili"),
            ("periksa-surat", "/surat/periksa"),
            ("formulir-bagian", "/layanan/surat-domisili/isi?bagian=1"),
            ("formulir-dokumen", "/layanan/surat-domisili/isi?bagian=3"),
            ("formulir-periksa", "/layanan/surat-domisili/isi?bagian=periksa"),
            ("lanjut", "/lanjut"),
            ("privasi", "/privasi"),
            ("terlambat", "/terlambat"),
            ("transparansi", "/transparansi"),
            ("indikator-warga", "/rencana/indikator?pilar=society"),
            ("indikator-warga-satu", "/rencana/indikator/laporan_warga"),
            ("gaya", "/gaya"),
            ("masuk", "/masuk"),
            ("tidak-ada", "/tidak-ada"),
            ("home", "/?bahasa=en"),
            ("formulir-hemat", "/layanan/surat-domisili?hemat=ya"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        inspector.within(KEPT);
        inspector.visit("formulir-luring", "/luring/formulir/jalan-rusak").await?;
        inspector.visit("daftar-luring", "/luring/daftar").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn pages_of_a_report_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, CITIZEN)?;
        window.go("/layanan/jalan-rusak").await?;
        window.send("form#lapor").await?;
        window.sees("yang perlu diperbaiki").await?;
        inspector.here("formulir-salah").await?;
        let receipt = report(window, true, false).await?;
        let path = format!("/lacak/{}", receipt.number);
        inspector.visit("tanda-terima", &format!("{path}/tanda-terima")).await?;
        inspector.visit("tanda-terima-58", &format!("{path}/tanda-terima?kertas=58")).await?;
        track(window, &receipt).await?;
        inspector.visit("laporan-terbuka", &path).await?;
        stranger(window, &receipt.number).await?;
        inspector.visit("laporan-umum", &path).await?;
        inspector.visit("tanda-terima-terkunci", &format!("{path}/tanda-terima")).await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn pages_of_a_verifier_and_an_agency_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        // Which cases the town has depends on the day; this one has a photo.
        let sent = report(window, false, true).await?;
        sign_in(window, "verifikator").await?;
        inspector.visit("kotak", "/kerja").await?;
        inspector.visit("kotak-berakhir", "/kerja?daftar=berakhir").await?;
        let case = format!("/kerja/kasus/{}", sent.number);
        inspector.visit("kasus", &case).await?;
        inspector.visit("kasus-tolak", &format!("{case}?tindakan=verifikasi.tolak")).await?;
        window.send("form[action$=\"verifikasi.tolak\"]").await?;
        window.sees("Belum tersimpan").await?;
        inspector.here("kasus-salah").await?;
        inspector.visit("panggilan", "/kerja/panggilan").await?;
        inspector.visit("pemberitahuan", "/kerja/pemberitahuan").await?;
        inspector.visit("akun", "/akun").await?;
        inspector.visit("loket", "/kerja/loket").await?;
        inspector.visit("loket-formulir", "/kerja/loket/jalan-rusak").await?;
        inspector.visit("surat-terbit", "/kerja/surat").await?;
        // What was sent is shown as it was sent; the page around it is as light as any other.
        let mut documents = Inspector::new(window, DOCUMENTS)?;
        documents.visit("berdampingan", &format!("{case}/periksa")).await?;
        documents.finish()?;
        sign_in(window, "kepala.pupr").await?;
        inspector.visit("surat-tugas", "/surat-tugas").await?;
        sign_in(window, "pupr").await?;
        inspector.visit("kotak-dinas", "/kerja?daftar=terbuka").await?;
        let case = first(window, "tr[data-baris] a").await?;
        inspector.visit("kasus-dinas", &case).await?;
        inspector.visit("lapangan", "/kerja/luring/daftar").await?;
        let form = first(window, "a[data-bawa]").await?;
        inspector.visit("lapangan-formulir", &form).await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn pages_of_administrators_and_auditors_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "admin").await?;
        inspector.visit("petugas", "/atur/petugas").await?;
        let officer = first(window, "main a[href^=\"/atur/petugas/\"]").await?;
        for (name, path) in [
            ("petugas-satu", officer.as_str()),
            ("opd", "/atur/opd"),
            ("kalender", "/atur/kalender"),
            ("layanan-petugas", "/atur/layanan"),
            ("layanan-tulis", "/atur/layanan/tulis"),
            ("surat-tugas-admin", "/surat-tugas"),
            ("kotak-kota", "/kerja?daftar=kota"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        sign_in(window, "pemeriksa").await?;
        inspector.visit("kotak-pemeriksa", "/kerja?daftar=kota").await?;
        let case = first(window, "tr[data-baris] a").await?;
        inspector.visit("kasus-pemeriksa", &case).await?;
        sign_in(window, "pimpinan").await?;
        inspector.visit("kotak-pimpinan", "/kerja").await?;
        inspector.visit("indikator", "/dasbor/indikator").await?;
        inspector.visit("indikator-satu", "/dasbor/indikator/selesai_tepat_waktu").await?;
        inspector.visit("indikator-diisi", "/dasbor/indikator/survei_kepuasan").await?;
        inspector.visit("indikator-kejadian", "/dasbor/indikator/laporan_warga/kejadian?fakta=kasus_masuk").await?;
        inspector.visit("indeks", "/dasbor/indeks").await?;
        inspector.visit("indeks-spbe", "/dasbor/indeks/spbe-2020?n.1=2&n.2=9&n.43=3&terbit=2.59").await?;
        inspector.visit("indeks-skm", "/dasbor/indeks/skm-2017?n.waktu=3,49&n.biaya=9").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn pages_of_a_planner_who_enters_indicators_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "perencana").await?;
        for (name, path) in [
            ("indikator-isi", "/dasbor/isi-indikator"),
            ("indikator-isi-satu", "/dasbor/indikator/rapat_dewan/isi"),
            ("indikator-target", "/dasbor/indikator/survei_kepuasan/target"),
            ("indikator-impor", "/dasbor/impor-indikator"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        window.go("/dasbor/indikator/rapat_dewan/isi").await?;
        window.fill("nilai", "tiga").await?;
        window.send("form[enctype]").await?;
        window.sees("Perbaiki isian").await?;
        inspector.here("indikator-isi-salah").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
#[ignore = "writes the pictures of the README anew: cargo test -p e2e -- --ignored"]
async fn the_pictures_of_the_readme() -> Result<()> {
    let town = Town::demo().await?;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/gambar");
    std::fs::create_dir_all(&folder)?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        for (name, path, width, height) in [
            ("transparansi", "/transparansi", 1280, 1100),
            ("beranda", "/", 360, 780),
            ("kasus", "/kerja?daftar=terbuka", 1280, 1100),
        ] {
            window.resize(width).await?;
            if name == "kasus" {
                sign_in(window, "pupr").await?;
            }
            window.go(path).await?;
            if name == "kasus" {
                window.go(&first(window, "tr[data-baris] a").await?).await?;
            }
            let picture = window.clip(&width.into(), &height.into()).await?;
            ensure!(picture.len() <= 150_000, "{name}: {} bytes", picture.len());
            std::fs::write(folder.join(format!("{name}.png")), picture)?;
        }
        Ok(())
    })
    .await
}
