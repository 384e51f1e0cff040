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
use axum::http::StatusCode;
use cases::doors::Rung;
use kernel::{Lang, Refusal as _, RefusalKind};
use web::{Argument, Error, Markup, MenuItem, Permission as _, Room, Routes, Session, Shown, Submission, View};

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

/// One entry of a list to choose from.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

impl Choice {
    fn all(all: impl IntoIterator<Item = (String, String)>, chosen: &str) -> Vec<Self> {
        let one = |(value, label): (String, String)| Self { chosen: value == chosen, value, label };
        all.into_iter().map(one).collect()
    }
}

/// The value of one part of the query.
fn asked(v: &View, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map(|(_, value)| value.chars().take(200).collect()).unwrap_or_default()
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    match refused {
        Refused::Step(bad) => return v.t(&format!("aplikasi-tahap-salah-{}", bad.word())).to_owned(),
        Refused::File(bad) => return v.t(&format!("aplikasi-berkas-{}", bad.word())).to_owned(),
        _ => {}
    }
    let values = refused.arguments();
    let named: Vec<(&str, &dyn Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
    v.tf(&format!("tolak-{}", refused.code()), &named)
}

/// What a form made here in time does: forged is an error, one that lay too long does nothing and is told so.
async fn in_time<T>(
    v: &View,
    form: &str,
    sent: &Submission,
    act: impl Future<Output = Result<T, Refused>>,
) -> Result<Result<T, Option<Refused>>, Error> {
    let (_, expired) = v.stamped(form, sent.text("_tanda"))?;
    Ok(if expired { Err(None) } else { act.await.map_err(Some) })
}

/// Status and sentence of a form that changed nothing, where its reader can mend that; else the refusal is the answer.
fn unsent(v: &View, refused: Option<&Refused>) -> Result<(StatusCode, String), Error> {
    let Some(refused) = refused else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, v.t("aplikasi-formulir-lama").to_owned()));
    };
    match refused.kind() {
        RefusalKind::Invalid => Ok((StatusCode::UNPROCESSABLE_ENTITY, said(v, refused))),
        RefusalKind::Conflict => Ok((StatusCode::CONFLICT, said(v, refused))),
        _ => Err(refused.clone().into()),
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
