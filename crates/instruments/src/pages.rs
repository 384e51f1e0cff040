//! `/dasbor/indeks`: what an index would be, what would raise it most, and how it agrees with the published one. Nothing is
//! stored: the address holds what was filled in, so that it can be handed on.

mod indices;
mod result;
mod simulation;

use crate::Instrument;
use kernel::Lang;
use std::sync::Arc;
use web::{MenuItem, Room, Routes, Shown, View};

/// The instruments that are shown.
pub(crate) type Instruments = Arc<[Instrument]>;

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// The pages of this room, for any officer: they hold no data of the region.
pub fn room() -> Room {
    let instruments: Instruments = crate::shipped::all().into();
    Room {
        name: "instruments",
        routes: Routes::new()
            .get("/dasbor/indeks", indices::show)
            .get("/dasbor/indeks/{id}", simulation::show)
            .with_state(instruments),
        menu: vec![MenuItem { label: "indeks-menu", href: "/dasbor/indeks", shown: Shown::Officers(|_| true) }],
        locale: LOCALE,
    }
}

/// A figure with the decimal sign of the page's language.
fn decimal(v: &View, figure: &str) -> String {
    match v.lang() {
        Lang::Id => figure.replace('.', ","),
        Lang::En => figure.to_owned(),
    }
}
