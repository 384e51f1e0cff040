//! What officers and everybody see of the inventory.

mod agencies;
mod architecture;
mod edit;
mod export;
mod graph;
mod import;
mod list;
mod open;
mod progress;
mod record;
mod twins;

use crate::applications::Applications;
use crate::model::app::App;
use crate::model::ladder::{RUNGS, rung_word};
use crate::model::vocabulary::{affairs, data, find};
use crate::refusal::Refused;
use crate::rights::{Read, Scope, reads, writes};
use cases::doors::Rung;
use kernel::Lang;
use web::{Markup, MenuItem, Permission as _, Room, Routes, Session, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/aplikasi.id.ftl")), (Lang::En, include_str!("locale/aplikasi.en.ftl"))];

/// The pages of this room.
pub fn room(room: Applications) -> Room {
    let menu = vec![MenuItem { label: "aplikasi-menu", href: "/aplikasi", shown: Shown::Officers(Read::allows) }];
    let routes = readers().merge(writers()).with_state(room);
    Room { name: "applications", routes, menu, locale: LOCALE }
}

fn readers() -> Routes<Applications> {
    Routes::new()
        .get("/aplikasi/publik", open::page)
        .get("/aplikasi", list::page)
        .get("/aplikasi/tabel.csv", export::csv)
        .get("/aplikasi/tabel.xlsx", export::xlsx)
        .get("/aplikasi/tabel.json", export::json)
        .get("/aplikasi/dinas", agencies::page)
        .get("/aplikasi/kembar", twins::page)
        .get("/aplikasi/kemajuan", progress::page)
        .get("/aplikasi/graf", graph::page)
        .get("/aplikasi/arsitektur", architecture::page)
        .get("/aplikasi/{id}", record::page)
}

fn writers() -> Routes<Applications> {
    Routes::new()
        .get("/aplikasi/baru", edit::new)
        .post("/aplikasi", edit::create)
        .get("/aplikasi/{id}/ubah", edit::edit)
        .post("/aplikasi/{id}", edit::change)
        .post("/aplikasi/{id}/tahap", record::step)
        .post("/aplikasi/{id}/sambungan", record::link)
        .post("/aplikasi/{id}/usulan", record::propose)
        .get("/aplikasi/impor", import::list)
        .post("/aplikasi/impor", import::bring)
        .get("/aplikasi/impor/{id}", import::page)
        .post("/aplikasi/impor/{id}", import::act)
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    match refused {
        Refused::Step(bad) => v.t(&format!("aplikasi-tahap-salah-{}", bad.word())).to_owned(),
        Refused::File(bad) => v.t(&format!("aplikasi-berkas-{}", bad.word())).to_owned(),
        _ => v.said(refused),
    }
}

/// Places of the applications that this officer reads.
fn seen(session: &Session, apps: &[App]) -> Vec<usize> {
    let scope = reads(session);
    apps.iter().enumerate().filter(|(_, app)| scope.covers(app.unit())).map(|(at, _)| at).collect()
}

/// Whether this officer keeps the whole inventory.
fn keeps(session: &Session) -> bool {
    writes(session) == Scope::All
}

fn rung_tag(v: &View, rung: Rung) -> Markup {
    let kind = match rung {
        Rung::None => "stop",
        Rung::File => "late",
        Rung::Api => "work",
        Rung::Events => "good",
    };
    web::component::tag(kind, v.t(&format!("aplikasi-anak-{}", rung_word(rung))))
}

/// Words of the rungs with their names, to choose from.
fn rungs(v: &View) -> Vec<(String, String)> {
    let named = |rung: Rung| {
        let word = rung_word(rung);
        (word.to_owned(), v.t(&format!("aplikasi-anak-{word}")).to_owned())
    };
    RUNGS.into_iter().map(named).collect()
}

/// A value as people read it.
fn worded(v: &View, room: &Applications, name: &str, value: &str) -> String {
    let choice = format!("aplikasi-pilihan-{value}");
    match name {
        "pemilik" => room.unit_name(value),
        "urusan" => find(affairs(), value).map_or(value, |word| word.name(v.lang())).to_owned(),
        "data" => data_worded(v, value),
        "biaya" => value.parse().map_or_else(|_| value.to_owned(), |rupiah| kernel::Rupiah(rupiah).to_string()),
        "jumlah_pengguna" => value.parse::<i64>().map_or_else(|_| value.to_owned(), |count| v.words().count(count)),
        "kontrak_akhir" | "audit" | "sejak" => day_worded(v, value),
        "tahap" => v.t(&format!("aplikasi-tahap-{value}")).to_owned(),
        _ if v.has(&choice) => v.t(&choice).to_owned(),
        _ => value.replace('\n', "; "),
    }
}

/// Kinds of data by their names.
fn data_worded(v: &View, value: &str) -> String {
    let named = |id: &str| find(data(), id).map_or(id, |word| word.name(v.lang())).to_owned();
    value.split(',').map(named).collect::<Vec<_>>().join(", ")
}

fn day_worded(v: &View, value: &str) -> String {
    value.parse::<jiff::civil::Date>().map_or_else(|_| value.to_owned(), |day| v.words().date(day))
}

/// A share in words; a dash where there is nothing to have a share of.
fn percent(percent: Option<u32>) -> String {
    percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}
