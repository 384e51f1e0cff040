//! `/pertukaran/panggilan`: who called what, how often, how fast, counted by the hour.

use super::{HOME, agency, bytes, filter, written};
use crate::Gateway;
use crate::monitor::{Filter, Line};
use crate::rights::{Read, Seen};
use askama::Template;
use axum::extract::State;
use web::{Answer, May, View, csv_file};

/// Days that are shown where nobody asks for others.
const DAYS: i64 = 7;
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "panggilan.html")]
struct Page {
    v: View,
    home: &'static str,
    filter: Filter,
    from: String,
    until: String,
    figures: Vec<(&'static str, String)>,
    found: usize,
    rows: Vec<Row>,
    first: String,
    next: String,
    query: String,
}

struct Row {
    service: String,
    href: String,
    application: String,
    asker: String,
    calls: String,
    failed: String,
    refused: String,
    volume: String,
    half: String,
    most: String,
    last: String,
}

pub(super) async fn page(officer: May<Read>, State(gateway): State<Gateway>) -> Answer {
    let (v, seen) = (officer.view, Seen::of(&officer.session));
    let filter = filter(&v, Some(DAYS))?;
    let lines = gateway.lines(&seen, &filter).await?;
    let skip: usize = v.asked("lewati").parse().unwrap_or(0);
    let shown = lines.iter().skip(skip).take(PAGE).map(|line| row(&v, &gateway, line)).collect();
    let more = lines.len() > skip + PAGE;
    web::page(&Page {
        home: HOME,
        from: written(filter.from),
        until: written(filter.until),
        figures: figures(&v, &lines),
        found: lines.len(),
        rows: shown,
        first: if skip > 0 { v.with_query("lewati", "") } else { String::new() },
        next: if more { v.with_query("lewati", &(skip + PAGE).to_string()) } else { String::new() },
        query: v.query().to_owned(),
        filter,
        v,
    })
}

fn figures(v: &View, lines: &[Line]) -> Vec<(&'static str, String)> {
    let sum = |of: fn(&Line) -> i64| v.words().count(lines.iter().map(of).sum::<i64>());
    let volume = lines.iter().map(|line| line.sent + line.got).sum();
    vec![
        ("gerbang-angka-panggilan", sum(|line| line.calls)),
        ("gerbang-angka-gagal", sum(|line| line.failed)),
        ("gerbang-angka-ditolak", sum(|line| line.refused)),
        ("gerbang-angka-data", bytes(v, volume)),
    ]
}

fn row(v: &View, gateway: &Gateway, line: &Line) -> Row {
    let count = |count: i64| v.words().count(count);
    let asked: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("layanan", &line.service)
        .append_pair("pemanggil", &line.application)
        .finish();
    Row {
        href: format!("{HOME}/catatan?{asked}"),
        service: line.service.clone(),
        application: line.application.clone(),
        asker: agency(gateway, &line.asker),
        calls: count(line.calls),
        failed: count(line.failed),
        refused: count(line.refused),
        volume: bytes(v, line.sent + line.got),
        half: count(line.took.percentile(50)),
        most: count(line.took.percentile(95)),
        last: v.words().moment(line.last),
    }
}

const HEAD: [&str; 11] = [
    "layanan",
    "aplikasi",
    "unit",
    "panggilan",
    "gagal",
    "ditolak",
    "bita_kiriman",
    "bita_jawaban",
    "p50_ms",
    "p95_ms",
    "terakhir",
];

pub(super) async fn csv(officer: May<Read>, State(gateway): State<Gateway>) -> Answer {
    let (v, seen) = (officer.view, Seen::of(&officer.session));
    let lines = gateway.lines(&seen, &filter(&v, Some(DAYS))?).await?;
    let rows = lines.iter().map(|line| {
        let numbers = [line.calls, line.failed, line.refused, line.sent, line.got].map(|number| number.to_string());
        let [calls, failed, refused, sent, got] = numbers;
        let [half, most] = [50, 95].map(|share| line.took.percentile(share).to_string());
        let last = v.words().machine(line.last);
        let [service, application, asker] = [&line.service, &line.application, &line.asker].map(String::clone);
        [service, application, asker, calls, failed, refused, sent, got, half, most, last]
    });
    csv_file("panggilan.csv", HEAD, rows)
}
