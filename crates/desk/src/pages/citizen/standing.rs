//! The *Standar Pelayanan* of a running service, with the offices as this region names them.

use crate::Desk;
use definition::model::{Area, By, Definition, Office, UnitRef};
use definition::units::{Title, Unit};
use definition::{Standard, Units};
use kernel::Role;

/// The office of the place that a case names, before it is known which.
const VILLAGE_OFFICE: &str = "Kantor desa/kelurahan";
const DISTRICT_OFFICE: &str = "Kantor kecamatan";

/// Who provides the service, as people know it.
pub(crate) fn owner(desk: &Desk, definition: &Definition) -> String {
    match &definition.owner {
        UnitRef::Area(Area::District) => DISTRICT_OFFICE.to_owned(),
        UnitRef::Area(_) => VILLAGE_OFFICE.to_owned(),
        UnitRef::Named(unit) => named(desk, unit).name,
        UnitRef::Owner | UnitRef::Answer(_) => String::new(),
    }
}

/// Derives the standard from the definition that runs.
pub(crate) fn standard(desk: &Desk, definition: &Definition) -> Standard {
    definition::standard(definition, &offices(desk, definition))
}

/// The offices that a definition names, out of the region's agencies.
pub(crate) fn offices(desk: &Desk, definition: &Definition) -> Units {
    let mut units = Units::default();
    let all = desk.agencies().all();
    let sample =
        |prefix: &str| all.iter().find(|agency| agency.unit.starts_with(prefix)).map(|agency| agency.unit.clone());
    let (village, district) = (sample("desa-").unwrap_or_default(), sample("kecamatan-").unwrap_or_default());
    VILLAGE_OFFICE.clone_into(&mut units.village.name);
    DISTRICT_OFFICE.clone_into(&mut units.district.name);
    if let UnitRef::Named(owner) = &definition.owner {
        units.units.insert(owner.clone(), named(desk, owner));
    }
    for office in named_in(definition) {
        if let UnitRef::Answer(_) = office.unit {
            let mut agencies = all.iter();
            let titled = agencies.find(|agency| desk.agencies().role_of(&office.title, &agency.unit).is_some());
            if let Some(agency) = titled {
                entitle(desk, units.units.entry(agency.unit.clone()).or_default(), office, &agency.unit);
            }
            continue;
        }
        let unit = if office.unit == UnitRef::Owner { &definition.owner } else { &office.unit };
        let (id, unit) = match unit {
            UnitRef::Area(Area::District) => (district.clone(), &mut units.district),
            UnitRef::Area(_) => (village.clone(), &mut units.village),
            UnitRef::Named(id) => (id.clone(), units.units.entry(id.clone()).or_insert_with(|| named(desk, id))),
            UnitRef::Owner | UnitRef::Answer(_) => continue,
        };
        entitle(desk, unit, office, &id);
    }
    units
}

/// The title of an office as the unit `id` calls it.
fn entitle(desk: &Desk, unit: &mut Unit, office: &Office, id: &str) {
    let name = desk.agencies().title_name(&office.title, id);
    if !name.is_empty() {
        let role = desk.agencies().role_of(&office.title, id).unwrap_or(Role::Liaison);
        unit.titles.insert(office.title.clone(), Title { name, role });
    }
}

fn named(desk: &Desk, unit: &str) -> Unit {
    let name = desk.agencies().agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name);
    Unit { name, ..Unit::default() }
}

fn named_in(definition: &Definition) -> Vec<&Office> {
    let mut offices = Vec::new();
    for step in definition.steps.values() {
        if let By::Office(office) = &step.by {
            offices.push(office);
        }
        offices.extend(step.lapse.iter().filter_map(|lapse| lapse.escalate.as_ref()));
        offices.extend(&step.substitutes);
    }
    offices.extend(definition.deadline.lapse.iter().filter_map(|lapse| lapse.escalate.as_ref()));
    offices
}
