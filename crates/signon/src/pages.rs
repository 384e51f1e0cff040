//! The doors of this room: those that programs use, those through which people sign on, and the pages of officers.

mod answer;
mod authorize;
mod consents;
mod described;
mod endpoints;
mod key;
mod keys;
mod launcher;
mod leave;
mod residents;
mod token;
mod unheard;
mod visits;

use crate::rights::Manage;
use crate::signon::Signon;
use kernel::Lang;
use web::{MenuItem, Permission as _, Room, Routes, Shown};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/sambung.id.ftl")), (Lang::En, include_str!("locale/sambung.en.ftl"))];

/// The pages of this room.
pub fn room(signon: Signon) -> Room {
    let menu = vec![
        MenuItem { label: "sambung-menu-saya", href: "/aplikasi-saya", shown: Shown::Officers(|_| true) },
        MenuItem { label: "sambung-menu-kunci", href: "/pengembang/kunci", shown: Shown::Officers(Manage::allows) },
    ];
    let routes = programs().merge(people()).merge(officers()).described(described::part).with_state(signon);
    Room { name: "signon", routes, menu, locale: LOCALE }
}

fn programs() -> Routes<Signon> {
    Routes::new()
        .get("/.well-known/openid-configuration", endpoints::metadata)
        .get("/.well-known/oauth-authorization-server", endpoints::metadata)
        .get("/oauth/jwks", endpoints::keys)
        .post("/oauth/token", token::token)
        .post("/oauth/introspect", token::introspect)
        .post("/oauth/revoke", token::revoke)
        .get("/oauth/userinfo", endpoints::userinfo)
        .post("/oauth/userinfo", endpoints::userinfo)
}

fn people() -> Routes<Signon> {
    Routes::new()
        .get("/oauth/authorize", authorize::page)
        .post("/oauth/persetujuan", authorize::agree)
        .post("/oauth/warga", residents::send)
        .post("/oauth/warga/kode", residents::attempt)
        .post("/oauth/warga/persetujuan", residents::agree)
        .get("/oauth/keluar", leave::page)
        .post("/oauth/keluar", leave::send)
        .get("/izin-aplikasi", consents::page)
        .post("/izin-aplikasi/pencabutan", consents::withdraw)
        .post("/izin-aplikasi/selesai", consents::done)
}

fn officers() -> Routes<Signon> {
    Routes::new()
        .get("/aplikasi-saya", launcher::page)
        .get("/pengembang/kunci", keys::list)
        .get("/pengembang/kunci/daftar.csv", keys::csv)
        .get("/pengembang/kunci/baru", key::new)
        .post("/pengembang/kunci", key::register)
        .get("/pengembang/kunci/{id}", key::page)
        .post("/pengembang/kunci/{id}", key::change)
        .post("/pengembang/kunci/{id}/rahasia", key::new_secret)
        .post("/pengembang/kunci/{id}/rahasia/akhir", key::end_secret)
        .post("/pengembang/kunci/{id}/pencabutan", key::revoke)
        .post("/pengembang/kunci/{id}/persetujuan", key::answer)
        .get("/pengembang/kunci/{id}/masuk", visits::page)
        .get("/pengembang/kunci/{id}/masuk.csv", visits::csv)
}
