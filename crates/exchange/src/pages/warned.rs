//! `/pertukaran/peringatan`: ends that come near.

use crate::exchange::Exchange;
use crate::model::term::last_day;
use crate::rights::Read;
use crate::warnings::Warning;
use askama::Template;
use axum::extract::State;
use kernel::Instant;
use web::{Answer, Markup, May, View};

#[derive(Template)]
#[template(path = "peringatan.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    kind: String,
    agency: String,
    until: String,
    near: Markup,
}

pub(super) async fn page(officer: May<Read>, State(exchange): State<Exchange>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let row = |one: &Warning| Row {
        href: one.href(),
        name: one.name.clone(),
        kind: v.t(&format!("tukar-akhir-{}", one.kind)).to_owned(),
        agency: exchange.agency(&one.unit),
        until: v.words().date(last_day(one.until, exchange.zone())),
        near: near(&v, one.until, one.level),
    };
    let rows = exchange.warnings(&session).await?.iter().map(row).collect();
    web::page(&Page { rows, v })
}

/// How near an end is, as a tag.
pub(super) fn near(v: &View, until: Instant, level: i64) -> Markup {
    if until <= v.now() {
        return web::component::tag("late", v.t("tukar-sudah-berakhir"));
    }
    let kind = if level > 2 { "late" } else { "wait" };
    web::component::tag(kind, v.t(&format!("tukar-dekat-{level}")))
}
