//! An indicator from an empty month to a corrected value, on a phone; and from a figure down to a case.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::town::Town;
use anyhow::{Result, ensure};

const RALLY: &str = "/dasbor/indikator/rapat_dewan";

#[tokio::test]
async fn a_planner_enters_a_value_with_its_evidence_on_a_phone_and_corrects_it() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PHONE, async |phone: &Browser| {
        sign_in(phone, "perencana").await?;
        phone.go("/dasbor/isi-indikator").await?;
        phone.sees("Isi indikator").await?;
        phone.go(&format!("{RALLY}/isi")).await?;
        phone.fill("nilai", "tiga").await?;
        phone.send("form[enctype]").await?;
        phone.sees("Nilainya bukan angka yang mungkin").await?;
        phone.fill("nilai", "7").await?;
        phone.fill("tautan", "https://contoh.example/notulen").await?;
        phone.send("form[enctype]").await?;
        phone.sees("Nilai tersimpan").await?;
        phone.fill("nilai", "8").await?;
        phone.fill("catatan", "satu rapat terlewat dihitung").await?;
        phone.send("form[enctype]").await?;
        phone.sees("Tercatat: 8").await?;
        phone.go(RALLY).await?;
        phone.sees("satu rapat terlewat dihitung").await?;
        let corrected = phone.texts("s").await?;
        ensure!(corrected.iter().any(|text| text.starts_with('7')), "{corrected:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_auditor_opens_a_figure_down_to_its_formula_its_events_and_a_case() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        sign_in(window, "pemeriksa").await?;
        window.go("/dasbor/indikator?q=kanal").await?;
        window.follow("main td a").await?;
        window.sees("kasus_masuk_web").await?;
        // The sample's cases were opened within sixty days: the year before last month may hold them in the new year.
        window.go("/dasbor/indikator/laporan_warga").await?;
        let years = window.texts("h2#asal").await?;
        ensure!(!years.is_empty(), "no derivation");
        let last = window.texts("tbody tr[data-baris] td:first-child").await?;
        ensure!(last.len() == 13, "{last:?}");
        let filled = window
            .eval("[...document.querySelectorAll('tr[data-baris]')].find(row => /[1-9]/.test(row.children[1].textContent))?.querySelector('a')?.getAttribute('href') ?? ''")
            .await?;
        let filled = crate::inspection::text(&filled);
        ensure!(!filled.is_empty(), "no month with reports");
        window.go(&filled).await?;
        window.follow("#asal ~ div td a").await?;
        window.sees("Kasus dibuka").await?;
        window.follow("td a[href^=\"/kerja/kasus/\"]").await?;
        ensure!(window.path().await?.starts_with("/kerja/kasus/"), "{}", window.path().await?);
        Ok(())
    })
    .await
}
