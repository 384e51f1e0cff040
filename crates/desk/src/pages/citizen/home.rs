//! `/`: what a resident can do here.

use super::{Counter, standing, words};
use askama::Template;
use axum::extract::State;
use web::{Answer, OrFail, View, Visitor};

/// So many services stand on the front page: the most used ones, if any was used.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "citizen/home.html")]
struct Page {
    v: View,
    /// Whether anything was used lately; if not, they stand in their usual order.
    used: bool,
    services: Vec<super::services::Tile>,
    all: usize,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>) -> Answer {
    let v = visitor.view;
    let most = counter.desk.most_used(SHOWN).await.or_fail()?;
    let used = most.iter().any(|service| service.uses > 0);
    let services = most.iter().map(|service| super::services::Tile::of(&v, &counter, &service.definition));
    let (services, all) = (services.collect(), counter.desk.catalogue().offered().count());
    web::page(&Page { v, used, services, all })
}

/// One sentence about a service: how long it takes and who is responsible.
pub(super) fn sentence(v: &View, counter: &Counter, definition: &definition::Definition) -> String {
    let owner = standing::owner(&counter.desk, definition);
    match words::promise(v, definition) {
        time if time.is_empty() => owner,
        time => v.tf("warga-janji", &[("dinas", &owner), ("waktu", &time)]),
    }
}
