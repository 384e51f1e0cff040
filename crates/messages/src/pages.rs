//! What officers see of this room.

mod calls;
mod notices;

use crate::messages::Messages;
use kernel::{Lang, Role};
use web::{MenuItem, Permission, Room, Routes, Session, Shown};

/// Calls residents whom no message could reach.
#[derive(Clone, Copy, Debug)]
pub enum CallResidents {}

impl Permission for CallResidents {
    const NAME: &'static str = "warga.telepon";

    fn allows(session: &Session) -> bool {
        [Role::Verifier, Role::Liaison, Role::FieldOfficer, Role::Head].into_iter().any(|role| session.has_role(role))
    }
}

/// The call list and the officers' notices.
pub fn room(messages: Messages) -> Room {
    Room {
        name: "messages",
        routes: Routes::new()
            .get("/kerja/panggilan", calls::page)
            .post("/kerja/panggilan/{id}/catatan", calls::called)
            .get("/kerja/pemberitahuan", notices::page)
            .post("/kerja/pemberitahuan/terbaca", notices::seen)
            .with_state(messages),
        menu: vec![
            MenuItem {
                label: "pesan-menu-panggilan",
                href: "/kerja/panggilan",
                shown: Shown::Officers(CallResidents::allows),
            },
            MenuItem {
                label: "pesan-menu-pemberitahuan",
                href: "/kerja/pemberitahuan",
                shown: Shown::Officers(|_| true),
            },
        ],
        locale: LOCALE,
    }
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];
