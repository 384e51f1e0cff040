//! `/pertukaran/izin`: grants that were given and that are held; one of them; the same as CSV.

use super::cut;
use crate::exchange::Exchange;
use crate::grants::{Grant, GrantState, Side};
use crate::model::term::{last_day, renewable};
use crate::rights::{Read, Work, acts_for};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, Markup, May, Session, Submission, View, csv_file, in_time, unsent};

const PAGE: i64 = 50;
const MOST: i64 = 5_000;

#[derive(Template)]
#[template(path = "izin.html")]
struct ListPage {
    v: View,
    held: bool,
    search: String,
    rows: Vec<Row>,
    first: String,
    next: String,
    query: String,
}

struct Row {
    href: String,
    number: String,
    offer: String,
    application: String,
    other: String,
    state: Markup,
    until: String,
}

#[derive(Template)]
#[template(path = "satu_izin.html")]
struct Page {
    v: View,
    error: String,
    grant: Grant,
    asker: String,
    owner: String,
    state: Markup,
    from: String,
    until: String,
    withdraws: bool,
    renews: bool,
    sent: Submission,
}

fn side_of(v: &View) -> Side {
    if v.asked("sisi") == "dipegang" { Side::Held } else { Side::Given }
}

fn state_tag(v: &View, exchange: &Exchange, grant: &Grant) -> Markup {
    let word = grant.word(exchange.now());
    let kind = match word {
        "berlaku" => "good",
        "nanti" => "wait",
        "dicabut" => "stop",
        _ => "plain",
    };
    web::component::tag(kind, v.t(&format!("tukar-izin-{word}")))
}

pub(super) async fn list(officer: May<Read>, State(exchange): State<Exchange>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (side, search, before) = (side_of(&v), v.asked("q"), v.asked("sebelum"));
    let mut all = exchange.grants(&session, (side, &search, &before), PAGE + 1).await?;
    let more = cut(&mut all, PAGE);
    let held = side == Side::Held;
    let row = |one: &Grant| Row {
        href: format!("/pertukaran/izin/{}", one.id),
        number: one.number.clone(),
        offer: one.offer.clone(),
        application: one.application.clone(),
        other: exchange.agency(if held { &one.owner } else { &one.asker }),
        state: state_tag(&v, &exchange, one),
        until: v.words().date(last_day(one.until, exchange.zone())),
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("sisi", if held { "dipegang" } else { "diberikan" })
        .append_pair("q", &search)
        .finish();
    let page = ListPage {
        rows: all.iter().map(row).collect(),
        first: if before.is_empty() { String::new() } else { v.with_query("sebelum", "") },
        next: all.last().filter(|_| more).map(|last| v.with_query("sebelum", &last.id)).unwrap_or_default(),
        held,
        search,
        query,
        v,
    };
    web::page(&page)
}

pub(super) async fn csv(officer: May<Read>, State(exchange): State<Exchange>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let all = exchange.grants(&session, (side_of(&v), &v.asked("q"), ""), MOST).await?;
    let day = |at: kernel::Instant| at.date(exchange.zone()).to_string();
    let row = |one: &Grant| {
        let (from, until) = (day(one.from), last_day(one.until, exchange.zone()).to_string());
        let (operations, fields) = (one.operations.join(" "), one.fields.join(" "));
        let word = one.word(exchange.now()).to_owned();
        let (number, offer, application) = (one.number.clone(), one.offer.clone(), one.application.clone());
        vec![number, offer, one.owner.clone(), application, one.asker.clone(), operations, fields, from, until, word]
    };
    let head = ["nomor", "layanan", "pemilik", "aplikasi", "peminta", "operasi", "kolom", "mulai", "sampai", "keadaan"];
    csv_file("izin.csv", head, all.iter().map(row))
}

pub(super) async fn page(officer: May<Read>, State(exchange): State<Exchange>, Path(id): Path<String>) -> Answer {
    drawn(officer.view, &exchange, (&officer.session, &id), (StatusCode::OK, String::new(), Submission::default()))
        .await
}

async fn drawn(
    v: View,
    exchange: &Exchange,
    (session, id): (&Session, &str),
    (status, error, sent): (StatusCode, String, Submission),
) -> Answer {
    let grant = exchange.grant(session, id).await?;
    let active = grant.state == GrantState::Active;
    let near = renewable(grant.until, exchange.now()) && grant.renewed_by.is_none();
    let page = Page {
        asker: exchange.agency(&grant.asker),
        owner: exchange.agency(&grant.owner),
        state: state_tag(&v, exchange, &grant),
        from: v.words().moment(grant.from),
        until: v.words().date(last_day(grant.until, exchange.zone())),
        withdraws: active && grant.until > exchange.now() && acts_for(session, &grant.owner),
        renews: active && near && acts_for(session, &grant.asker),
        grant,
        error,
        sent,
        v,
    };
    web::page_with(status, &page)
}

pub(super) async fn withdraw(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = exchange.withdraw_grant(&session, &id, sent.text("alasan"));
    match in_time(&v, "pertukaran izin", &sent, act).await? {
        Ok(()) => web::redirect(&format!("/pertukaran/izin/{id}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| v.said(one))?;
            drawn(v, &exchange, (&session, &id), (status, error, sent)).await
        }
    }
}
