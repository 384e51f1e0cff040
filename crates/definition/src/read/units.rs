//! `unit.toml`.

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::reader::{Ids, Reader, Table};
use crate::say::Say;
use crate::units::{Title, Unit, Units};
use kernel::Role;
use toml::de::DeTable;

/// Reads `unit.toml` (format in the README).
pub(crate) fn units(text: &str) -> Result<Units, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(crate::reader::syntax).collect());
    }
    let reader = Reader::new(text);
    let mut units = Units::default();
    let table = Table::root(&reader, root.get_ref());
    if let Some(all) = table.need("unit").and_then(|item| item.table()) {
        for (id, item) in all.entries(Ids::Any, 10_000) {
            if !names::is_slug(&id) {
                item.report("E004", format!("`{id}` bukan nama unit yang sah"), format!("`{id}` is no valid unit"));
            }
            if let Some(inner) = item.table() {
                units.units.insert(id, unit(&inner));
            }
        }
    }
    for (key, place) in [("desa", &mut units.village), ("kecamatan", &mut units.district)] {
        if let Some(inner) = table.table(key) {
            *place = unit(&inner);
        }
    }
    table.done();
    parents(&reader, &units);
    let (_, mut faults, limits) = reader.finish();
    faults.extend(limits);
    if faults.is_empty() { Ok(units) } else { Err(faults) }
}

fn unit(table: &Table) -> Unit {
    let mut unit = Unit {
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        short: table.text("singkatan"),
        parent: table.get("induk").and_then(|item| item.slug()),
        email: table.text("surel"),
        phone: table.text("telepon"),
        ..Unit::default()
    };
    let roles = Role::ALL.map(|role| (role.word(), role));
    if let Some(titles) = table.table("jabatan") {
        for (id, item) in titles.entries(Ids::Any, 1000) {
            if !names::is_slug(&id) {
                item.report("E004", format!("`{id}` bukan nama jabatan yang sah"), format!("`{id}` is no valid title"));
            }
            let Some(inner) = item.table() else { continue };
            let name = inner.need("nama").and_then(|item| item.text());
            let role = inner.need("peran").and_then(|item| item.word(&roles));
            inner.done();
            if let (Some(name), Some(role)) = (name, role) {
                unit.titles.insert(id, Title { name, role });
            }
        }
    }
    table.done();
    unit
}

/// Every `induk` is a unit, and nobody is above themselves.
fn parents(reader: &Reader, units: &Units) {
    for (id, unit) in &units.units {
        let mut above = unit.parent.as_ref();
        let mut steps = 0;
        while let Some(parent) = above {
            steps += 1;
            let known = units.units.get(parent);
            if known.is_some() && steps <= units.units.len() {
                above = known.and_then(|unit| unit.parent.as_ref());
                continue;
            }
            if steps == 1 || known.is_some() {
                let path = format!("unit.{id}.induk");
                let say = Say::new(
                    format!("induk `{parent}` tidak ada atau melingkar"),
                    format!("the parent `{parent}` does not exist or goes round in a circle"),
                );
                let near = names::nearest(parent, units.units.keys().map(String::as_str));
                let span = reader.value(&path);
                reader.fault(Diagnostic::new("E071", path, say).at(span).near(near));
            }
            break;
        }
    }
}
