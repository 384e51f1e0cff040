//! An inspection without a signal: filled in, kept on the device, sent once when the signal is back.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::{self, Put, Receipt, act, photo, sign_in};
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

/// A report that waits for its survey, and the surveyor signed in on a phone, behind a line that can be cut.
async fn surveyor(journey: impl AsyncFnOnce(&Town, &Browser, Receipt) -> Result<()>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::behind_a_line().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let receipt = people::report(window, false, false).await?;
        sign_in(window, "sari").await?;
        act(window, &receipt.number, "verifikasi.teruskan", &[Put::Choose("status_jalan", "kabupaten")]).await?;
        sign_in(window, "bagus").await?;
        window.go("/kerja/luring/daftar").await?;
        window.sees("tersimpan di alat Anda").await?;
        journey(&town, window, receipt).await
    })
    .await
}

fn address(receipt: &Receipt) -> String {
    format!("/kerja/luring/{}/survei.jadwalkan", receipt.number)
}

async fn fill_in(window: &Browser) -> Result<()> {
    let form = window.form("form[data-luring]").await?;
    form.fill("panjang_m", "4").await?;
    form.attach("foto_survei", &photo()?).await?;
    window.follow("form[data-luring] button[type=submit]").await
}

/// Somebody else of the agency answers the resident meanwhile.
async fn answered_by_the_head(window: &Browser, receipt: &Receipt) -> Result<()> {
    sign_in(window, "retno").await?;
    window.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
    let form = window.form("form[action$=\"/jawaban\"]").await?;
    form.fill("teks", "Kami survei besok pagi.").await?;
    form.send().await?;
    window.sees("Tersimpan").await
}

/// How many acts of the survey the case shows.
async fn surveys(window: &Browser, receipt: &Receipt) -> Result<usize> {
    window.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
    window.sees("Riwayat").await?;
    Ok(window.text().await?.matches("menurut alat petugas").count())
}

#[tokio::test]
async fn a_survey_without_a_signal_is_kept_and_sent_once_when_the_signal_is_back() -> Result<()> {
    surveyor(async |town, window, receipt| {
        town.cut(true);
        window.go(&address(&receipt)).await?;
        window.sees("Panjang m").await?;
        fill_in(window).await?;
        window.sees("Belum ada sinyal").await?;
        ensure!(window.eval("localStorage.getItem('luring')").await? == "1");
        window.go("/kerja/luring/daftar").await?;
        window.sees(&receipt.number).await?;
        // The page reads what the device keeps after it is shown, and tries once by itself.
        window.wait_for(Locator::Css("#antrean:not([aria-busy]) li[data-keadaan=tunggu]")).await.context("it outlives the page")?;
        ensure!(window.texts("#antrean li[data-keadaan=tunggu]").await?.len() == 1, "once");
        town.cut(false);
        window.press("Kirim sekarang").await?;
        window.sees("sudah terkirim").await?;
        ensure!(window.texts("#antrean li[data-keadaan]").await?.is_empty());
        ensure!(window.eval("localStorage.getItem('luring')").await? == serde_json::Value::Null);
        let left = window.eval("new Promise((done) => { const ask = indexedDB.open('gapura-luring', 1); ask.onsuccess = () => { const all = ask.result.transaction(['antrean', 'rahasia']); const count = all.objectStore('antrean').count(); const keys = all.objectStore('rahasia').count(); all.oncomplete = () => done(count.result + keys.result); }; })").await?;
        ensure!(left == 0, "the device keeps {left} entries");
        ensure!(surveys(window, &receipt).await? == 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_waits_on_the_device_cannot_be_read_there_and_a_conflict_is_said() -> Result<()> {
    surveyor(async |town, window, receipt| {
        town.cut(true);
        window.go(&address(&receipt)).await?;
        fill_in(window).await?;
        window.sees("Belum ada sinyal").await?;
        let kept = window.eval("new Promise((done) => { const ask = indexedDB.open('gapura-luring', 1); ask.onsuccess = () => { const get = ask.result.transaction('antrean').objectStore('antrean').getAll(); get.onsuccess = () => done(get.result.map((one) => new TextDecoder().decode(one.isi)).join()); }; })").await?;
        ensure!(!kept.as_str().unwrap_or_default().contains("panjang_m"), "it is sealed");
        town.cut(false);
        answered_by_the_head(window, &receipt).await?;
        sign_in(window, "bagus").await?;
        window.go("/kerja/luring/daftar").await?;
        window.sees("Kasus ini sudah berubah").await?;
        window.sees("Kirim tetap").await?;
        ensure!(surveys(window, &receipt).await? == 0, "nothing was taken");
        window.go("/kerja/luring/daftar").await?;
        window.press("Kirim tetap").await?;
        window.sees("sudah terkirim").await?;
        ensure!(surveys(window, &receipt).await? == 1);
        Ok(())
    })
    .await
}
