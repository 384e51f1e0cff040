//! What registers of other agencies confirm and fill in, in a browser: scripts off, at 360 pixels, and while they are down.

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{CITIZEN, Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::Put::{Choose, Photo, Select, Type};
use crate::people::{Put, Receipt, act, open_case, put, receipt, sign_in, track};
use crate::register::{NIB, NIK, Register};
use crate::town::{Town, VILLAGE};
use anyhow::{Result, ensure};

const FORM: &str = "/layanan/surat-domisili-usaha?hemat=ya";

/// A small shop, without the card and without what the register of shops says.
const SHOP: [Put; 10] = [
    Type("nik", NIK),
    Type("nama", "Bu Sulastri"),
    Select("alamat_ktp.desa", VILLAGE),
    Type("alamat_ktp", "Jalan Melati 3"),
    Select("lokasi_usaha.desa", VILLAGE),
    Type("lokasi_usaha.patokan", "depan pasar, sisi timur"),
    Type("luas", "20"),
    Choose("status_tempat", "milik"),
    Photo("pengantar"),
    Type("_hp", "0812 3456 7890"),
];

async fn in_town(screen: Screen, journey: impl AsyncFnOnce(&Register, &Browser) -> Result<()>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let register = Register::open().await?;
    let town = Town::with_sources(&register).await?;
    in_window(&town.base, screen, async |window: &Browser| journey(&register, window).await).await
}

/// Fills in the form as far as the person knows it.
async fn begin(window: &Browser, name: &str) -> Result<()> {
    window.go(FORM).await?;
    let form = window.form("form#lapor").await?;
    put(&form, &SHOP).await?;
    form.fill("nama", name).await
}

/// The rest of it by hand, sent.
async fn by_hand(window: &Browser, name: &str) -> Result<Receipt> {
    let form = window.form("form#lapor").await?;
    form.fill("nama", name).await?;
    put(&form, &[Type("nama_usaha", "Toko Berkah"), Type("kbli", "47111"), Photo("ktp")]).await?;
    form.send().await?;
    receipt(window).await
}

/// Presses the button of a source, and reads what the page says then.
async fn ask(window: &Browser, button: &str, said: &str) -> Result<()> {
    window.press(button).await?;
    window.sees(said).await
}

/// What stands in a field now.
async fn value(window: &Browser, name: &str) -> Result<String> {
    window.form("form:has([name=_draf])").await?.value(name).await
}

#[tokio::test]
async fn a_resident_fills_in_by_source_and_the_officer_sees_where_each_answer_came_from() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |_, window| {
        begin(window, "Sari Dewi").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Belum cocok dengan Dukcapil").await?;
        window.lacks("BU SULASTRI").await?;
        window.fill("nama", "Bu Sulastri").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Cocok dengan Dukcapil.").await?;
        window.fill("nib", NIB).await?;
        ask(window, "Ambil data dari OSS", "Data dari OSS sudah diisikan").await?;
        ensure!(value(window, "nama_usaha").await? == "Warung Maju Jaya");
        window.fill("nama_usaha", "Warung Maju Jaya 2").await?;
        window.send("form#lapor").await?;
        // The card was not asked for: the register has confirmed the person.
        let sent = receipt(window).await?;
        sign_in(window, "ani").await?;
        open_case(window, &sent.number).await?;
        for origin in ["(dari Dukcapil)", "(dari OSS)", "(diisi sendiri)"] {
            window.sees(origin).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn while_the_register_is_down_people_fill_in_by_hand_and_mend_with_it_later() -> Result<()> {
    in_town(Screen::PLAIN_PHONE, async |register, window| {
        register.down(true);
        begin(window, "Bu Sulastrri").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Dukcapil sedang tidak menjawab. Isi sendiri").await?;
        ensure!(value(window, "nama").await? == "Bu Sulastrri", "nothing that was typed is lost");
        let sent = by_hand(window, "Bu Sulastrri").await?;
        sign_in(window, "ani").await?;
        let marks = [Choose("_tandai", "nama"), Type("_alasan", "Nama berbeda dari KTP.")];
        act(window, &sent.number, "periksa.kembalikan", &marks).await?;
        register.down(false);
        track(window, &sent).await?;
        window.sees("Nama berbeda dari KTP").await?;
        ensure!(!window.has("[name=nik]").await?, "what is not marked is not asked");
        window.fill("nama", "Bu Sulastri").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Cocok dengan Dukcapil.").await?;
        window.send("form[action$=\"/tindakan/kirim\"]").await?;
        window.sees("jawaban Anda tersimpan").await?;
        sign_in(window, "ani").await?;
        open_case(window, &sent.number).await?;
        window.sees("(dari Dukcapil)").await
    })
    .await
}

#[tokio::test]
async fn pages_with_sources_are_light_reachable_and_sound() -> Result<()> {
    in_town(Screen::PHONE, async |register, window| {
        let mut public = Inspector::new(window, CITIZEN)?;
        public.visit("sumber-formulir", FORM).await?;
        public.visit("sumber-bagian", "/layanan/surat-domisili-usaha/isi?bagian=1").await?;
        begin(window, "Sari Dewi").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Belum cocok dengan Dukcapil").await?;
        public.here("sumber-beda").await?;
        window.fill("nama", "Bu Sulastri").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Cocok dengan Dukcapil.").await?;
        public.here("sumber-cocok").await?;
        register.down(true);
        ask(window, "Cocokkan dengan Dukcapil", "sedang tidak menjawab").await?;
        public.here("sumber-diam").await?;
        register.down(false);
        let sent = by_hand(window, "Bu Sulastrri").await?;
        sign_in(window, "ani").await?;
        let marks =
            [Choose("_tandai", "nama"), Choose("_tandai", "nama_usaha"), Type("_alasan", "Nama berbeda dari KTP.")];
        act(window, &sent.number, "periksa.kembalikan", &marks).await?;
        let mut desk = Inspector::new(window, OFFICER)?;
        desk.visit("sumber-kasus", &format!("/kerja/kasus/{}", sent.number)).await?;
        track(window, &sent).await?;
        let path = format!("/lacak/{}", sent.number);
        public.visit("sumber-dikembalikan", &path).await?;
        window.fill("nama", "Bu Sulastri").await?;
        ask(window, "Cocokkan dengan Dukcapil", "Cocok dengan Dukcapil.").await?;
        public.here("sumber-dikembalikan-cocok").await?;
        window.go(&format!("{path}?bahasa=en")).await?;
        window.sees("Compare with Dukcapil").await?;
        public.here("sumber-dikembalikan-en").await?;
        public.finish()?;
        desk.finish()
    })
    .await
}
