//! A long application at 360 pixels, page by page: with script and without, gone on with on another device.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::{photo, prove};
use crate::town::{Town, VILLAGE};
use anyhow::{Context, Result, bail, ensure};

const SERVICE: &str = "/layanan/surat-domisili";

/// Fills in what the page asks, and sends it.
async fn page(window: &Browser) -> Result<()> {
    let form = window.form("form#isian").await?;
    for name in form.names().await? {
        match name.as_str() {
            "alamat.desa" => form.select(&name, VILLAGE).await,
            "alamat" => form.fill(&name, "Jalan Melati 3, RT 2").await,
            "nama" => form.fill(&name, "Sulastri").await,
            "nik" => form.fill(&name, "3517094101900001").await,
            "sejak" => form.date(&name, "2020-05-01").await,
            "status_tempat" => form.choose(&name, "milik").await,
            "keperluan" => form.choose(&name, "kerja").await,
            "ktp" | "pengantar" => form.attach(&name, &photo()?).await,
            "_hp" => form.fill(&name, "0812 3456 7890").await,
            _ => Ok(()),
        }
        .with_context(|| name.clone())?;
    }
    form.send().await
}

async fn applied(screen: Screen) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_phone().await?;
    in_window(&town.base, screen, async |window: &Browser| {
        window.go(SERVICE).await?;
        window.press("Mulai mengisi").await?;
        window.sees("Bagian 1 dari").await?;
        page(window).await?;
        window.sees("Bagian 2 dari").await?;
        // Back finds what was typed; nothing of it ever stood in an address.
        window.client.back().await?;
        window.sees("Bagian 1 dari").await?;
        ensure!(window.eval("document.querySelector('[name=nama]').value").await? == "Sulastri");
        ensure!(!window.path().await?.contains("Sulastri"));
        window.press("Simpan, lanjutkan nanti").await?;
        window.sees("Isian Anda tersimpan").await?;
        let code = window.texts("dl.summary dd").await?.into_iter().next().context("no code")?;
        // Another device: no cookie, only the code.
        window.client.delete_all_cookies().await?;
        window.go("/lanjut").await?;
        window.fill("kode", &code).await?;
        window.send("main form").await?;
        window.sees("Bagian 2 dari").await?;
        for _ in 0..8 {
            if window.path().await?.ends_with("periksa") {
                window.sees("Sulastri").await?;
                window.sees("Foto 1").await?;
                window.press("Kirim").await?;
                // The number was typed on another page, and is proved before anything is sent.
                window.sees("0812••••890").await?;
                prove(&town, window).await?;
                window.sees("PMH-2027-").await?;
                return Ok(());
            }
            page(window).await?;
        }
        bail!("the form has no end: {}", window.path().await?)
    })
    .await
}

#[tokio::test]
async fn a_long_form_is_answered_saved_and_sent_without_script() -> Result<()> {
    applied(Screen::PLAIN_PHONE).await
}

#[tokio::test]
async fn a_long_form_is_answered_saved_and_sent_with_script() -> Result<()> {
    applied(Screen::PHONE).await
}
