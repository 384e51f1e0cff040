//! `/pengembang/kunci`: the keys that an officer manages; those that wait for Kominfo.

use crate::clients::{Key, PAGE};
use crate::rights::{Agree, Manage};
use crate::secrets::SOON_DAYS;
use crate::signon::Signon;
use askama::Template;
use axum::extract::State;
use kernel::Instant;
use std::collections::HashMap;
use web::{Answer, Markup, May, OrFail as _, Permission as _, View, csv_file};

/// Keys of one file.
const FILE: i64 = 5000;

#[derive(Template)]
#[template(path = "kunci_daftar.html")]
struct Page {
    v: View,
    /// Key of the name of the list of those that wait: for whoever answers, or for whoever asked.
    waits: &'static str,
    waiting: bool,
    search: String,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    id: String,
    name: String,
    application: String,
    unit: String,
    kind: String,
    state: Markup,
    until: String,
    used: String,
}

/// How a key stands, as a word and a tag.
pub(super) fn state(v: &View, key: &Key, until: Option<Instant>, now: Instant) -> Markup {
    let soon = until.is_some_and(|until| until < now.plus_seconds(SOON_DAYS * 86_400));
    let (kind, word) = if key.revoked_at.is_some() {
        ("stop", "dicabut")
    } else if key.kind.has_secret() && until.is_none() {
        ("late", "rahasia-habis")
    } else if key.wish.is_some() {
        ("wait", "menunggu")
    } else if soon {
        ("late", "segera-habis")
    } else {
        ("good", "berlaku")
    };
    web::component::tag(kind, v.t(&format!("sambung-keadaan-{word}")))
}

pub(super) async fn list(officer: May<Manage>, State(signon): State<Signon>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (search, after) = (v.asked("q"), v.asked("sesudah"));
    let waiting = v.asked("keadaan") == "menunggu";
    let mut keys = signon.keys(&session, (search.trim(), waiting), &after, PAGE + 1).await.or_fail()?;
    let more = keys.len() as i64 > PAGE;
    keys.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = keys.last().filter(|_| more).map(|last| v.with_query("sesudah", &last.id)).unwrap_or_default();
    let ends = signon.secrets_end().await.or_fail()?;
    let rows = keys.iter().map(|key| row(&v, &signon, key, &ends)).collect();
    let first = if after.is_empty() { String::new() } else { "/pengembang/kunci".to_owned() };
    let waits = if Agree::allows(&session) { "sambung-perlu-jawaban" } else { "sambung-keadaan-menunggu" };
    web::page(&Page { waits, waiting, search, rows, first, next, v })
}

fn row(v: &View, signon: &Signon, key: &Key, ends: &HashMap<String, Instant>) -> Row {
    let until = ends.get(&key.id).copied();
    Row {
        state: state(v, key, until, signon.now()),
        until: until.map_or_else(|| "–".to_owned(), |until| v.words().date_of(until)),
        used: key.used_at.map_or_else(|| v.t("sambung-belum-dipakai").to_owned(), |at| v.words().date_of(at)),
        kind: v.t(&format!("sambung-jenis-{}", key.kind.word())).to_owned(),
        unit: signon.unit_name(&key.unit),
        id: key.id.clone(),
        name: key.name.clone(),
        application: key.application.clone(),
    }
}

pub(super) async fn csv(officer: May<Manage>, State(signon): State<Signon>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let keys = signon.keys(&session, ("", false), "", FILE).await.or_fail()?;
    let ends = signon.secrets_end().await.or_fail()?;
    let date = |at: Option<Instant>| at.map(|at| v.words().machine(at)).unwrap_or_default();
    let head = [
        "kunci",
        "nama",
        "aplikasi",
        "dinas",
        "jenis",
        "cakupan",
        "petugas",
        "warga",
        "dibuat",
        "dipakai",
        "rahasia_sampai",
        "dicabut",
    ];
    let row = |key: &Key| {
        let residents = if key.terms.residents { "ya" } else { "tidak" };
        [
            key.id.clone(),
            key.name.clone(),
            key.application.clone(),
            key.unit.clone(),
            key.kind.word().to_owned(),
            key.terms.scopes.join(" "),
            key.terms.officers.word().to_owned(),
            residents.to_owned(),
            date(Some(key.made_at)),
            date(key.used_at),
            date(ends.get(&key.id).copied()),
            date(key.revoked_at),
        ]
    };
    csv_file("kunci.csv", head, keys.iter().map(row))
}
