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
use axum::http::StatusCode;
use kernel::{Lang, Refusal as _, RefusalKind};
use web::{Argument, Error, MenuItem, Permission as _, Room, Routes, Shown, Submission, View};

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
    if let Refused::Trial(code) = refused {
        return v.t1("tolak-peristiwa-uji-gagal", "sebab", why(v, code));
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
fn unsent(v: &View, refused: Option<Refused>) -> Result<(StatusCode, String), Error> {
    let Some(refused) = refused else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, v.t("peristiwa-formulir-lama").to_owned()));
    };
    match refused.kind() {
        RefusalKind::Invalid => Ok((StatusCode::UNPROCESSABLE_ENTITY, said(v, &refused))),
        RefusalKind::Conflict => Ok((StatusCode::CONFLICT, said(v, &refused))),
        RefusalKind::Forbidden => Ok((StatusCode::FORBIDDEN, said(v, &refused))),
        _ => Err(refused.into()),
    }
}

/// Whether the officer may change the key of the installation.
fn may_rotate(session: &web::Session) -> bool {
    Rotate::allows(session)
}
