//! The pages of feeds: the list, one feed with its runs and rejects, and what officers do there.

mod act;
mod list;
mod one;

use crate::feeds::Feeds;
use crate::rights::Read;
use kernel::Lang;
use web::{Markup, MenuItem, Permission as _, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/umpan.id.ftl")), (Lang::En, include_str!("locale/umpan.en.ftl"))];

/// The pages of this room.
pub fn room(feeds: Feeds) -> Room {
    let routes = Routes::new()
        .get("/umpan", list::page)
        .get("/umpan/daftar.csv", list::csv)
        .get("/umpan/{id}", one::page)
        .get("/umpan/{id}/tolakan.csv", one::rejects)
        .post("/umpan/{id}/permintaan", act::ask)
        .post("/umpan/{id}/jeda", act::pause)
        .post("/umpan/{id}/persetujuan", act::accept)
        .post("/umpan/{id}/berkas", act::bring)
        .with_state(feeds);
    let menu = vec![MenuItem { label: "umpan-menu", href: "/umpan", shown: Shown::Officers(Read::allows) }];
    Room { name: "feeds", routes, menu, locale: LOCALE }
}

/// How a feed or run stands, with colour, sign and word.
fn state_tag(v: &View, state: &str) -> Markup {
    let kind = match state {
        "baik" => "good",
        "menunggu" => "late",
        "gagal" => "stop",
        "kosong" => "wait",
        _ => "plain",
    };
    web::component::tag(kind, v.t(&format!("umpan-keadaan-{state}")))
}
