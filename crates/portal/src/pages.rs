//! The portal's own pages below `/pengembang`. All but what a reader's agency adds to them is public.

mod console;
mod front;
mod guide;
mod sandbox;
mod status;

use crate::portal::Portal;
use kernel::Lang;
use web::{MenuItem, Room, Routes, Shown};

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
