//! A regent who sees this for the first time, on a phone without script: which agency breaks which promise, and what was
//! decided about it. Every press is counted.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::town::{PASSWORD, Town};
use anyhow::{Context, Result, ensure};
use std::cell::Cell;

/// From the filled-in sign-in page to the decision, so many presses at the most.
const MOST: usize = 5;

/// Presses what says these words, and counts it.
async fn press(window: &Browser, pressed: &Cell<usize>, words: &str) -> Result<()> {
    let before = window.document().await?;
    window.press(words).await?;
    window.arrived(&before).await?;
    pressed.set(pressed.get() + 1);
    Ok(())
}

#[tokio::test]
async fn a_new_regent_finds_who_breaks_what_and_what_was_decided_within_five_presses() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |phone: &Browser| {
        let pressed = Cell::new(0);
        phone.go("/masuk").await?;
        phone.fill("nama", "pimpinan").await?;
        phone.fill("sandi", PASSWORD).await?;
        phone.send("main form").await?;
        pressed.set(1);
        press(phone, &pressed, "Angka dan rencana").await?;
        press(phone, &pressed, "Janji dan rencana").await?;
        phone.sees("Apakah janji kita ditepati?").await?;
        press(phone, &pressed, "Dinas Lingkungan Hidup").await?;
        phone.sees("Tidak ditepati").await?;
        press(phone, &pressed, "Sampah terpilah").await?;
        phone.sees("Yang diputuskan tentang janji ini").await?;
        let decided = phone.texts("#keputusan + ol .step-title").await?;
        ensure!(!decided.is_empty(), "nothing was decided: {}", phone.text().await?);
        ensure!(pressed.get() <= MOST, "{} presses", pressed.get());
        let width = phone.eval("document.documentElement.scrollWidth").await?;
        ensure!(width.as_i64() == Some(360), "the page scrolls sideways: {width}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn pages_of_leaders_and_of_people_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "pimpinan").await?;
        inspector.visit("pimpinan", "/dasbor/rencana").await?;
        let agency = crate::crawl::first(window, "tr[data-baris] a[href^=\"/dasbor/rencana/opd/\"]").await?;
        let fate = crate::crawl::first(window, "tr[data-baris] th a[href^=\"/dasbor/rencana/janji/\"]").await?;
        let unit = agency.rsplit('/').next().unwrap_or_default().to_owned();
        let people = format!("/dasbor/rencana/sdm/opd/{unit}");
        for (name, path) in [
            ("pimpinan-opd", agency.as_str()),
            ("pimpinan-janji", fate.as_str()),
            ("pimpinan-sektor", "/dasbor/rencana?menurut=sektor"),
            ("pimpinan-dinas", "/dasbor/rencana?menurut=opd"),
            ("pimpinan-daftar", "/dasbor/rencana/janji?nasib=berjalan"),
            ("pimpinan-en", "/dasbor/rencana?bahasa=en"),
            ("pimpinan-naskah", "/dasbor/rencana/naskah?bahasa=id"),
            ("sdm", "/dasbor/rencana/sdm"),
            ("sdm-opd", people.as_str()),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        sign_in(window, "pupr").await?;
        window.go("/dasbor/rencana/sdm/saya").await?;
        window.fill("aplikasi", "Peta jalan").await?;
        window.send("form#saya").await?;
        window.sees("Menjalankan Peta jalan").await?;
        inspector.here("sdm-saya").await?;
        sign_in(window, "kepala.pupr").await?;
        let own = "/dasbor/rencana/sdm/opd/dinas-pupr";
        window.go(own).await?;
        window.sees("Belum diakui").await?;
        window.press("Akui").await?;
        window.sees("Hanya satu orang").await?;
        inspector.here("sdm-opd-kepala").await?;
        window.go(own).await?;
        window.press("Rencanakan pelatihan").await?;
        let form = window.form("form#pelatihan").await?;
        form.fill("judul", "Keamanan sandi").await?;
        form.fill("peserta", "20").await?;
        form.send().await?;
        window.sees("Tanggalnya tidak cocok").await?;
        inspector.here("sdm-pelatihan-salah").await?;
        inspector.finish()
    })
    .await
}
