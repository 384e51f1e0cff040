//! A self-assessment from its start to the assessor's last word: given out, filled in with evidence, returned, mended,
//! submitted, judged otherwise, and taken out as a pack.

use crate::browser::{Browser, Screen, in_window};
use crate::crawl::first;
use crate::inspection::{Inspector, OFFICER, text};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::town::{PASSWORD, Town};
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use std::io::Read as _;
use std::path::PathBuf;

const PDF: &[u8] = b"%PDF-1.4\n% Peraturan bupati, contoh\n%%EOF\n";

/// The coordinator starts an SPBE assessment and gives two indicators out; its address comes back.
async fn begun(window: &Browser) -> Result<String> {
    sign_in(window, "agus").await?;
    window.go("/dasbor/penilaian").await?;
    window.sees("Belum ada penilaian").await?;
    let form = window.form("form[action=\"/dasbor/penilaian\"]").await?;
    form.select("instrumen", "spbe-2020").await?;
    form.fill("tahun", "2025").await?;
    form.send().await?;
    window.sees("Indeks SPBE 2025").await?;
    let page = window.path().await?;
    for (unit, indicator) in [("dinas-pupr", "7"), ("dinas-kesehatan", "43")] {
        window.go(&format!("{page}/pembagian")).await?;
        let form = window.form("form[action$=\"/pembagian\"]").await?;
        form.select("unit", unit).await?;
        form.choose("indikator", indicator).await?;
        form.send().await?;
    }
    window.sees("Dinas Kesehatan").await?;
    Ok(page)
}

/// An assessor signs in: what opens is no desk with cases, but the assessments.
pub async fn assessor(window: &Browser, name: &str) -> Result<()> {
    window.client.delete_all_cookies().await?;
    window.go("/masuk").await?;
    window.fill("nama", name).await?;
    window.fill("sandi", PASSWORD).await?;
    window.send("main form").await?;
    window.sees("Penilaian mandiri").await?;
    window.lacks("Kotak masuk").await
}

/// A file of this journey alone; tests run side by side.
fn file(town: &Town, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let port = town.base.rsplit(':').next().unwrap_or_default();
    let path = crate::machine::pictures()?.join(format!("bukti-{port}-{name}"));
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// The road agency fills its indicator in, with a file, a disguised file, a link and a fact, and sends it.
async fn filled(town: &Town, window: &Browser, indicator: &str) -> Result<()> {
    sign_in(window, "bagus").await?;
    window.go("/dasbor/penilaian").await?;
    window.follow("tr[data-baris] a").await?;
    window.sees("Dinas Pekerjaan Umum").await?;
    window.lacks("Dinas Kesehatan").await?;
    window.follow("tr[data-baris] a").await?;
    let form = window.form("form[action$=\"/isian\"]").await?;
    form.select("tingkat", "3").await?;
    form.fill("penjelasan", "Peraturan bupati mengatur peta rencana sejak 2023.").await?;
    form.send().await?;
    window.sees("Belum ada bukti untuk tingkat 1, 2, 3").await?;
    let disguised = file(town, "laporan.pdf", b"MZ program")?;
    proved(window, "3", "Laporan", &[("berkas", &disguised.display().to_string())]).await?;
    window.sees("apa pun namanya").await?;
    let decree = file(town, "perbup.pdf", PDF)?;
    proved(window, "3", "Peraturan bupati, pasal 4", &[("berkas", &decree.display().to_string())]).await?;
    proved(window, "2", "Peta rencana di JDIH", &[("tautan", "https://jdih.contoh.go.id/7")]).await?;
    proved(window, "1", "Layanan yang berlaku", &[("fakta", "layanan.berlaku")]).await?;
    for number in ["I7-L3-01", "I7-L2-01", "I7-L1-01"] {
        window.sees(number).await?;
    }
    window.lacks("Belum ada bukti untuk tingkat").await?;
    window.send("form:has(button[value=kirim])").await?;
    window.sees("Menunggu tinjauan").await?;
    ensure!(window.path().await? == indicator, "{}", window.path().await?);
    Ok(())
}

async fn proved(window: &Browser, level: &str, title: &str, given: &[(&str, &str)]) -> Result<()> {
    let form = window.form("form[action$=\"/bukti\"]").await?;
    form.select("untuk", level).await?;
    form.fill("nama", title).await?;
    for (field, value) in given {
        match *field {
            "berkas" => form.attach("berkas", std::path::Path::new(value)).await?,
            "fakta" => form.select("fakta", value).await?,
            field => form.fill(field, value).await?,
        }
    }
    form.send().await
}

/// Returned with a reason, mended, accepted, handed to an assessor and submitted.
async fn reviewed(window: &Browser, page: &str, indicator: &str) -> Result<()> {
    sign_in(window, "agus").await?;
    window.go(indicator).await?;
    window.fill("alasan", "Sebutkan pasal yang mengatur peta rencana.").await?;
    window.press("Kembalikan").await?;
    window.sees("Dikembalikan").await?;
    sign_in(window, "bagus").await?;
    window.go(indicator).await?;
    window.sees("Sebutkan pasal yang mengatur").await?;
    let form = window.form("form[action$=\"/isian\"]").await?;
    form.fill("penjelasan", "Pasal 4 peraturan bupati mengatur peta rencana sejak 2023.").await?;
    form.send().await?;
    window.send("form:has(button[value=kirim])").await?;
    sign_in(window, "agus").await?;
    window.go(indicator).await?;
    window.press("Terima").await?;
    window.sees("Diterima").await?;
    window.go(page).await?;
    let form = window.form("form[action$=\"/penilai\"]").await?;
    form.select_by_words("tunjuk", "Rina").await?;
    form.send().await?;
    window.send("form:has(button[value=tinjauan])").await?;
    window.sees("46 indikator belum diterima").await?;
    window.fill("alasan", "Batas waktu kementerian hari ini.").await?;
    window.send("form:has(button[value=serahkan])").await?;
    window.sees("Diserahkan").await
}

/// The assessor draws a sample, disagrees, and concludes.
async fn judged(window: &Browser, page: &str, indicator: &str) -> Result<()> {
    assessor(window, "rina").await?;
    window.follow("tr[data-baris] a").await?;
    window.fill("jumlah", "5").await?;
    window.send("form[action$=\"/contoh\"]").await?;
    window.sees("Indikator yang diundi").await?;
    window.go(indicator).await?;
    let form = window.form("form[action$=\"/nilai\"]").await?;
    form.select("tingkat", "2").await?;
    form.fill("alasan-nilai", "Pasal 4 tidak menyebut tahunnya.").await?;
    form.send().await?;
    window.sees("Tingkat penilai: 2").await?;
    window.go(page).await?;
    window.send("form:has(button[value=selesai])").await?;
    window.sees("Selesai").await
}

/// The pack as the browser gets it when its button is pressed.
async fn pack(window: &Browser) -> Result<zip::ZipArchive<std::io::Cursor<Vec<u8>>>> {
    let fetch = "(async () => { const form = document.querySelector('form[action$=\"/bukti.zip\"]'); \
                 const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }); \
                 const bytes = new Uint8Array(await answer.arrayBuffer()); let out = ''; \
                 for (const byte of bytes) out += String.fromCharCode(byte); return btoa(out); })()";
    let answer = text(&window.eval(fetch).await?);
    let bytes = base64::engine::general_purpose::STANDARD.decode(answer)?;
    Ok(zip::ZipArchive::new(std::io::Cursor::new(bytes))?)
}

#[tokio::test]
async fn an_assessment_goes_from_its_start_to_an_assessor_who_disagrees() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let page = begun(window).await.context("begun")?;
        let indicator = format!("{page}/indikator/7");
        filled(&town, window, &indicator).await.context("filled")?;
        reviewed(window, &page, &indicator).await.context("reviewed")?;
        judged(window, &page, &indicator).await.context("judged")?;
        sign_in(window, "agus").await?;
        window.go(&page).await?;
        for words in ["Penilai berpendapat lain", "Pasal 4 tidak menyebut tahunnya.", "2,00 Cukup", "simulasi"] {
            window.sees(words).await?;
        }
        let mut pack = pack(window).await.context("pack")?;
        let mut decree = Vec::new();
        pack.by_name("bukti/I7-L3-01.pdf")?.read_to_end(&mut decree)?;
        ensure!(decree == PDF, "the file came out as it went in");
        let mut index = String::new();
        pack.by_name("index.html")?.read_to_string(&mut index)?;
        for words in ["I7-L2-01", "https://jdih.contoh.go.id/7", "Layanan yang berlaku", "simulasi"] {
            ensure!(index.contains(words), "{words} is not in the index:\n{index}");
        }
        window.go(&format!("{page}/riwayat")).await?;
        window.sees("Penilaian selesai").await
    })
    .await
}

#[tokio::test]
async fn pages_of_an_assessment_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "admin").await?;
        inspector.visit("penilaian", "/dasbor/penilaian").await?;
        let page = first(window, "tr[data-baris] a").await?;
        inspector.visit("penilaian-satu", &page).await?;
        let indicator = first(window, "tr[data-baris] a").await?;
        inspector.visit("penilaian-tinjau", &indicator).await?;
        inspector.visit("penilaian-bagi", &format!("{page}/pembagian")).await?;
        inspector.visit("penilaian-riwayat", &format!("{page}/riwayat")).await?;
        sign_in(window, "dlh").await?;
        inspector.visit("penilaian-dinas", &page).await?;
        let own = first(window, "tr[data-baris] a").await?;
        inspector.visit("penilaian-isi", &own).await?;
        window.send("form[action$=\"/bukti\"]").await?;
        inspector.here("penilaian-salah").await?;
        assessor(window, "penilai").await?;
        let judged = first(window, "tr[data-baris] a").await?;
        inspector.visit("penilaian-penilai", &judged).await?;
        let indicator = first(window, "tr[data-baris] a").await?;
        inspector.visit("penilaian-nilai", &indicator).await?;
        inspector.finish()
    })
    .await
}
