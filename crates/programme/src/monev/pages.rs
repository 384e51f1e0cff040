//! What agencies, planners and leaders see of action plans and quarters.

mod board;
mod duty;
mod entry;
mod import;
mod plan;
mod public;
mod quarter;
mod reminders;
mod report;
mod ruling;
mod step;

pub(crate) use public::{Quarters, quarters};

use super::model::due::Period;
use super::rights::may_read;
use super::{Light, ReadActions, Refused};
use crate::pages::{agency_name, mendable};
use crate::programme::Programme;
use web::{Markup, MenuItem, Permission as _, Routes, Session, Shown, View};

/// The addresses of action plans.
pub(crate) fn routes() -> Routes<Programme> {
    Routes::new()
        .get("/dasbor/aksi", board::page)
        .get("/dasbor/aksi/rencana/{unit}/{year}", plan::page)
        .post("/dasbor/aksi/rencana/{unit}/{year}/pengajuan", plan::submit)
        .post("/dasbor/aksi/rencana/{unit}/{year}/pengembalian", plan::give_back)
        .post("/dasbor/aksi/rencana/{unit}/{year}/persetujuan", plan::approve)
        .post("/dasbor/aksi/rencana/{unit}/{year}/penguncian", plan::lock)
        .post("/dasbor/aksi/rencana/{unit}/{year}/perubahan", plan::revise)
        .get("/dasbor/aksi/langkah/{unit}/{year}/{id}", step::page)
        .post("/dasbor/aksi/langkah/{unit}/{year}/{id}", step::save)
        .post("/dasbor/aksi/langkah/{unit}/{year}/{id}/penghapusan", step::remove)
        .get("/dasbor/aksi/riwayat/{unit}/{year}/{id}", step::history)
        .get("/dasbor/aksi/isi/{unit}/{year}/{month}", entry::page)
        .post("/dasbor/aksi/isi/{unit}/{year}/{month}", entry::send)
        .get("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}", quarter::page)
        .post("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}", quarter::write)
        .post("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}/pengiriman", quarter::send)
        .post("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}/pengembalian", quarter::give_back)
        .post("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}/penguncian", quarter::lock)
        .post("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}/adendum", quarter::amend)
        .get("/dasbor/aksi/impor", import::form)
        .post("/dasbor/aksi/impor", import::bring)
        .get("/dasbor/aksi/tabel.csv", import::csv)
        .get("/dasbor/aksi/tabel.xlsx", import::xlsx)
        .get("/dasbor/aksi/pengingat", reminders::page)
        .get("/dasbor/aksi/data", duty::page)
        .get("/dasbor/aksi/aturan", ruling::page)
        .post("/dasbor/aksi/aturan", ruling::set)
        .get("/dasbor/aksi/laporan.pdf", report::pdf)
        .get("/dasbor/aksi/laporan.docx", report::docx)
        .get("/dasbor/aksi/laporan.xlsx", report::xlsx)
}

/// Its part of the navigation.
pub(crate) fn menu() -> Vec<MenuItem> {
    vec![MenuItem { label: "aksi-menu", href: "/dasbor/aksi", shown: Shown::Officers(ReadActions::allows) }]
}

/// The agency and the year of an address, which this officer may read.
fn placed(programme: &Programme, session: &Session, unit: &str, year: &str) -> Result<(String, i16), Refused> {
    let year = year.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or(Refused::NotThere)?;
    let known = programme.deps().agencies.agency(unit).ok_or(Refused::NotThere)?;
    if may_read(session, &known.unit) { Ok((known.unit, year)) } else { Err(Refused::NotYours) }
}

/// The same with a month or a quarter.
fn numbered(
    programme: &Programme,
    session: &Session,
    (unit, year, number): &(String, String, String),
    most: u8,
) -> Result<(String, i16, u8), Refused> {
    let (unit, year) = placed(programme, session, unit, year)?;
    let number = number.parse().ok().filter(|number| (1..=most).contains(number)).ok_or(Refused::NotThere)?;
    Ok((unit, year, number))
}

/// A year of the query, this one where none is asked.
fn year(programme: &Programme, asked: &str) -> i16 {
    let now = programme.today().year();
    asked.parse().ok().filter(|year| (now - 10..=now + 2).contains(year)).unwrap_or(now)
}

/// `Januari 2027`.
fn month_name(v: &View, year: i16, month: u8) -> String {
    let day = v.words().date(Period::Month(month).last_day(year));
    day.split_once(' ').map_or(day.clone(), |(_, rest)| rest.to_owned())
}

/// `Januari 2027`, `Triwulan 1 2027`.
fn period_name(v: &View, year: i16, period: Period) -> String {
    match period {
        Period::Month(month) => month_name(v, year, month),
        Period::Quarter(quarter) => super::report::title(v, year, quarter),
    }
}

/// A light as a coloured word.
fn lamp(v: &View, light: Light) -> Markup {
    let kind = match light {
        Light::Green => "good",
        Light::Yellow => "wait",
        Light::Red => "late",
        Light::Grey => "plain",
    };
    web::component::tag(kind, v.t(&format!("aksi-lampu-{}", light.word())))
}

/// The name of an officer.
async fn person(programme: &Programme, officer: &kernel::OfficerId) -> String {
    programme.deps().staff.name(officer).await.unwrap_or_default()
}

/// The tabs above every page: address, text, whether it is here.
struct Tabs(Vec<(&'static str, String, bool)>);

impl Tabs {
    async fn new(v: &View, programme: &Programme, session: &Session) -> Result<Self, Refused> {
        let count = i64::try_from(programme.reminders(session).await?.len()).unwrap_or(0);
        let here = |href: &str| v.path() == href;
        let tab = |href: &'static str, key: &str| (href, v.t(key).to_owned(), here(href));
        let mut tabs = vec![tab("/dasbor/aksi", "aksi-ringkasan")];
        tabs.push((
            "/dasbor/aksi/pengingat",
            v.t1("aksi-pengingat-n", "jumlah", count),
            here("/dasbor/aksi/pengingat"),
        ));
        tabs.push(tab("/dasbor/aksi/data", "aksi-data"));
        if super::WriteActions::allows(session) {
            tabs.push(tab("/dasbor/aksi/impor", "aksi-impor"));
        }
        tabs.push(tab("/dasbor/aksi/aturan", "aksi-aturan"));
        Ok(Self(tabs))
    }
}
