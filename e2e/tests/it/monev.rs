//! A quarter through the browser: the liaison enters a month on a small phone without script, the head sends, a planner gives
//! back once and locks, the leader sees the lights. And the pages, looked over.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::sign_in;
use crate::plan::{BOARD, decree};
use crate::town::Town;
use anyhow::{Context, Result, ensure};

const UNIT: &str = "dinas-pupr";

/// A decreed plan with one promise of dinas-pupr, and an action plan with one step, locked by three people.
async fn baseline(office: &Browser) -> Result<()> {
    sign_in(office, "wulan").await?;
    office.go(BOARD).await?;
    let form = office.form("form[action=\"/dasbor/rencana\"]").await?;
    form.fill("judul", "Rencana Induk Kota Cerdas 2027–2036").await?;
    form.send().await?;
    office.go("/dasbor/rencana/program/baru").await?;
    let form = office.form("form#program").await?;
    form.fill("nama", "Jalan rusak ditangani cepat").await?;
    form.select("opd", UNIT).await?;
    form.select("sub", "pelayanan").await?;
    form.fill("selesai", "2029").await?;
    form.fill("ukuran", "Lubang yang ditutup dalam tujuh hari").await?;
    form.fill("satuan", "persen").await?;
    form.fill("target", "2027 = 70; 2028 = 80").await?;
    form.send().await?;
    decree(office, "12", "2027-03-01").await?;
    step(office).await?;
    let plan = format!("/dasbor/aksi/rencana/{UNIT}/2027");
    office.go(&plan).await?;
    office.send("form[action$=\"/pengajuan\"]").await?;
    office.sees("Orang lain yang memutuskan").await?;
    sign_in(office, "retno").await?;
    office.go(&plan).await?;
    office.send("form[action$=\"/persetujuan\"]").await?;
    sign_in(office, "wulan").await?;
    office.go(&plan).await?;
    office.send("form[action$=\"/penguncian\"]").await?;
    office.sees("Terkunci").await
}

/// The first try says which field is wrong, and loses nothing.
async fn step(office: &Browser) -> Result<()> {
    office.go(&format!("/dasbor/aksi/langkah/{UNIT}/2027/baru")).await?;
    let form = office.form("form#langkah").await?;
    let promise = office.eval("document.querySelector('#f-program option:nth-child(2)')?.value ?? ''").await?;
    form.select("program", &crate::inspection::text(&promise)).await?;
    form.fill("langkah", "Tim tambal keliling").await?;
    form.select("mulai", "1").await?;
    form.select("selesai", "3").await?;
    form.fill("penanggung_jawab", "Kepala Bidang Bina Marga").await?;
    form.fill("bukti", "Foto sebelum dan sesudah").await?;
    form.select("sumber", "apbd").await?;
    form.fill("tw1", "90.000").await?;
    form.send().await?;
    office.sees("Satu titik dapat berarti ribuan atau pecahan").await?;
    let form = office.form("form#langkah").await?;
    form.fill("tw1", "Rp 90.000.000").await?;
    form.send().await?;
    office.sees("Tim tambal keliling").await
}

/// The liaison's two minutes: one form, no script, 360 pixels.
async fn month(phone: &Browser, month: u8, share: &str) -> Result<()> {
    phone.go(&format!("/dasbor/aksi/isi/{UNIT}/2027/{month}")).await?;
    let name = |name: &str| format!("[name^=\"{name}-\"]");
    let fields = phone.form("form#bulan").await?;
    for (field, text) in [("selesai", share), ("belanja", "30000000"), ("bukti", "https://contoh.go.id/tambal")] {
        let found = phone.eval(&format!("document.querySelector('{}').name", name(field))).await?;
        fields.fill(&crate::inspection::text(&found), text).await?;
    }
    phone.send("form#bulan").await?;
    phone.sees("1 langkah tersimpan").await?;
    let wide = phone.eval("document.documentElement.scrollWidth > innerWidth").await?;
    ensure!(wide == serde_json::Value::Bool(false), "the page scrolls sideways");
    Ok(())
}

#[tokio::test]
async fn a_month_is_entered_on_a_phone_and_its_quarter_is_sent_given_back_locked_and_seen() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    town.hire(("tuti", "Tuti", "penghubung", UNIT)).await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |phone: &Browser| {
        in_window(&town.base, Screen::DESK, async |office: &Browser| {
            baseline(office).await?;
            town.wait(20).await?;
            sign_in(phone, "tuti").await?;
            phone.go("/dasbor/aksi/pengingat").await?;
            phone.sees("Januari 2027").await?;
            phone.go("/dasbor/aksi").await?;
            phone.sees("Tim tambal keliling").await?;
            phone.press("Isi bulan Januari 2027").await?;
            for (number, share) in [(1, "30"), (2, "60"), (3, "90")] {
                month(phone, number, share).await?;
            }
            town.wait(25).await?;
            let quarter = format!("/dasbor/aksi/triwulan/{UNIT}/2027/1");
            sign_in(office, "retno").await?;
            office.go(&quarter).await?;
            office.press("Kirim triwulan").await?;
            office.sees("menunggu tinjauan").await?;
            sign_in(office, "wulan").await?;
            office.go(&quarter).await?;
            let form = office.form("form[action$=\"/pengembalian\"]").await?;
            form.fill("alasan", "Sebutkan titik yang ditambal bulan Maret").await?;
            form.send().await?;
            sign_in(office, "retno").await?;
            office.go(&quarter).await?;
            office.sees("Sebutkan titik yang ditambal bulan Maret").await?;
            office.press("Kirim triwulan").await?;
            office.sees("menunggu tinjauan").await?;
            sign_in(office, "wulan").await?;
            office.go(&quarter).await?;
            office.send("form[action$=\"/penguncian\"]").await?;
            office.sees("Ditinjau dan terkunci").await?;
            sign_in(office, "ratih").await?;
            office.go("/dasbor/aksi?tahun=2027&triwulan=1").await?;
            office.sees("Hijau: sesuai rencana").await?;
            sign_in(phone, "tuti").await?;
            phone.go(&format!("/dasbor/aksi/isi/{UNIT}/2027/3")).await?;
            phone.sees("Triwulan ini sudah dikirim atau terkunci").await?;
            office.go("/rencana/program").await?;
            office.press("Jalan rusak ditangani cepat").await?;
            office.sees("Triwulan 1 2027").await?;
            office.press("Langkah-langkahnya").await?;
            office.sees("Tim tambal keliling: rencana 100,0").await
        })
        .await
    })
    .await
}

#[tokio::test]
async fn pages_of_action_plans_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::demo().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "perencana").await?;
        let year = crate::inspection::text(&window.eval("String(new Date().getFullYear())").await?);
        for (name, path) in [
            ("aksi", format!("/dasbor/aksi?tahun={year}&triwulan=1")),
            ("aksi-pengingat", "/dasbor/aksi/pengingat".to_owned()),
            ("aksi-data", "/dasbor/aksi/data".to_owned()),
            ("aksi-aturan", "/dasbor/aksi/aturan".to_owned()),
            ("aksi-impor", "/dasbor/aksi/impor".to_owned()),
            ("aksi-rencana", format!("/dasbor/aksi/rencana/{UNIT}/{year}")),
            ("aksi-triwulan", format!("/dasbor/aksi/triwulan/{UNIT}/{year}/1")),
            ("action-plans", "/dasbor/aksi?bahasa=en".to_owned()),
        ] {
            inspector.visit(name, &path).await.context(name)?;
        }
        sign_in(window, "pupr").await?;
        inspector.visit("aksi-dinas", "/dasbor/aksi?bahasa=id").await?;
        inspector.visit("aksi-isi", &format!("/dasbor/aksi/isi/{UNIT}/{year}/1")).await?;
        inspector.visit("aksi-langkah", &format!("/dasbor/aksi/langkah/{UNIT}/{year}/baru")).await?;
        inspector.finish()
    })
    .await
}
