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

fn entry(v: &View, one: &Instrument) -> Entry {
    let years = match one.valid {
        None => v.t("indeks-tahun-tidak-diketahui").to_owned(),
        Some(years) => match years.until {
            None => v.t1("indeks-tahun-sejak", "dari", years.from.to_string()),
            Some(until) if until == years.from => v.t1("indeks-tahun", "tahun", until.to_string()),
            Some(until) => v.t1("indeks-tahun", "tahun", format!("{}–{until}", years.from)),
        },
    };
    let count = v.t1("indeks-jumlah", "jumlah", one.indicators.len());
    let parts: Vec<String> = one.basis.clone().into_iter().chain([years, count]).collect();
    Entry { href: format!("/dasbor/indeks/{}", one.id), name: one.name.clone(), about: parts.join(" · ") }
}
