//! Four quarters of monev: thirty agencies report month by month, their heads send the quarter, the planner locks it. One
//! agency stays silent and is reminded until the leader knows.

use super::action::TYPED;
use super::meeting::{Decision, carried_out, council_is_set_up, held, more_time_is_asked_for};
use super::{Year, next};
use crate::agencies::{AGENCIES, Agency, of};
use crate::hands::{hand_in, sit_down};
use crate::people::sign_in;
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

/// The agency that says nothing in the second quarter.
const SILENT: &str = "dinas-perpusip";
/// The button that sends a quarter: what it says, and where it is.
const SEND: &str = "Kirim triwulan";
const SENDING: &str = "button[formaction$=\"/pengiriman\"]";
/// The form of a month.
const MONTH: &str = "form[action^=\"/dasbor/aksi/isi/\"]";
/// The agency whose first report comes back.
const RETURNED: &str = "dinas-kominfo";

const TRAINING: Decision = Decision {
    unit: "dinas-kominfo",
    text: "Latih semua dinas mengisi laporan bulanan.",
    due: "2027-07-15",
    about: "",
};
const REPORT: Decision = Decision {
    unit: SILENT,
    text: "Laporkan tiga bulan yang tertunda dan kirim triwulannya.",
    due: "2027-08-06",
    about: "Perpustakaan desa tersambung",
};
const LAMPS: Decision = Decision {
    unit: "dinas-perkim",
    text: "Tambah dua regu lampu sampai akhir tahun.",
    due: "2027-11-30",
    about: "Lampu jalan kota menyala semua",
};
const NEXT: Decision =
    Decision { unit: "bappeda", text: "Susun versi berikutnya rencana induk.", due: "2028-02-15", about: "" };

/// A month that is reported: its number, the day on which that happens, and what an agency does by its end, in percent.
type Month = (u8, &'static str, &'static str);

const QUARTERS: [&[Month]; 4] = [
    &[(3, "2027-04-05", "25")],
    &[(4, "2027-05-04", "50"), (5, "2027-06-03", "75"), (6, "2027-07-05", "100")],
    &[(7, "2027-08-03", "25"), (8, "2027-09-02", "50"), (9, "2027-10-04", "75")],
    &[(10, "2027-11-03", "100"), (11, "2027-12-02", "50"), (12, "2028-01-05", "100")],
];

/// The year's four quarters, each with its meeting.
pub async fn four_quarters_are_reported_reviewed_and_met_about(year: &Year<'_>) -> Result<()> {
    council_is_set_up(year).await.context("council")?;
    first(year).await.context("first quarter")?;
    second(year).await.context("second quarter")?;
    third(year).await.context("third quarter")?;
    fourth(year).await.context("fourth quarter")
}

async fn first(year: &Year<'_>) -> Result<()> {
    months(year, 1, &[]).await?;
    year.town.until("2027-04-12").await?;
    sent(year, 1, &[]).await.context("sent")?;
    given_back(year).await.context("given back")?;
    locked(year, 1, &[]).await.context("locked")?;
    year.town.until("2027-04-20").await?;
    held(year, "2027-04-20", None, &TRAINING).await.context("meeting")?;
    Ok(())
}

async fn second(year: &Year<'_>) -> Result<()> {
    months(year, 2, &[SILENT]).await?;
    carried_out(year, &TRAINING).await.context("training")?;
    year.town.until("2027-07-12").await?;
    sent(year, 2, &[SILENT]).await.context("sent")?;
    locked(year, 2, &[SILENT]).await.context("locked")?;
    year.town.until("2027-07-26").await?;
    reminded(year).await.context("reminded")?;
    held(year, "2027-07-26", Some(&TRAINING), &REPORT).await.context("meeting")?;
    spoken(year).await.context("spoken at last")
}

async fn third(year: &Year<'_>) -> Result<()> {
    months(year, 3, &[]).await?;
    quick_wins(year).await.context("quick wins")?;
    year.town.until("2027-10-12").await?;
    sent(year, 3, &[]).await.context("sent")?;
    lights(year).await.context("lights")?;
    locked(year, 3, &[]).await.context("locked")?;
    year.town.until("2027-10-20").await?;
    let task = held(year, "2027-10-20", Some(&REPORT), &LAMPS).await.context("meeting")?;
    more_time_is_asked_for(year, (&LAMPS, &task), "2028-01-10").await.context("more time")
}

async fn fourth(year: &Year<'_>) -> Result<()> {
    // What is due in January depends on the holidays of the new year, which become known in autumn.
    year.town.holidays("date,kind,name_id\n2028-01-01,libur_nasional,Tahun Baru Masehi\n").await?;
    months(year, 4, &[]).await?;
    carried_out(year, &LAMPS).await.context("lamps")?;
    year.town.until("2028-01-10").await?;
    sent(year, 4, &[]).await.context("sent")?;
    locked(year, 4, &[]).await.context("locked")?;
    next::figures_of_the_year_are_reported(year).await.context("figures of the year")?;
    year.town.until("2028-01-14").await?;
    held(year, "2028-01-14", Some(&LAMPS), &NEXT).await.context("meeting")?;
    Ok(())
}

/// Every agency but the silent ones reports its months, each in its time.
async fn months(year: &Year<'_>, quarter: usize, silent: &[&str]) -> Result<()> {
    for month @ (number, day, _) in QUARTERS[quarter - 1] {
        year.town.until(day).await?;
        for agency in AGENCIES.iter().filter(|one| !silent.contains(&one.unit)) {
            let typed = TYPED.contains(&agency.unit);
            if typed { typed_in(year, agency, month).await } else { entered(year, agency, month).await }
                .with_context(|| format!("month {number} of {}", agency.unit))?;
        }
    }
    Ok(())
}

/// What an agency has done by the end of a month; two of them lag behind in summer.
fn share(agency: &Agency, (month, _, usual): &Month) -> &'static str {
    match (agency.unit, month) {
        ("dinas-perkim", 7..=9) => "10",
        ("dinas-pmd", 7) => "20",
        ("dinas-pmd", 8) => "40",
        ("dinas-pmd", 9) => "60",
        _ => usual,
    }
}

fn proof(agency: &Agency, month: u8) -> String {
    format!("https://contoh.go.id/{}/{month}", agency.unit)
}

async fn entered(year: &Year<'_>, agency: &Agency, month: &Month) -> Result<()> {
    sit_down(year.office, &agency.liaison()).await?;
    let obstacle = if share(agency, month) == month.2 { "" } else { "Suku cadang lampu terlambat datang." };
    let proof = proof(agency, month.0);
    let fields =
        [("selesai-*", share(agency, month)), ("belanja-*", "4000000"), ("bukti-*", &proof), ("kendala-*", obstacle)];
    let page = format!("/dasbor/aksi/isi/{}/2027/{}", agency.unit, month.0);
    hand_in(year.office, &page, MONTH, &fields).await?.sees("1 langkah tersimpan")
}

/// The liaison opens the month from the first page on a phone and types; what is forgotten is said and nothing is lost.
async fn typed_in(year: &Year<'_>, agency: &Agency, month: &Month) -> Result<()> {
    let phone = year.phone;
    sign_in(phone, &agency.liaison()).await?;
    phone.go("/dasbor/aksi").await?;
    phone.follow("a[href^=\"/dasbor/aksi/isi/\"]").await?;
    let form = phone.form(MONTH).await?;
    for (field, text) in [("selesai", share(agency, month)), ("belanja", "Rp 4.000.000")] {
        let css = format!("[name^=\"{field}-\"]");
        let field = form.element.find(Locator::Css(&css)).await.with_context(|| css.clone())?;
        field.clear().await?;
        field.send_keys(text).await?;
    }
    form.send().await?;
    phone.sees("Kemajuan perlu bukti").await?;
    let form = phone.form(MONTH).await?;
    form.element.find(Locator::Css("[name^=\"bukti-\"]")).await?.send_keys(&proof(agency, month.0)).await?;
    year.look_at_phone(&format!("isi-bulan-{}", month.0)).await?;
    form.send().await?;
    phone.sees("1 langkah tersimpan").await
}

fn quarter_of(agency: &Agency, quarter: u8) -> String {
    format!("/dasbor/aksi/triwulan/{}/2027/{quarter}", agency.unit)
}

/// The heads of all agencies but the silent ones send the quarter.
async fn sent(year: &Year<'_>, quarter: u8, silent: &[&str]) -> Result<()> {
    for agency in AGENCIES.iter().filter(|one| !silent.contains(&one.unit)) {
        if TYPED.contains(&agency.unit) {
            sign_in(year.phone, &agency.head()).await?;
            year.phone.go(&quarter_of(agency, quarter)).await?;
            year.phone.press(SEND).await?;
            year.phone.sees("Dikirim, menunggu").await?;
            year.look_at_phone(&format!("triwulan-{quarter}")).await?;
            continue;
        }
        sit_down(year.office, &agency.head()).await?;
        hand_in(year.office, &quarter_of(agency, quarter), SENDING, &[])
            .await
            .with_context(|| agency.unit.to_owned())?;
    }
    Ok(())
}

/// The planner gives one quarter back with a reason; its head reads why and sends it again.
async fn given_back(year: &Year<'_>) -> Result<()> {
    let (office, page) = (year.office, quarter_of(of(RETURNED)?, 1));
    sign_in(office, "wulan").await?;
    office.go(&page).await?;
    let form = office.form("form[action$=\"/pengembalian\"]").await?;
    form.fill("alasan", "Bukti bulan Maret hanya halaman depan; lampirkan berita acaranya.").await?;
    form.send().await?;
    office.sees("Dikembalikan").await?;
    sign_in(office, &of(RETURNED)?.head()).await?;
    office.go(&page).await?;
    office.sees("lampirkan berita acaranya").await?;
    year.look("triwulan-dikembalikan").await?;
    office.press(SEND).await?;
    office.sees("Dikirim, menunggu").await
}

/// The planner locks what was sent.
async fn locked(year: &Year<'_>, quarter: u8, silent: &[&str]) -> Result<()> {
    let office = year.office;
    sign_in(office, "wulan").await?;
    for agency in AGENCIES.iter().filter(|one| !silent.contains(&one.unit)) {
        let css = "form[action$=\"/penguncian\"]";
        hand_in(office, &quarter_of(agency, quarter), css, &[]).await.with_context(|| agency.unit.to_owned())?;
    }
    office.go(&format!("/dasbor/aksi?tahun=2027&triwulan={quarter}")).await?;
    let locked = office.eval("[...document.querySelectorAll('tr[data-baris]')].filter((row) => row.textContent.includes('terkunci')).length").await?;
    ensure!(locked == 30 - silent.len(), "{locked} quarters are locked");
    year.look(&format!("aksi-triwulan-{quarter}")).await
}

/// The silent agency's liaison, its head, the planner and the leader each find the reminder.
async fn reminded(year: &Year<'_>) -> Result<()> {
    let agency = of(SILENT)?;
    for name in [agency.liaison(), agency.head(), "wulan".to_owned(), "ratih".to_owned()] {
        sign_in(year.office, &name).await?;
        year.office.go("/dasbor/aksi/pengingat").await?;
        year.office.sees("Perpustakaan").await.context(name)?;
    }
    year.look("pengingat").await?;
    sign_in(year.office, &of("dinas-pupr")?.liaison()).await?;
    year.office.go("/dasbor/aksi/pengingat").await?;
    year.office.lacks("Perpustakaan").await
}

/// After the meeting the silent agency reports its three months, sends the quarter, and nobody reminds it any more.
async fn spoken(year: &Year<'_>) -> Result<()> {
    let agency = of(SILENT)?;
    for month in QUARTERS[1] {
        entered(year, agency, month).await?;
    }
    sit_down(year.office, &agency.head()).await?;
    hand_in(year.office, &quarter_of(agency, 2), SENDING, &[]).await?.sees("Dikirim, menunggu")?;
    carried_out(year, &REPORT).await?;
    locked_one(year, agency).await?;
    sign_in(year.office, "ratih").await?;
    year.office.go("/dasbor/aksi/pengingat").await?;
    year.office.lacks("Perpustakaan").await
}

async fn locked_one(year: &Year<'_>, agency: &Agency) -> Result<()> {
    sit_down(year.office, "wulan").await?;
    hand_in(year.office, &quarter_of(agency, 2), "form[action$=\"/penguncian\"]", &[]).await.map(|_| ())
}

/// Six quick wins are there in time.
async fn quick_wins(year: &Year<'_>) -> Result<()> {
    for agency in AGENCIES.iter().filter(|one| !one.quick.is_empty()) {
        sit_down(year.office, &agency.liaison()).await?;
        let fields = [("hari", "2027-09-20"), ("bukti_quick", "Diresmikan bupati, foto di laman dinas")];
        let page = year.promise_for_officers(agency)?;
        hand_in(year.office, &page, "form[action$=\"/quick-win\"]", &fields).await.context(agency.unit)?;
    }
    Ok(())
}

/// The leader sees who is behind: one agency red, one yellow, the others green.
async fn lights(year: &Year<'_>) -> Result<()> {
    let office = year.office;
    sign_in(office, "ratih").await?;
    office.go("/dasbor/aksi?tahun=2027&triwulan=3").await?;
    let first = office.texts("tr[data-baris] td:first-child").await?;
    ensure!(first.first().is_some_and(|name| name.contains("Perumahan Rakyat")), "the worst is not first: {first:?}");
    for (agency, light) in
        [("Perumahan Rakyat", "Merah"), ("Pemberdayaan Masyarakat", "Kuning"), ("Dinas Kesehatan", "Hijau")]
    {
        let row = format!("//tr[contains(., {agency:?}) and contains(., {light:?})]");
        ensure!(!office.client.find_all(Locator::XPath(&row)).await?.is_empty(), "{agency} is not {light}");
    }
    year.look("lampu").await
}
