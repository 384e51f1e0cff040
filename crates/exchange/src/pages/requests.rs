//! `/pertukaran/permintaan`: what was asked for, and what its owner gives of it.

use super::ask::Tick;
use super::cut;
use crate::exchange::Exchange;
use crate::model::api::Api;
use crate::model::publish::reply_fields;
use crate::refusal::Refused;
use crate::requests::{Asked, Narrowed, RequestState};
use crate::rights::{Read, Work, acts_for};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, Markup, May, Session, Submission, View, in_time, unsent};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "permintaan.html")]
struct ListPage {
    v: View,
    open: bool,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    href: String,
    number: String,
    offer: String,
    application: String,
    asker: String,
    owner: String,
    state: Markup,
    when: String,
}

#[derive(Template)]
#[template(path = "satu_permintaan.html")]
struct Page {
    v: View,
    error: String,
    asked: Asked,
    asker: String,
    owner: String,
    state: Markup,
    when: String,
    narrows: bool,
    /// Where the asking agency follows and mends its case.
    link: String,
    whole: bool,
    operations: Vec<Tick>,
    fields: Vec<Tick>,
    per_minute: String,
    per_day: String,
}

fn state_tag(v: &View, state: RequestState) -> Markup {
    web::component::tag(state.tag(), v.t(&format!("tukar-permintaan-{}", state.word())))
}

pub(super) async fn list(officer: May<Read>, State(exchange): State<Exchange>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (open, before) = (v.asked("semua").is_empty(), v.asked("sebelum"));
    let mut all = exchange.requests(&session, (open, &before), PAGE + 1).await?;
    let more = cut(&mut all, PAGE);
    let row = |one: &Asked| Row {
        href: format!("/pertukaran/permintaan/{}", one.case),
        number: one.number.clone(),
        offer: one.offer.clone(),
        application: one.application.clone(),
        asker: exchange.agency(&one.asker),
        owner: exchange.agency(&one.owner),
        state: state_tag(&v, one.state),
        when: v.words().date_of(one.asked_at),
    };
    let page = ListPage {
        rows: all.iter().map(row).collect(),
        first: if before.is_empty() { String::new() } else { v.with_query("sebelum", "") },
        next: all.last().filter(|_| more).map(|last| v.with_query("sebelum", &last.case)).unwrap_or_default(),
        open,
        v,
    };
    web::page(&page)
}

pub(super) async fn page(officer: May<Read>, State(exchange): State<Exchange>, Path(case): Path<String>) -> Answer {
    drawn(officer.view, &exchange, (&officer.session, &case), (StatusCode::OK, String::new())).await
}

async fn drawn(
    v: View,
    exchange: &Exchange,
    (session, case): (&Session, &str),
    (status, error): (StatusCode, String),
) -> Answer {
    let asked = exchange.request(session, case).await?;
    let personal = personal_fields(exchange, &asked).await?;
    let link = match acts_for(session, &asked.asker) {
        true => exchange.deps().requests.link(case).await.unwrap_or_default(),
        false => String::new(),
    };
    let given = asked.narrowed.clone().unwrap_or_else(|| Narrowed {
        operations: asked.operations.clone(),
        fields: asked.fields.clone(),
        ..Narrowed::default()
    });
    let tick = |value: &String, chosen: &[String]| Tick {
        ticked: chosen.contains(value),
        personal: personal.contains(value),
        label: value.clone(),
        value: value.clone(),
    };
    let page = Page {
        asker: exchange.agency(&asked.asker),
        owner: exchange.agency(&asked.owner),
        state: state_tag(&v, asked.state),
        when: v.words().moment(asked.asked_at),
        link,
        narrows: asked.state.is_open() && acts_for(session, &asked.owner),
        whole: asked.fields.is_empty(),
        operations: asked.operations.iter().map(|one| tick(one, &given.operations)).collect(),
        fields: asked.fields.iter().map(|one| tick(one, &given.fields)).collect(),
        per_minute: given.per_minute.to_string(),
        per_day: given.per_day.to_string(),
        asked,
        error,
        v,
    };
    web::page_with(status, &page)
}

/// Fields that are marked as personal, where the description is still there.
async fn personal_fields(exchange: &Exchange, asked: &Asked) -> Result<Vec<String>, Refused> {
    let offer = match exchange.offer(&asked.offer).await {
        Ok(offer) if !offer.digest.is_empty() => offer,
        Ok(_) | Err(Refused::NotThere) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let root = exchange.description(&offer.digest).await?;
    let all = reply_fields(&root, &Api::of(&root), &asked.operations);
    Ok(all.into_iter().filter(|(_, personal)| *personal).map(|(path, _)| path).collect())
}

pub(super) async fn narrow(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(case): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let owned = |name: &str| sent.all(name).map(str::to_owned).collect();
    let whole = |name: &str| match sent.text(name).trim() {
        "" => 0,
        typed => typed.parse().unwrap_or(-1),
    };
    let narrowed = Narrowed {
        operations: owned("operasi"),
        fields: owned("kolom"),
        per_minute: whole("menit"),
        per_day: whole("hari"),
    };
    match in_time(&v, "pertukaran batas", &sent, exchange.narrow(&session, &case, &narrowed)).await? {
        Ok(()) => web::redirect(&format!("/pertukaran/permintaan/{case}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| v.said(one))?;
            drawn(v, &exchange, (&session, &case), (status, error)).await
        }
    }
}
