//! What residents and officers do with their hands: open, fill in, press.

use crate::browser::Browser;
use crate::form::Form;
use crate::town::{PASSWORD, Town, VILLAGE};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use std::path::{Path, PathBuf};

/// One thing done to a form.
#[derive(Clone, Copy, Debug)]
pub enum Put {
    /// Chooses a radio button or ticks a box.
    Choose(&'static str, &'static str),
    /// Types.
    Type(&'static str, &'static str),
    /// Chooses from a list.
    Select(&'static str, &'static str),
    /// Types a date, given as year, month, day.
    Date(&'static str, &'static str),
    /// Attaches a photo.
    Photo(&'static str),
}

/// What the resident keeps of a receipt.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Number of the report.
    pub number: String,
    /// Code that opens it.
    pub code: String,
}

/// A photo as a phone makes it, in a file.
pub fn photo() -> Result<PathBuf> {
    let path = crate::machine::pictures()?.join("contoh-foto.jpg");
    if !path.exists() {
        let made = path.with_extension(format!("{}.tmp", std::process::id()));
        std::fs::write(&made, desk::photo::sample(2400, 1600, 90)?)?;
        std::fs::rename(&made, &path)?;
    }
    Ok(path)
}

/// Fills in a form.
pub async fn put(form: &Form<'_>, puts: &[Put]) -> Result<()> {
    for put in puts {
        match *put {
            Put::Choose(name, value) => form.choose(name, value).await,
            Put::Type(name, text) => form.fill(name, text).await,
            Put::Select(name, value) => form.select(name, value).await,
            Put::Date(name, date) => form.date(name, date).await,
            Put::Photo(name) => form.attach(name, &photo()?).await,
        }
        .with_context(|| format!("{put:?}"))?;
    }
    Ok(())
}

/// What a resident sends: to which service, and what is filled in.
#[derive(Debug)]
pub struct Application {
    /// What is typed into the search of the first page.
    pub search: &'static str,
    /// The link that is followed from there.
    pub link: &'static str,
    /// What is filled in.
    pub puts: &'static [Put],
}

const ROAD: [Put; 6] = [
    Put::Select("lokasi.desa", VILLAGE),
    Put::Type("lokasi.patokan", "depan pasar, sisi timur"),
    Put::Choose("jenis_rusak", "lubang"),
    Put::Photo("foto"),
    Put::Type("_nama", "Bu Sulastri"),
    Put::Type("_surel", "sulastri@contoh.id"),
];

/// A hole in a road.
pub const HOLE: Application = Application {
    search: "lubang",
    link: "Laporan jalan rusak",
    puts: &[ROAD[0], ROAD[1], ROAD[2], Put::Choose("bahaya", "tidak"), ROAD[3], ROAD[4], ROAD[5]],
};

/// A hole in which somebody fell.
pub const DANGER: Application = Application {
    puts: &[
        ROAD[0],
        ROAD[1],
        ROAD[2],
        Put::Choose("bahaya", "ya"),
        Put::Type("rincian_bahaya", "Kemarin ada pengendara yang jatuh."),
        ROAD[3],
        ROAD[4],
        ROAD[5],
    ],
    ..HOLE
};

/// The number that applicants type, as their phones know it.
pub const PHONE: &str = "081234567890";

/// Finds the service from the first page on, fills in its form and sends it; where a code is asked for, reads it from the
/// phone and types it in.
pub async fn apply(town: &Town, resident: &Browser, sent: &Application) -> Result<Receipt> {
    find(resident, sent).await?;
    put(&resident.form("form#lapor").await?, sent.puts).await?;
    resident.send("form#lapor").await?;
    prove(town, resident).await?;
    receipt(resident).await
}

/// Types the code in, if the page asks for one.
pub async fn prove(town: &Town, resident: &Browser) -> Result<()> {
    resident.wait_for(Locator::Css(".big, #kode")).await?;
    if resident.has("#kode").await? {
        resident.fill("_kode", &town.code(PHONE).await?).await?;
        resident.send("form#kode").await?;
    }
    Ok(())
}

/// Finds the form of the service from the first page on.
pub async fn find(resident: &Browser, sent: &Application) -> Result<()> {
    resident.go("/").await?;
    resident.fill("q", sent.search).await?;
    resident.send("form[role=search]").await?;
    resident.press(sent.link).await?;
    resident.wait_for(fantoccini::Locator::Css("#lapor, a[href$=\"/isi\"]")).await?;
    // Long applications are asked page by page, which `long_forms` plays; these journeys answer on one page.
    if !resident.has("form#lapor").await? {
        resident.press("Hemat data").await?;
    }
    Ok(())
}

/// Reports a hole, with or without danger and photo.
pub async fn report(resident: &Browser, hazard: bool, with_photo: bool) -> Result<Receipt> {
    let sent = if hazard { &DANGER } else { &HOLE };
    find(resident, sent).await?;
    let form = resident.form("form#lapor").await?;
    for one in sent.puts.iter().filter(|one| with_photo || !matches!(one, Put::Photo(_))) {
        put(&form, &[*one]).await?;
    }
    form.send().await?;
    receipt(resident).await
}

/// Reads number and code from the receipt.
pub async fn receipt(resident: &Browser) -> Result<Receipt> {
    resident.sees("Simpan").await?;
    let big = resident.texts(".big").await?;
    let [number, code] = big.as_slice() else { anyhow::bail!("the receipt shows {big:?}") };
    ensure!(number.starts_with("PGD-20") || number.starts_with("PMH-20"), "{number}");
    ensure!(code.len() == 11 && code.matches('-').count() == 2, "{code}");
    Ok(Receipt { number: number.clone(), code: code.clone() })
}

/// Comes back days later with the number and the code.
pub async fn track(resident: &Browser, receipt: &Receipt) -> Result<()> {
    resident.go("/lacak").await?;
    resident.fill("nomor", &receipt.number).await?;
    resident.send("main form").await?;
    if resident.has("input[name=kode]").await? {
        resident.fill("kode", &receipt.code).await?;
        resident.send("main form:has(input[name=kode])").await?;
    }
    resident.wait_for(Locator::Css("#isi-laporan")).await.map(|_| ())
}

/// Forgets the opened report, as a stranger's browser never knew it.
pub async fn stranger(browser: &Browser, number: &str) -> Result<()> {
    browser.client.delete_all_cookies().await?;
    browser.go(&format!("/lacak/{number}")).await
}

/// Sits down at the office computer as another officer.
pub async fn sign_in(office: &Browser, name: &str) -> Result<()> {
    office.client.delete_all_cookies().await?;
    office.go("/kerja").await?;
    office.fill("nama", name).await?;
    office.fill("sandi", PASSWORD).await?;
    office.send("main form").await?;
    office.sees("Kotak masuk").await
}

/// Opens a case from the inbox.
pub async fn open_case(office: &Browser, number: &str) -> Result<()> {
    office.go("/kerja").await?;
    office.press(number).await?;
    office.wait_for(Locator::Css("#tindakan")).await.map(|_| ())
}

/// Takes an action on the case: opens its tab, fills in, sends.
pub async fn act(office: &Browser, number: &str, action: &str, puts: &[Put]) -> Result<()> {
    open_case(office, number).await?;
    let tab = format!("nav.tabs a[href*=\"tindakan={action}#\"]");
    if office.has(&tab).await? {
        office.follow(&tab).await?;
    }
    let form = office.form(&format!("form[action$=\"/tindakan/{action}\"]")).await?;
    put(&form, puts).await?;
    form.send().await?;
    office.sees("Tersimpan").await
}

/// What the resident does with a report that waits for them.
pub async fn decide(resident: &Browser, receipt: &Receipt, action: &str, puts: &[Put]) -> Result<()> {
    track(resident, receipt).await?;
    let form = resident.form(&format!("form[action$=\"/tindakan/{action}\"]")).await?;
    put(&form, puts).await?;
    form.send().await?;
    resident.sees("jawaban Anda tersimpan").await
}

/// The case for one journey: a city, a phone, an office.
pub struct Scene<'a> {
    /// The city.
    pub town: &'a Town,
    /// Bu Sulastri's phone.
    pub resident: &'a Browser,
    /// The computer that officers share.
    pub office: &'a Browser,
}

/// Writes a picture beside the build, for people to look at.
pub async fn keep(browser: &Browser, name: &str) -> Result<()> {
    let path: &Path = &crate::machine::pictures()?.join(format!("{name}.png"));
    std::fs::write(path, browser.picture().await?)?;
    Ok(())
}
