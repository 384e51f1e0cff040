//! What officers see of calls: counters, records, one record with its proof.

mod lines;
mod list;
mod one;

use crate::Gateway;
use crate::monitor::Filter;
use crate::refusal::Refused;
use crate::rights::Read;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use jiff::civil::Date;
use kernel::Lang;
use web::{Answer, Markup, MenuItem, OrFail as _, Permission as _, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/gerbang.id.ftl")), (Lang::En, include_str!("locale/gerbang.en.ftl"))];

/// Where the pages stand.
const HOME: &str = "/pertukaran/panggilan";

/// The pages of this room.
pub fn room(room: Gateway) -> Room {
    let routes = Routes::new()
        .get("/pertukaran/panggilan", lines::page)
        .get("/pertukaran/panggilan/tabel.csv", lines::csv)
        .get("/pertukaran/panggilan/catatan", list::page)
        .get("/pertukaran/panggilan/catatan.csv", list::csv)
        .get("/pertukaran/panggilan/catatan/{id}", one::page)
        .get("/pertukaran/panggilan/catatan/{id}/kuitansi.json", one::receipt)
        .with_state(room);
    let menu = vec![MenuItem { label: "gerbang-menu", href: HOME, shown: Shown::Officers(Read::allows) }];
    Room { name: "gateway", routes, menu, locale: LOCALE }
}

/// One entry of a list to choose from.
struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// The value of one part of the query.
fn asked(v: &View, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map(|(_, value)| value.trim().chars().take(200).collect()).unwrap_or_default()
}

/// What the query asks for; with `days`, the last so many days where it names none.
fn filter(v: &View, days: Option<i64>) -> Result<Filter, Refused> {
    let day = |name: &str| -> Result<Option<Date>, Refused> {
        let text = asked(v, name);
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Refused::Day) }
    };
    let usual = || days.map(|days| v.now().plus_seconds((1 - days) * 86_400).date(v.city().zone));
    Ok(Filter {
        from: day("dari")?.or_else(usual),
        until: day("sampai")?,
        service: asked(v, "layanan"),
        client: asked(v, "pemanggil"),
        outcome: asked(v, "hasil"),
        search: asked(v, "q").to_lowercase(),
    })
}

fn written(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Microseconds as milliseconds with one decimal.
fn millis(v: &View, micros: i64) -> String {
    v.words().number((micros as f64 / 100.0).round() / 10.0)
}

fn bytes(v: &View, count: i64) -> String {
    v.words().size(u64::try_from(count).unwrap_or(0))
}

/// Status as a word with its number.
fn outcome(v: &View, status: i64, phase: &str) -> Markup {
    let (kind, key) = match status {
        _ if phase == "begun" => ("wait", "gerbang-hasil-terputus"),
        ..400 => ("good", "gerbang-hasil-berhasil"),
        400..500 => ("stop", "gerbang-hasil-ditolak"),
        _ => ("late", "gerbang-hasil-gagal"),
    };
    web::component::tag(kind, &format!("{} {status}", v.t(key)))
}

/// The name of an agency; its slug where it is not known.
fn agency(gateway: &Gateway, unit: &str) -> String {
    gateway.deps().agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.short)
}

fn file(name: &str, media: &'static str, bytes: Vec<u8>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).or_fail()?),
    ];
    Ok((headers, bytes).into_response())
}

/// A table as CSV; texts that a spreadsheet would compute are kept from it.
fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| web::csv_safe(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
