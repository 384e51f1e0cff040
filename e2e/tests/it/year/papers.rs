//! What the regency takes along: three books, the page for the regent, the quarter's report. This program holds no press, and
//! says so; what a press makes of the same books is looked at where it is built.

use super::Year;
use crate::browser::Browser;
use crate::hands::taken;
use crate::people::sign_in;
use anyhow::{Context, Result, ensure};

/// Books, brief and report are there for those who may read them, and kept beside the pictures for people to look at.
pub async fn books_brief_and_report_are_taken_along(year: &Year<'_>) -> Result<()> {
    let (office, phone) = (year.office, year.phone);
    phone.client.delete_all_cookies().await?;
    phone.go("/rencana").await?;
    phone.press("Buku rencana induk").await?;
    phone.sees("Buku 3").await?;
    year.look_at_phone("buku").await?;
    for book in 1..=3 {
        kept(phone, &format!("/rencana/buku/{book}.docx"), &format!("buku-{book}.docx")).await?;
    }
    sign_in(office, "ratih").await?;
    office.go("/dasbor/rencana/ringkas").await?;
    for words in ["Keputusan sejak bulan lalu", "26 ditepati", "3 tidak ditepati", "1 tidak dilaporkan"] {
        office.sees(words).await?;
    }
    year.look("ringkas").await?;
    kept(office, "/dasbor/rencana/ringkas.docx", "ringkas.docx").await?;
    for ending in ["docx", "xlsx"] {
        let address = format!("/dasbor/aksi/laporan.{ending}?tahun=2027&triwulan=4");
        kept(office, &address, &format!("laporan.{ending}")).await?;
    }
    Ok(())
}

/// A file of an office program, which is a ZIP.
async fn kept(window: &Browser, address: &str, name: &str) -> Result<()> {
    let file = taken(window, address).await.with_context(|| address.to_owned())?;
    zip::ZipArchive::new(std::io::Cursor::new(&file)).with_context(|| format!("{address}: {} bytes", file.len()))?;
    ensure!(file.len() > 2000, "{address} says nothing");
    Ok(std::fs::write(crate::machine::pictures()?.join(format!("tahun-{name}")), file)?)
}
