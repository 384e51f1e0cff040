//! `/pertukaran/direktori`: the directory of services with their metadata, as SPBE asks for (Perpres 95/2018), for every
//! officer; the same as CSV and JSON.

use super::cut;
use super::list::state_tag;
use crate::exchange::Exchange;
use crate::model::publish::reply_fields;
use crate::model::{api::Api, term::last_day};
use crate::offers::{MOST, Offer, PAGE, State as Stand, Wish};
use crate::refusal::Refused;
use askama::Template;
use axum::extract::State;
use serde_json::{Value, json};
use web::{Answer, Markup, Signed, View, csv_file};

#[derive(Template)]
#[template(path = "direktori.html")]
struct Page {
    v: View,
    search: String,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    href: String,
    name: String,
    key: String,
    about: String,
    agency: String,
    application: String,
    operations: String,
    state: Markup,
}

fn wish(search: String, after: String) -> Wish {
    Wish { search, after, open: true, ..Wish::default() }
}

pub(super) async fn page(officer: Signed, State(exchange): State<Exchange>) -> Answer {
    let v = officer.view;
    let wish = wish(v.asked("q"), v.asked("sesudah"));
    let mut offers = exchange.offers(&wish, PAGE).await?;
    let more = cut(&mut offers, PAGE);
    let row = |one: &Offer| Row {
        href: format!("/pengembang/layanan/{}", one.key),
        name: one.name.clone(),
        key: one.key.to_string(),
        about: one.about.clone(),
        agency: exchange.agency(&one.key.unit),
        application: one.key.application.clone(),
        operations: v.words().count(one.operations),
        state: state_tag(&v, one.state),
    };
    let page = Page {
        rows: offers.iter().map(row).collect(),
        first: if wish.after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        next: offers
            .last()
            .filter(|_| more)
            .map(|last| v.with_query("sesudah", &last.key.to_string()))
            .unwrap_or_default(),
        search: wish.search,
        v,
    };
    web::page(&page)
}

/// One service with its metadata: who, what, which fields and which of them are personal, in which form, until when.
async fn metadata(exchange: &Exchange, offer: &Offer) -> Result<Value, Refused> {
    let root = if offer.digest.is_empty() { Value::Null } else { exchange.description(&offer.digest).await? };
    let api = Api::of(&root);
    let fields = reply_fields(&root, &api, &[]);
    let personal: Vec<&String> = fields.iter().filter(|(_, personal)| *personal).map(|(path, _)| path).collect();
    let names: Vec<&String> = fields.iter().map(|(path, _)| path).collect();
    let operations: Vec<Value> = api
        .operations
        .iter()
        .map(|one| json!({ "id": one.id, "metode": one.method, "alamat": one.template }))
        .collect();
    Ok(json!({
        "kunci": offer.key.to_string(), "nama": offer.name, "guna": offer.about, "pemilik": offer.key.unit,
        "nama_pemilik": exchange.agency(&offer.key.unit), "aplikasi": offer.key.application, "versi": offer.key.version,
        "keadaan": offer.state.word(), "alamat": exchange.server(&offer.key.to_string()), "bentuk": "JSON", "protokol": "REST (OpenAPI 3)",
        "keamanan": "OAuth 2.0 client credentials", "operasi": operations, "kolom": names, "kolom_pribadi": personal,
        "terbit": offer.published_at.map(|at| at.date(exchange.zone()).to_string()),
        "sampai": offer.sunset.filter(|_| offer.state != Stand::Published).map(|at| last_day(at, exchange.zone()).to_string()),
    }))
}

async fn all(exchange: &Exchange) -> Result<Vec<Value>, Refused> {
    let mut out = Vec::new();
    for offer in exchange.offers(&wish(String::new(), String::new()), MOST).await? {
        out.push(metadata(exchange, &offer).await?);
    }
    Ok(out)
}

pub(super) async fn json(_: Signed, State(exchange): State<Exchange>) -> Answer {
    web::json(&json!({ "kota": exchange.deps().city, "layanan": all(&exchange).await? }))
}

const HEAD: [&str; 14] = [
    "kunci",
    "nama",
    "guna",
    "pemilik",
    "nama_pemilik",
    "aplikasi",
    "versi",
    "keadaan",
    "alamat",
    "protokol",
    "keamanan",
    "kolom",
    "kolom_pribadi",
    "sampai",
];

pub(super) async fn csv(_: Signed, State(exchange): State<Exchange>) -> Answer {
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let row = |one: &Value| HEAD.iter().map(|name| cell(one.get(*name).unwrap_or(&Value::Null))).collect();
    let rows: Vec<Vec<String>> = all(&exchange).await?.iter().map(row).collect();
    csv_file("direktori.csv", HEAD, rows)
}
