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

use crate::refusal::Refused;
use crate::rights::Manage;
use crate::signon::Signon;
use axum::http::StatusCode;
use kernel::{Lang, Refusal as _, RefusalKind};
use web::{Error, MenuItem, Permission as _, Room, Routes, Shown, Submission, View};

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

/// One entry of a list to choose from.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The value of one part of the query.
fn asked(v: &View, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map(|(_, value)| value.chars().take(200).collect()).unwrap_or_default()
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    v.t(&format!("tolak-{}", refused.code())).to_owned()
}

/// What a form made here in time does: forged is an error, one that lay too long does nothing and is told so.
async fn in_time<T>(
    v: &View,
    form: &str,
    sent: &Submission,
    act: impl Future<Output = Result<T, Refused>>,
) -> Result<Result<T, Option<Refused>>, Error> {
    let (_, expired) = v.stamped(form, sent.text("_tanda"))?;
    Ok(if expired { Err(None) } else { act.await.map_err(Some) })
}

/// Status and sentence of a form that changed nothing, where its reader can mend that; else the refusal is the answer.
fn unsent(v: &View, refused: Option<&Refused>) -> Result<(StatusCode, String), Error> {
    let Some(refused) = refused else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, v.t("sambung-formulir-lama").to_owned()));
    };
    match refused.kind() {
        RefusalKind::Invalid => Ok((StatusCode::UNPROCESSABLE_ENTITY, said(v, refused))),
        RefusalKind::Conflict => Ok((StatusCode::CONFLICT, said(v, refused))),
        RefusalKind::Forbidden => Ok((StatusCode::FORBIDDEN, said(v, refused))),
        _ => Err(refused.clone().into()),
    }
}
