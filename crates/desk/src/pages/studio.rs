//! `/atur/layanan`: where services are written, proposed by one administrator and published by another.

mod list;
mod live;
mod moves;
mod proposal;
mod review;
mod text;
mod write;

use super::citizen::Counter;
use super::officer::SeeSetup;
use crate::Desk;
use kernel::{Actor, Lang, Role};
use web::{MenuItem, Permission, Routes, Session, Shown, View};

/// The texts of these pages.
pub(super) const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("../locale/studio.id.ftl")), (Lang::En, include_str!("../locale/studio.en.ftl"))];

/// Writes, proposes, approves and rejects versions of services.
#[derive(Clone, Copy, Debug)]
pub enum WriteServices {}

impl Permission for WriteServices {
    const NAME: &'static str = "layanan.tulis";

    fn allows(session: &Session) -> bool {
        session.has_role(Role::CityAdmin)
    }
}

/// The doors of the studio.
pub(super) fn routes(desk: Desk) -> Routes {
    Routes::new()
        .get("/atur/layanan", list::page)
        .get("/atur/layanan/tulis", write::page)
        .post("/atur/layanan/tulis", write::send)
        .post("/atur/layanan/periksa", live::check)
        .get("/atur/layanan/versi/{hash}", text::page)
        .get("/atur/layanan/pemindahan/{id}", moves::page)
        .get("/atur/layanan/versi/{hash}/surat/{id}", text::letter)
        .get("/atur/layanan/usulan/{id}", proposal::page)
        .post("/atur/layanan/usulan/{id}/persetujuan", proposal::approve)
        .post("/atur/layanan/usulan/{id}/penolakan", proposal::reject)
        .with_state(Counter::of(desk))
}

/// Its part of the navigation.
pub(super) fn menu() -> Vec<MenuItem> {
    vec![MenuItem { label: "studio-menu", href: "/atur/layanan", shown: Shown::Officers(SeeSetup::allows) }]
}

/// The administrator as an actor.
fn admin(session: &Session) -> Actor {
    super::officer::acting(session, Role::CityAdmin)
}

/// The address of a version's text.
fn version_href(hash: &str) -> String {
    format!("/atur/layanan/versi/{hash}")
}

/// As much of a content hash as people compare.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// Who did something, for people; with "Anda" where it was the reader.
fn who(v: &View, desk: &Desk, actor: &Actor) -> String {
    let name = super::officer::by(v, desk, actor);
    let own = v.session().is_some_and(|session| actor.person() == Some(session.officer.0.as_str()));
    if own { v.t1("studio-anda", "siapa", name.as_str()) } else { name }
}

#[cfg(test)]
mod tests {
    use super::LOCALE;
    use std::path::Path;
    use web::testing::{assert_keys_exist, assert_texts_complete};

    #[test]
    fn the_texts_of_the_studio_are_complete_in_both_languages() {
        assert_texts_complete(LOCALE);
    }

    #[test]
    fn every_key_that_the_studio_uses_has_a_text() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/studio");
        assert_keys_exist(&pages, super::super::texts());
    }
}
