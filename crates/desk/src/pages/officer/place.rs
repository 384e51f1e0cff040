//! Where an officer works: units, and whose steps there.

use crate::Desk;
use crate::rights::Officer;
use crate::rows::{in_place_of, one_of_titles};
use kernel::Role;
use store::Value;

/// A unit of the officer, with the titles whose steps the officer may take there, as the lists keep them.
pub(super) struct Place {
    pub unit: String,
    pub titles: Vec<String>,
}

/// The units in which the officer works, or the one of them that is asked for.
pub(super) fn places(desk: &Desk, officer: &Officer, unit: &str) -> Vec<Place> {
    let own = officer.working_units().into_iter().filter(|own| unit.is_empty() || own == unit);
    let catalogue = desk.catalogue();
    let all = catalogue.titles();
    let places = own.map(|unit| {
        let may = |title: &String| {
            let wanted = desk.agencies().role_of(title, &unit).unwrap_or(Role::Liaison);
            officer.grants.iter().any(|grant| grant.unit == unit && grant.role == wanted)
        };
        let stands_in = |title: &String| {
            let wanted = desk.agencies().role_of(title, &unit).unwrap_or(Role::Liaison);
            officer.mandates.iter().any(|mandate| mandate.unit == unit && mandate.role == wanted)
        };
        let own = all.iter().filter(|title| may(title)).cloned();
        let titles = own.chain(all.iter().filter(|title| stands_in(title)).map(|title| in_place_of(title))).collect();
        Place { unit, titles }
    });
    places.collect()
}

/// The rule that a row belongs to one of these titles.
pub(super) fn of_titles(titles: &[String], values: &mut Vec<Value>) -> String {
    if titles.is_empty() {
        return " AND 1 = 0".to_owned();
    }
    let mut places = Vec::with_capacity(titles.len());
    for title in titles {
        values.push(one_of_titles(title).into());
        places.push(format!("h.title LIKE ${}", values.len()));
    }
    format!(" AND ({})", places.join(" OR "))
}
