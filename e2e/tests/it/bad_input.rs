//! Wrong, forged, late and doubled input, as people see it in a browser.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::{Put, photo};
use crate::people::{act, open_case, receipt, report, sign_in, stranger, track};
use crate::town::{Town, VILLAGE};
use anyhow::{Result, ensure};

const FORM: &str = "form#lapor";

async fn in_town(screen: Screen, journey: impl AsyncFnOnce(&Town, &Browser) -> Result<()>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, screen, async |window: &Browser| journey(&town, window).await).await
}

/// Fills in the road form with what is required.
async fn fill(window: &Browser, landmark: &str) -> Result<()> {
    window.go("/layanan/jalan-rusak").await?;
    let form = window.form(FORM).await?;
    form.select("lokasi.desa", VILLAGE).await?;
    form.fill("lokasi.patokan", landmark).await?;
    form.choose("jenis_rusak", "lubang").await?;
    form.choose("bahaya", "tidak").await
}

#[tokio::test]
async fn script_in_a_name_is_text_for_residents_and_officers() -> Result<()> {
    const EVIL: &str = "<img src=x onerror=\"document.title='jebol'\"><script>document.title='jebol'</script>";
    in_town(Screen::PHONE, async |_, window| {
        fill(window, EVIL).await?;
        window.fill("_nama", EVIL).await?;
        window.send(FORM).await?;
        let receipt = receipt(window).await?;
        track(window, &receipt).await?;
        window.sees("<script>document.title='jebol'</script>").await?;
        sign_in(window, "sari").await?;
        open_case(window, &receipt.number).await?;
        window.sees("<img src=x onerror=").await?;
        ensure!(!window.client.title().await?.contains("jebol"), "the script ran");
        ensure!(!window.has("main img, main script").await?, "the text became part of the page");
        let said = window.complaints().await?;
        ensure!(said.is_empty(), "{said:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_forged_form_is_refused_with_advice() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        fill(window, "depan pasar").await?;
        window.eval("document.querySelector('[name=_tanda]').value = 'palsu'").await?;
        window.send(FORM).await?;
        window.sees("Buka formulirnya dari situs ini").await
    })
    .await
}

#[tokio::test]
async fn a_form_that_stood_open_too_long_comes_back_with_everything_in_it() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |town, window| {
        fill(window, "dekat jembatan gantung").await?;
        window.form(FORM).await?.attach("foto", &photo()?).await?;
        town.clock.advance(25 * 3600);
        window.send(FORM).await?;
        window.sees("terbuka terlalu lama").await?;
        ensure!(
            window.eval("document.querySelector('[name=\"lokasi.patokan\"]').value").await? == "dekat jembatan gantung"
        );
        window.sees("Foto 1").await?;
        window.send(FORM).await?;
        receipt(window).await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn the_back_button_and_a_second_press_give_the_same_receipt() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        fill(window, "depan pasar").await?;
        window.send(FORM).await?;
        let first = receipt(window).await?;
        window.client.back().await?;
        window.send(FORM).await?;
        let second = receipt(window).await?;
        ensure!(first.number == second.number && first.code == second.code, "{first:?} {second:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_hasty_presses_are_one_report() -> Result<()> {
    in_town(Screen::PHONE, async |_, window| {
        fill(window, "depan pasar").await?;
        let before = window.document().await?;
        window.eval("{ const button = document.querySelector('form#lapor button[type=submit]'); button.click(); button.click(); }").await?;
        window.arrived(&before).await?;
        let receipt = receipt(window).await?;
        sign_in(window, "sari").await?;
        window.sees(&receipt.number).await?;
        window.sees("Giliran Anda (1)").await
    })
    .await
}

#[tokio::test]
async fn wrong_numbers_and_codes_are_named_without_giving_anything_away() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        let known = report(window, false, false).await?;
        for (typed, said) in [("halo", "berbentuk PGD-"), ("PGD-2027-000077-0", "ulang")] {
            window.go("/lacak").await?;
            window.fill("nomor", typed).await?;
            window.send("main form").await?;
            if said != "ulang" {
                window.sees(said).await?;
            }
            ensure!(!window.has(".big").await?);
        }
        stranger(window, &known.number).await?;
        window.fill("kode", "ABC-DEF-GHJ").await?;
        window.send("form:has(input[name=kode])").await?;
        window.sees("Nomor atau kode tidak cocok").await?;
        window.lacks("Bu Sulastri").await
    })
    .await
}

#[tokio::test]
async fn a_photo_that_is_none_is_named_and_the_answers_stay() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("foto.jpg");
        std::fs::write(&file, "bukan foto sama sekali")?;
        fill(window, "depan pasar").await?;
        window.form(FORM).await?.attach("foto", &file).await?;
        window.send(FORM).await?;
        window.sees("bukan foto").await?;
        ensure!(window.eval("document.querySelector('[name=\"lokasi.patokan\"]').value").await? == "depan pasar");
        ensure!(window.eval("document.querySelector('[name=jenis_rusak][value=lubang]').checked").await? == true);
        window.send(FORM).await?;
        receipt(window).await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn fifty_megabytes_are_refused_with_words() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("besar.jpg");
        std::fs::File::create(&file)?.set_len(50 * 1024 * 1024)?;
        fill(window, "depan pasar").await?;
        window.form(FORM).await?.attach("foto", &file).await?;
        window.send(FORM).await?;
        window.sees("foto boleh menyusul").await?;
        sign_in(window, "sari").await?;
        window.sees("Giliran Anda sudah kosong").await
    })
    .await
}

#[tokio::test]
async fn the_second_of_two_officers_learns_what_happened_and_loses_no_word() -> Result<()> {
    in_town(Screen::DESK, async |town, slow| {
        let known = report(slow, false, false).await?;
        sign_in(slow, "sari").await?;
        open_case(slow, &known.number).await?;
        let form = slow.form("form[action$=\"/jawaban\"]").await?;
        form.fill("teks", "Petugas kami datang besok pagi.").await?;
        in_window(&town.base, Screen::DESK, async |fast: &Browser| {
            sign_in(fast, "sari").await?;
            act(fast, &known.number, "verifikasi.teruskan", &[Put::Choose("status_jalan", "kabupaten")]).await
        })
        .await?;
        form.send().await?;
        slow.sees("Petugas kami datang besok pagi.").await?;
        slow.sees("Yang terjadi sejak halaman ini Anda buka").await
    })
    .await
}
