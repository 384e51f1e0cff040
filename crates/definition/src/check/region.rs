//! E07: offices, titles, lists, calendars and outlines exist in this region (semantics R7, R70); an answer that names a
//! unit can name one.

use super::{Desk, Missing, Region};
use crate::lists::UNITS;
use crate::model::{By, FieldKind, Office, Options, Reason, Rule, UnitRef};
use crate::names;
use crate::say::Say;
use crate::units::Unit;

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
    if list != UNITS && region.lists.get(list).is_none() {
        let at = Missing { code: "E072", path, place, id: "daftar", en: "list" };
        desk.missing(at, list, region.lists.names().chain([UNITS]));
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
    match &office.unit {
        UnitRef::Named(id) if !unit(desk, region, id, path, &place) => return,
        UnitRef::Answer(field) => return chosen(desk, region, (office, field), path, &place),
        _ => {}
    }
    // An unknown owner was reported at its own place.
    let Some(unit) = region.units.unit(desk.definition, &office.unit) else {
        return;
    };
    titled(desk, office, [unit].into_iter(), path, &place);
}

/// E071: one of the units that are meant has the title.
fn titled<'u>(desk: &mut Desk, office: &Office, units: impl Iterator<Item = &'u Unit>, path: &str, place: &str) {
    let known: Vec<&str> = units.flat_map(|unit| unit.titles.keys().map(String::as_str)).collect();
    if known.contains(&office.title.as_str()) {
        return;
    }
    let say = Say::new(
        format!("jabatan `{}` tidak ada pada `{}`", office.title, office.unit),
        format!("there is no title `{}` in `{}`", office.title, office.unit),
    );
    let near = names::nearest(&office.title, known);
    desk.found.say_at("E071", path, place, say).suggest(near);
}

/// E075: the unit is an answer that always can be given and that anyone may read in the log (docs/adr/0083).
fn chosen(desk: &mut Desk, region: &Region, (office, id): (&Office, &str), path: &str, place: &str) {
    let definition = desk.definition;
    let Some(field) = definition.fields.get(id) else {
        let at = Missing { code: "E011", path, place, id: "isian", en: "field" };
        return desk.missing(at, id, definition.fields.keys().map(String::as_str));
    };
    if desk.found.unread(&[&format!("isian.{id}")]) {
        return;
    }
    let from_list = matches!(&field.kind, FieldKind::Choice(Options::List(list)) if list == UNITS);
    let say = if !from_list {
        Say::new(
            format!("`{id}` bukan pilihan unit; tulis `tipe = \"pilih\"` dan `daftar = \"{UNITS}\"`"),
            format!("`{id}` is no choice of a unit; write `tipe = \"pilih\"` and `daftar = \"{UNITS}\"`"),
        )
    } else if field.visible != Rule::Always {
        Say::new(
            format!("`{id}` dapat tersembunyi; pemegang langkah harus selalu dapat dipilih"),
            format!("`{id}` may be hidden; who holds a step must always be open to choice"),
        )
    } else if field.personal.is_some() {
        Say::new(
            format!("`{id}` adalah data pribadi; pemegang kasus terbaca siapa saja"),
            format!("`{id}` is personal data; anyone can read who holds a case"),
        )
    } else {
        return titled(desk, office, region.units.units.values(), path, place);
    };
    desk.found.say_at("E075", path, place, say);
}
