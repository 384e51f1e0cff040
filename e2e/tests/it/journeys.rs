//! `jalan-rusak` through each of its actions to each of its ends: by pages alone, at 360 px, with scripts off and on.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::Put::{Choose, Date, Photo, Select, Type};
use crate::people::{DANGER, HOLE, Put, Receipt, act, open_case, report, sign_in, track};
use crate::play::Step::{Desk, Lapse, Late, NoMore, Officer, Public, Reads, Resident};
use crate::play::{Step, assert_covered, journeys};
use crate::town::Town;
use anyhow::Result;

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

journeys! { in open;
    a_hole_is_surveyed_repaired_confirmed_and_rated: DANGER, ends "selesai", [
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
    a_repair_that_does_not_hold_goes_back_once: HOLE, ends "selesai", [
        TO_SURVEY, SURVEYED, REPAIRED,
        Resident("konfirmasi.belum", &[Type("_alasan-belum", "Hanya ditutup tanah, sudah terbuka lagi.")], &["_alasan-belum"]),
        Reads("Perbaikan"),
        REPAIRED,
        NoMore("belum"),
        Resident("konfirmasi.puas", &[], &["_nilai-puas"]),
        Reads("Anda menutup laporan ini"),
    ];
    a_village_road_is_mended_by_the_village_twice: HOLE, ends "selesai", [
        TO_VILLAGE,
        Public("Jombatan"),
        DONE_BY_VILLAGE,
        Resident("konfirmasi_desa.belum", &[Type("_alasan-belum", "Sisi barat masih berlubang.")], &["_alasan-belum"]),
        DONE_BY_VILLAGE,
        Resident("konfirmasi_desa.puas", &[Select("_nilai-puas", "4")], &["_nilai-puas"]),
        Reads("Anda menutup laporan ini"),
    ];
    a_village_may_refuse_with_a_reason_from_the_list: HOLE, ends "ditolak", [
        TO_VILLAGE,
        Officer("wati", "desa.tolak", REFUSED),
        Reads("Tidak dapat ditindaklanjuti"),
        Reads("Tempatnya sudah rata."),
    ];
    a_provincial_road_is_passed_on: HOLE, ends "dilimpahkan", [
        Officer("sari", "verifikasi.limpahkan", &[Choose("status_jalan", "provinsi"), Type("_alasan", "Jalan milik provinsi; diteruskan ke balai.")]),
        Reads("Dilimpahkan ke instansi berwenang"),
        Public("Dilimpahkan ke instansi berwenang"),
    ];
    a_question_lets_the_resident_mend_the_marked_field_alone: HOLE, ends "ditolak", [
        ASKED,
        Reads("Fotonya gelap."),
        Resident("pelapor.kirim", &[Choose("jenis_rusak", "retak")], &["jenis_rusak"]),
        Reads("Retak / bergelombang"),
        Officer("sari", "verifikasi.tolak", REFUSED),
        Reads("Dinas menutup laporan ini tanpa pengerjaan"),
        Public("Tidak dapat ditindaklanjuti"),
    ];
    a_question_may_be_answered_by_closing_the_report: HOLE, ends "ditolak", [
        ASKED,
        Resident("pelapor.tutup", &[], &[]),
        Reads("Anda menutup laporan ini"),
    ];
    a_question_met_with_silence_closes_as_silence: HOLE, ends "ditolak", [
        ASKED,
        Lapse("pelapor", 12),
        Reads("Ditutup tanpa tanggapan"),
        Reads("bukan penolakan"),
        Public("Ditutup tanpa tanggapan"),
    ];
    a_repair_that_must_wait_gets_a_promise_with_a_date: DANGER, ends "dijadwalkan", [
        TO_SURVEY,
        Officer("bagus", "survei.anggarkan", &[Date("rencana", "2027-09-30"), Type("_alasan", "Perlu jembatan baru; masuk perubahan anggaran.")]),
        Reads("Dijadwalkan: janji bertanggal"),
        Reads("30 September 2027"),
        Public("Dijadwalkan: janji bertanggal"),
    ];
    a_survey_that_finds_nothing_refuses: HOLE, ends "ditolak", [
        TO_SURVEY,
        Officer("bagus", "survei.tolak", REFUSED),
        Reads("Tidak dapat ditindaklanjuti"),
    ];
    silence_after_a_repair_closes_without_counting_as_consent: HOLE, ends "selesai", [
        TO_SURVEY, SURVEYED, REPAIRED,
        Lapse("konfirmasi", 30),
        Reads("Ditutup tanpa tanggapan"),
        Reads("Ini tidak dihitung sebagai persetujuan"),
        Public("Ditutup tanpa tanggapan"),
    ];
    a_village_repair_met_with_silence_closes_as_silence: HOLE, ends "selesai", [
        TO_VILLAGE, DONE_BY_VILLAGE,
        Lapse("konfirmasi_desa", 30),
        Reads("Ditutup tanpa tanggapan"),
    ];
    a_village_that_does_nothing_is_named_in_public: HOLE, ends "selesai", [
        TO_VILLAGE,
        Lapse("desa", 30),
        Late,
        Desk("wati", "Batas waktu langkah Penanganan oleh desa terlewati"),
        Desk("wati", "Diberitahukan kepada Camat"),
        DONE_BY_VILLAGE,
        Resident("konfirmasi_desa.puas", &[], &["_nilai-puas"]),
    ];
    offices_that_are_late_at_each_step_are_reported_upwards_and_in_public: HOLE, ends "selesai", [
        Lapse("verifikasi", 3),
        Desk("sari", "Batas waktu langkah Verifikasi terlewati"),
        Desk("sari", "Diberitahukan kepada Kepala Bidang Informasi dan Komunikasi Publik"),
        TO_SURVEY,
        Lapse("survei", 30),
        Desk("bagus", "Diberitahukan kepada Kepala Bidang Bina Marga"),
        SURVEYED,
        Lapse("perbaikan", 30),
        Late,
        Desk("bagus", "Diberitahukan kepada Kepala Dinas"),
        REPAIRED,
        Resident("konfirmasi.puas", &[], &["_nilai-puas"]),
        Reads("Batas waktu langkah Perbaikan terlewati"),
    ];
}

#[test]
fn the_journeys_together_take_every_action_and_reach_every_end_and_every_time_out() -> Result<()> {
    let (_, source) = gapura::starter::SERVICES.iter().find(|(file, _)| *file == "pengaduan/jalan-rusak.toml").unwrap();
    assert_covered(source, ALL)
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
