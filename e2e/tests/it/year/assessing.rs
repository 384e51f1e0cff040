//! Assessments of the year: given out, filled in with evidence, accepted, submitted. The first indicator is typed; the others
//! are filled in the same way by the same people, faster.

use super::Year;
use crate::browser::Browser;
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use anyhow::{Context, Result};

/// What an agency says of an indicator.
pub struct Claim {
    /// The agency.
    pub unit: &'static str,
    /// Indicator of the instrument.
    pub indicator: &'static str,
    /// The level, as the form takes it.
    pub level: &'static str,
    /// What was done.
    pub why: &'static str,
}

/// The coordinator starts an assessment of a year; its address comes back.
pub async fn begun(year: &Year<'_>, instrument: &str, of: &str, title: &str) -> Result<String> {
    let office = year.office;
    sign_in(office, "agus").await?;
    office.go("/dasbor/penilaian").await?;
    let form = office.form("form[action=\"/dasbor/penilaian\"]").await?;
    form.select("instrumen", instrument).await?;
    form.fill("tahun", of).await?;
    form.send().await?;
    office.sees(title).await?;
    office.path().await
}

/// The coordinator gives each indicator to its agency.
pub async fn given_out(office: &Browser, page: &str, claims: &[Claim]) -> Result<()> {
    let css = "form[action$=\"/pembagian\"]";
    for claim in claims {
        let fields = [("unit", claim.unit), ("indikator", claim.indicator)];
        hand_in(office, &format!("{page}/pembagian"), css, &fields).await?;
    }
    Ok(())
}

/// The first claim is typed by the agency's liaison, with evidence of each kind; the level counts for nothing before.
pub async fn typed(office: &Browser, page: &str, claim: &Claim) -> Result<()> {
    sign_in(office, &crate::agencies::of(claim.unit)?.liaison()).await?;
    office.go(&format!("{page}/indikator/{}", claim.indicator)).await?;
    let form = office.form("form[action$=\"/isian\"]").await?;
    form.select("tingkat", claim.level).await?;
    form.fill("penjelasan", claim.why).await?;
    form.send().await?;
    office.sees("Belum ada bukti").await?;
    let levels: u32 = claim.level.parse()?;
    for level in 1..=levels {
        let form = office.form("form[action$=\"/bukti\"]").await?;
        form.select("untuk", &level.to_string()).await?;
        form.fill("nama", "Yang sudah berjalan").await?;
        match level {
            1 => form.select("fakta", "layanan.berlaku").await?,
            _ => form.fill("tautan", "https://jdih.contoh.go.id/perbup-7").await?,
        }
        form.send().await?;
    }
    office.lacks("Belum ada bukti").await?;
    office.send("form:has(button[value=kirim])").await?;
    office.sees("Menunggu tinjauan").await
}

/// The agencies fill the other claims in, prove them and send them.
pub async fn filled(office: &Browser, page: &str, claims: &[Claim]) -> Result<()> {
    let mut here = "";
    for claim in claims {
        if here != claim.unit {
            sit_down(office, &crate::agencies::of(claim.unit)?.liaison()).await?;
            here = claim.unit;
        }
        one(office, &format!("{page}/indikator/{}", claim.indicator), claim).await.context(claim.indicator)?;
    }
    Ok(())
}

async fn one(office: &Browser, indicator: &str, claim: &Claim) -> Result<()> {
    let said = [("tingkat", claim.level), ("penjelasan", claim.why)];
    hand_in(office, indicator, "form[action$=\"/isian\"]", &said).await?;
    let link = format!("https://contoh.go.id/bukti/{}", claim.indicator);
    let proof = [("nama", "Laporan tahunan"), ("tautan", link.as_str())];
    // A figure between two levels has no evidence of its own level.
    let levels: u32 = claim.level.parse().unwrap_or(0);
    if levels == 0 {
        hand_in(office, indicator, "form[action$=\"/bukti\"]", &proof).await?;
    }
    for level in 1..=levels {
        let level = level.to_string();
        let proof = [("untuk", level.as_str()), proof[0], proof[1]];
        hand_in(office, indicator, "form[action$=\"/bukti\"]", &proof).await?;
    }
    let send = [("keputusan", "kirim")];
    hand_in(office, indicator, "form:has(button[value=kirim])", &send).await?.sees("Menunggu tinjauan")
}

/// The coordinator accepts every claim.
pub async fn accepted(office: &Browser, page: &str, claims: &[Claim]) -> Result<()> {
    sit_down(office, "agus").await?;
    for claim in claims {
        let indicator = format!("{page}/indikator/{}", claim.indicator);
        let accept = [("keputusan", "terima")];
        hand_in(office, &indicator, "form:has(button[value=terima])", &accept).await?.sees("Diterima")?;
    }
    Ok(())
}

/// The coordinator opens the review and submits what was accepted whole.
pub async fn submitted(office: &Browser, page: &str) -> Result<()> {
    office.go(page).await?;
    office.send("form:has(button[value=tinjauan])").await?;
    office.lacks("indikator belum diterima").await?;
    office.send("form:has(button[value=serahkan])").await?;
    office.sees("Diserahkan").await
}
