//! `/pengembang/kotak-pasir`: what a key for trying out is answered.

use crate::portal::{Portal, Service};
use askama::Template;
use axum::extract::State;
use web::{Answer, OrFail as _, View, Visitor};

/// Sample events: what `GET /api/v1/events` answers, with numbers that belong to nobody.
const EVENTS: &str = include_str!("../../contoh/kotak-pasir/peristiwa.json");

#[derive(Template)]
#[template(path = "kotak_pasir.html")]
struct Page {
    v: View,
    services: Vec<Samples>,
    events: &'static str,
}

/// The sample answers of one service.
struct Samples {
    name: String,
    key: String,
    answers: Vec<(String, String)>,
}

pub(super) async fn page(visitor: Visitor, State(portal): State<Portal>) -> Answer {
    let v = visitor.view;
    let services = portal.services(v.session()).await.or_fail()?;
    let services = services.iter().map(samples).filter(|one| !one.answers.is_empty()).collect();
    web::page(&Page { services, events: EVENTS, v })
}

pub(super) async fn events(_: Visitor) -> Answer {
    web::download("peristiwa.json", "application/cloudevents-batch+json", EVENTS)
}

fn samples(service: &Service) -> Samples {
    let operations = service.callable.operations.iter();
    let answers = operations.filter_map(|operation| {
        let line = format!("{} {}", operation.method, operation.template);
        Some((line, pretty(operation.example.as_deref()?)))
    });
    Samples { name: service.name.clone(), key: service.callable.key.clone(), answers: answers.collect() }
}

fn pretty(text: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(text).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_events_are_cloudevents_in_the_order_of_the_log() {
        let events: Vec<serde_json::Value> = serde_json::from_str(EVENTS).unwrap();
        assert!(events.len() >= 3);
        let sequences: Vec<&str> = events.iter().map(|event| event["sequence"].as_str().unwrap()).collect();
        assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{sequences:?}");
        for event in &events {
            assert_eq!(event["specversion"], "1.0");
            for name in ["id", "source", "type", "time"] {
                assert!(
                    event[name].as_str().is_some_and(|text| !text.is_empty() && text.is_ascii()),
                    "{name}: {event}"
                );
            }
        }
    }
}
