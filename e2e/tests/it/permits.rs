//! The example of the language, `surat-domisili-usaha`, as a service: fork, join, skipped step, one-time link, returns
//! with marked fields, four eyes, substitutes, objections and every time-out, with scripts off and on.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::Put::{Choose, Photo, Select, Type};
use crate::people::{Application, Put, Scene, act, apply, open_case, sign_in};
use crate::play::Step::{Desk, Lapse, Late, Link, NoMore, Object, Officer, Public, Reads, Resident};
use crate::play::{Step, assert_covered, journeys, link};
use crate::town::{DESA, PERMIT, Town, VILLAGE};
use anyhow::{Result, ensure};
use fantoccini::Locator;

/// An application for a shop: where, how large, in whose house, and what that asks for besides.
macro_rules! shop {
    ($village:expr, $area:literal, $place:literal $(, $more:expr)*) => {
        Application {
            search: "domisili usaha",
            link: "Surat keterangan domisili usaha",
            puts: &[
                Type("nik", "3517010101900001"),
                Type("nama", "Bu Sulastri"),
                Select("alamat_ktp.desa", $village),
                Type("alamat_ktp", "Jalan Melati 3"),
                Type("nama_usaha", "Toko Berkah"),
                Type("kbli", "47111"),
                Select("lokasi_usaha.desa", $village),
                Type("lokasi_usaha.patokan", "depan pasar, sisi timur"),
                Type("luas", $area),
                Choose("status_tempat", $place),
                Photo("ktp"),
                Photo("pengantar"),
                $($more,)*
                Type("_nama", "Bu Sulastri"),
                Type("_hp", "0812 3456 7890"),
                Type("_surel", "sulastri@contoh.id"),
            ],
        }
    };
}

/// A small shop in a house of one's own: nobody has to look at it.
pub const OWN: Application = shop!(VILLAGE, "20", "milik");
/// The same in a desa.
pub const IN_DESA: Application = shop!(DESA, "20", "milik");
/// A larger one in a rented house: it is looked at, and the contract is asked for.
const RENTED: Application = shop!(VILLAGE, "80", "sewa", Photo("sewa"));

const COMPLETE: Step = Officer("ani", "periksa.lengkap", &[]);
const LOOKED_AT: [Put; 3] = [Choose("tempat_ada", "ya"), Choose("sesuai_kbli", "ya"), Photo("foto_tempat")];
const SURVEYED: Step = Officer("bayu", "survei.sesuai", &LOOKED_AT);
const CONFIRMED: Step = Link("citra", "konfirmasi_rt.setuju", &[]);
const INITIALLED: Step = Officer("citra", "paraf.paraf", &[]);
const SIGNED: Step = Officer("darto", "tanda_tangan.terbitkan", &[]);
const BACK: Step = Officer(
    "ani",
    "periksa.kembalikan",
    &[
        Choose("_tandai", "nama_usaha"),
        Choose("_tandai", "pengantar"),
        Type("_alasan", "Surat pengantar buram, nama usaha tidak terbaca."),
    ],
);

journeys! { in with_permits;
    a_rented_shop_is_surveyed_confirmed_by_link_initialled_and_signed: RENTED, ends "terbit", [
        Public("Pemeriksaan berkas"),
        COMPLETE,
        Reads("Survei tempat usaha"),
        Reads("Konfirmasi ketua RT"),
        CONFIRMED,
        Reads("Survei tempat usaha"),
        SURVEYED,
        Reads("Paraf sekretaris"),
        INITIALLED,
        SIGNED,
        Reads("Ditutup petugas: Terbit"),
        Public("Terbit"),
    ];
    a_small_shop_skips_the_survey_and_comes_back_from_both_who_sign: OWN, ends "terbit", [
        COMPLETE,
        Reads("Langkah Survei tempat usaha dilewati"),
        Link("citra", "konfirmasi_rt.keberatan", &[Type("_alasan", "Bukan warga RT ini.")]),
        Desk("citra", "Bukan warga RT ini."),
        Officer("citra", "paraf.kembalikan", &[Type("_alasan", "Ketua RT berkeberatan; periksa alamatnya.")]),
        COMPLETE, CONFIRMED, INITIALLED,
        Officer("darto", "tanda_tangan.kembalikan", &[Type("_alasan", "Alamat belum sesuai.")]),
        Reads("Pemeriksaan berkas"),
        COMPLETE, CONFIRMED, INITIALLED, SIGNED,
        Reads("Ditutup petugas: Terbit"),
    ];
    only_what_was_marked_is_mended_and_a_refusal_may_be_objected_to: RENTED, ends "ditolak", [
        BACK,
        Reads("Surat pengantar buram"),
        Resident("pemohon.kirim", &[Type("nama_usaha", "Toko Berkah Jaya"), Photo("pengantar")], &["nama_usaha", "pengantar"]),
        Reads("Toko Berkah Jaya"),
        NoMore("kirim"),
        Desk("ani", "Toko Berkah Jaya"),
        Officer("ani", "periksa.tolak", &[Select("_kode", "tidak-terbukti"), Type("_alasan", "Alamatnya di luar kelurahan.")]),
        Reads("Alamatnya di luar kelurahan."),
        Public("Ditolak"),
        Object("Alamat saya di dalam kelurahan, lihat KTP."),
        Reads("Keberatan"),
    ];
    an_applicant_may_let_it_go: OWN, ends "gugur", [
        BACK,
        Resident("pemohon.gugur", &[], &[]),
        Reads("Gugur: tidak dilengkapi"),
    ];
    an_applicant_who_is_silent_lets_it_go_and_is_not_called_refused: OWN, ends "gugur", [
        BACK,
        Lapse("pemohon", 12),
        Reads("Ditutup tanpa tanggapan: Gugur: tidak dilengkapi"),
        Public("Gugur: tidak dilengkapi"),
    ];
    silence_of_the_neighbourhood_is_noted_and_the_survey_decides: RENTED, ends "ditolak", [
        COMPLETE,
        Lapse("konfirmasi_rt", 2),
        Reads("Karena batas waktu terlewati"),
        Desk("bayu", "RT tidak menjawab"),
        Officer("bayu", "survei.tidak", &[LOOKED_AT[0], LOOKED_AT[1], LOOKED_AT[2], Type("_alasan", "Tempatnya kosong.")]),
        Reads("Tempatnya kosong."),
    ];
    a_promise_that_is_not_kept_is_named_in_public: OWN, ends "ditolak", [
        Lapse("total", 30),
        Late,
        Reads("Batas waktu seluruh kasus terlewati"),
        Officer("ani", "periksa.tolak", &[Select("_kode", "tidak-terbukti"), Type("_alasan", "Tempatnya tidak ada.")]),
    ];
}

#[test]
fn the_journeys_together_take_every_action_and_reach_every_end_and_every_time_out() -> Result<()> {
    assert_covered(PERMIT, ALL)
}

/// A case that only waits for the signature.
async fn to_signature(scene: &Scene<'_>) -> Result<String> {
    let number = apply(scene.town, scene.resident, &OWN).await?.number;
    sign_in(scene.office, "ani").await?;
    act(scene.office, &number, "periksa.lengkap", &[]).await?;
    sign_in(scene.office, "citra").await?;
    act(scene.office, &number, "konfirmasi_rt.setuju", &[]).await?;
    act(scene.office, &number, "paraf.paraf", &[]).await?;
    Ok(number)
}

#[tokio::test]
async fn a_substitute_signs_only_under_a_letter_and_both_names_stay_on_the_record() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |window: &Browser| {
        let scene = Scene { town: &town, resident: window, office: window };
        let number = to_signature(&scene).await?;
        let sign = "form[action$=\"/tindakan/tanda_tangan.terbitkan\"]";
        for without in ["citra", "wati"] {
            sign_in(window, without).await?;
            window.go(&format!("/kerja/kasus/{number}")).await?;
            window.wait_for(Locator::Css("#tindakan")).await?;
            ensure!(!window.has(sign).await?, "{without} may sign");
        }
        sign_in(window, "darto").await?;
        window.go("/surat-tugas").await?;
        let form = window.form("form:has(#f-petugas)").await?;
        form.fill("nomor", "800/7/2027").await?;
        form.select_by_words("petugas", "Wati").await?;
        form.select_by_words("diganti", "Darto").await?;
        form.date("dari", "2027-03-01").await?;
        form.date("sampai", "2027-03-05").await?;
        form.fill("alasan", "Lurah mengikuti pelatihan.").await?;
        form.send().await?;
        window.sees("800/7/2027").await?;
        sign_in(window, "wati").await?;
        act(window, &number, "tanda_tangan.terbitkan", &[]).await?;
        window.sees("a.n. Lurah").await?;
        window.sees("800/7/2027").await
    })
    .await
}

#[tokio::test]
async fn a_link_that_an_officer_answered_for_is_over() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PHONE, async |window: &Browser| {
        let scene = Scene { town: &town, resident: window, office: window };
        let number = apply(&town, window, &RENTED).await?.number;
        sign_in(window, "ani").await?;
        act(window, &number, "periksa.lengkap", &[]).await?;
        sign_in(window, "citra").await?;
        let path = link(&scene, &number).await?;
        act(window, &number, "konfirmasi_rt.setuju", &[]).await?;
        open_case(window, &number).await?;
        ensure!(!window.text().await?.contains("/t/"), "the link is still shown");
        window.client.delete_all_cookies().await?;
        window.go(&path).await?;
        window.sees("sudah tidak berlaku").await?;
        window.lacks("Toko Berkah").await
    })
    .await
}
