//! A letter from the application to its withdrawal, in a kelurahan and in a desa: returned with marked fields, mended,
//! confirmed by a one-time link, printed, signed, scanned, proved on line and without a connection.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::{is_there, pictures, read_qr};
use crate::people::Put::{Choose, Photo, Type};
use crate::people::{Application, Receipt, Scene, act, apply, decide, sign_in, track};
use crate::permits::{IN_DESA, OWN};
use crate::play::answer_by_link;
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use std::path::PathBuf;

/// An office that issues letters, and who sits there.
pub struct Office {
    /// What is applied for here.
    sent: &'static Application,
    counter: &'static str,
    secretary: &'static str,
    /// Who signs.
    pub head: &'static str,
    /// How the office is called on the letter.
    called: &'static str,
}

/// Jombatan.
pub const KELURAHAN: Office =
    Office { sent: &OWN, counter: "ani", secretary: "citra", head: "darto", called: "Jombatan" };
/// Mojongapit.
const DESA: Office = Office { sent: &IN_DESA, counter: "eko", secretary: "gilang", head: "hadi", called: "Mojongapit" };

/// A letter as it left the office.
pub struct Letter {
    /// Its register number.
    pub number: String,
    /// Its page in the register.
    pub page: String,
    /// What its QR code says; `None` where this machine has no reader.
    pub code: Option<String>,
    /// The scanned page.
    pub scan: PathBuf,
}

/// Applies, is sent back, mends what was marked, is confirmed by the neighbourhood, and is granted.
pub async fn granted(scene: &Scene<'_>, office: &Office) -> Result<Receipt> {
    let receipt = apply(scene.town, scene.resident, office.sent).await?;
    let number = receipt.number.as_str();
    sign_in(scene.office, office.counter).await?;
    let marks = [Choose("_tandai", "nama_usaha"), Choose("_tandai", "pengantar"), Type("_alasan", "Fotonya buram.")];
    act(scene.office, number, "periksa.kembalikan", &marks).await?;
    track(scene.resident, &receipt).await?;
    let open = scene.resident.form("form[action$=\"/tindakan/kirim\"]").await?.names().await?;
    ensure!(open == ["nama_usaha", "pengantar"], "the resident may change {open:?}");
    decide(scene.resident, &receipt, "kirim", &[Type("nama_usaha", "Toko Berkah Jaya"), Photo("pengantar")]).await?;
    sign_in(scene.office, office.counter).await?;
    act(scene.office, number, "periksa.lengkap", &[]).await?;
    sign_in(scene.office, office.secretary).await?;
    answer_by_link(scene, number, "konfirmasi_rt.setuju", &[]).await?;
    sign_in(scene.office, office.secretary).await?;
    act(scene.office, number, "paraf.paraf", &[]).await?;
    sign_in(scene.office, office.head).await?;
    act(scene.office, number, "tanda_tangan.terbitkan", &[]).await?;
    scene.town.settle().await?;
    Ok(receipt)
}

/// Finds the letter in the register, prints it and brings it back signed.
pub async fn issue(scene: &Scene<'_>, office: &Office) -> Result<Letter> {
    let window = scene.office;
    window.go("/kerja/surat").await?;
    window.sees("Menunggu tanda tangan").await?;
    window.follow("tr[data-baris] a[href^=\"/kerja/surat/\"]").await?;
    window.sees("Terbitkan surat").await?;
    sign(scene, office, "Toko Berkah Jaya").await
}

/// Prints the letter that stands open, reads its code from the print, and brings the signed page back as a scan.
async fn sign(scene: &Scene<'_>, office: &Office, shop: &str) -> Result<Letter> {
    let window = scene.office;
    let (page, number) = (window.path().await?, window.texts("h1").await?.pop().context("no number")?);
    window.go(&format!("{page}/cetak")).await?;
    for words in [&number, shop, office.called, "Periksa keaslian surat ini"] {
        window.sees(words).await?;
    }
    let (close, scan) = (file(scene, "qr")?, file(scene, "pindaian")?);
    std::fs::write(&close, window.close_up(".qr").await?)?;
    std::fs::write(&scan, window.picture().await?)?;
    let code = read_qr(&close)?;
    window.go(&page).await?;
    let form = window.form("form[action$=\"/pindaian\"]").await?;
    form.attach("pindaian", &scan).await?;
    form.send().await?;
    window.sees("Unduh surat yang ditandatangani").await?;
    Ok(Letter { number, page, code, scan })
}

/// A picture of this town alone; tests run side by side.
fn file(scene: &Scene<'_>, name: &str) -> Result<PathBuf> {
    let port = scene.town.base.rsplit(':').next().unwrap_or_default();
    Ok(pictures()?.join(format!("surat-{name}-{port}.png")))
}

/// The address of the code without the server, and the signed words behind `#`.
fn split<'a>(town: &Town, code: &'a str) -> Result<(&'a str, &'a str)> {
    code.strip_prefix(&town.base).and_then(|path| path.split_once('#')).with_context(|| code.to_owned())
}

/// The proof says that the letter is genuine and names nobody; a file is told from an altered one.
async fn proved_on_line(scene: &Scene<'_>, letter: &Letter, path: &str) -> Result<()> {
    let window = scene.resident;
    window.go(path).await?;
    for words in ["Surat ini asli dan berlaku", &letter.number, "Toko Berkah Jaya"] {
        window.sees(words).await?;
    }
    for secret in ["Bu Sulastri", "3517010101900001", "Melati"] {
        window.lacks(secret).await?;
    }
    let altered = file(scene, "berubah")?;
    std::fs::write(&altered, [std::fs::read(&letter.scan)?, vec![0]].concat())?;
    for (file, says) in [(&letter.scan, "Berkas ini sama"), (&altered, "Berkas ini tidak sama")] {
        let form = window.form("form[action$=\"/berkas\"]").await?;
        form.attach("berkas", file).await?;
        // With script the answer comes without another page.
        window.client.find(Locator::Css("form[action$=\"/berkas\"] button")).await?.click().await?;
        window.sees(says).await?;
    }
    Ok(())
}

/// Types a code into the page that checks codes, and presses its button.
async fn check(window: &Browser, code: &str) -> Result<()> {
    window.fill("kode", code).await?;
    Ok(window.client.find(Locator::Css("#periksa button")).await?.click().await?)
}

/// Another letter than the one in this place, so that the words or the signature no longer fit.
fn altered(digest: &str, place: usize) -> String {
    let other = if digest.as_bytes().get(place) == Some(&b'A') { "B" } else { "A" };
    format!("{}{other}{}", &digest[..place], &digest[place + 1..])
}

const GENUINE: &str = "Kode ini dibuat oleh pemerintah daerah ini";
const UNKNOWN: &str = "Kode ini tidak dikenal";

/// Without a connection, in a page that was opened before; and with one, where the server answers.
async fn proved_by_its_code(scene: &Scene<'_>, letter: &Letter, code: &str) -> Result<()> {
    let (_, digest) = split(scene.town, code)?;
    let forged = [altered(digest, 40), altered(digest, digest.len() - 20), "abc".to_owned()];
    let addressed = |digest: &str| code.split('#').next().unwrap_or_default().to_owned() + "#" + digest;
    in_window(&scene.town.base, Screen::PHONE, async |phone: &Browser| {
        phone.go("/surat/periksa").await?;
        phone.offline(true).await?;
        check(phone, code).await?;
        phone.sees(GENUINE).await?;
        phone.sees(&letter.number).await?;
        for digest in &forged {
            check(phone, &addressed(digest)).await?;
            phone.sees(UNKNOWN).await?;
            phone.lacks(&letter.number).await?;
        }
        ensure!(!phone.has(".offline").await?, "the page says that it cannot work without a connection");
        phone.offline(false).await
    })
    .await?;
    let window = scene.resident;
    for (typed, says) in [(code, GENUINE), (&addressed(&forged[0]), UNKNOWN), (&forged[1], UNKNOWN)] {
        asks(window, typed, says).await?;
    }
    Ok(())
}

/// Asks the server about a code.
async fn asks(window: &Browser, code: &str, says: &str) -> Result<()> {
    window.go("/surat/periksa").await?;
    let before = window.document().await?;
    check(window, code).await?;
    window.arrived(&before).await?;
    window.sees(says).await
}

async fn withdraw(scene: &Scene<'_>, letter: &Letter, office: &Office) -> Result<()> {
    sign_in(scene.office, office.head).await?;
    scene.office.go(&letter.page).await?;
    let form = scene.office.form("form[action$=\"/pencabutan\"]").await?;
    form.fill("alasan", "Alamat usaha ternyata di luar wilayah.").await?;
    form.send().await?;
    scene.office.sees("Dicabut").await
}

async fn from_application_to_withdrawal(office: &Office, screen: Screen) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, screen, async |resident: &Browser| {
        in_window(&town.base, screen, async |desk: &Browser| {
            let scene = Scene { town: &town, resident, office: desk };
            let receipt = granted(&scene, office).await.context("granted")?;
            let letter = issue(&scene, office).await.context("issued")?;
            town.settle().await?;
            track(resident, &receipt).await?;
            resident.sees(&letter.number).await?;
            resident.sees("Berlaku").await?;
            let proof = resident.wait_for(Locator::Css("a[href^=\"/surat/\"]")).await?.attr("href").await?;
            let proof = proof.context("no proof")?;
            if let Some(code) = &letter.code {
                ensure!(split(&town, code)?.0 == proof, "the code leads to {code}");
                proved_by_its_code(&scene, &letter, code).await.context("code")?;
            }
            proved_on_line(&scene, &letter, &proof).await.context("proof")?;
            withdraw(&scene, &letter, office).await.context("withdrawn")?;
            resident.go(&proof).await?;
            resident.sees("Surat ini sudah dicabut").await?;
            resident.lacks("di luar wilayah").await?;
            if let Some(code) = &letter.code {
                asks(resident, code, "Surat ini sudah dicabut").await?;
                resident.lacks(GENUINE).await?;
            }
            track(resident, &receipt).await?;
            resident.sees("Dicabut").await?;
            resident.go(&altered(&proof, proof.len() - 1)).await?;
            resident.sees("tidak ditemukan").await
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_letter_of_a_kelurahan_is_mended_signed_proved_and_withdrawn_without_script() -> Result<()> {
    from_application_to_withdrawal(&KELURAHAN, Screen::PLAIN_PHONE).await
}

#[tokio::test]
async fn a_letter_of_a_desa_is_mended_signed_proved_and_withdrawn() -> Result<()> {
    from_application_to_withdrawal(&DESA, Screen::PHONE).await
}

#[tokio::test]
async fn a_corrected_letter_takes_the_place_of_the_old_one_and_ends_with_its_last_day() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::with_permits().await?;
    in_window(&town.base, Screen::PLAIN_PHONE, async |resident: &Browser| {
        in_window(&town.base, Screen::DESK, async |desk: &Browser| {
            let scene = Scene { town: &town, resident, office: desk };
            granted(&scene, &KELURAHAN).await?;
            let old = issue(&scene, &KELURAHAN).await?;
            let proof = crate::crawl::first(desk, "a[href^=\"/surat/\"]").await?;
            desk.go(&format!("{}/pengganti", old.page)).await?;
            desk.send("form[action$=\"/pengganti\"]").await?;
            desk.sees("Ubah paling sedikit satu isian").await?;
            desk.fill("isian.nama_usaha", "Toko Berkah Mulia").await?;
            desk.send("form[action$=\"/pengganti\"]").await?;
            resident.go(&proof).await?;
            resident.sees("Surat ini asli dan berlaku").await?;
            let new = sign(&scene, &KELURAHAN, "Toko Berkah Mulia").await?;
            ensure!(new.number != old.number, "{} twice", new.number);
            resident.go(&proof).await?;
            resident.sees("Surat ini sudah diganti dengan surat lain").await?;
            resident.press("Buka bukti surat penggantinya").await?;
            resident.sees("Surat ini asli dan berlaku").await?;
            resident.sees("Toko Berkah Mulia").await?;
            let newer = resident.path().await?;
            town.wait(370).await?;
            resident.go(&newer).await?;
            resident.sees("Masa berlaku surat ini sudah habis").await
        })
        .await
    })
    .await
}
