//! The council and its meetings: what was decided last comes first, what is decided is a task, and a task ends only when
//! somebody else confirms it.

use super::Year;
use crate::agencies::of;
use crate::browser::Browser;
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use anyhow::{Context, Result, ensure};

/// What a meeting decides.
pub struct Decision {
    /// In whose hands it is.
    pub unit: &'static str,
    /// What is to be done.
    pub text: &'static str,
    /// By when, as year, month, day.
    pub due: &'static str,
    /// What the item of the agenda is called about which it is decided; empty: about none.
    pub about: &'static str,
}

/// A body with a decree, its chair and a member from outside.
pub async fn council_is_set_up(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    sign_in(office, "wulan").await?;
    office.go("/dasbor/rapat").await?;
    office.sees("Belum ada badan").await?;
    office.go("/dasbor/rapat/badan/baru").await?;
    let form = office.form("form#badan").await?;
    form.select("jenis", "dewan").await?;
    form.fill("nama", "Dewan Smart City Kabupaten Jombang").await?;
    form.fill("tugas", "Mengarahkan rencana induk dan memutuskan yang tidak berjalan.").await?;
    form.fill("bulan", "3").await?;
    form.select("sk", "keputusan").await?;
    form.fill("nomor", "45").await?;
    form.date("tanggal", "2027-03-01").await?;
    form.send().await?;
    office.sees("Belum pernah rapat").await?;
    let form = office.form("form#anggota").await?;
    form.select_by_words("petugas", "Ratih").await?;
    form.fill("jabatan", "Ketua").await?;
    form.select("unsur", "pemerintah").await?;
    form.send().await?;
    let form = office.form("form#anggota").await?;
    form.fill("orang", "Dosen Tata Kota").await?;
    form.fill("lembaga", "Universitas Contoh").await?;
    form.fill("jabatan", "Anggota").await?;
    form.select("unsur", "akademisi").await?;
    form.send().await?;
    office.sees("Universitas Contoh").await?;
    year.look("dewan").await
}

/// A meeting on the present day: `before` was decided last and is confirmed, `now` is decided. Answers the address of the task
/// that it makes.
pub async fn held(year: &Year<'_>, day: &str, before: Option<&Decision>, now: &Decision) -> Result<String> {
    let office = year.office;
    sign_in(office, "wulan").await?;
    office.go("/dasbor/rapat/baru").await?;
    let form = office.form("form#rapat").await?;
    form.date("hari", day).await?;
    form.fill("jam", "09.00").await?;
    form.fill("tempat", "Pendopo").await?;
    form.send().await?;
    office.sees("Direncanakan").await?;
    let meeting = office.path().await?;
    year.look(&format!("rapat-{day}")).await?;
    sign_in(office, "ratih").await?;
    reviewed(year, &meeting, before, now).await.context("reviewed")?;
    closed(office, &meeting).await.context("closed")?;
    let task = "[...document.querySelectorAll('a[href^=\"/dasbor/tugas/\"]')].map((link) => [link.textContent, link.getAttribute('href')])";
    let tasks = serde_json::from_value::<Vec<(String, String)>>(office.eval(task).await?)?;
    let task = tasks.into_iter().find(|(text, _)| text == now.text).context("the task is not on the meeting's page")?;
    Ok(task.1)
}

/// The leader goes through the agenda: the last decision first, then what does not go well.
async fn reviewed(year: &Year<'_>, meeting: &str, before: Option<&Decision>, now: &Decision) -> Result<()> {
    let office = year.office;
    office.go(&format!("{meeting}/tinjau")).await?;
    if let Some(before) = before {
        let first = office.texts("h1").await?;
        ensure!(first == [before.text], "the agenda begins with {first:?}, not with what was decided last");
        office.sees("Dilaporkan selesai").await?;
        office.sees("Sudah dikerjakan seluruhnya.").await?;
        office.lacks("Lewat ").await?;
        year.look("tinjau-keputusan-lalu").await?;
        office.send("form#konfirmasi").await?;
        office.sees("Selesai").await?;
    }
    // What is about no item is decided at the end, behind all of them.
    let from = if now.about.is_empty() { 99 } else { 1 };
    for item in from..=99 {
        office.go(&format!("{meeting}/tinjau?butir={item}")).await?;
        if now.about.is_empty() || office.texts("h1").await? == [now.about] {
            break;
        }
    }
    let form = office.form("form#keputusan").await?;
    form.fill("putusan", now.text).await?;
    form.select("opd", now.unit).await?;
    form.fill("orang", "Kepala dinas").await?;
    form.date("tenggat", now.due).await?;
    form.send().await?;
    office.sees("Diputuskan di rapat ini").await?;
    year.look("tinjau-diputuskan").await
}

/// The planner writes down who came and what was said, and closes; from then on nothing of it changes.
async fn closed(office: &Browser, meeting: &str) -> Result<()> {
    sign_in(office, "wulan").await?;
    office.go(meeting).await?;
    office.send("form#penutupan").await?;
    office.sees("Sebelum ditutup, simpan notulen").await?;
    let form = office.form("form#notulen").await?;
    form.fill("notulen", "Dibahas satu per satu; keputusan dicatat bersama tenggatnya.").await?;
    form.send().await?;
    office.client.find(fantoccini::Locator::Css("form#kehadiran input[name=hadir]")).await?.click().await?;
    office.send("form#kehadiran").await?;
    office.send("form#penutupan").await?;
    office.sees("Ditutup").await?;
    ensure!(!office.has("form#notulen").await?, "the minutes are locked");
    Ok(())
}

/// The agency finds its task on a phone, and reports it done.
pub async fn carried_out(year: &Year<'_>, decision: &Decision) -> Result<()> {
    let phone = year.phone;
    sign_in(phone, &of(decision.unit)?.liaison()).await?;
    phone.go("/dasbor/tugas").await?;
    year.look_at_phone("tugas").await?;
    phone.press(decision.text).await?;
    let form = phone.form("form#laporan").await?;
    form.fill("laporan", "Sudah dikerjakan seluruhnya.").await?;
    form.choose("hasil", "selesai").await?;
    form.send().await?;
    phone.sees("10 sampai 2000 karakter").await?;
    let form = phone.form("form#laporan").await?;
    form.fill("bukti", "https://contoh.go.id/tugas/selesai").await?;
    form.send().await?;
    phone.sees("Dilaporkan selesai").await?;
    year.look_at_phone("tugas-dilaporkan").await
}

/// The agency asks for more time, and the leader gives it; the first day stays readable.
pub async fn more_time_is_asked_for(year: &Year<'_>, (decision, task): (&Decision, &str), until: &str) -> Result<()> {
    sit_down(year.phone, &of(decision.unit)?.head()).await?;
    let asked = [("hari", until), ("alasan", "Lelang lampu diulang karena hanya satu penawar.")];
    hand_in(year.phone, task, "form#waktu", &asked).await?;
    sign_in(year.office, "ratih").await?;
    year.office.go(task).await?;
    year.office.sees("Dinas meminta waktu sampai").await?;
    year.office.press("Beri waktu").await?;
    year.office.sees("semula").await?;
    year.look("tugas-waktu").await
}
