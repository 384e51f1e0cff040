//! `/api/v1/langganan`: a program keeps the subscriptions of its own application.

use crate::Events;
use crate::aside::Range;
use crate::model::registry::moment;
use crate::model::signature::Scheme;
use crate::model::wish::Wish;
use crate::refusal::Refused;
use crate::rights::{Manage, Scope};
use crate::subscription::{Format, Subscription};
use crate::subscriptions::NewSubscription;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use kernel::{Actor, Instant};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use web::{Answer, Machine, Program};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    target: String,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    areas: Vec<String>,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(default)]
    handshake: bool,
    #[serde(default)]
    after: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    from: Option<i64>,
    to: Option<i64>,
    since: Option<String>,
    until: Option<String>,
}

fn parsed<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|_| Refused::Body)
}

/// What a program reaches; a key for trying out gets no deliveries.
fn scope(machine: &Machine) -> Result<Scope, Refused> {
    if machine.sandbox { Err(Refused::Sandbox) } else { Ok(Scope::Application(machine.application.clone())) }
}

/// A program is no person: what it does stands in the log under the subscription's application.
const BY: Actor = Actor::System;

fn shown(one: &Subscription) -> Json {
    let at = |at: Option<Instant>| at.map(moment);
    json!({
        "id": one.id, "application": one.application, "target": one.target, "types": one.wish.kinds,
        "services": one.wish.services, "areas": one.wish.areas, "format": one.format.word(),
        "signature": one.scheme.word(), "handshake": one.handshake, "state": one.state.word(), "reason": one.reason,
        "position": one.position, "failures": one.failures, "delivered": one.delivered, "waiting_again": one.again,
        "last_delivered_at": at(one.last_at), "tested_at": at(one.tested_at), "created_at": at(Some(one.created_at)),
    })
}

pub(super) async fn list(program: Program<Manage>, State(events): State<Events>) -> Answer {
    let all = match scope(&program.machine)? {
        Scope::Application(application) => events.of_application(&application).await?,
        Scope::All | Scope::Units(_) => Vec::new(),
    };
    web::json(&json!({ "subscriptions": all.iter().map(shown).collect::<Vec<_>>() }))
}

pub(super) async fn one(program: Program<Manage>, State(events): State<Events>, Path(id): Path<String>) -> Answer {
    web::json(&shown(&events.own(&scope(&program.machine)?, &id).await?))
}

/// Makes a subscription and tries it out at once; where the test fails it waits for another one.
pub(super) async fn create(program: Program<Manage>, State(events): State<Events>, body: Bytes) -> Answer {
    let scope = scope(&program.machine)?;
    let asked: Asked = parsed(&body)?;
    let format = asked.format.as_deref().map_or(Some(Format::default()), Format::parse);
    let scheme = asked.signature.as_deref().map_or(Some(Scheme::default()), Scheme::parse);
    let new = NewSubscription {
        application: program.machine.application.clone(),
        target: asked.target,
        wish: Wish::read(events.registry(), asked.types, asked.services, asked.areas).map_err(Refused::from)?,
        format: format.ok_or(Refused::Choice)?,
        scheme: scheme.ok_or(Refused::Choice)?,
        handshake: asked.handshake,
        after: asked.after,
    };
    let opened = events.subscribe(&scope, new, &BY).await?;
    let tried = match events.try_out(&scope, &opened.id, &BY).await {
        Ok(()) => String::new(),
        Err(Refused::Trial(why)) => why,
        Err(error) => return Err(error.into()),
    };
    let mut answer = shown(&events.own(&scope, &opened.id).await?);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("secret".to_owned(), json!(opened.secret.text()));
        answer.insert("test_failed".to_owned(), json!(tried));
    }
    let mut response = web::json(&answer)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

pub(super) async fn remove(program: Program<Manage>, State(events): State<Events>, Path(id): Path<String>) -> Answer {
    events.unsubscribe(&scope(&program.machine)?, &id, &BY).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn try_out(program: Program<Manage>, State(events): State<Events>, Path(id): Path<String>) -> Answer {
    let scope = scope(&program.machine)?;
    events.try_out(&scope, &id, &BY).await?;
    web::json(&shown(&events.own(&scope, &id).await?))
}

pub(super) async fn secret(program: Program<Manage>, State(events): State<Events>, Path(id): Path<String>) -> Answer {
    let secret = events.change_secret(&scope(&program.machine)?, &id, &BY).await?;
    web::json(&json!({ "id": id, "secret": secret.text() }))
}

pub(super) async fn again(
    program: Program<Manage>,
    State(events): State<Events>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let moment = |text: &str| Instant::parse(text).map_err(|_| Refused::Range);
    let range = match parsed::<Again>(&body)? {
        Again { from: Some(from), to, since: None, until: None } => Range::Indices(from, to.unwrap_or(from)),
        Again { from: None, to: None, since: Some(since), until: Some(until) } => {
            Range::Times(moment(&since)?, moment(&until)?)
        }
        _ => return Err(Refused::Range.into()),
    };
    let count = events.send_again(&scope(&program.machine)?, &id, range, &BY).await?;
    web::json(&json!({ "id": id, "events": count }))
}
