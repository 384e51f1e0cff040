//! A meeting by exception through the browser: planned, walked through by keyboard alone and without script on a wall and on a
//! phone, decided, carried out, confirmed; and the pages around it, looked over. The brief prints on one page.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;

const TASK: &str = "Buka loket cepat di kecamatan";

/// An office computer with scripts off.
const PLAIN_DESK: Screen = Screen { width: 1280, script: false, dark: false };

/// A planner sets a body up and plans its meeting of today. Answers the meeting's address.
async fn plan(office: &Browser) -> Result<String> {
    sign_in(office, "wulan").await?;
    office.go("/dasbor/rapat/badan/baru").await?;
    let form = office.form("form#badan").await?;
    form.select("jenis", "dewan").await?;
    form.fill("nama", "Dewan Smart City").await?;
    form.fill("tugas", "Mengarahkan rencana induk").await?;
    form.fill("bulan", "setiap kuartal").await?;
    form.send().await?;
    office.sees("Tulis irama rapat sebagai angka bulan").await?;
    let form = office.form("form#badan").await?;
    form.fill("bulan", "3").await?;
    form.send().await?;
    let form = office.form("form#anggota").await?;
    form.fill("orang", "Bu Laksmi").await?;
    form.fill("lembaga", "Universitas daerah").await?;
    form.fill("jabatan", "Anggota").await?;
    form.select("unsur", "akademisi").await?;
    form.send().await?;
    office.sees("Bu Laksmi").await?;
    meeting(office).await
}

/// Another meeting of the same body, today.
async fn meeting(office: &Browser) -> Result<String> {
    office.go("/dasbor/rapat/baru").await?;
    let form = office.form("form#rapat").await?;
    form.date("hari", "2027-03-01").await?;
    form.fill("tempat", "Pendopo").await?;
    form.send().await?;
    office.path().await
}

async fn add(office: &Browser, title: &str) -> Result<()> {
    let form = office.form("form#butir").await?;
    form.fill("butir", title).await?;
    form.select("dinas", "dinas-pupr").await?;
    form.send().await
}

/// Presses keys until this element holds the focus, as somebody without a mouse does, then presses Enter.
async fn enter(window: &Browser, css: &str) -> Result<()> {
    let before = window.document().await?;
    for _ in 0..80 {
        let here = window.eval(&format!("document.activeElement.matches({css:?})")).await?;
        if here == json!(true) {
            let element = window.client.active_element().await?;
            element.send_keys(&Key::Enter.to_string()).await?;
            return window.arrived(&before).await;
        }
        window.client.active_element().await?.send_keys(&Key::Tab.to_string()).await?;
    }
    anyhow::bail!("the keyboard does not reach {css}")
}

/// The leader walks from the first item to the summary and back by keyboard, and decides on the way.
async fn review(window: &Browser, meeting: &str, decide: bool) -> Result<()> {
    sign_in(window, "ratih").await?;
    window.go(&format!("{meeting}/tinjau")).await?;
    window.sees("butir 1 dari 2").await?;
    let wide = window.eval("document.documentElement.scrollWidth <= innerWidth").await?;
    ensure!(wide == json!(true), "the page is wider than the screen");
    if decide {
        let form = window.form("form#keputusan").await?;
        form.fill("putusan", TASK).await?;
        form.select("opd", "dinas-pupr").await?;
        form.date("tenggat", "2027-03-12").await?;
        form.send().await?;
    }
    window.sees(TASK).await?;
    enter(window, "a[rel=next]").await?;
    window.sees("butir 2 dari 2").await?;
    enter(window, "a[rel=next]").await?;
    window.sees("Ringkasan rapat").await?;
    window.sees(TASK).await?;
    enter(window, "a[rel=prev]").await?;
    window.sees("butir 2 dari 2").await
}

/// The planner says who came, writes the minutes and closes.
async fn close(office: &Browser, meeting: &str) -> Result<()> {
    sign_in(office, "wulan").await?;
    office.go(meeting).await?;
    office.send("form#penutupan").await?;
    office.sees("simpan notulen").await?;
    office.client.find(Locator::Css("form#kehadiran label")).await?.click().await?;
    office.send("form#kehadiran").await?;
    let form = office.form("form#notulen").await?;
    form.fill("notulen", "Dewan membahas dua butir dan memutuskan satu tugas.").await?;
    form.send().await?;
    office.send("form#penutupan").await?;
    office.sees("Ditutup").await?;
    office.lacks("Simpan notulen").await
}

/// The agency reports, the leader confirms.
async fn carry_out(office: &Browser) -> Result<()> {
    sign_in(office, "retno").await?;
    office.go("/dasbor/tugas").await?;
    office.press(TASK).await?;
    let form = office.form("form#laporan").await?;
    form.fill("laporan", "Loket sudah buka di semua kecamatan").await?;
    form.fill("bukti", "https://contoh.go.id/loket").await?;
    form.choose("hasil", "selesai").await?;
    form.send().await?;
    office.sees("Dilaporkan selesai").await
}

#[tokio::test]
async fn a_decision_of_a_meeting_is_a_task_until_the_leader_confirms_it() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::DESK, async |office: &Browser| {
        let first = plan(office).await?;
        add(office, "Antrean di kantor kecamatan").await?;
        add(office, "Hari jadi kabupaten").await?;
        for (screen, decide) in [(PLAIN_DESK, true), (Screen::PLAIN_PHONE, false)] {
            let walk = async |window: &Browser| review(window, &first, decide).await;
            in_window(&town.base, screen, walk).await.with_context(|| screen.width.to_string())?;
        }
        close(office, &first).await?;
        carry_out(office).await?;
        sign_in(office, "wulan").await?;
        let second = meeting(office).await?;
        let titles = office.texts("ol.agenda h3").await?;
        ensure!(titles.first().is_some_and(|title| title == TASK), "the next agenda begins with {titles:?}");
        office.sees("Dilaporkan selesai").await?;
        sign_in(office, "ratih").await?;
        office.go(&format!("{second}/tinjau")).await?;
        office.send("form#konfirmasi").await?;
        office.sees("tidak ada, sudah selesai").await?;
        office.go("/dasbor/tugas").await?;
        office.sees("Tidak ada tugas di sini").await?;
        office.go("/rencana/tim").await?;
        office.lacks(TASK).await
    })
    .await
}

#[tokio::test]
async fn pages_of_meetings_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "perencana").await?;
        inspector.visit("dasbor-rapat", "/dasbor/rapat").await?;
        let body = crate::crawl::first(window, "td a[href^=\"/dasbor/rapat/badan/\"]").await?;
        let meeting = crate::crawl::first(window, "td a[href^=\"/dasbor/rapat/0\"]").await?;
        let review = format!("{meeting}/tinjau");
        for (name, path) in [
            ("dasbor-rapat-badan", body.as_str()),
            ("dasbor-rapat-badan-baru", "/dasbor/rapat/badan/baru"),
            ("dasbor-rapat-baru", "/dasbor/rapat/baru"),
            ("dasbor-rapat-satu", meeting.as_str()),
            ("dasbor-tugas", "/dasbor/tugas"),
            ("dasbor-tugas-selesai", "/dasbor/tugas?keadaan=selesai"),
            ("meetings", "/dasbor/rapat?bahasa=en"),
            ("dasbor-rapat-lagi", "/dasbor/rapat?bahasa=id"),
        ] {
            inspector.visit(name, path).await.context(name)?;
        }
        sign_in(window, "pimpinan").await?;
        inspector.visit("dasbor-rapat-tinjau", &review).await?;
        inspector.visit("dasbor-rapat-akhir", &format!("{review}?butir=99")).await?;
        window.go("/dasbor/tugas").await?;
        let task = crate::crawl::first(window, "td a[href^=\"/dasbor/tugas/\"]").await?;
        inspector.visit("dasbor-tugas-satu", &task).await?;
        inspector.visit("dasbor-ringkas", "/dasbor/rencana/ringkas").await?;
        inspector.within(CITIZEN);
        inspector.visit("rencana-tim", "/rencana/tim").await?;
        inspector.finish()
    })
    .await
}

#[tokio::test]
async fn the_brief_is_exactly_one_printed_page() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        sign_in(window, "pimpinan").await?;
        window.go("/dasbor/rencana/ringkas").await?;
        let printed = window.cdp("Page.printToPDF", json!({ "preferCSSPageSize": true })).await?;
        let text = printed["data"].as_str().context("no PDF")?;
        let file = base64::engine::general_purpose::STANDARD.decode(text)?;
        let file = String::from_utf8_lossy(&file);
        let pages = file.match_indices("/Type /Page").filter(|(at, word)| !file[at + word.len()..].starts_with('s'));
        ensure!(pages.count() == 1, "the brief is not one page");
        ensure!(file.contains("[0 0 595") || file.contains("[0 0 594"), "the page is not A4");
        Ok(())
    })
    .await
}
