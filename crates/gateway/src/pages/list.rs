//! `/pertukaran/panggilan/catatan`: every record, searched and read on by id; the same as CSV.

use super::{Choice, HOME, agency, asked, file, filter, millis, outcome, table, written};
use crate::Gateway;
use crate::monitor::{Call, Filter};
use crate::rights::{Read, Seen};
use askama::Template;
use axum::extract::State;
use web::{Answer, Markup, May, OrFail as _, View};

const PAGE: i64 = 50;
/// Rows of one file.
const EXPORT: i64 = 10_000;

#[derive(Template)]
#[template(path = "catatan.html")]
struct Page {
    v: View,
    home: &'static str,
    kept_days: i64,
    filter: Filter,
    from: String,
    until: String,
    outcomes: Vec<Choice>,
    rows: Vec<Row>,
    first: String,
    next: String,
    query: String,
}

struct Row {
    href: String,
    when: String,
    service: String,
    operation: String,
    application: String,
    asker: String,
    outcome: Markup,
    took: String,
}

pub(super) async fn page(officer: May<Read>, State(gateway): State<Gateway>) -> Answer {
    let (v, seen) = (officer.view, Seen::of(&officer.session));
    let filter = filter(&v, None)?;
    let before = asked(&v, "sebelum");
    let mut calls = gateway.calls(&seen, &filter, (&before, PAGE + 1)).await?;
    let more = calls.len() > usize::try_from(PAGE).unwrap_or(0);
    calls.truncate(usize::try_from(PAGE).unwrap_or(0));
    let last = calls.last().filter(|_| more);
    web::page(&Page {
        home: HOME,
        kept_days: gateway.deps().kept_days,
        from: written(filter.from),
        until: written(filter.until),
        outcomes: outcomes(&v, &filter.outcome),
        next: last.map(|call| v.with_query("sebelum", &call.id)).unwrap_or_default(),
        first: if before.is_empty() { String::new() } else { v.with_query("sebelum", "") },
        rows: calls.iter().map(|call| row(&v, &gateway, call)).collect(),
        query: v.query().to_owned(),
        filter,
        v,
    })
}

fn outcomes(v: &View, chosen: &str) -> Vec<Choice> {
    let one = |value: &'static str| Choice {
        value,
        label: v.t(&format!("gerbang-hasil-{value}")).to_owned(),
        chosen: value == chosen,
    };
    ["berhasil", "ditolak", "gagal", "terputus"].map(one).into()
}

fn row(v: &View, gateway: &Gateway, call: &Call) -> Row {
    Row {
        href: format!("{HOME}/catatan/{}", call.id),
        when: v.words().moment(call.at),
        service: call.service.clone(),
        operation: format!("{} {}", call.method, call.template),
        application: call.application.clone(),
        asker: agency(gateway, &call.asker),
        outcome: outcome(v, call.status, &call.phase),
        took: millis(v, call.took),
    }
}

const HEAD: [&str; 16] = [
    "id",
    "waktu",
    "layanan",
    "aplikasi",
    "unit",
    "kunci",
    "metode",
    "jalur",
    "status",
    "kode",
    "cara",
    "tahap",
    "bita_kiriman",
    "bita_jawaban",
    "mikrodetik",
    "mikrodetik_asal",
];

pub(super) async fn csv(officer: May<Read>, State(gateway): State<Gateway>) -> Answer {
    let (v, seen) = (officer.view, Seen::of(&officer.session));
    let calls = gateway.calls(&seen, &filter(&v, None)?, ("", EXPORT)).await?;
    let rows = calls.into_iter().map(|call| {
        let at = v.words().machine(call.at);
        let [status, sent, got, took, upstream] =
            [call.status, call.sent, call.got, call.took, call.upstream].map(|number| number.to_string());
        let Call { id, service, application, asker, client, method, template, code, mode, phase, .. } = call;
        [
            id,
            at,
            service,
            application,
            asker,
            client,
            method,
            template,
            status,
            code,
            mode,
            phase,
            sent,
            got,
            took,
            upstream,
        ]
    });
    file("catatan.csv", "text/csv; charset=utf-8", table(HEAD, rows).or_fail()?)
}
