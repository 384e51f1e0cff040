//! The offices that a text names, as far as this region has them: what the checker is asked against.

use crate::Desk;
use cases::doors::Agencies;
use definition::Units;
use definition::model::{Area, By, Definition, Office, UnitRef};
use definition::units::{Title, Unit};

/// Offices of the region.
pub(super) struct Known {
    pub units: Units,
    /// Whether the text could be read, so that every office it names was looked for.
    pub complete: bool,
}

/// Every agency of the region, with those titles that the text names and the region maps.
pub(super) fn known(desk: &Desk, source: &str) -> Known {
    let agencies = desk.agencies();
    let mut units = Units::default();
    for agency in agencies.all().iter() {
        let unit = Unit { name: agency.name.clone(), short: Some(agency.short.clone()), ..Unit::default() };
        units.units.insert(agency.unit.clone(), unit);
    }
    let Ok(definition) = definition::load(source) else { return Known { units, complete: false } };
    let village = desk.gazetteer().villages().first().map_or_else(String::new, |one| format!("desa-{}", one.code));
    let district =
        desk.gazetteer().districts().first().map_or_else(String::new, |one| format!("kecamatan-{}", one.code));
    for (unit, id) in [(&mut units.village, &village), (&mut units.district, &district)] {
        unit.name = agencies.agency(id).map_or_else(String::new, |agency| agency.name);
    }
    for office in named(&definition) {
        let owner = match &office.unit {
            UnitRef::Owner => &definition.owner,
            other => other,
        };
        if let UnitRef::Answer(_) = owner {
            for (id, unit) in &mut units.units {
                entitle(agencies, unit, office, id);
            }
            continue;
        }
        let (id, unit) = match owner {
            UnitRef::Area(Area::District) => (&district, Some(&mut units.district)),
            UnitRef::Area(_) => (&village, Some(&mut units.village)),
            UnitRef::Named(id) => (id, units.units.get_mut(id)),
            UnitRef::Owner | UnitRef::Answer(_) => continue,
        };
        if let Some(unit) = unit {
            entitle(agencies, unit, office, id);
        }
    }
    Known { units, complete: true }
}

/// The title of an office in the unit `id`, if it is mapped there.
fn entitle(agencies: &dyn Agencies, unit: &mut Unit, office: &Office, id: &str) {
    if let Some(role) = agencies.role_of(&office.title, id) {
        let name = agencies.title_name(&office.title, id);
        unit.titles.insert(office.title.clone(), Title { name, role });
    }
}

/// Every office that acts, is told or stands in.
fn named(definition: &Definition) -> Vec<&Office> {
    let steps = definition.steps.values();
    let of_steps = steps.flat_map(|step| {
        let by = match &step.by {
            By::Office(office) => Some(office),
            By::Reporter => None,
        };
        let up = step.lapse.as_ref().and_then(|lapse| lapse.escalate.as_ref());
        by.into_iter().chain(up).chain(&step.substitutes)
    });
    let of_case = definition.deadline.lapse.as_ref().and_then(|lapse| lapse.escalate.as_ref());
    of_steps.chain(of_case).collect()
}
