//! `/layanan`: every service, found by the words of residents or by agency.

use super::{Counter, home, standing};
use askama::Template;
use axum::extract::{Query, State};
use definition::Definition;
use definition::model::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::{Answer, View, Visitor};

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    opd: String,
}

/// A service in a list.
#[derive(Clone, Debug)]
pub(super) struct Tile {
    pub href: String,
    pub name: String,
    pub text: String,
}

impl Tile {
    pub fn of(v: &View, counter: &Counter, definition: &Definition) -> Self {
        Self {
            href: format!("/layanan/{}", definition.id),
            name: definition.name.clone(),
            text: home::sentence(v, counter, definition),
        }
    }
}

/// Services of one kind, under a heading of their own.
struct Group {
    kind: &'static str,
    tiles: Vec<Tile>,
}

/// The kind of the best hit comes first; where nothing was typed, what residents look for first. A kind without services
/// has no heading.
fn grouped(found: &[Arc<Definition>], typed: bool, tile: impl Fn(&Definition) -> Tile) -> Vec<Group> {
    let mut kinds = [Kind::Complaint, Kind::Request, Kind::Information];
    if typed {
        kinds.sort_by_key(|kind| found.iter().position(|one| one.kind == *kind).unwrap_or(usize::MAX));
    }
    let groups = kinds.map(|kind| Group {
        kind: kind.key(),
        tiles: found.iter().filter(|one| one.kind == kind).map(|one| tile(one)).collect(),
    });
    groups.into_iter().filter(|group| !group.tiles.is_empty()).collect()
}

/// An agency to choose by.
struct Choice {
    unit: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "citizen/services.html")]
struct Page {
    v: View,
    asked: String,
    filtered: bool,
    empty: bool,
    /// Some form can be filled in without a signal.
    offline: bool,
    count: usize,
    found: Vec<Group>,
    agencies: Vec<Choice>,
    /// The service for everything that has no own service, offered where nothing was found.
    other: Option<Tile>,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Query(asked): Query<Asked>) -> Answer {
    let v = visitor.view;
    let catalogue = counter.desk.catalogue();
    let owner = |definition: &Definition| counter.desk.units().unit(definition, &definition.owner, None);
    let fits = |definition: &Definition| asked.opd.is_empty() || owner(definition) == asked.opd;
    let mut found = catalogue.search(&asked.q);
    found.retain(|definition| !definition.is_internal() && fits(definition));
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for definition in catalogue.offered() {
        owners.entry(standing::owner(&counter.desk, definition)).or_insert_with(|| owner(definition));
    }
    let agencies = owners.into_iter().map(|(name, unit)| Choice { chosen: unit == asked.opd, unit, name });
    let other = catalogue.service("lainnya").map(|definition| Tile::of(&v, &counter, &definition));
    web::page(&Page {
        count: found.len(),
        found: grouped(&found, !asked.q.trim().is_empty(), |one| Tile::of(&v, &counter, one)),
        agencies: agencies.collect(),
        other,
        filtered: !asked.q.trim().is_empty() || !asked.opd.is_empty(),
        empty: catalogue.offered().next().is_none(),
        offline: catalogue.running().any(|service| service.is_offline()),
        asked: asked.q,
        v,
    })
}
