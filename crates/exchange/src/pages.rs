//! What agencies, the team and everybody see of the exchange.

mod ask;
mod certificate;
mod directory;
mod documentation;
mod grants;
mod list;
mod new;
mod offer;
mod public;
mod requests;
mod rules;
mod steps;
mod warned;

use crate::exchange::Exchange;
use crate::refusal::Refused;
use crate::rights::Read;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
use kernel::{Lang, Refusal as _, RefusalKind};
use web::{
    Answer, Argument, Error, FormKey, MenuItem, OrFail as _, Permission as _, Room, Routes, Shown, Submission, View,
};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/tukar.id.ftl")), (Lang::En, include_str!("locale/tukar.en.ftl"))];

/// The pages of this room.
pub fn room(room: Exchange) -> Room {
    let menu = vec![MenuItem { label: "tukar-menu", href: "/pertukaran", shown: Shown::Officers(Read::allows) }];
    let routes = services().merge(access()).merge(everybody()).with_state(room);
    Room { name: "exchange", routes, menu, locale: LOCALE }
}

fn services() -> Routes<Exchange> {
    Routes::new()
        .get("/pertukaran", list::page)
        .get("/pertukaran/layanan-baru", new::page)
        .post("/pertukaran/layanan-baru", new::register)
        .get("/pertukaran/layanan/{opd}/{app}/{service}/{version}", offer::page)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/ketentuan", offer::terms)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/rahasia", offer::credential)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/uraian", offer::description)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/penerbitan", steps::publish)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/penghentian", steps::deprecate)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/penarikan", steps::withdraw)
        .post("/pertukaran/layanan/{opd}/{app}/{service}/{version}/versi", steps::version)
        .get("/pertukaran/peringatan", warned::page)
        .get("/pertukaran/direktori", directory::page)
        .get("/pertukaran/direktori.csv", directory::csv)
        .get("/pertukaran/direktori.json", directory::json)
}

fn access() -> Routes<Exchange> {
    Routes::new()
        .get("/pertukaran/minta/{opd}/{app}/{service}/{version}", ask::page)
        .post("/pertukaran/minta/{opd}/{app}/{service}/{version}", ask::send)
        .get("/pertukaran/permintaan", requests::list)
        .get("/pertukaran/permintaan/{case}", requests::page)
        .post("/pertukaran/permintaan/{case}/batas", requests::narrow)
        .get("/pertukaran/izin", grants::list)
        .get("/pertukaran/izin.csv", grants::csv)
        .get("/pertukaran/izin/{id}", grants::page)
        .post("/pertukaran/izin/{id}/pencabutan", grants::withdraw)
}

fn everybody() -> Routes<Exchange> {
    Routes::new()
        .get("/pengembang/layanan", public::list)
        .get("/pengembang/layanan/{opd}/{app}/{service}/{version}", documentation::page)
        .get("/pengembang/layanan/{opd}/{app}/{service}/{version}/openapi.json", documentation::openapi)
        .get("/pengembang/perubahan", public::changes)
        .get("/pengembang/perubahan.json", public::changes_json)
        .get("/pengembang/aturan-uraian", rules::page)
}

/// The parts of an address that name a service's version.
type Parts = (String, String, String, String);

fn key_of((unit, application, service, version): &Parts) -> String {
    format!("{unit}/{application}/{service}/{version}")
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
    let values = refused.arguments();
    let named: Vec<(&str, &dyn Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
    v.tf(&format!("tolak-{}", refused.code()), &named)
}

/// What became of a form: done, refused, or (with nothing) it lay open for too long.
type Sent<T> = Result<T, Option<Refused>>;

/// What a form made here in time does: forged is an error, one that lay too long does nothing and is told so.
async fn in_time<T>(
    v: &View,
    form: &str,
    sent: &Submission,
    act: impl Future<Output = Result<T, Refused>>,
) -> Result<Sent<T>, Error> {
    let (_, expired) = stamped(v, form, sent)?;
    Ok(if expired { Err(None) } else { act.await.map_err(Some) })
}

fn stamped(v: &View, form: &str, sent: &Submission) -> Result<(FormKey, bool), Error> {
    v.stamped(form, sent.text("_tanda"))
}

/// Status and sentence of a form that changed nothing, where its reader can mend that; else the refusal is the answer.
fn unsent(v: &View, refused: Option<Refused>) -> Result<(StatusCode, String), Error> {
    let Some(refused) = refused else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, v.t("tukar-formulir-lama").to_owned()));
    };
    match refused.kind() {
        RefusalKind::Invalid => Ok((StatusCode::UNPROCESSABLE_ENTITY, said(v, &refused))),
        RefusalKind::Conflict => Ok((StatusCode::CONFLICT, said(v, &refused))),
        RefusalKind::Forbidden => Ok((StatusCode::FORBIDDEN, said(v, &refused))),
        _ => Err(refused.into()),
    }
}

/// A file to keep.
fn file(name: &str, media: &'static str, bytes: Vec<u8>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).or_fail()?),
    ];
    Ok((headers, bytes).into_response())
}

const CSV: &str = "text/csv; charset=utf-8";

/// A table as CSV, every cell safe in a spreadsheet.
fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(head).or_fail()?;
    for row in rows {
        out.write_record(row.iter().map(|cell| web::csv_safe(cell).into_owned())).or_fail()?;
    }
    out.into_inner().or_fail()
}

/// A page of a list that was read with one entry more than it shows: whether more follow.
fn cut<T>(all: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = all.len() > most;
    all.truncate(most);
    more
}
