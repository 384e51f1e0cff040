//! A resident's report without a signal: the form opens, is filled in, waits sealed on the device, and is sent once.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{Inspector, KEPT};
use crate::machine::is_there;
use crate::people::Put::{Choose, Photo, Select, Type};
use crate::people::{Receipt, open_case, put, sign_in, track};
use crate::town::{Town, VILLAGE};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::Value;

const FORM: &str = "/luring/formulir/jalan-rusak";
const LIST: &str = "/luring/daftar";

/// Somebody in the hills who opened the form once, behind a line that can be cut.
async fn in_the_hills(journey: impl AsyncFnOnce(&Town, &Browser) -> Result<()>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::behind_a_line().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        window.go("/layanan/jalan-rusak").await?;
        window.press("Simpan formulir ini di alat Anda").await?;
        window.sees("tersimpan di alat Anda").await?;
        journey(&town, window).await
    })
    .await
}

async fn fill_in(window: &Browser, phone: &'static str) -> Result<()> {
    let form = window.form("form[data-luring]").await?;
    let puts = [
        Select("lokasi.desa", VILLAGE),
        Type("lokasi.patokan", "depan pasar, sisi timur"),
        Choose("jenis_rusak", "lubang"),
        Choose("bahaya", "ya"),
        Type("rincian_bahaya", "Kemarin ada yang jatuh."),
        Photo("foto"),
        Type("_hp", phone),
    ];
    put(&form, &puts).await
}

/// The button of the form; the script takes it from there.
async fn press_send(window: &Browser) -> Result<()> {
    window.follow("form[data-luring] button[type=submit]").await
}

/// Everything that the device keeps, as a thief without its key would read it, and how many keys there are.
async fn kept(window: &Browser) -> Result<String> {
    let script = "new Promise((done) => { const ask = indexedDB.open('gapura-luring', 1); ask.onsuccess = () => { const all = ask.result.transaction(['antrean', 'rahasia']); const entries = all.objectStore('antrean').getAll(); const keys = all.objectStore('rahasia').count(); all.oncomplete = () => done(JSON.stringify([keys.result, entries.result.map(({ iv, isi, ...rest }) => [new TextDecoder().decode(isi), rest])])); }; })";
    Ok(window.eval(script).await?.as_str().unwrap_or_default().to_owned())
}

/// How many entries the queue shows in this state, once it is drawn.
async fn waiting(window: &Browser, state: &str) -> Result<usize> {
    window
        .wait_for(Locator::Css(&format!("#antrean:not([aria-busy]) li[data-keadaan={state}]")))
        .await
        .context("queue")?;
    Ok(window.texts("#antrean li[data-keadaan]").await?.len())
}

async fn value(window: &Browser, css: &str) -> Result<Value> {
    window.eval(&format!("document.querySelector('form[data-luring] {css}').value")).await
}

#[tokio::test]
async fn a_report_without_a_signal_is_changed_sent_once_and_its_receipt_stays_until_it_is_written_down() -> Result<()> {
    in_the_hills(async |town, window| {
        town.cut(true);
        window.go(LIST).await?;
        window.press("Laporan jalan rusak").await?;
        window.sees("Isi formulir").await?;
        press_send(window).await?;
        let lacks =
            window.eval("document.querySelector('form[data-luring] :invalid:not(fieldset)').validationMessage").await?;
        ensure!(lacks == "Isi bagian ini dahulu.", "{lacks}");
        ensure!(window.eval("localStorage.getItem('luring')").await? == Value::Null, "an empty form is not kept");
        fill_in(window, "0812 3456 7890").await?;
        press_send(window).await?;
        window.sees("Belum ada sinyal").await?;
        let read = kept(window).await?;
        for secret in ["depan pasar", "3456", "patokan", "jatuh"] {
            ensure!(!read.contains(secret), "{secret} can be read: {read}");
        }
        ensure!(window.eval("Object.keys(sessionStorage).length").await? == 0, "no draft stays in the tab");
        // The tab was closed; what was never sent can still be changed.
        window.go(FORM).await?;
        ensure!(waiting(window, "tunggu").await? == 1);
        window.press("Buka isian").await?;
        window.wait_for(Locator::Css("#antrean li[data-keadaan=perbaiki]")).await?;
        ensure!(value(window, "[name=\"lokasi.patokan\"]").await? == "depan pasar, sisi timur");
        ensure!(value(window, "[name=jenis_rusak]:checked").await? == "lubang");
        ensure!(value(window, "[name=rincian_bahaya]").await? == "Kemarin ada yang jatuh.");
        ensure!(window.eval("document.querySelector('[name=foto]').files.length").await? == 1);
        window.fill("lokasi.patokan", "depan masjid").await?;
        press_send(window).await?;
        window.sees("Belum ada sinyal").await?;
        ensure!(waiting(window, "tunggu").await? == 1, "it is still one report");
        town.cut(false);
        // Days later, with a signal: any page leads to what waits, and opening it sends it.
        window.go("/").await?;
        window.press("Alat ini menyimpan isian").await?;
        window.sees("Terkirim").await?;
        ensure!(waiting(window, "terkirim").await? == 1);
        let big = window.texts("#antrean .big").await?;
        let [number, code] = big.as_slice() else { anyhow::bail!("the receipt shows {big:?}") };
        let receipt = Receipt { number: number.clone(), code: code.clone() };
        written_down(window, &receipt).await?;
        track(window, &receipt).await?;
        window.sees("depan masjid").await?;
        seen_by_an_officer(window, &receipt).await
    })
    .await
}

/// The receipt is there after a reload, shown when it is asked for, and goes when it was written down.
async fn written_down(window: &Browser, receipt: &Receipt) -> Result<()> {
    window.go(LIST).await?;
    ensure!(waiting(window, "terkirim").await? == 1);
    window.lacks(&receipt.code).await?;
    let read = kept(window).await?;
    ensure!(!read.contains(&receipt.code) && !read.contains(&receipt.number), "the receipt is sealed too: {read}");
    window.press("Tampilkan nomor dan kode").await?;
    window.sees(&receipt.code).await?;
    window.press("Sudah dicatat").await?;
    window.client.accept_alert().await?;
    window.sees("Tidak ada isian yang menunggu").await?;
    ensure!(kept(window).await? == "[0,[]]", "nothing is left on the device");
    Ok(())
}

async fn seen_by_an_officer(window: &Browser, receipt: &Receipt) -> Result<()> {
    sign_in(window, "sari").await?;
    ensure!(window.eval("document.querySelectorAll('tr[data-baris]').length").await? == 1, "it was sent once");
    open_case(window, &receipt.number).await?;
    for words in ["Formulir tanpa sinyal", "menurut alat pengirim", "Kemarin ada yang jatuh."] {
        window.sees(words).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_the_server_refuses_comes_back_to_be_mended_and_everything_can_be_removed() -> Result<()> {
    in_the_hills(async |town, window| {
        town.cut(true);
        window.go(FORM).await?;
        fill_in(window, "abc").await?;
        press_send(window).await?;
        window.sees("Belum ada sinyal").await?;
        town.cut(false);
        window.press("Kirim sekarang").await?;
        window.sees("Ada yang perlu dibetulkan").await?;
        ensure!(waiting(window, "perbaiki").await? == 1);
        window.go(LIST).await?;
        ensure!(waiting(window, "perbaiki").await? == 1, "it is not sent again by itself");
        window.press("Buka isian").await?;
        window.wait_for(Locator::Css("form[data-luring]")).await?;
        window.sees("Isi formulir").await?;
        let there = "new Promise((done) => { const look = () => document.querySelector('[name=_hp]').value === 'abc' ? done(true) : requestAnimationFrame(look); look(); })";
        ensure!(window.eval(there).await? == true);
        window.fill("_hp", "0812 3456 7890").await?;
        press_send(window).await?;
        window.sees("Terkirim").await?;
        ensure!(waiting(window, "terkirim").await? == 1);
        window.press("Hapus semua dari alat ini").await?;
        window.client.accept_alert().await?;
        window.sees("Semuanya sudah dihapus").await?;
        ensure!(kept(window).await? == "[0,[]]");
        ensure!(window.eval("caches.keys().then((keys) => keys.length)").await? == 0, "the pages are gone too");
        town.cut(true);
        ensure!(window.go(FORM).await.is_err() || !window.text().await?.contains("Isi formulir"), "it opened without a signal");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_worker_keeps_no_page_but_its_own_and_the_ordinary_way_stays_open() -> Result<()> {
    in_the_hills(async |_, window| {
        window.go("/layanan/jalan-rusak").await?;
        window.go("/lacak").await?;
        ensure!(window.eval("navigator.serviceWorker.controller === null").await? == true, "it stands before other pages");
        let addresses = "caches.keys().then((keys) => Promise.all(keys.map((key) => caches.open(key).then((shelf) => shelf.keys())))).then((all) => JSON.stringify(all.flat().map((one) => new URL(one.url).pathname).sort()))";
        let pages = window.eval(addresses).await?;
        let pages: Vec<String> = serde_json::from_str(pages.as_str().unwrap_or("[]"))?;
        let strange = |path: &&String| !path.starts_with("/luring/") && !path.starts_with("/aset/");
        ensure!(!pages.iter().any(|path| strange(&path)) && pages.iter().any(|path| path == FORM), "{pages:?}");
        // With a signal the same page also sends at once, as any other form.
        window.go(FORM).await?;
        fill_in(window, "0812 3456 7890").await?;
        window.press("Kirim langsung").await?;
        crate::people::receipt(window).await?;
        ensure!(kept(window).await? == "[0,[]]", "nothing stayed on the device");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn pages_without_a_signal_are_light_reachable_and_sound() -> Result<()> {
    in_the_hills(async |_, window| {
        let mut inspector = Inspector::new(window, KEPT)?;
        inspector.visit("luring-daftar", LIST).await?;
        inspector.visit("luring-formulir", FORM).await?;
        window.go(FORM).await?;
        fill_in(window, "abc").await?;
        press_send(window).await?;
        window.sees("Ada yang perlu dibetulkan").await?;
        inspector.here("luring-perbaiki").await?;
        window.press("Buka isian").await?;
        window.wait_for(Locator::Css("[data-lembar]:not([hidden])")).await?;
        window.fill("_hp", "0812 3456 7890").await?;
        press_send(window).await?;
        window.sees("Terkirim").await?;
        inspector.here("luring-terkirim").await?;
        inspector.visit("luring-en", &format!("{FORM}?bahasa=en")).await?;
        inspector.finish()
    })
    .await
}
