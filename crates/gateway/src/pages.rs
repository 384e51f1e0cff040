//! What officers see of calls: counters, records, one record with its proof.

mod lines;
mod list;
mod one;

use crate::Gateway;
use crate::monitor::Filter;
use crate::refusal::Refused;
use crate::rights::Read;
use jiff::civil::Date;
use kernel::Lang;
use web::{Markup, MenuItem, Permission as _, Room, Routes, Shown, View};

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

/// What the query asks for; with `days`, the last so many days where it names none.
fn filter(v: &View, days: Option<i64>) -> Result<Filter, Refused> {
    let day = |name: &str| -> Result<Option<Date>, Refused> {
        let text = v.asked(name);
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Refused::Day) }
    };
    let usual = || days.map(|days| v.now().plus_seconds((1 - days) * 86_400).date(v.city().zone));
    Ok(Filter {
        from: day("dari")?.or_else(usual),
        until: day("sampai")?,
        service: v.asked("layanan"),
        client: v.asked("pemanggil"),
        outcome: v.asked("hasil"),
        search: v.asked("q").to_lowercase(),
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
