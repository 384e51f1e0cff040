//! The three books of the master plan, downloaded by a planner and by a resident: both forms hold what the plan promises.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector, OFFICER};
use crate::machine::{absent, is_there};
use crate::people::sign_in;
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use std::io::{Cursor, Read as _};

/// A promise of the sample plan.
const PROMISE: &str = "Antrean puskesmas dari rumah";

/// A file as the browser gets it through the link on the page: status and bytes.
async fn file(window: &Browser, link: &str) -> Result<(i64, Vec<u8>)> {
    let fetch = format!(
        "(async () => {{ const link = document.querySelector('a[href*=\"{link}\"]'); const answer = await fetch(link.href); \
         const bytes = new Uint8Array(await answer.arrayBuffer()); let out = ''; \
         for (const byte of bytes) out += String.fromCharCode(byte); return {{ s: answer.status, b: btoa(out) }}; }})()"
    );
    let answer = window.eval(&fetch).await?;
    let bytes = answer["b"].as_str().with_context(|| format!("{link}: {answer}"))?;
    Ok((answer["s"].as_i64().unwrap_or(0), base64::engine::general_purpose::STANDARD.decode(bytes)?))
}

/// All words of a DOCX, without its elements.
fn words(docx: Vec<u8>) -> Result<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx))?;
    let mut xml = String::new();
    zip.by_name("word/document.xml")?.read_to_string(&mut xml)?;
    Ok(xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect())
}

/// Takes all books of the page that is open.
async fn taken(window: &Browser) -> Result<()> {
    for number in 1..=3 {
        let (status, docx) = file(window, &format!("/{number}.docx")).await?;
        ensure!(status == 200, "book {number} as DOCX: {status}");
        ensure!(words(docx)?.contains(PROMISE), "book {number} as DOCX does not hold \"{PROMISE}\"");
        if gapura::data::press_here().is_none() {
            absent("typesetter", "this build holds no press: books as DOCX only");
            window.sees("Hanya DOCX di sini").await?;
            continue;
        }
        let (status, pdf) = file(window, &format!("/{number}.pdf")).await?;
        ensure!(status == 200 && pdf.starts_with(b"%PDF-1.7"), "book {number} as PDF: {status}");
    }
    Ok(())
}

#[tokio::test]
async fn three_books_are_downloaded_in_both_forms_and_hold_what_is_promised() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        sign_in(window, "perencana").await?;
        window.go("/dasbor/rencana").await?;
        window.press("Buku rencana induk").await?;
        window.sees("Buku 2: Rencana Induk").await?;
        taken(window).await.context("planner")?;
        let mut inspector = Inspector::new(window, OFFICER)?;
        inspector.visit("dasbor-buku", "/dasbor/rencana/buku").await?;
        inspector.finish()
    })
    .await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        window.go("/rencana/buku").await?;
        taken(window).await.context("resident")?;
        let mut inspector = Inspector::new(window, CITIZEN)?;
        inspector.visit("rencana-buku", "/rencana/buku").await?;
        inspector.finish()
    })
    .await
}
