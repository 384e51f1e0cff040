//! The pages of feeds: the list, one feed with its runs and rejects, and what officers do there.

mod act;
mod list;
mod one;

use crate::feeds::Feeds;
use crate::refusal::Refused;
use crate::rights::Read;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use kernel::{Lang, Refusal as _};
use web::{Answer, Argument, Markup, MenuItem, OrFail as _, Permission as _, Room, Routes, Shown, View};

/// The texts of this room.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/umpan.id.ftl")), (Lang::En, include_str!("locale/umpan.en.ftl"))];

/// The pages of this room.
pub fn room(feeds: Feeds) -> Room {
    let routes = Routes::new()
        .get("/umpan", list::page)
        .get("/umpan/daftar.csv", list::csv)
        .get("/umpan/{id}", one::page)
        .get("/umpan/{id}/tolakan.csv", one::rejects)
        .post("/umpan/{id}/permintaan", act::ask)
        .post("/umpan/{id}/jeda", act::pause)
        .post("/umpan/{id}/persetujuan", act::accept)
        .post("/umpan/{id}/berkas", act::bring)
        .with_state(feeds);
    let menu = vec![MenuItem { label: "umpan-menu", href: "/umpan", shown: Shown::Officers(Read::allows) }];
    Room { name: "feeds", routes, menu, locale: LOCALE }
}

/// How a feed or run stands, with colour, sign and word.
fn state_tag(v: &View, state: &str) -> Markup {
    let kind = match state {
        "baik" => "good",
        "menunggu" => "late",
        "gagal" => "stop",
        "kosong" => "wait",
        _ => "plain",
    };
    web::component::tag(kind, v.t(&format!("umpan-keadaan-{state}")))
}

/// A refusal in words.
fn said(v: &View, refused: &Refused) -> String {
    let values = refused.arguments();
    let named: Vec<(&str, &dyn Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
    v.tf(&format!("tolak-{}", refused.code()), &named)
}

/// The value of one part of the query.
fn asked(v: &View, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map(|(_, value)| value.chars().take(100).collect()).unwrap_or_default()
}

fn csv_file(name: &str, rows: &[Vec<String>]) -> Answer {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        out.write_record(row.iter().map(|cell| web::csv_safe(cell).into_owned())).or_fail()?;
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error())).or_fail()?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).or_fail()?),
    ];
    Ok((headers, bytes).into_response())
}
