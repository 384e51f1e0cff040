//! What script adds, and takes nothing away.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::{photo, receipt};
use crate::town::{Town, VILLAGE};
use anyhow::{Result, ensure};
use serde_json::json;

async fn on_phone(journey: impl AsyncFnOnce(&Town, &Browser) -> Result<()>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| journey(&town, window).await).await
}

#[tokio::test]
async fn a_question_that_does_not_apply_is_hidden_until_it_does() -> Result<()> {
    on_phone(async |_, window| {
        window.go("/layanan/jalan-rusak").await?;
        let form = window.form("form#lapor").await?;
        ensure!(window.eval("document.querySelector('[data-isian=rincian_bahaya]').hidden").await? == true);
        form.choose("bahaya", "ya").await?;
        ensure!(window.eval("document.querySelector('[name=rincian_bahaya]').checkVisibility()").await? == true);
        form.choose("bahaya", "tidak").await?;
        ensure!(window.eval("document.querySelector('[data-isian=rincian_bahaya]').hidden").await? == true);
        ensure!(window.eval("document.querySelector('[name=rincian_bahaya]').disabled").await? == true);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_photo_is_made_smaller_before_it_is_sent() -> Result<()> {
    on_phone(async |_, window| {
        window.go("/layanan/jalan-rusak").await?;
        window.form("form#lapor").await?.attach("foto", &photo()?).await?;
        window.sees("contoh-foto.jpg sudah tersimpan").await?;
        window.sees("Apakah tulisannya terbaca?").await?;
        let size = "(async (picture) => { await picture.decode(); return `${picture.naturalWidth} x ${picture.naturalHeight}`; })(document.querySelector('.kept img'))";
        ensure!(window.eval(size).await? == "1600 x 1067");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_photo_sent_over_a_line_that_breaks_three_times_arrives_once_and_whole() -> Result<()> {
    on_phone(async |_, window| {
        let line = async |offline: bool, bytes: i32| {
            let wish =
                json!({ "offline": offline, "latency": 20, "downloadThroughput": -1, "uploadThroughput": bytes });
            window.cdp("Network.emulateNetworkConditions", wish).await.map(drop)
        };
        window.go("/layanan/jalan-rusak").await?;
        window.cdp("Network.enable", json!({})).await?;
        line(false, 40_000).await?;
        let form = window.form("form#lapor").await?;
        form.select("lokasi.desa", VILLAGE).await?;
        form.fill("lokasi.patokan", "depan pasar").await?;
        form.choose("jenis_rusak", "lubang").await?;
        form.choose("bahaya", "tidak").await?;
        form.attach("foto", &photo()?).await?;
        for _ in 0..3 {
            window.sees("% terkirim").await?;
            line(true, 40_000).await?;
            window.sees("Sambungan terputus").await?;
            line(false, 40_000).await?;
        }
        line(false, -1).await?;
        window.sees("sudah tersimpan").await?;
        ensure!(window.eval("document.querySelector('[name=foto]').files.length").await? == 0, "it is sent once");
        // Loaded anew, the form still has it.
        window.go("/layanan/jalan-rusak").await?;
        window.sees("Foto 1 sudah terlampir").await?;
        window.send("form#lapor").await?;
        let number = receipt(window).await?.number;
        window.go(&format!("/lacak/{number}")).await?;
        let links = "document.querySelectorAll('main > * ul a[href*=\"/berkas/\"]').length";
        ensure!(window.eval(links).await? == 1, "{}", window.eval(links).await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_half_written_report_is_still_there_after_the_tab_was_reloaded_and_gone_once_it_is_sent() -> Result<()> {
    on_phone(async |_, window| {
        window.go("/layanan/jalan-rusak").await?;
        let form = window.form("form#lapor").await?;
        form.select("lokasi.desa", VILLAGE).await?;
        form.choose("jenis_rusak", "lubang").await?;
        form.choose("bahaya", "tidak").await?;
        form.fill("_nama", "Bu Sulastri").await?;
        form.fill("lokasi.patokan", "depan pasar").await?;
        kept(window, "depan pasar").await?;
        window.go("/layanan/jalan-rusak").await?;
        window.sees("kami tampilkan kembali").await?;
        ensure!(window.eval("document.querySelector('[name=\"lokasi.patokan\"]').value").await? == "depan pasar");
        ensure!(window.eval("document.querySelector('[name=_nama]').value").await? == "", "a name is never kept");
        window.send("form#lapor").await?;
        receipt(window).await?;
        ensure!(window.eval("sessionStorage.length").await? == 0);
        Ok(())
    })
    .await
}

/// Waits until the draft of this tab holds `words`.
async fn kept(window: &Browser, words: &str) -> Result<()> {
    let wait = format!(
        "new Promise((done) => {{ const look = () => JSON.stringify({{ ...sessionStorage }}).includes({words:?}) ? done(true) : requestAnimationFrame(look); look(); }})"
    );
    ensure!(window.eval(&wait).await? == true);
    Ok(())
}

#[tokio::test]
async fn nothing_of_a_secret_report_is_kept_in_the_browser() -> Result<()> {
    on_phone(async |_, window| {
        window.go("/layanan/jalan-rusak").await?;
        let form = window.form("form#lapor").await?;
        form.fill("lokasi.patokan", "depan pasar").await?;
        kept(window, "depan pasar").await?;
        form.choose("_rahasia", "ya").await?;
        let gone = "new Promise((done) => { const look = () => sessionStorage.length === 0 ? done(true) : requestAnimationFrame(look); look(); })";
        ensure!(window.eval(gone).await? == true);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn officers_move_through_the_inbox_with_single_keys() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        crate::people::report(window, false, false).await?;
        crate::people::sign_in(window, "sari").await?;
        let page = window.client.find(fantoccini::Locator::Css("body")).await?;
        page.send_keys("j").await?;
        ensure!(window.eval("document.activeElement.closest('tr')?.getAttribute('aria-selected')").await? == "true");
        page.send_keys("/").await?;
        ensure!(window.eval("document.activeElement.id").await? == "cari");
        Ok(())
    })
    .await
}
