//! `/dasbor/indeks`: what an index would be, what would raise it most, and how it agrees with the published one. Nothing is
//! stored: the address holds what was filled in, so that it can be handed on.

mod assessments;
mod indices;
mod result;
mod simulation;

use crate::{Assessments, Instrument};
use kernel::Lang;
use std::sync::Arc;
use web::{MenuItem, Room, Routes, Shown, View};

/// The instruments that are shown.
pub(crate) type Instruments = Arc<[Instrument]>;

/// Scales with more levels than this are filled in as a number.
pub(crate) const MOST_CHOICES: usize = 12;

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// The pages of this room: those of indices for any officer, for they hold no data of the region; those of assessments for
/// whom `assessment::rights` lets in.
pub fn room(assessments: Assessments) -> Room {
    let instruments: Instruments = crate::shipped::all().into();
    Room {
        name: "instruments",
        routes: Routes::new()
            .get("/dasbor/indeks", indices::show)
            .get("/dasbor/indeks/{id}", simulation::show)
            .with_state(instruments)
            .merge(assessments::routes(assessments)),
        menu: vec![
            assessments::menu(),
            MenuItem { label: "indeks-menu", href: "/dasbor/indeks", shown: Shown::Officers(|_| true) },
        ],
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
