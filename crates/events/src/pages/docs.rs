//! `/pengembang/peristiwa`: every type with its fields and who gets them, and how to check a signature; the same for
//! machines.

use crate::Events;
use crate::model::asyncapi;
use crate::model::envelope::Outbound;
use crate::model::registry::{Kind, TEST, moment};
use askama::Template;
use axum::extract::{Path, State};
use serde_json::{Value as Json, json};
use web::{Answer, OrFail as _, View, Visitor};

/// How a receiver checks what it gets, in the languages of the agencies.
const CHECKS: [(&str, &str); 3] = [
    ("Python", include_str!("contoh/periksa.py")),
    ("PHP", include_str!("contoh/periksa.php")),
    ("JavaScript", include_str!("contoh/periksa.mjs")),
];

#[derive(Template)]
#[template(path = "peristiwa.html")]
struct Page {
    v: View,
    source: String,
    kinds: Vec<Shown>,
    checks: [(&'static str, &'static str); 3],
}

struct Shown {
    name: String,
    about: String,
    holders_only: bool,
    schema: String,
    fields: Vec<(String, String, String, String)>,
    example: String,
}

pub(super) async fn page(visitor: Visitor, State(events): State<Events>) -> Answer {
    let v = visitor.view;
    let mut kinds = Vec::new();
    for kind in events.registry().kinds() {
        kinds.push(shown(&v, &events, kind)?);
    }
    web::page(&Page { source: events.origin().source(), kinds, checks: CHECKS, v })
}

fn shown(v: &View, events: &Events, kind: &Kind) -> Result<Shown, web::Error> {
    let english = v.lang() == kernel::Lang::En;
    let field = |field: &crate::model::registry::Field| {
        let schema = field.shape.schema();
        let shape = schema.get("format").or_else(|| schema.get("type")).and_then(Json::as_str).unwrap_or_default();
        let meaning = if english { &field.en } else { &field.id };
        let who = v.t(&format!("peristiwa-siapa-{}", field.audience.word())).to_owned();
        (field.name.clone(), shape.to_owned(), who, meaning.clone())
    };
    let example = events.origin().object(&Outbound {
        index: 123,
        kind: kind.name(),
        subject: kind.fields.first().map(|field| field.example.clone()).unwrap_or_default(),
        happened_at: v.now(),
        recorded_at: v.now(),
        data: kind.example(),
    });
    Ok(Shown {
        name: kind.name(),
        about: if english { kind.en.clone() } else { kind.id.clone() },
        holders_only: kind.audience != crate::model::registry::Audience::Public,
        schema: format!("/api/v1/peristiwa/{}", kind.name()),
        fields: kind.fields.iter().map(field).collect(),
        example: serde_json::to_string_pretty(&example).or_fail()?,
    })
}

pub(super) async fn asyncapi(_: Visitor, State(events): State<Events>) -> Answer {
    web::json(&asyncapi::document(events.origin(), events.registry(), &events.deps().city))
}

pub(super) async fn schema(_: Visitor, State(events): State<Events>, Path(name): Path<String>) -> Answer {
    let known = events.registry().of_name(&name).map(|kind| asyncapi::schema(events.origin(), kind));
    let test = || (name == TEST).then(|| asyncapi::test_schema(events.origin()));
    web::json(&known.or_else(test).ok_or_else(web::Error::not_found)?)
}

/// The public keys of `v1a`, the present one first.
pub(super) async fn keys(_: Visitor, State(events): State<Events>) -> Answer {
    let key = |key: &crate::PublicKey| json!({ "key": key.key, "since": moment(key.made_at), "until": key.until.map(moment) });
    web::json(&json!({ "keys": events.public_keys().await?.iter().map(key).collect::<Vec<_>>() }))
}
