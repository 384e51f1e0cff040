//! `/dasbor/indeks`: every instrument.

use super::Instruments;
use crate::Instrument;
use askama::Template;
use axum::extract::State;
use web::{Answer, Signed, View};

#[derive(Template)]
#[template(path = "indeks.html")]
struct Page {
    v: View,
    entries: Vec<Entry>,
}

struct Entry {
    href: String,
    name: String,
    about: String,
}

pub(crate) async fn show(officer: Signed, State(instruments): State<Instruments>) -> Answer {
    let v = officer.view;
    let entries = instruments.iter().map(|one| entry(&v, one)).collect();
    web::page(&Page { entries, v })
}

/// Instruments of one name are told apart by their years.
fn entry(v: &View, one: &Instrument) -> Entry {
    let years = one.valid.map(|years| match years.until {
        None => v.t1("indeks-sejak", "dari", years.from.to_string()),
        Some(until) if until == years.from => until.to_string(),
        Some(until) => format!("{}–{until}", years.from),
    });
    let name = years.as_ref().map_or_else(|| one.name.clone(), |years| format!("{}, {years}", one.name));
    let unknown = years.is_none().then(|| v.t("indeks-tahun-tidak-diketahui").to_owned());
    let count = v.t1("indeks-jumlah", "jumlah", one.indicators.len());
    let parts: Vec<String> = one.basis.clone().into_iter().chain(unknown).chain([count]).collect();
    Entry { href: format!("/dasbor/indeks/{}", one.id), name, about: parts.join(" · ") }
}
