//! A new service from the guide alone: written, checked, seen, proposed by one administrator, published by another, used by a
//! resident, changed; the case that runs stays on its version, and the dry run had said so.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::Put::{Choose, Photo, Select, Type};
use crate::people::{Application, act, apply, open_case, sign_in, stranger};
use crate::town::{Town, VILLAGE};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

const GUIDE: &str = include_str!("../../../docs/bahasa.md");

/// The smallest service of the guide.
pub fn lamp() -> Result<&'static str> {
    let text = GUIDE.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    text.context("the guide has no example")
}

/// Its next version: sooner, with one more question.
fn changed() -> Result<String> {
    let mut text = lamp()?.to_owned();
    for (from, to) in [
        ("versi   = 1", "versi   = 2"),
        ("total = \"10 hari kerja\"", "total = \"8 hari kerja\""),
        (
            "[tenggat]",
            "[isian.menyala_siang]\nlabel = \"Apakah menyala pada siang hari?\"\ntipe  = \"ya_tidak\"\n\n[tenggat]",
        ),
    ] {
        ensure!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    Ok(text)
}

const PLACE: [crate::people::Put; 3] =
    [Select("lokasi.desa", VILLAGE), Type("lokasi.patokan", "taman di depan pasar"), Type("_nama", "Bu Sulastri")];
const DARK: Application = Application { search: "lampu taman", link: "Lampu taman padam", puts: &PLACE };
const DARK_BY_DAY: Application =
    Application { puts: &[PLACE[0], PLACE[1], Choose("menyala_siang", "ya"), PLACE[2]], ..DARK };

/// Puts a text into the editor in place of what stood there, as pasting does.
pub async fn write(window: &Browser, text: &str) -> Result<()> {
    window.wait_for(Locator::Css("#naskah")).await?.click().await?;
    window.eval("document.querySelector('#naskah').select()").await?;
    window.cdp("Input.insertText", serde_json::json!({ "text": text })).await.map(|_| ())
}

/// Presses a button that leads to another page.
async fn turn(window: &Browser, words: &str) -> Result<()> {
    let before = window.document().await?;
    window.press(words).await?;
    window.arrived(&before).await
}

/// A word that does not exist is shown with its line, while typing where scripts run, else by the button.
async fn sees_a_mistake(window: &Browser, screen: Screen) -> Result<()> {
    let wrong = lamp()?.replace("ke = \"selesai\"", "ke = \"selesay\"");
    let line = wrong.lines().position(|line| line.contains("selesay")).context("line")? + 1;
    write(window, &wrong).await?;
    if !screen.script {
        turn(window, "Periksa").await?;
    }
    let found = window.wait_for(Locator::Css("#temuan [data-ke-baris]")).await?;
    ensure!(found.text().await? == format!("baris {line}"), "{}", found.text().await?);
    window.sees("E023").await?;
    window.sees("maksud Anda `selesai`").await?;
    if screen.script {
        found.click().await?;
        let chosen = "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.querySelector('#naskah'))";
        let chosen = window.eval(chosen).await?;
        ensure!(chosen.as_str().is_some_and(|text| text.contains("selesay")), "{chosen} is chosen in the text");
    }
    Ok(())
}

/// The page shows what residents, officers and the other administrator will see.
async fn sees_all_of_it(window: &Browser, parts: &[&str]) -> Result<()> {
    for words in parts {
        window.sees(words).await?;
    }
    ensure!(window.has("svg.alur").await?, "no diagram");
    let width = window.eval("document.querySelector('form.phone').getBoundingClientRect().width").await?;
    ensure!(width.as_f64().is_some_and(|width| width > 200.0 && width <= 360.0), "the phone is {width} px wide");
    Ok(())
}

async fn propose(window: &Browser, note: &str) -> Result<String> {
    window.fill("catatan", note).await?;
    turn(window, "Ajukan").await?;
    window.sees("Usulan diajukan").await?;
    window.lacks("Setujui dan terbitkan").await?;
    let path = window.path().await?;
    Ok(path.split('?').next().unwrap_or_default().to_owned())
}

async fn approve(window: &Browser, path: &str, reads: &[&str]) -> Result<()> {
    sign_in(window, "bima").await?;
    window.go(path).await?;
    for words in reads {
        window.sees(words).await?;
    }
    turn(window, "Setujui dan terbitkan").await?;
    window.sees("Diterbitkan. Laporan baru memakai versi ini").await
}

/// The officer's page of a case names the version that it follows, and leads to its text.
async fn follows(window: &Browser, number: &str, version: &str, line: &str) -> Result<()> {
    open_case(window, number).await?;
    window.sees(version).await?;
    window.follow("a[href^=\"/atur/layanan/versi/\"]").await?;
    window.sees(line).await
}

async fn from_the_guide_to_a_second_version(screen: Screen) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, screen, async |window: &Browser| {
        sign_in(window, "agus").await?;
        window.go("/atur/layanan").await?;
        turn(window, "Tulis layanan baru").await?;
        sees_a_mistake(window, screen).await.context("mistake")?;
        write(window, lamp()?).await?;
        turn(window, "Periksa").await?;
        let new = ["Tidak ada galat", "Layanan ini belum berjalan", "lampu diperbaiki", "Lulus", "Persyaratan"];
        sees_all_of_it(window, &new).await?;
        let path = propose(window, "Lampu taman belum punya tempat melapor.").await.context("first proposal")?;
        approve(window, &path, &["Lampu taman belum punya tempat melapor."]).await.context("first approval")?;
        window.client.delete_all_cookies().await?;
        let old = apply(&town, window, &DARK).await.context("first report")?.number;
        sign_in(window, "agus").await?;
        change(&town, window, &old).await.context("change")?;
        window.client.delete_all_cookies().await?;
        let new = apply(&town, window, &DARK_BY_DAY).await.context("second report")?.number;
        sign_in(window, "bagus").await?;
        follows(window, &old, "versi 1", "10 hari kerja").await?;
        follows(window, &new, "versi 2", "8 hari kerja").await?;
        act(window, &old, "perbaiki.selesai", &[Photo("foto_sesudah")]).await?;
        stranger(window, &old).await?;
        window.sees("Lampu menyala").await
    })
    .await
}

/// Writes, tries on the running case, proposes and publishes the second version.
async fn change(town: &Town, window: &Browser, running: &str) -> Result<()> {
    window.go("/atur/layanan").await?;
    window.follow("a[href$=\"tulis?layanan=lampu-taman\"]").await?;
    write(window, &changed()?).await?;
    turn(window, "Periksa").await?;
    let said = ["1 kasus sedang berjalan", running, "Tetap", "Selesai paling lambat: 10 hari kerja → 8 hari kerja"];
    sees_all_of_it(window, &said).await?;
    window.sees("Apakah menyala pada siang hari?").await?;
    let tried = town.rehearsed(&changed()?).await?;
    ensure!(tried.contains(running) && tried.contains("tetap"), "{tried}");
    let path = propose(window, "Lebih cepat, dan satu pertanyaan lagi.").await?;
    approve(window, &path, &["8 hari kerja", running]).await
}

#[tokio::test]
async fn a_service_is_written_published_used_and_changed_without_script() -> Result<()> {
    from_the_guide_to_a_second_version(Screen::PLAIN_PHONE).await
}

#[tokio::test]
async fn a_service_is_written_published_used_and_changed_with_live_checking() -> Result<()> {
    from_the_guide_to_a_second_version(Screen::DESK).await
}
