//! What becomes of the promises when their year is over, and how the next year does better.

use super::assessing::Claim;
use super::{Year, readiness};
use crate::agencies::{AGENCIES, of};
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use crate::plan::decree;
use anyhow::{Context, Result, ensure};

const fn claim(unit: &'static str, indicator: &'static str, level: &'static str, why: &'static str) -> Claim {
    Claim { unit, indicator, level, why }
}

const READIER: [Claim; 9] = [
    claim("dinas-kominfo", "sdm", "3", "Dua puluh pegawai TIK, semuanya pernah dilatih."),
    claim("dinas-kominfo", "digital", "4", "Semua desa tersambung serat optik."),
    claim("dinas-kominfo", "pelaksanaan", "3", "Tiga puluh rencana aksi dipantau tiap triwulan."),
    claim("bpkad", "keuangan", "2", "Anggaran TIK 0,5 persen dari APBD."),
    claim("dinas-pupr", "fisik", "3", "Jalan kabupaten mantap 82 persen."),
    claim("bappeda", "tata-kelola", "3", "Tim pelaksana bertemu tiap triwulan."),
    claim("bappeda", "sosial", "3", "Usulan warga dijawab terbuka."),
    claim("bappeda", "peraturan", "4", "Peraturan bupati nomor 12 tahun 2027 berlaku."),
    claim("bappeda", "kelembagaan", "3", "Dewan bersidang empat kali."),
];

/// The year's promises are judged, the readiness is assessed anew, and the next version of the plan sets other targets.
pub async fn promises_are_judged_and_the_next_year_does_better(year: &Year<'_>) -> Result<()> {
    judged(year).await.context("judged")?;
    readier(year).await.context("readier")?;
    changed(year).await.context("changed")
}

/// Every agency but the silent one reports its figure of 2027; the roads agency types it on a phone.
pub async fn figures_of_the_year_are_reported(year: &Year<'_>) -> Result<()> {
    let phone = year.phone;
    let roads = of("dinas-pupr")?;
    sign_in(phone, &roads.liaison()).await?;
    phone.go(&year.promise_for_officers(roads)?).await?;
    let form = phone.form("form[action$=\"/capaian\"]").await?;
    form.fill("tahun", "2027").await?;
    form.fill("nilai", roads.reached).await?;
    form.fill("bukti", "https://contoh.go.id/jalan/2027").await?;
    form.send().await?;
    phone.sees("Ditepati").await?;
    year.look_at_phone("janji-ditepati").await?;
    for agency in AGENCIES.iter().filter(|one| !one.reached.is_empty() && one.unit != roads.unit) {
        sit_down(year.office, &agency.liaison()).await?;
        let fields = [("tahun", "2027"), ("nilai", agency.reached), ("bukti", "Laporan kinerja dinas tahun 2027")];
        let page = year.promise_for_officers(agency)?;
        hand_in(year.office, &page, "form[action$=\"/capaian\"]", &fields).await.context(agency.unit)?;
    }
    Ok(())
}

/// Everybody sees which promises were kept, which were broken, and of which nobody spoke.
async fn judged(year: &Year<'_>) -> Result<()> {
    let phone = year.phone;
    phone.client.delete_all_cookies().await?;
    for (fate, expected) in [("ditepati", 26), ("ingkar", 3), ("diam", 1)] {
        phone.go(&format!("/rencana/program?tahun=2027&nasib={fate}")).await?;
        let rows = phone.eval("document.querySelectorAll('tr[data-baris]').length").await?;
        ensure!(rows == expected, "{fate}: {rows} promises, expected {expected}");
    }
    phone.sees("Perpustakaan desa tersambung").await?;
    year.look_at_phone("janji-diam").await?;
    sign_in(year.office, "ratih").await?;
    year.office.go("/dasbor/rencana").await?;
    for words in ["Apakah janji kita ditepati?", "Siapa yang harus bertindak", "Lampu jalan kota menyala semua"] {
        year.office.sees(words).await?;
    }
    year.look("janji-meleset").await
}

/// The readiness of 2028 stands beside that of 2027.
async fn readier(year: &Year<'_>) -> Result<()> {
    readiness::assessed(year, "2028", &READIER).await?;
    for words in ["3,11", "Dibanding tahun 2027", "+1,00", "sebelumnya 2,11"] {
        year.office.sees(words).await?;
    }
    year.look("kesiapan-2028").await
}

/// A target of the next year is lowered with a reason: what was promised before stays visible, and what was judged stays judged.
async fn changed(year: &Year<'_>) -> Result<()> {
    let (office, lamps) = (year.office, of("dinas-perkim")?);
    let why = "Anggaran lampu dialihkan ke jalan yang longsor.";
    sign_in(office, "wulan").await?;
    office.go("/dasbor/rencana/naskah").await?;
    office.send("form[action$=\"/versi\"]").await?;
    for reason in ["", why] {
        office.go(&year.promise_for_officers(lamps)?).await?;
        let form = office.form("form#program").await?;
        form.fill("target", "2027 = 92; 2028 = 94").await?;
        form.fill("alasan", reason).await?;
        form.send().await?;
        office.sees(if reason.is_empty() { "Tulis alasan" } else { "Komentar" }).await?;
    }
    decree(office, "3", "2028-02-01").await?;
    let phone = year.phone;
    let page = year.promise(lamps)?;
    phone.go(&page).await?;
    for words in ["Target yang diubah", "Tahun 2028: 96 persen → 94 persen", why, "Tidak ditepati"] {
        phone.sees(words).await?;
    }
    year.look_at_phone("target-diubah").await?;
    phone.go(&format!("{page}?versi=1")).await?;
    phone.sees("Ini versi lama").await?;
    phone.sees("96 persen").await
}
