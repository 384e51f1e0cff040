//! The documentation of a service's version, readable, and the same as OpenAPI with our address and our tokens in it.

use super::list::state_tag;
use super::{Parts, key_of};
use crate::exchange::Exchange;
use crate::model::api::{Api, Media, Operation, Parameter, json_of};
use crate::model::fields::{Field, fields};
use crate::model::publish::{curl, document, shown};
use crate::model::term::last_day;
use crate::offers::{Offer, State as Stand};
use crate::refusal::Refused;
use crate::rights::Work;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use serde_json::Value;
use web::{Answer, Markup, OrFail as _, Permission as _, View, Visitor};

#[derive(Template)]
#[template(path = "pub_layanan.html")]
struct Page {
    v: View,
    offer: Offer,
    agency: String,
    state: Markup,
    server: String,
    base: String,
    last_day: String,
    asks: bool,
    about: String,
    operations: Vec<Shown>,
}

struct Shown {
    id: String,
    method: String,
    template: String,
    summary: String,
    about: String,
    deprecated: bool,
    curl: String,
    parameters: Vec<Line>,
    body: Vec<Line>,
    replies: Vec<Replied>,
}

struct Replied {
    status: String,
    about: String,
    fields: Vec<Line>,
    example: String,
}

/// A parameter or a field.
struct Line {
    name: String,
    kind: String,
    required: bool,
    personal: bool,
    limits: String,
    about: String,
}

/// The service, where its reader may see it: open to everybody, or of the officer's own agency.
async fn readable(exchange: &Exchange, v: &View, key: &str) -> Result<Offer, Refused> {
    match v.session() {
        Some(session) => exchange.seen(session, key).await,
        None => {
            let offer = exchange.offer(key).await?;
            if offer.terms.open && offer.state.is_called() { Ok(offer) } else { Err(Refused::NotThere) }
        }
    }
}

pub(super) async fn page(visitor: Visitor, State(exchange): State<Exchange>, Path(parts): Path<Parts>) -> Answer {
    let (v, key) = (visitor.view, key_of(&parts));
    let offer = readable(&exchange, &v, &key).await?;
    let root = if offer.digest.is_empty() { Value::Null } else { exchange.description(&offer.digest).await? };
    let (api, server) = (Api::of(&root), exchange.server(&key));
    let ends = offer.sunset.map(|at| v.words().date(last_day(at, exchange.zone())));
    let page = Page {
        agency: exchange.agency(&offer.key.unit),
        state: state_tag(&v, offer.state),
        base: format!("/pengembang/layanan/{key}"),
        last_day: ends.unwrap_or_default(),
        asks: offer.state == Stand::Published && v.session().is_some_and(Work::allows),
        about: if api.about == offer.about { String::new() } else { api.about.clone() },
        operations: api.operations.iter().map(|one| operation(&root, one, &server)).collect(),
        server,
        offer,
        v,
    };
    web::page(&page)
}

fn operation(root: &Value, one: &Operation, server: &str) -> Shown {
    let lines = |media: &[Media]| json_of(media).map(|media| field_lines(root, media)).unwrap_or_default();
    let reply = |reply: &crate::model::api::Reply| Replied {
        status: reply.status.clone(),
        about: reply.about.clone(),
        fields: lines(&reply.media),
        example: json_of(&reply.media).map(|media| pretty(&shown(root, media))).unwrap_or_default(),
    };
    Shown {
        id: one.id.clone(),
        method: one.method.clone(),
        template: one.template.clone(),
        summary: one.summary.clone(),
        about: one.about.clone(),
        deprecated: one.deprecated,
        curl: curl(root, one, server),
        parameters: one.parameters.iter().map(|parameter| parameter_line(root, parameter)).collect(),
        body: one.body.as_ref().map(|body| lines(&body.media)).unwrap_or_default(),
        replies: one.replies.iter().map(reply).collect(),
    }
}

fn pretty(value: &Value) -> String {
    if value.is_null() { String::new() } else { serde_json::to_string_pretty(value).unwrap_or_default() }
}

fn field_lines(root: &Value, media: &Media) -> Vec<Line> {
    let Some(schema) = &media.schema else { return Vec::new() };
    let all = fields(root, schema, &format!("{}/schema", media.pointer));
    all.iter().filter(|field| !field.path.is_empty()).map(|field| line(field, &field.path, field.required)).collect()
}

fn parameter_line(root: &Value, one: &Parameter) -> Line {
    let name = format!("{} ({})", one.name, one.place);
    let all = fields(root, &one.schema, &one.pointer);
    let made = all.first().map(|field| line(field, &name, one.required));
    let empty = || Line {
        name: name.clone(),
        kind: String::new(),
        required: one.required,
        personal: false,
        limits: String::new(),
        about: String::new(),
    };
    Line { about: one.about.clone(), ..made.unwrap_or_else(empty) }
}

fn line(field: &Field, name: &str, required: bool) -> Line {
    let limits = field.limits.iter().map(|(word, limit)| format!("{word} {}", plain(limit)));
    let choices: Vec<String> = field.choices.iter().map(plain).collect();
    let choices = (!choices.is_empty()).then(|| choices.join(" | "));
    Line {
        name: name.to_owned(),
        kind: field.types.iter().map(String::as_str).collect::<Vec<_>>().join(" | "),
        required,
        personal: field.personal,
        limits: limits.chain(choices).collect::<Vec<_>>().join(", "),
        about: field.about.clone(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(super) async fn openapi(visitor: Visitor, State(exchange): State<Exchange>, Path(parts): Path<Parts>) -> Answer {
    let key = key_of(&parts);
    let offer = readable(&exchange, &visitor.view, &key).await?;
    if offer.digest.is_empty() {
        return Err(Refused::NotThere.into());
    }
    let root = exchange.description(&offer.digest).await?;
    let token = format!("{}/oauth/token", exchange.deps().public_url);
    let mut answer = web::json(&document(&root, &exchange.server(&key), &token))?;
    if let Some(sunset) = offer.sunset {
        // RFC 8594: the moment as an HTTP date.
        let date = http_date(sunset);
        answer.headers_mut().insert(HeaderName::from_static("sunset"), HeaderValue::from_str(&date).or_fail()?);
    }
    Ok(answer)
}

/// `Wed, 30 Jun 2027 17:00:00 GMT`.
fn http_date(at: kernel::Instant) -> String {
    let moment = jiff::Timestamp::from_second(at.seconds()).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::UTC).datetime().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sunset_is_an_http_date() {
        let at = kernel::Instant::parse("2027-07-01T00:00:00+07:00").unwrap();
        assert_eq!(http_date(at), "Wed, 30 Jun 2027 17:00:00 GMT");
    }
}
