//! `jalan-rusak` through each of its actions to each of its ends: by pages alone, at 360 px, with scripts off and on.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::Put::{Choose, Date, Photo, Select, Type};
use crate::people::{Put, Receipt, Scene, act, decide, keep, open_case, report, sign_in, stranger, track};
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;

/// One thing that happens in a journey.
pub enum Step {
    /// An officer takes an action: who, `step.action`, what is filled in.
    Officer(&'static str, &'static str, &'static [Put]),
    /// The resident takes an action: `step.action`, what is filled in, which fields may be.
    Resident(&'static str, &'static [Put], &'static [&'static str]),
    /// Calendar days pass in which nobody does anything.
    Silence(i64),
    /// The resident's page says this.
    Reads(&'static str),
    /// The resident's page does not offer this action.
    NoMore(&'static str),
    /// A stranger's page says this.
    Public(&'static str),
}

use Step::{NoMore, Officer, Public, Reads, Resident, Silence};

/// A journey: whether lives are in danger, what happens, the end that it leads to.
pub struct Journey {
    /// How the test is called.
    pub name: &'static str,
    /// Whether the resident names a danger.
    pub hazard: bool,
    /// What happens.
    pub steps: &'static [Step],
    /// Id of the end.
    pub end: &'static str,
}

const TO_SURVEY: Step = Officer("sari", "verifikasi.teruskan", &[Choose("status_jalan", "kabupaten")]);
const TO_VILLAGE: Step = Officer("sari", "verifikasi.ke_desa", &[Choose("status_jalan", "desa")]);
const SURVEYED: Step = Officer(
    "bagus",
    "survei.jadwalkan",
    &[Type("panjang_m", "3,5"), Type("lebar_m", "2"), Type("kedalaman_cm", "12"), Photo("foto_survei")],
);
const REPAIRED: Step = Officer("bagus", "perbaikan.selesai", &[Photo("foto_sesudah")]);
const DONE_BY_VILLAGE: Step = Officer("wati", "desa.tuntas", &[Photo("foto_sesudah")]);
const ASKED: Step = Officer(
    "sari",
    "verifikasi.minta_data",
    &[Type("_alasan", "Lubang atau retak? Fotonya gelap."), Choose("_tandai", "jenis_rusak")],
);
const REFUSED: &[Put] = &[Select("_kode", "tidak-terbukti"), Type("_alasan", "Tempatnya sudah rata.")];

macro_rules! journeys {
    ($($(#[doc = $doc:literal])* $name:ident: hazard $hazard:literal, ends $end:literal, [$($step:expr),+ $(,)?];)+) => {
        /// All journeys; each is a test without script and one with it.
        pub const ALL: &[Journey] = &[$(Journey { name: stringify!($name), hazard: $hazard, steps: &[$($step),+], end: $end }),+];
        mod without_script {
            $(#[tokio::test]
            async fn $name() -> anyhow::Result<()> {
                super::play(stringify!($name), crate::browser::Screen::PLAIN_PHONE).await
            })+
        }
        mod with_script {
            $(#[tokio::test]
            async fn $name() -> anyhow::Result<()> {
                super::play(stringify!($name), crate::browser::Screen::PHONE).await
            })+
        }
    };
}

journeys! {
    a_hole_is_surveyed_repaired_confirmed_and_rated: hazard true, ends "selesai", [
        Public("Dinas Komunikasi dan Informatika"),
        TO_SURVEY,
        Reads("Survei lapangan"),
        Public("Dinas Pekerjaan Umum dan Penataan Ruang"),
        SURVEYED,
        REPAIRED,
        Reads("Menunggu Anda"),
        Resident("konfirmasi.puas", &[Select("_nilai-puas", "5")], &["_nilai-puas"]),
        Reads("Anda menutup laporan ini"),
        Reads("Anda memberi nilai 5 dari 5"),
        Public("Pelapor menutup laporan ini"),
    ];
    a_repair_that_does_not_hold_goes_back_once: hazard false, ends "selesai", [
        TO_SURVEY, SURVEYED, REPAIRED,
        Resident("konfirmasi.belum", &[Type("_alasan-belum", "Hanya ditutup tanah, sudah terbuka lagi.")], &["_alasan-belum"]),
        Reads("Perbaikan"),
        REPAIRED,
        NoMore("belum"),
        Resident("konfirmasi.puas", &[], &["_nilai-puas"]),
        Reads("Anda menutup laporan ini"),
    ];
    a_village_road_is_mended_by_the_village_twice: hazard false, ends "selesai", [
        TO_VILLAGE,
        Public("Jombatan"),
        DONE_BY_VILLAGE,
        Resident("konfirmasi_desa.belum", &[Type("_alasan-belum", "Sisi barat masih berlubang.")], &["_alasan-belum"]),
        DONE_BY_VILLAGE,
        Resident("konfirmasi_desa.puas", &[Select("_nilai-puas", "4")], &["_nilai-puas"]),
        Reads("Anda menutup laporan ini"),
    ];
    a_village_may_refuse_with_a_reason_from_the_list: hazard false, ends "ditolak", [
        TO_VILLAGE,
        Officer("wati", "desa.tolak", REFUSED),
        Reads("Tidak dapat ditindaklanjuti"),
        Reads("Tempatnya sudah rata."),
    ];
    a_provincial_road_is_passed_on: hazard false, ends "dilimpahkan", [
        Officer("sari", "verifikasi.limpahkan", &[Choose("status_jalan", "provinsi"), Type("_alasan", "Jalan milik provinsi; diteruskan ke balai.")]),
        Reads("Dilimpahkan ke instansi berwenang"),
        Public("Dilimpahkan ke instansi berwenang"),
    ];
    a_question_lets_the_resident_mend_the_marked_field_alone: hazard false, ends "ditolak", [
        ASKED,
        Reads("Fotonya gelap."),
        Resident("pelapor.kirim", &[Choose("jenis_rusak", "retak")], &["jenis_rusak"]),
        Reads("Retak / bergelombang"),
        Officer("sari", "verifikasi.tolak", REFUSED),
        Reads("Dinas menutup laporan ini tanpa pengerjaan"),
        Public("Tidak dapat ditindaklanjuti"),
    ];
    a_question_may_be_answered_by_closing_the_report: hazard false, ends "ditolak", [
        ASKED,
        Resident("pelapor.tutup", &[], &[]),
        Reads("Anda menutup laporan ini"),
    ];
    a_question_met_with_silence_closes_as_silence: hazard false, ends "ditolak", [
        ASKED,
        Silence(12),
        Reads("Ditutup tanpa tanggapan"),
        Reads("bukan penolakan"),
        Public("Ditutup tanpa tanggapan"),
    ];
    a_repair_that_must_wait_gets_a_promise_with_a_date: hazard true, ends "dijadwalkan", [
        TO_SURVEY,
        Officer("bagus", "survei.anggarkan", &[Date("rencana", "2027-09-30"), Type("_alasan", "Perlu jembatan baru; masuk perubahan anggaran.")]),
        Reads("Dijadwalkan: janji bertanggal"),
        Reads("30 September 2027"),
        Public("Dijadwalkan: janji bertanggal"),
    ];
    a_survey_that_finds_nothing_refuses: hazard false, ends "ditolak", [
        TO_SURVEY,
        Officer("bagus", "survei.tolak", REFUSED),
        Reads("Tidak dapat ditindaklanjuti"),
    ];
    silence_after_a_repair_closes_without_counting_as_consent: hazard false, ends "selesai", [
        TO_SURVEY, SURVEYED, REPAIRED,
        Silence(30),
        Reads("Ditutup tanpa tanggapan"),
        Reads("Ini tidak dihitung sebagai persetujuan"),
        Public("Ditutup tanpa tanggapan"),
    ];
}

async fn play(name: &str, screen: Screen) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let journey = ALL.iter().find(|journey| journey.name == name).context("journey")?;
    let town = Town::open().await?;
    in_window(&town.base, screen, async |resident: &Browser| {
        in_window(&town.base, screen, async |office: &Browser| {
            walk(journey, &Scene { town: &town, resident, office }).await
        })
        .await
    })
    .await
}

/// Plays a journey to its end.
pub async fn walk(journey: &Journey, scene: &Scene<'_>) -> Result<()> {
    let receipt = report(scene.resident, journey.hazard, true).await.context("report")?;
    let mut seated = "";
    for (place, step) in journey.steps.iter().enumerate() {
        take(scene, &receipt, step, &mut seated)
            .await
            .with_context(|| format!("step {} of {}", place + 1, journey.name))?;
    }
    sign_in(scene.office, "indra").await?;
    scene.office.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
    scene.office.sees("Kasus ini sudah berakhir").await?;
    keep(scene.resident, &format!("alur-{}", journey.name)).await
}

async fn take(scene: &Scene<'_>, receipt: &Receipt, step: &Step, seated: &mut &'static str) -> Result<()> {
    let (resident, number) = (scene.resident, receipt.number.as_str());
    match *step {
        Officer(who, action, puts) => {
            if *seated != who {
                sign_in(scene.office, who).await?;
                *seated = who;
            }
            act(scene.office, number, action, puts).await.context(action)
        }
        Resident(action, puts, may) => {
            let name = action.split('.').nth(1).context("step.action")?;
            track(resident, receipt).await?;
            let form = resident.form(&format!("form[action$=\"/tindakan/{name}\"]")).await?;
            ensure!(form.names().await? == may, "{action} lets the resident fill in {:?}", form.names().await?);
            decide(resident, receipt, name, puts).await.context(action)
        }
        Silence(days) => scene.town.wait(days).await,
        Reads(words) => {
            track(resident, receipt).await?;
            resident.sees(words).await
        }
        NoMore(action) => {
            track(resident, receipt).await?;
            let offered = resident.has(&format!("form[action$=\"/tindakan/{action}\"]")).await?;
            ensure!(!offered, "{action} is offered once more");
            Ok(())
        }
        Public(words) => {
            stranger(resident, number).await?;
            resident.sees(words).await?;
            resident.lacks("Bu Sulastri").await?;
            resident.lacks("depan pasar").await
        }
    }
}

#[test]
fn the_journeys_together_take_every_action_and_reach_every_end() {
    let (_, source) = gapura::starter::SERVICES.iter().find(|(file, _)| *file == "pengaduan/jalan-rusak.toml").unwrap();
    let table: toml::Table = source.parse().unwrap();
    let keys = |value: &toml::Value| value.as_table().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    let steps = table["langkah"].as_table().unwrap();
    let of_step = |(step, value): (&String, &toml::Value)| {
        keys(&value["aksi"]).into_iter().map(move |action| format!("{step}.{action}")).collect::<Vec<_>>()
    };
    let actions: BTreeSet<String> = steps.iter().flat_map(of_step).collect();
    let taken = ALL.iter().flat_map(|journey| journey.steps).filter_map(|step| match step {
        Officer(_, action, _) | Resident(action, ..) => Some((*action).to_owned()),
        _ => None,
    });
    assert_eq!(taken.collect::<BTreeSet<_>>(), actions);
    let ends: BTreeSet<String> = ALL.iter().map(|journey| journey.end.to_owned()).collect();
    assert_eq!(ends, keys(&table["akhir"]));
}

#[tokio::test]
async fn a_case_of_another_agency_is_not_there_and_notes_stay_inside() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |window: &Browser| {
        let receipt = report(window, false, false).await?;
        sign_in(window, "sari").await?;
        open_case(window, &receipt.number).await?;
        speak(window, "/jawaban", "teks", "Terima kasih, kami periksa besok pagi.").await?;
        speak(window, "/catatan", "teks", "Minta foto dari kecamatan.").await?;
        sign_in(window, "joko").await?;
        window.lacks(&receipt.number).await?;
        window.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
        window.sees("tidak ditemukan").await?;
        track(window, &receipt).await?;
        window.sees("Terima kasih, kami periksa besok pagi.").await?;
        window.lacks("Minta foto dari kecamatan").await?;
        speak_as_resident(window, &receipt).await?;
        sign_in(window, "sari").await?;
        open_case(window, &receipt.number).await?;
        window.sees("Lubangnya makin lebar").await
    })
    .await
}

async fn speak(office: &Browser, noun: &str, field: &str, text: &str) -> Result<()> {
    let form = office.form(&format!("form[action$=\"{noun}\"]")).await?;
    form.fill(field, text).await?;
    form.send().await?;
    office.sees("Tersimpan").await
}

async fn speak_as_resident(resident: &Browser, receipt: &Receipt) -> Result<()> {
    track(resident, receipt).await?;
    let form = resident.form("form[action$=\"/tambahan\"]").await?;
    form.fill("teks", "Lubangnya makin lebar sesudah hujan.").await?;
    form.send().await?;
    resident.sees("tambahan Anda tersimpan").await
}

#[tokio::test]
async fn a_case_passes_from_unit_to_unit_and_back_with_reasons() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |window: &Browser| {
        let receipt = report(window, false, false).await?;
        sign_in(window, "sari").await?;
        act(window, &receipt.number, "verifikasi.teruskan", &[Choose("status_jalan", "kabupaten")]).await?;
        sign_in(window, "bagus").await?;
        open_case(window, &receipt.number).await?;
        let form = window.form("form[action$=\"/pindah\"]").await?;
        form.select("unit", "dinas-kesehatan").await?;
        form.fill("alasan", "Ini halaman puskesmas.").await?;
        form.send().await?;
        window.sees("Tersimpan").await?;
        sign_in(window, "joko").await?;
        open_case(window, &receipt.number).await?;
        window.sees("Ini halaman puskesmas.").await?;
        let form = window.form("form[action$=\"/kembali\"]").await?;
        form.fill("alasan", "Bukan halaman kami, jalan umum.").await?;
        form.send().await?;
        window.sees("Tersimpan").await?;
        sign_in(window, "bagus").await?;
        open_case(window, &receipt.number).await?;
        window.sees("Bukan halaman kami, jalan umum.").await
    })
    .await
}
