//! How ready the region is: three elements in three parts each, and the nine criteria of the selection.

use super::Year;
use super::assessing::{Claim, accepted, begun, filled, given_out, submitted, typed};
use anyhow::{Context, Result};

const TITLE: &str = "Kesiapan menuju smart city";

const fn claim(unit: &'static str, indicator: &'static str, level: &'static str, why: &'static str) -> Claim {
    Claim { unit, indicator, level, why }
}

const READY: [Claim; 9] = [
    claim("dinas-kominfo", "sdm", "2", "Dua belas pegawai TIK, lima di antaranya bersertifikat."),
    claim("dinas-kominfo", "digital", "3", "Semua kantor kecamatan tersambung serat optik."),
    claim("dinas-kominfo", "pelaksanaan", "2", "Aduan warga sudah dijawab lewat satu pintu."),
    claim("bpkad", "keuangan", "2", "Anggaran TIK 0,4 persen dari APBD."),
    claim("dinas-pupr", "fisik", "3", "Jalan kabupaten mantap 78 persen."),
    claim("bappeda", "tata-kelola", "2", "Tim pelaksana dibentuk dengan keputusan bupati."),
    claim("bappeda", "sosial", "2", "Forum warga bertemu dua kali setahun."),
    claim("bappeda", "peraturan", "1", "Peraturan bupati baru berupa rancangan."),
    claim("bappeda", "kelembagaan", "2", "Dewan kota cerdas dibentuk, belum bersidang."),
];

const CHOSEN: [Claim; 9] = [
    claim("bappeda", "komitmen", "3", "Bupati dan wakilnya menandatangani pakta."),
    claim("bappeda", "transparansi", "3", "Semua anggaran ada di laman daerah."),
    claim("bappeda", "anggaran", "2", "Anggaran dua tahun sudah dicadangkan."),
    claim("bappeda", "kebijakan", "2", "Rancangan peraturan bupati selesai."),
    claim("bappeda", "perencanaan", "3", "Kota cerdas masuk RPJMD."),
    claim("dinas-kominfo", "internet", "4", "21 kecamatan tersambung."),
    claim("dinas-kominfo", "sdm-tik", "2", "Dua belas pegawai TIK."),
    claim("dinas-kominfo", "aplikasi", "3", "63 aplikasi, 40 dipakai."),
    claim("dinas-kominfo", "infrastruktur", "3", "Pusat data kecil dan cadangannya."),
];

/// Agencies say how ready they are and prove it; the coordinator accepts, and the region knows where it begins.
pub async fn three_agencies_prove_how_ready_the_region_is(year: &Year<'_>) -> Result<()> {
    let page = assessed(year, "2027", &READY).await?;
    for words in ["Selesai", "2,11", "simulasi"] {
        year.office.sees(words).await?;
    }
    year.look("kesiapan").await?;
    year.office.go(&format!("{page}/indikator/sdm")).await?;
    year.office.sees("Layanan yang berlaku").await?;
    year.look("kesiapan-bukti").await?;
    selected(year).await.context("selection")
}

/// The readiness of a year, from its start to its end.
pub async fn assessed(year: &Year<'_>, of: &str, claims: &[Claim]) -> Result<String> {
    let office = year.office;
    let page = begun(year, "gerakan-kesiapan", of, TITLE).await.context("begun")?;
    given_out(office, &page, claims).await.context("given out")?;
    let (first, others) = claims.split_first().context("claims")?;
    typed(office, &page, first).await.context("typed")?;
    filled(office, &page, others).await.context("filled")?;
    accepted(office, &page, claims).await.context("accepted")?;
    submitted(office, &page).await.context("submitted")?;
    office.send("form:has(button[value=selesai])").await?;
    office.sees("Selesai").await?;
    Ok(page)
}

/// The nine criteria of the selection, to be compared with the readiness.
async fn selected(year: &Year<'_>) -> Result<()> {
    let page = begun(year, "gerakan-seleksi", "2027", "Seleksi Gerakan").await?;
    given_out(year.office, &page, &CHOSEN).await?;
    filled(year.office, &page, &CHOSEN).await?;
    accepted(year.office, &page, &CHOSEN).await?;
    submitted(year.office, &page).await?;
    year.office.sees("2,78").await
}
