//! `/atur/layanan`: which services run, under which version, published when and by whom.

use super::SeeSetup;
use crate::Desk;
use askama::Template;
use axum::extract::State;
use kernel::{Actor, Event};
use std::collections::HashMap;
use web::{Answer, May, OrFail, View};

/// Stream of publications.
const PUBLICATIONS: &str = "desk/services";

#[derive(Template)]
#[template(path = "officer/services.html")]
struct Page {
    v: View,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    version: u32,
    hash: String,
    when: String,
    by: String,
    decreed: bool,
}

pub(super) async fn page(who: May<SeeSetup>, State(desk): State<Desk>) -> Answer {
    let facts = desk.store().stream(desk.region(), PUBLICATIONS).await.or_fail()?;
    let mut latest: HashMap<&str, &Event> = HashMap::new();
    for event in facts.iter().filter(|event| event.fact.name == "service.published") {
        if let Some(service) = event.fact.data.get("service").and_then(|id| id.as_str()) {
            latest.insert(service, event);
        }
    }
    let v = &who.view;
    let catalogue = desk.catalogue();
    let rows = catalogue.running().map(|definition| {
        let fact = latest.get(definition.id.as_str()).map(|event| &event.fact);
        Row {
            id: definition.id.clone(),
            name: definition.name.clone(),
            version: definition.version,
            hash: definition.hash.chars().take(12).collect(),
            when: fact.map(|fact| v.words().moment(fact.happened_at)).unwrap_or_default(),
            by: fact.map(|fact| by(v, &desk, &fact.actor)).unwrap_or_default(),
            decreed: definition.standard.decree.is_some(),
        }
    });
    let rows = rows.collect();
    web::page(&Page { v: who.view, rows })
}

/// An actor outside of cases, for people.
pub(super) fn by(v: &View, desk: &Desk, actor: &Actor) -> String {
    match actor {
        Actor::Officer { title, unit, .. } => {
            let (title, unit) = (desk.agencies().title_name(title, unit), super::agency_name(desk, unit));
            v.tf("siapa-petugas", &[("jabatan", &title), ("unit", &unit)])
        }
        Actor::Operator => v.t("siapa-operator").to_owned(),
        _ => v.t("siapa-sistem").to_owned(),
    }
}
