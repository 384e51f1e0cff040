//! E07: offices, titles, lists, calendars and outlines exist in this region (semantics R7, R70).

use super::{Desk, Missing, Region};
use crate::model::{By, FieldKind, Office, Options, Reason, UnitRef};
use crate::names;
use crate::say::Say;

pub(super) fn check(desk: &mut Desk, region: &Region) {
    let definition = desk.definition;
    if let UnitRef::Named(id) = &definition.owner
        && !id.is_empty()
    {
        unit(desk, region, id, "layanan", "layanan.pemilik");
    }
    steps(desk, region);
    if let Some(up) = definition.deadline.lapse.as_ref().and_then(|lapse| lapse.escalate.as_ref()) {
        office(desk, region, up, "tenggat", "lewat.naik");
    }
    fields(desk, region);
}

fn steps(desk: &mut Desk, region: &Region) {
    let definition = desk.definition;
    for (id, step) in &definition.steps {
        let path = format!("langkah.{id}");
        if let By::Office(by) = &step.by {
            office(desk, region, by, &path, "oleh");
        }
        if let Some(up) = step.lapse.as_ref().and_then(|lapse| lapse.escalate.as_ref()) {
            office(desk, region, up, &path, "lewat.naik");
        }
        for (index, substitute) in step.substitutes.iter().enumerate() {
            office(desk, region, substitute, &path, &format!("pengganti[{index}]"));
        }
        for (name, action) in &step.actions {
            if let Reason::List(list) = &action.reason {
                let path = format!("{path}.aksi.{name}");
                code_list(desk, region, list, &path, &format!("{path}.alasan"));
            }
        }
    }
}

fn fields(desk: &mut Desk, region: &Region) {
    let definition = desk.definition;
    for (id, field) in &definition.fields {
        let path = format!("isian.{id}");
        if let Some(Options::List(list)) = field.kind.options() {
            code_list(desk, region, list, &path, &format!("{path}.daftar"));
        }
        if let FieldKind::Point { within: Some(outline) } = &field.kind {
            let place = format!("{path}.dalam");
            named(
                desk,
                outline,
                &region.lists.outlines(),
                Missing { code: "E074", path: &path, place: &place, id: "garis wilayah", en: "outline" },
            );
        }
    }
    named(
        desk,
        &definition.deadline.calendar,
        &region.lists.calendars(),
        Missing { code: "E073", path: "tenggat", place: "tenggat.kalender", id: "kalender", en: "calendar" },
    );
}

fn named(desk: &mut Desk, name: &str, known: &[&str], at: Missing) {
    if !name.is_empty() && !known.contains(&name) {
        desk.missing(at, name, known.iter().copied());
    }
}

fn code_list(desk: &mut Desk, region: &Region, list: &str, path: &str, place: &str) {
    if region.lists.get(list).is_none() {
        let at = Missing { code: "E072", path, place, id: "daftar", en: "list" };
        desk.missing(at, list, region.lists.names());
    }
}

fn unit(desk: &mut Desk, region: &Region, id: &str, path: &str, place: &str) -> bool {
    let known = region.units.units.contains_key(id);
    if !known {
        let at = Missing { code: "E070", path, place, id: "unit", en: "unit" };
        desk.missing(at, id, region.units.units.keys().map(String::as_str));
    }
    known
}

fn office(desk: &mut Desk, region: &Region, office: &Office, path: &str, key: &str) {
    let place = format!("{path}.{key}");
    if let UnitRef::Named(id) = &office.unit
        && !unit(desk, region, id, path, &place)
    {
        return;
    }
    // An unknown owner was reported at its own place.
    let Some(unit) = region.units.unit(desk.definition, &office.unit) else {
        return;
    };
    if unit.titles.contains_key(&office.title) {
        return;
    }
    let say = Say::new(
        format!("jabatan `{}` tidak ada pada `{}`", office.title, office.unit),
        format!("there is no title `{}` in `{}`", office.title, office.unit),
    );
    let near = names::nearest(&office.title, unit.titles.keys().map(String::as_str));
    desk.found.say_at("E071", path, &place, say).suggest(near);
}
