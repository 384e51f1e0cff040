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
use crate::rights::Read;
use kernel::Lang;
use web::{MenuItem, Permission as _, Room, Routes, Shown};

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

/// A page of a list that was read with one entry more than it shows: whether more follow.
fn cut<T>(all: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = all.len() > most;
    all.truncate(most);
    more
}
