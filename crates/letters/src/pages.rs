//! What everyone, holders and officers see of letters.

mod check;
mod export;
mod letter;
mod proof;
mod register;
mod replace;
mod sign;

use crate::letters::Letters;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use cases::doors::{LetterFile, LetterState};
use kernel::{Lang, Role};
use web::{Answer, Markup, MenuItem, OrFail, Permission, Room, Routes, Session, Shown, Submission, View};

/// Reads the register of the own unit.
#[derive(Clone, Copy, Debug)]
pub enum ReadRegister {}

impl Permission for ReadRegister {
    const NAME: &'static str = "surat.register";

    fn allows(session: &Session) -> bool {
        WorkLetters::allows(session) || session.has_role(Role::Auditor)
    }
}

/// Signs, withdraws and replaces letters; which ones `model::may_sign` decides.
#[derive(Clone, Copy, Debug)]
pub enum WorkLetters {}

impl Permission for WorkLetters {
    const NAME: &'static str = "surat.kerja";

    fn allows(session: &Session) -> bool {
        [Role::Verifier, Role::Liaison, Role::FieldOfficer, Role::Head].into_iter().any(|role| session.has_role(role))
    }
}

/// The public proof of letters, and the register of officers.
pub fn room(letters: Letters) -> Room {
    Room {
        name: "letters",
        routes: Routes::new()
            .get("/surat/periksa", check::page)
            .post("/surat/periksa", check::checked)
            .get("/surat/periksa.js", check::script)
            .get("/surat/banding.js", proof::script)
            .get("/surat/{token}", proof::page)
            .post("/surat/{token}/berkas", proof::compared)
            .get("/kerja/surat", register::page)
            .post("/kerja/surat/ekspor", export::send)
            .get("/kerja/surat/{id}", letter::page)
            .get("/kerja/surat/{id}/cetak", letter::print)
            .get("/kerja/surat/{id}/pdf", letter::pdf)
            .get("/kerja/surat/{id}/berkas", letter::file)
            .post("/kerja/surat/{id}/pindaian", letter::issue)
            .post("/kerja/surat/{id}/tanda-tangan", sign::send)
            .post("/kerja/surat/{id}/sertifikat", sign::status)
            .post("/kerja/surat/{id}/pencabutan", letter::revoke)
            .get("/kerja/surat/{id}/pengganti", replace::page)
            .post("/kerja/surat/{id}/pengganti", replace::send)
            .with_state(letters),
        menu: vec![MenuItem {
            label: "terbitan-menu",
            href: "/kerja/surat",
            shown: Shown::Officers(ReadRegister::allows),
        }],
        locale: LOCALE,
    }
}

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// Where a letter stands, as a coloured word.
fn tag(v: &View, state: LetterState) -> Markup {
    let kind = match state {
        LetterState::Prepared => "wait",
        LetterState::Valid => "good",
        LetterState::Expired => "late",
        LetterState::Replaced => "plain",
        LetterState::Revoked => "stop",
    };
    web::component::tag(kind, v.t(&format!("terbitan-status-{}", state.word())))
}

/// What the public is told of a letter in this state.
fn sentence(v: &View, state: LetterState) -> &str {
    match state {
        LetterState::Prepared => v.t("terbitan-bukti-disiapkan"),
        LetterState::Valid => v.t("terbitan-bukti-berlaku"),
        LetterState::Expired => v.t("terbitan-bukti-kedaluwarsa"),
        LetterState::Replaced => v.t("terbitan-bukti-diganti"),
        LetterState::Revoked => v.t("terbitan-bukti-dicabut"),
    }
}

/// How a letter was signed, in words.
fn manner<'a>(v: &'a View, way: &str) -> &'a str {
    v.t(if way == "elektronik" { "terbitan-cara-elektronik" } else { "terbitan-cara-cetak" })
}

/// That a form was made here, for this officer and this purpose.
fn genuine(v: &View, form: &str, sent: &Submission) -> Result<(), web::Error> {
    v.check_token(form, sent.text("_tanda")).map(drop).map_err(|_| web::Error::forged())
}

/// A script of this room, kept by the browser for a day.
fn script(text: &'static str) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    Ok((headers, text).into_response())
}

/// A letter's file, kept by nobody on the way. One that we typeset is shown by the browser's own reader, whose scripts a
/// sandbox would stop; what somebody uploaded is only saved.
fn sent(file: LetterFile, inline: bool) -> Answer {
    let (way, policy) =
        if inline { ("inline", "default-src 'none'") } else { ("attachment", "default-src 'none'; sandbox") };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&file.media).or_fail()?),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&format!("{way}; filename=\"{}\"", file.name)).or_fail()?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, file.bytes).into_response())
}
