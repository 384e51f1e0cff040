//! An installation that steers regions: the regions, the instruments of the movement, and an office for each region's own login.

use super::City;
use crate::data::World;
use identity::Identity;
use identity::model::agencies::{Kind, Office, Title};
use instruments::Instrument;
use kernel::{Actor, Facts, Role};
use movement::model::yardstick::{Criterion, Yardstick};
use movement::{Area, Movement, rights};
use places::Regency;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Store;

/// Instruments of the movement begin with this id.
const INSTRUMENTS: &str = "gerakan-";

/// The room of the movement; where the region is a regency, only its own summary.
pub(super) async fn movement(
    regency: &Regency,
    (store, world): (&Store, &World),
    identity: &Identity,
    facts: Arc<dyn Facts>,
) -> anyhow::Result<Movement> {
    let areas = places::areas::steered(&regency.code)?;
    let area = |one: Regency| Area { code: one.code, name: one.name, province: one.province };
    let instruments = instruments::shipped::all();
    let own = instruments.iter().filter(|one| one.id.starts_with(INSTRUMENTS));
    Ok(Movement::open(movement::Deps {
        region: regency.code.clone(),
        city: regency.name.clone(),
        zone: regency.zone,
        store: store.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        staff: Arc::new(identity.clone()),
        areas: areas.into_iter().map(area).collect(),
        yardsticks: own.filter_map(yardstick).collect(),
        facts,
    })
    .await?)
}

/// An instrument as the movement sees it; `None` where it has no scale, which the checker refuses.
fn yardstick(one: &Instrument) -> Option<Yardstick> {
    let scale = one.scales.values().next()?;
    let criterion = |(id, indicator): (&String, &instruments::model::Indicator)| Criterion {
        id: id.clone(),
        name: indicator.name.clone(),
        weight: one.weight(indicator),
    };
    Some(Yardstick {
        id: one.id.clone(),
        name: one.name.clone(),
        ends: (scale.low, scale.high),
        fractions: scale.fractions,
        total: one.result.total,
        decimals: one.result.decimals,
        criteria: one.indicators.iter().map(criterion).collect(),
    })
}

impl City {
    /// The office of each steered region, in which its own login works; running it again changes nothing.
    ///
    /// # Errors
    /// A carried table is broken, or the store.
    pub async fn furnish_regions(&self, by: &Actor) -> anyhow::Result<()> {
        let areas = places::areas::steered(&self.regency.code)?;
        let office = |(position, one): (i64, Regency)| Office {
            unit: rights::unit_of(&one.code),
            name: one.name.clone(),
            short: one.name,
            // Behind the installation's own agencies, and no fact of the ledger: it follows from the list of places.
            kind: Kind::District,
            position,
            titles: titles(),
            outside: String::new(),
        };
        let offices = (1..).zip(areas).map(office).collect();
        Ok(self.identity.keep_agencies(offices, by, self.desk.now()).await?)
    }
}

fn titles() -> BTreeMap<String, Title> {
    let title = |name: &str, role| Title { name: name.to_owned(), role };
    let liaison = ("penghubung".to_owned(), title("Penghubung daerah", Role::Liaison));
    BTreeMap::from([liaison, ("kepala".to_owned(), title("Kepala daerah", Role::Head))])
}
