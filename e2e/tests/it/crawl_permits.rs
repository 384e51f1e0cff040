//! Pages of applications, letters, proofs, one-time links and the studio, looked over at each of their states.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector, OFFICER, PROOF};
use crate::letters::{KELURAHAN, issue};
use crate::machine::is_there;
use crate::people::Put::{Choose, Type};
use crate::people::{Scene, act, apply, decide, sign_in, stranger, track};
use crate::permits::OWN;
use crate::play::link;
use crate::studio::{lamp, write};
use crate::town::Town;
use anyhow::{Context, Result};

/// The offices and the public look at the same town; what is wrong is told at the end, of all pages together.
async fn in_two_windows(
    town: &Town,
    journey: impl AsyncFnOnce(&Scene<'_>, &mut Inspector<'_>, &mut Inspector<'_>) -> Result<()>,
) -> Result<()> {
    in_window(&town.base, Screen::PHONE, async |resident: &Browser| {
        in_window(&town.base, Screen::DESK, async |office: &Browser| {
            let (mut public, mut desk) = (Inspector::new(resident, CITIZEN)?, Inspector::new(office, OFFICER)?);
            journey(&Scene { town, resident, office }, &mut public, &mut desk).await?;
            public.finish()?;
            desk.finish()
        })
        .await
    })
    .await
}

#[tokio::test]
async fn pages_of_an_application_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_two_windows(&town, async |scene, public, desk| {
        let (resident, office) = (scene.resident, scene.office);
        public.visit("permohonan-formulir", "/layanan/surat-domisili-usaha?hemat=ya").await?;
        resident.send("form#lapor").await?;
        resident.sees("yang perlu diperbaiki").await?;
        public.here("permohonan-formulir-salah").await?;
        // The longest word of the list.
        resident.fill("kbli", "47111").await?;
        resident.send("form#lapor").await?;
        resident.sees("minimarket/supermarket/hypermarket").await?;
        public.here("permohonan-formulir-cari").await?;
        let receipt = apply(&town, resident, &OWN).await?;
        let path = format!("/lacak/{}", receipt.number);
        public.visit("permohonan-tanda-terima", &format!("{path}/tanda-terima")).await?;
        let case = format!("/kerja/kasus/{}", receipt.number);
        sign_in(office, "ani").await?;
        desk.visit("permohonan-kasus", &case).await?;
        desk.visit("permohonan-kasus-kembalikan", &format!("{case}?tindakan=periksa.kembalikan")).await?;
        let marks =
            [Choose("_tandai", "nama_usaha"), Choose("_tandai", "pengantar"), Type("_alasan", "Fotonya buram.")];
        act(office, &receipt.number, "periksa.kembalikan", &marks).await?;
        track(resident, &receipt).await?;
        public.visit("permohonan-dikembalikan", &path).await?;
        decide(resident, &receipt, "kirim", &[]).await?;
        act(office, &receipt.number, "periksa.lengkap", &[]).await?;
        sign_in(office, "citra").await?;
        desk.visit("permohonan-kasus-tautan", &case).await?;
        let once = link(scene, &receipt.number).await?;
        stranger(resident, &receipt.number).await?;
        public.visit("permohonan-umum", &path).await?;
        public.visit("tautan-sekali", &once).await?;
        public.visit("tautan-sekali-keberatan", &format!("{once}?aksi=keberatan")).await?;
        resident.send("form[action^=\"/t/\"]").await?;
        public.here("tautan-sekali-salah").await?;
        resident.fill("_alasan", "Bukan warga RT ini.").await?;
        resident.send("form[action^=\"/t/\"]").await?;
        public.here("tautan-sekali-terima").await?;
        public.visit("tautan-sekali-selesai", &once).await
    })
    .await
}

#[tokio::test]
async fn pages_of_letters_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_two_windows(&town, async |scene, public, desk| {
        sign_in(scene.office, KELURAHAN.head).await?;
        desk.visit("surat-register-kosong", "/kerja/surat").await?;
        let receipt = crate::letters::granted(scene, &KELURAHAN).await?;
        desk.visit("surat-register", "/kerja/surat").await?;
        let page = crate::crawl::first(scene.office, "tr[data-baris] a[href^=\"/kerja/surat/\"]").await?;
        desk.visit("surat-siap", &page).await?;
        desk.visit("surat-cetak", &format!("{page}/cetak")).await?;
        track(scene.resident, &receipt).await?;
        let path = format!("/lacak/{}", receipt.number);
        public.visit("permohonan-surat-siap", &path).await?;
        let proof = crate::crawl::first(scene.resident, "a[href^=\"/surat/\"]").await?;
        public.within(PROOF);
        public.visit("bukti-siap", &proof).await?;
        let letter = issue(scene, &KELURAHAN).await?;
        desk.visit("surat-terbit-satu", &page).await?;
        desk.visit("surat-pengganti", &format!("{page}/pengganti")).await?;
        public.visit("bukti-berlaku", &proof).await?;
        public.visit("periksa", "/surat/periksa").await?;
        let codes = [("periksa-asli", letter.code.as_deref().unwrap_or(&proof)), ("periksa-palsu", "e30.AAAA")];
        for (name, code) in codes {
            scene.resident.go("/surat/periksa").await?;
            scene.resident.fill("kode", code).await?;
            scene.resident.send("#periksa").await?;
            public.here(name).await.context(name)?;
        }
        public.within(CITIZEN);
        public.visit("permohonan-surat", &path).await
    })
    .await
}

#[tokio::test]
async fn pages_of_the_studio_are_light_reachable_and_sound() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        let mut inspector = Inspector::new(window, OFFICER)?;
        sign_in(window, "agus").await?;
        inspector.visit("studio", "/atur/layanan").await?;
        inspector.visit("studio-tulis", "/atur/layanan/tulis").await?;
        for (name, text) in [
            ("studio-salah", lamp()?.replace("ke = \"selesai\"", "ke = \"selesay\"")),
            ("studio-periksa", lamp()?.to_owned()),
        ] {
            write(window, &text).await?;
            window.send("form#tulis").await?;
            inspector.here(name).await.context(name)?;
        }
        window.fill("catatan", "Lampu taman belum punya tempat melapor.").await?;
        let before = window.document().await?;
        window.press("Ajukan").await?;
        window.arrived(&before).await?;
        inspector.here("studio-usulan-sendiri").await?;
        let path = window.path().await?.split('?').next().unwrap_or_default().to_owned();
        sign_in(window, "bima").await?;
        inspector.visit("studio-usulan", &path).await?;
        window.send("form[action$=\"/persetujuan\"]").await?;
        inspector.here("studio-terbit").await?;
        let version = crate::crawl::first(window, "a[href^=\"/atur/layanan/versi/\"]").await?;
        inspector.visit("studio-versi", &version).await?;
        inspector.visit("studio-tulis-lagi", "/atur/layanan/tulis?layanan=lampu-taman").await?;
        inspector.finish()
    })
    .await
}
