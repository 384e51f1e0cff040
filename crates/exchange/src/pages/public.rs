//! `/pengembang/layanan` and `/pengembang/perubahan`: which services there are, and what became of them.

use super::cut;
use super::list::state_tag;
use crate::changes::Change;
use crate::exchange::Exchange;
use crate::model::term::last_day;
use crate::offers::{Offer, PAGE, Wish};
use askama::Template;
use axum::extract::State;
use serde_json::{Value, json};
use web::{Answer, Markup, View, Visitor};

#[derive(Template)]
#[template(path = "pub_daftar.html")]
struct ListPage {
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
    operations: String,
    state: Markup,
}

#[derive(Template)]
#[template(path = "perubahan.html")]
struct ChangesPage {
    v: View,
    rows: Vec<Line>,
    first: String,
    next: String,
}

struct Line {
    when: String,
    machine: String,
    kind: Markup,
    name: String,
    key: String,
    href: String,
    note: String,
    until: String,
}

pub(super) async fn list(visitor: Visitor, State(exchange): State<Exchange>) -> Answer {
    let v = visitor.view;
    let wish = Wish { search: v.asked("q"), after: v.asked("sesudah"), open: true, ..Wish::default() };
    let mut offers = exchange.offers(&wish, PAGE).await?;
    let more = cut(&mut offers, PAGE);
    let row = |one: &Offer| Row {
        href: format!("/pengembang/layanan/{}", one.key),
        name: one.name.clone(),
        key: one.key.to_string(),
        about: one.about.clone(),
        agency: exchange.agency(&one.key.unit),
        operations: v.words().count(one.operations),
        state: state_tag(&v, one.state),
    };
    let page = ListPage {
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

pub(super) async fn changes(visitor: Visitor, State(exchange): State<Exchange>) -> Answer {
    let v = visitor.view;
    let before = v.asked("sebelum");
    let mut all = exchange.changes((&before, &v.asked("layanan")), PAGE + 1).await?;
    let more = cut(&mut all, PAGE);
    let line = |one: &Change| {
        let kind = match one.kind.as_str() {
            "terbit" => "good",
            "berubah" => "work",
            "usang" => "wait",
            _ => "stop",
        };
        let ends = one.sunset.filter(|_| one.kind == "usang");
        Line {
            when: v.words().date_of(one.at),
            machine: v.words().machine(one.at),
            kind: web::component::tag(kind, v.t(&format!("tukar-kabar-{}", one.kind))),
            name: one.name.clone(),
            key: one.offer.clone(),
            href: format!("/pengembang/layanan/{}", one.offer),
            note: one.note.clone(),
            until: ends.map(|at| v.words().date(last_day(at, exchange.zone()))).unwrap_or_default(),
        }
    };
    let page = ChangesPage {
        rows: all.iter().map(line).collect(),
        first: if before.is_empty() { String::new() } else { v.with_query("sebelum", "") },
        next: all.last().filter(|_| more).map(|last| v.with_query("sebelum", &last.id)).unwrap_or_default(),
        v,
    };
    web::page(&page)
}

/// The newest hundred changes, for programs.
pub(super) async fn changes_json(visitor: Visitor, State(exchange): State<Exchange>) -> Answer {
    let all = exchange.changes(("", &visitor.view.asked("layanan")), 100).await?;
    let one = |change: &Change| {
        json!({
            "id": change.id, "layanan": change.offer, "nama": change.name, "kabar": change.kind, "catatan": change.note,
            "waktu": change.at.rfc3339(exchange.zone()), "sampai": change.sunset.map(|at| at.rfc3339(exchange.zone())),
        })
    };
    web::json(&all.iter().map(one).collect::<Vec<Value>>())
}
