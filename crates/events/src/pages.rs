//! The pages and the JSON of this room.

mod api;
mod change;
mod described;
mod docs;
mod form;
mod list;
mod machine;
mod one;

use crate::Events;
use crate::refusal::Refused;
use crate::rights::{Rotate, Subscribe};
use kernel::Lang;
use web::{MenuItem, Permission as _, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/peristiwa.id.ftl")), (Lang::En, include_str!("locale/peristiwa.en.ftl"))];

/// The pages of this room.
pub fn room(events: Events) -> Room {
    let menu =
        vec![MenuItem { label: "peristiwa-menu", href: "/langganan", shown: Shown::Officers(Subscribe::allows) }];
    let routes = officers().merge(programs()).merge(public()).described(described::part).with_state(events);
    Room { name: "events", routes, menu, locale: LOCALE }
}

fn officers() -> Routes<Events> {
    Routes::new()
        .get("/langganan", list::page)
        .get("/langganan/tabel.csv", list::csv)
        .get("/langganan/baru", form::page)
        .post("/langganan", form::create)
        .post("/langganan/kunci-kota", list::rotate)
        .get("/langganan/{id}", one::page)
        .post("/langganan/{id}/uji", change::try_out)
        .post("/langganan/{id}/keadaan", change::state)
        .post("/langganan/{id}/kunci", change::secret)
        .post("/langganan/{id}/ulang", change::again)
        .post("/langganan/{id}/penghapusan", change::remove)
}

fn programs() -> Routes<Events> {
    Routes::new()
        .get("/api/v1/events", api::events)
        .get("/api/v1/langganan", machine::list)
        .post("/api/v1/langganan", machine::create)
        .get("/api/v1/langganan/{id}", machine::one)
        .delete("/api/v1/langganan/{id}", machine::remove)
        .post("/api/v1/langganan/{id}/uji", machine::try_out)
        .post("/api/v1/langganan/{id}/kunci", machine::secret)
        .post("/api/v1/langganan/{id}/ulang", machine::again)
}

fn public() -> Routes<Events> {
    Routes::new()
        .get("/pengembang/peristiwa", docs::page)
        .get("/api/v1/asyncapi.json", docs::asyncapi)
        .get("/api/v1/peristiwa/{id}", docs::schema)
        .get("/api/v1/kunci-peristiwa", docs::keys)
}

/// A code of ours in words: `peristiwa-sebab-putus`; a status is said as a status.
fn why(v: &View, code: &str) -> String {
    let key = format!("peristiwa-sebab-{}", code.replace('_', "-"));
    match code.parse::<u16>() {
        Ok(status) => v.t1("peristiwa-sebab-status", "status", i64::from(status)),
        Err(_) if code.is_empty() => String::new(),
        Err(_) if v.has(&key) => v.t(&key).to_owned(),
        Err(_) => code.to_owned(),
    }
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    match refused {
        Refused::Trial(code) => v.t1("tolak-peristiwa-uji-gagal", "sebab", why(v, code)),
        _ => v.said(refused),
    }
}

/// Whether the officer may change the key of the installation.
fn may_rotate(session: &web::Session) -> bool {
    Rotate::allows(session)
}
