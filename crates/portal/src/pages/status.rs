//! `/pengembang/status`: how services are now and were in the last day, for people and for programs.

use crate::portal::{Portal, Service};
use crate::status::{self, state};
use askama::Template;
use axum::extract::State;
use cases::doors::Health;
use serde::Serialize;
use std::collections::BTreeMap;
use web::{Answer, Markup, OrFail as _, View, Visitor};

#[derive(Template)]
#[template(path = "status.html")]
struct Page {
    v: View,
    ledger: bool,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    key: String,
    agency: String,
    tag: Markup,
    calls: String,
    failed: String,
    p95: String,
}

/// What programs read.
#[derive(Serialize)]
struct Told {
    waktu: String,
    buku_besar: &'static str,
    layanan: Vec<One>,
}

#[derive(Serialize)]
struct One {
    layanan: String,
    nama: String,
    keadaan: &'static str,
    panggilan: i64,
    gagal: i64,
    p95_ms: i64,
}

pub(super) async fn page(visitor: Visitor, State(portal): State<Portal>) -> Answer {
    let v = visitor.view;
    let mut services = portal.services(v.session()).await.or_fail()?;
    let healths = portal.healths().await.or_fail()?;
    // What is troubled goes first.
    services.sort_by_key(|service| state(healths.get(&service.callable.key)));
    let rows = services.iter().map(|service| row(&v, service, &healths)).collect();
    web::page(&Page { ledger: portal.ledger_stands().await, rows, v })
}

pub(super) async fn json(visitor: Visitor, State(portal): State<Portal>) -> Answer {
    let v = visitor.view;
    let services = portal.services(v.session()).await.or_fail()?;
    let healths = portal.healths().await.or_fail()?;
    let one = |service: &Service| {
        let seen = healths.get(&service.callable.key);
        let count = |of: fn(&Health) -> i64| seen.map_or(0, of);
        One {
            layanan: service.callable.key.clone(),
            nama: service.name.clone(),
            keadaan: state(seen).word(),
            panggilan: count(|seen| seen.calls),
            gagal: count(|seen| seen.failed),
            p95_ms: count(|seen| seen.p95_ms),
        }
    };
    web::json(&Told {
        waktu: v.words().machine(v.now()),
        buku_besar: if portal.ledger_stands().await { "normal" } else { "putus" },
        layanan: services.iter().map(one).collect(),
    })
}

fn row(v: &View, service: &Service, healths: &BTreeMap<String, Health>) -> Row {
    let seen = healths.get(&service.callable.key).filter(|seen| seen.calls > 0);
    let said = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    Row {
        tag: tag(v, state(healths.get(&service.callable.key))),
        calls: said(seen.map(|seen| v.words().count(seen.calls))),
        failed: said(seen.map(|seen| v.words().percent(seen.failed as f64 / seen.calls as f64))),
        p95: said(seen.map(|seen| v.t1("pengembang-status-ms", "ms", seen.p95_ms))),
        name: service.name.clone(),
        key: service.callable.key.clone(),
        agency: service.agency.clone(),
    }
}

fn tag(v: &View, state: status::State) -> Markup {
    web::component::tag(state.tag(), v.t(&format!("pengembang-keadaan-{}", state.word())))
}
