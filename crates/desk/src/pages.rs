//! The pages of the desk: residents, officers, and the public data as JSON.

mod api;
mod citizen;
mod officer;
mod offline;
mod serve;
mod studio;

use crate::Desk;
use cases::doors::LetterState;
use kernel::Lang;
use web::{Markup, Room, View};

/// The pages of the desk: for residents and for officers.
pub fn room(desk: Desk) -> Room {
    let residents = citizen::routes(desk.clone()).merge(api::routes(desk.clone())).merge(studio::routes(desk.clone()));
    Room {
        name: "desk",
        routes: residents.merge(officer::routes().with_state(desk)),
        menu: [citizen::MENU.to_vec(), officer::menu(), studio::menu()].concat(),
        locale: texts(),
    }
}

/// Where a letter stands, as a coloured word.
pub(crate) fn letter_tag(v: &View, state: &LetterState) -> Markup {
    let (kind, key) = match state {
        LetterState::Prepared => ("wait", "kasus-surat-disiapkan"),
        LetterState::Valid => ("good", "kasus-surat-berlaku"),
        LetterState::Expired => ("late", "kasus-surat-kedaluwarsa"),
        LetterState::Replaced => ("plain", "kasus-surat-diganti"),
        LetterState::Revoked => ("stop", "kasus-surat-dicabut"),
    };
    web::component::tag(kind, v.t(key))
}

/// Every text of the room: the core's and the pages'.
fn texts() -> &'static [(Lang, &'static str)] {
    static TEXTS: std::sync::LazyLock<Vec<(Lang, &'static str)>> =
        std::sync::LazyLock::new(|| [crate::LOCALE, citizen::LOCALE, officer::LOCALE, studio::LOCALE].concat());
    &TEXTS
}
