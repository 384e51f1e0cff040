//! What officers see of this room.

mod account;
mod agencies;
mod letters;
mod link;
mod officer;
mod officers;
mod sign_in;

use crate::identity::Identity;
use crate::permission::{ManageOfficers, SeeLetters, SeeOfficers};
use kernel::{Actor, Lang, Role};
use web::{MenuItem, Permission, Room, Routes, Session, Shown, View};

/// Sign-in, own account, and the administration of officers and agencies.
pub fn room(identity: Identity) -> Room {
    Room {
        name: "identity",
        routes: Routes::new()
            .get("/masuk", sign_in::page)
            .post("/masuk", sign_in::send)
            .post("/keluar", sign_in::leave)
            .get("/akun", account::page)
            .post("/akun/sandi", account::password)
            .post("/akun/sesi", account::end_session)
            .get("/akun/atur/{token}", link::page)
            .post("/akun/atur/{token}", link::send)
            .get("/atur/petugas", officers::page)
            .post("/atur/petugas", officers::add)
            .get("/atur/petugas/{id}", officer::page)
            .post("/atur/petugas/{id}/peran", officer::grant)
            .post("/atur/petugas/{id}/pencabutan", officer::revoke)
            .post("/atur/petugas/{id}/tautan", officer::link)
            .post("/atur/petugas/{id}/akun", officer::account)
            .get("/surat-tugas", letters::page)
            .post("/surat-tugas", letters::make)
            .post("/surat-tugas/{id}/pencabutan", letters::revoke)
            .get("/atur/opd", agencies::page)
            .post("/atur/opd", agencies::keep)
            .with_state(identity),
        menu: vec![
            MenuItem {
                label: "identitas-menu-petugas",
                href: "/atur/petugas",
                shown: Shown::Officers(SeeOfficers::allows),
            },
            MenuItem {
                label: "identitas-menu-surat",
                href: "/surat-tugas",
                shown: Shown::Officers(SeeLetters::allows),
            },
            MenuItem { label: "identitas-menu-opd", href: "/atur/opd", shown: Shown::Officers(SeeOfficers::allows) },
            MenuItem { label: "identitas-menu-akun", href: "/akun", shown: Shown::Officers(|_| true) },
        ],
        locale: LOCALE,
    }
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// A role in the reader's words.
fn role_name(v: &View, role: Role) -> String {
    v.t(&format!("petugas-peran-{}", role.word())).to_owned()
}

/// Checks a form's token: forged is an error, too old is said on the page.
fn in_time(v: &View, form: &str, token: &str) -> Result<bool, web::Error> {
    v.stamped(form, token).map(|(_, expired)| !expired)
}

/// The administrator as an actor, with the unit for which the role was given.
fn administrator(session: &Session) -> Actor {
    let grant = session.grants.iter().find(|grant| grant.role == Role::CityAdmin);
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: Role::CityAdmin.word().to_owned(),
    }
}

/// Whether the reader may change what the page shows.
fn may_change(session: &Session) -> bool {
    ManageOfficers::allows(session)
}

/// A unit to choose from.
struct Choice {
    unit: String,
    name: String,
    chosen: bool,
}

fn units(identity: &Identity, chosen: &str) -> Vec<Choice> {
    let all = identity.directory().all();
    all.iter()
        .map(|agency| Choice { unit: agency.unit.clone(), name: agency.name.clone(), chosen: agency.unit == chosen })
        .collect()
}

/// A role to choose from.
struct RoleChoice {
    word: &'static str,
    name: String,
    chosen: bool,
}

fn roles(v: &View, chosen: &str) -> Vec<RoleChoice> {
    let all = Role::ALL.into_iter();
    all.map(|role| RoleChoice { word: role.word(), name: role_name(v, role), chosen: role.word() == chosen }).collect()
}
