//! The code that proves a phone number before an application is sent, at 360 pixels, read from the phone as its owner does.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector};
use crate::machine::is_there;
use crate::people::{PHONE, find, put, receipt, sign_in, stranger};
use crate::permits::OWN;
use crate::town::Town;
use anyhow::{Result, ensure};
use fantoccini::Locator;

const PAGE: &str = "/layanan/surat-domisili-usaha/kode";

/// A code that is not this one.
fn other(code: &str) -> Result<String> {
    Ok(format!("{:06}", (code.parse::<u32>()? + 1) % 1_000_000))
}

async fn type_in(window: &Browser, code: &str) -> Result<()> {
    window.fill("_kode", code).await?;
    window.send("form#kode").await
}

/// Fills the whole form in, with this number.
async fn fill_in(window: &Browser, phone: &str) -> Result<()> {
    find(window, &OWN).await?;
    let form = window.form("form#lapor").await?;
    put(&form, OWN.puts).await?;
    form.fill("_hp", phone).await?;
    form.send().await
}

async fn proved(screen: Screen) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, screen, async |window: &Browser| {
        fill_in(window, "0812 0000 1111").await?;
        window.sees("0812••••111").await?;
        // A slip in the number is noticed and mended; the answers are still there.
        window.press("Ganti nomor").await?;
        let form = window.form("form#lapor").await?;
        ensure!(form.value("nama_usaha").await? == "Toko Berkah", "what was typed is gone");
        form.fill("_hp", PHONE).await?;
        form.send().await?;
        window.sees("0812••••890").await?;
        let first = town.code(PHONE).await?;
        type_in(window, &other(&first)?).await?;
        window.sees("Sisa percobaan: 4").await?;
        // Whoever reads the message elsewhere on the phone comes back to the same page.
        window.go("/").await?;
        window.go(PAGE).await?;
        window.sees("0812••••890").await?;
        town.clock.advance(61);
        window.send("form#kode-lagi").await?;
        let second = town.code(PHONE).await?;
        ensure!(second != first, "the same code twice");
        type_in(window, &first).await?;
        window.sees("Kode tidak cocok").await?;
        type_in(window, &second).await?;
        let number = receipt(window).await?.number;
        // The next one in the family, on the same phone: no second code.
        fill_in(window, PHONE).await?;
        let next = receipt(window).await?.number;
        ensure!(next != number);
        stranger(window, &number).await?;
        window.lacks("terverifikasi").await?;
        sign_in(window, "ani").await?;
        for number in [&number, &next] {
            window.go(&format!("/kerja/kasus/{number}")).await?;
            window.sees("Nomor terverifikasi dengan kode").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_number_is_proved_by_the_code_on_the_phone_without_script() -> Result<()> {
    proved(Screen::PLAIN_PHONE).await
}

#[tokio::test]
async fn a_number_is_proved_by_the_code_on_the_phone_with_script() -> Result<()> {
    proved(Screen::PHONE).await
}

#[tokio::test]
async fn pages_of_the_code_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, CITIZEN)?;
        fill_in(window, PHONE).await?;
        window.wait_for(Locator::Css("#kode")).await?;
        inspector.visit("kode", PAGE).await?;
        type_in(window, &other(&town.code(PHONE).await?)?).await?;
        window.sees("Sisa percobaan").await?;
        inspector.here("kode-salah").await?;
        inspector.visit("kode-baru-dikirim", &format!("{PAGE}?keadaan=sebentar")).await?;
        town.clock.advance(700);
        inspector.visit("kode-lewat", &format!("{PAGE}?keadaan=besok")).await?;
        inspector.finish()
    })
    .await
}
