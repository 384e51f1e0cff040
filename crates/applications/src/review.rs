//! What follows of the inventory: how high everything stands, who is alike, what is proposed.

use crate::applications::Applications;
use crate::health::State;
use crate::inventory::Inventory;
use crate::model::advice::{Advice, Known, advice};
use crate::model::app::App;
use crate::model::completeness::{Completeness, completeness};
use crate::model::ladder::{Joined, Ladder, compare, rungs};
use crate::model::twins::{Twins, twins};
use crate::refusal::Refused;
use cases::doors::{Offered, Rung, Traffic};
use kernel::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days of traffic that count as "seen".
pub(crate) const LOOKBACK: i64 = 90;
const DAY: i64 = 86_400;

/// What follows of one version of the inventory and of the traffic of the last 90 days.
#[derive(Clone, Debug)]
pub struct Review {
    /// What it is about.
    pub inventory: Arc<Inventory>,
    /// When traffic was counted.
    pub counted: Instant,
    /// Declared links beside observed traffic.
    pub joined: Vec<Joined>,
    /// Candidates for merging, best first.
    pub twins: Vec<Twins>,
    /// A proposal for each application, in the order of the inventory.
    pub advice: Vec<Advice>,
    /// How complete each one is, in the same order.
    pub complete: Vec<Completeness>,
    /// How high each one stands, in the same order.
    pub rungs: Vec<Rung>,
}

impl Review {
    pub(crate) async fn make(room: &Applications, inventory: Arc<Inventory>, now: Instant) -> Result<Self, Refused> {
        let (mut traffic, mut offered) = (Vec::new(), Vec::new());
        for joins in &room.deps().joins {
            traffic.extend(joins.traffic(now.plus_seconds(-LOOKBACK * DAY)).await.map_err(Refused::Failed)?);
            offered.extend(joins.offered().await.map_err(Refused::Failed)?);
        }
        Ok(Self::of(room, inventory, (&traffic, &offered), now))
    }

    fn of(
        room: &Applications,
        inventory: Arc<Inventory>,
        (traffic, offered): (&[Traffic], &[Offered]),
        now: Instant,
    ) -> Self {
        let joined = compare(&inventory.links, traffic);
        let found = rungs(&joined, offered);
        let rung = |app: &App| found.get(&app.slug).copied().unwrap_or(Rung::None);
        let rungs: Vec<Rung> = inventory.apps.iter().map(rung).collect();
        let twins = twins(&inventory.apps);
        let services = (room.deps().services)();
        let shared = shared_data(&inventory.apps);
        let own = |at: usize| -> Vec<&Twins> { twins.iter().filter(|two| two.one == at || two.other == at).collect() };
        let mut pairs: BTreeMap<usize, Vec<&Twins>> = BTreeMap::new();
        let touched: BTreeSet<usize> = twins.iter().flat_map(|two| [two.one, two.other]).collect();
        touched.into_iter().for_each(|at| drop(pairs.insert(at, own(at))));
        let zone = room.deps().zone;
        let advise = |(at, app): (usize, &App)| {
            let health = inventory.health.get(&app.slug).filter(|health| health.state != State::Open);
            let known = Known {
                apps: &inventory.apps,
                services: &services,
                twins: pairs.get(&at).map_or(&[], Vec::as_slice),
                rung: rungs.get(at).copied().unwrap_or(Rung::None),
                down_since: health.map(|health| health.since.date(zone)),
                shared_data: &shared,
                today: now.date(zone),
            };
            advice(app, &known)
        };
        let advice = inventory.apps.iter().enumerate().map(advise).collect();
        let complete = inventory.apps.iter().map(|app| completeness(&app.cells)).collect();
        Self { counted: now, joined, advice, complete, rungs, twins, inventory }
    }

    /// The ladder of each agency that has applications.
    pub fn ladders(&self) -> BTreeMap<String, Ladder> {
        let mut found: BTreeMap<String, Ladder> = BTreeMap::new();
        for (app, rung) in self.inventory.apps.iter().zip(&self.rungs) {
            let decided = self.inventory.decided(&app.slug).is_some();
            found.entry(app.unit().to_owned()).or_default().count(app, *rung, decided);
        }
        found
    }

    /// Twins of one application.
    pub fn twins_of(&self, at: usize) -> impl Iterator<Item = &Twins> {
        self.twins.iter().filter(move |two| two.one == at || two.other == at)
    }
}

/// Kinds of data that living applications of more than one agency hold.
fn shared_data(apps: &[App]) -> Vec<&str> {
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for app in apps.iter().filter(|app| app.stage.alive()) {
        app.data().into_iter().for_each(|data| {
            holders.entry(data).or_default().insert(app.unit());
        });
    }
    holders.into_iter().filter(|(_, units)| units.len() > 1).map(|(data, _)| data).collect()
}
