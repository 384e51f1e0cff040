//! The portal's own pages below `/pengembang`. All but what a reader's agency adds to them is public.

mod console;
mod front;
mod guide;
mod sandbox;
mod status;

use crate::portal::Portal;
use axum::response::IntoResponse as _;
use http::header;
use kernel::Lang;
use web::{Answer, MenuItem, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/pengembang.id.ftl")), (Lang::En, include_str!("locale/pengembang.en.ftl"))];

/// The pages of this room; a way to them stands at the foot of every page.
pub fn room(portal: Portal) -> Room {
    let routes = Routes::new()
        .get("/pengembang", front::page)
        .get("/pengembang/mulai/{topic}", guide::page)
        .get("/pengembang/contoh/{topic}/{file}", guide::file)
        .get("/pengembang/coba", console::page)
        .post("/pengembang/coba", console::call)
        .get("/pengembang/kotak-pasir", sandbox::page)
        .get("/pengembang/kotak-pasir/peristiwa.json", sandbox::events)
        .get("/pengembang/status", status::page)
        .get("/pengembang/status.json", status::json);
    let menu = vec![MenuItem { label: "pengembang-menu", href: "/pengembang", shown: Shown::Foot }];
    Room { name: "portal", routes: routes.with_state(portal), menu, locale: LOCALE }
}

/// The value of one part of the query.
fn asked(v: &View, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map(|(_, value)| value.chars().take(200).collect()).unwrap_or_default()
}

/// A text as a file to keep; `kind` is its media type.
fn kept(name: &str, kind: &'static str, text: String) -> Answer {
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}
