//! What an applicant does with an application under way and with its letter: names who looks after it, takes it back,
//! renews what ends soon. Scripts off.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector};
use crate::letters::{KELURAHAN, granted, issue};
use crate::machine::is_there;
use crate::people::Put::{Date, Photo, Type};
use crate::people::{Scene, apply, open_case, put, sign_in, track};
use crate::permits::OWN;
use crate::town::Town;
use anyhow::{Result, ensure};

#[tokio::test]
async fn an_applicant_names_who_looks_after_it_and_takes_it_back() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |window: &Browser| {
        let receipt = apply(&town, window, &OWN).await?;
        track(window, &receipt).await?;
        window.press("Mengurus untuk orang lain").await?;
        window.form("main form").await?.send().await?;
        window.sees("Isi bagian ini").await?;
        let form = window.form("main form").await?;
        let names = [Type("pemberi", "Bu Sulastri"), Type("penerima", "Pak Karno"), Date("sampai", "2027-03-31")];
        put(&form, &[names[0], names[1], names[2], Photo("foto-kuasa")]).await?;
        form.send().await?;
        window.sees("Surat kuasa tercatat").await?;
        window.sees("Pak Karno mengurus untuk Bu Sulastri").await?;
        window.press("Tarik permohonan").await?;
        window.sees("Penarikan tidak dapat dibatalkan").await?;
        let form = window.form("main form").await?;
        form.fill("alasan", "Toko batal dibuka.").await?;
        form.send().await?;
        window.sees("Permohonan sudah ditarik").await?;
        sign_in(window, "ani").await?;
        window.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
        for words in ["Pemohon menarik permohonan ini", "Toko batal dibuka", "Pak Karno"] {
            window.sees(words).await?;
        }
        window.lacks("Lengkap, teruskan").await
    })
    .await
}

#[tokio::test]
async fn pages_of_an_applicant_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, CITIZEN)?;
        let receipt = apply(&town, window, &OWN).await?;
        track(window, &receipt).await?;
        let path = format!("/lacak/{}", receipt.number);
        inspector.visit("permohonan-kuasa", &format!("{path}/kuasa")).await?;
        window.form("main form").await?.send().await?;
        inspector.here("permohonan-kuasa-salah").await?;
        inspector.visit("permohonan-penarikan", &format!("{path}/penarikan")).await?;
        window.form("main form").await?.send().await?;
        inspector.here("permohonan-ditarik").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn a_letter_that_ends_soon_is_renewed_with_what_was_answered() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |window: &Browser| {
        let scene = Scene { town: &town, resident: window, office: window };
        let receipt = granted(&scene, &KELURAHAN).await?;
        issue(&scene, &KELURAHAN).await?;
        town.wait(340).await?;
        track(window, &receipt).await?;
        window.press("Isi formulir perpanjangan").await?;
        let form = window.form("main form").await?;
        ensure!(form.value("nama_usaha").await? == "Toko Berkah Jaya", "what was answered is filled in");
        form.send().await?;
        let renewal = crate::people::receipt(window).await?;
        sign_in(window, "ani").await?;
        open_case(window, &renewal.number).await?;
        window.sees(&format!("Kasus ini memperpanjang surat dari {}", receipt.number)).await
    })
    .await
}
