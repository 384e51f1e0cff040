//! The yearly evaluation in the movement's five dimensions: the region says what it thinks, somebody from outside disagrees.

use super::Year;
use super::assessing::{Claim, accepted, begun, filled, given_out, submitted};
use crate::assessment::assessor;
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use anyhow::{Context, Result};

const fn claim(unit: &'static str, indicator: &'static str, level: &'static str, why: &'static str) -> Claim {
    Claim { unit, indicator, level, why }
}

const DIMENSIONS: [Claim; 5] = [
    claim("bappeda", "dasar", "3,00", "Kesiapan naik dari 2,11; delapan dari sembilan unsur membaik."),
    claim("bappeda", "keluaran", "3,20", "Peraturan bupati, dewan, anggaran, dan tiga buku rencana ada."),
    claim("bappeda", "hasil", "3,10", "Tiga puluh rencana aksi berjalan, 26 janji ditepati."),
    claim("dinas-kominfo", "dampak", "2,90", "Aduan dijawab dua kali lebih cepat dari tahun lalu."),
    claim("dinas-kominfo", "quick-win", "3,60", "Enam quick win hadir sebelum akhir September."),
];

const DOUBT: &str = "Kecepatan jawaban belum diukur pada warga tanpa ponsel.";

/// Five dimensions are filled in and submitted; the assessor judges each, one of them otherwise, and concludes.
pub async fn somebody_from_outside_judges_the_year(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    let page = begun(year, "gerakan-evaluasi-a", "2027", "Evaluasi tahunan").await.context("begun")?;
    given_out(office, &page, &DIMENSIONS).await?;
    filled(office, &page, &DIMENSIONS).await.context("filled")?;
    accepted(office, &page, &DIMENSIONS).await.context("accepted")?;
    sign_in(office, "agus").await?;
    office.go(&page).await?;
    let form = office.form("form[action$=\"/penilai\"]").await?;
    form.select_by_words("tunjuk", "Rina").await?;
    form.send().await?;
    submitted(office, &page).await.context("submitted")?;
    office.sees("3,10").await?;
    judged(year, &page).await.context("judged")?;
    sign_in(office, "agus").await?;
    office.go(&page).await?;
    for words in ["Selesai", "Penilai berpendapat lain", DOUBT, "3,10", "2,98"] {
        office.sees(words).await?;
    }
    year.look("evaluasi").await?;
    published(year, &page).await.context("published")
}

/// The assessor agrees to four dimensions by hand and to three at once, and disagrees on the impact.
async fn judged(year: &Year<'_>, page: &str) -> Result<()> {
    let office = year.office;
    assessor(office, "rina").await?;
    office.sees("Evaluasi tahunan").await?;
    year.look("penilai").await?;
    for claim in DIMENSIONS.iter().filter(|claim| claim.indicator != "dampak") {
        let (indicator, level) = (format!("{page}/indikator/{}", claim.indicator), [("tingkat", claim.level)]);
        hand_in(office, &indicator, "form[action$=\"/nilai\"]", &level).await.context(claim.indicator)?;
    }
    office.go(&format!("{page}/indikator/dampak")).await?;
    let form = office.form("form[action$=\"/nilai\"]").await?;
    form.fill("tingkat", "2,5").await?;
    form.send().await?;
    office.sees("Tulis alasan").await?;
    let form = office.form("form[action$=\"/nilai\"]").await?;
    form.fill("alasan-nilai", DOUBT).await?;
    form.send().await?;
    office.sees("Tingkat penilai: 2,5").await?;
    year.look("penilai-beda").await?;
    office.go(page).await?;
    office.send("form:has(button[value=selesai])").await?;
    office.sees("Selesai").await
}

/// The ministry's own figure is noted beside ours, and the year before, of which only the published figure is known.
async fn published(year: &Year<'_>, page: &str) -> Result<()> {
    sit_down(year.office, "agus").await?;
    for (of, index, source) in
        [("2026", "2,70", "Surat kementerian 12 Januari 2027"), ("2027", "2,97", "Surat kementerian")]
    {
        let fields = [("instrumen", "gerakan-evaluasi-a"), ("tahun", of), ("indeks", index), ("sumber", source)];
        hand_in(year.office, page, "form[action$=\"/terbit\"]", &fields).await?;
    }
    year.office.go(page).await?;
    for words in ["2,70", "Surat kementerian 12 Januari 2027", "Indeks yang terbit 2,97, selisih +0,0100", "+0,27"] {
        year.office.sees(words).await?;
    }
    year.look("tahun-demi-tahun").await
}
