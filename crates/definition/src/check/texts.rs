//! E06: message keys, placeholders, letters (semantics R57, R58).

use super::{Desk, Missing};
use crate::model::{MessageKey, Template};
use crate::names;
use crate::say::Say;

/// Placeholders of `surat.ID.nomor`.
const NUMBER: [&str; 6] = ["urut", "kode_wilayah", "kode_unit", "bulan", "bulan_romawi", "tahun"];

pub(super) fn check(desk: &mut Desk) {
    let definition = desk.definition;
    let known = definition.placeholders();
    for (key, template) in &definition.messages {
        let path = format!("kabar.{key}");
        target(desk, key, &path);
        for slot in template.slots() {
            if !known.iter().any(|name| name == slot) {
                placeholder(desk, &path, slot, &known);
            }
        }
    }
    letters(desk);
}

fn target(desk: &mut Desk, key: &MessageKey, path: &str) {
    let definition = desk.definition;
    let (name, known, id, en) = match key {
        MessageKey::Entering(step) | MessageKey::Lapsed(step) => {
            (step, definition.steps.keys().collect::<Vec<_>>(), "langkah", "step")
        }
        MessageKey::Ended(end) => (end, definition.ends.keys().collect(), "akhir", "end"),
        MessageKey::Received | MessageKey::LapsedTotal => return,
    };
    if known.contains(&name) {
        return;
    }
    let say = Say::new(format!("{id} `{name}` tidak ada"), format!("there is no {en} `{name}`"));
    let near = names::nearest(name, known.into_iter().map(String::as_str));
    desk.found.say_key("E061", path, say).suggest(near);
}

fn placeholder(desk: &mut Desk, path: &str, slot: &str, known: &[String]) {
    let personal = slot
        .strip_prefix("isian.")
        .and_then(|id| desk.definition.fields.get(id))
        .is_some_and(|field| field.personal.is_some());
    let say = if personal {
        Say::new(
            format!("`{{{slot}}}` adalah data pribadi; kabar tidak memuatnya"),
            format!("`{{{slot}}}` is personal data; messages never carry it"),
        )
    } else {
        Say::new(format!("pengisi `{{{slot}}}` tidak dikenal"), format!("the placeholder `{{{slot}}}` is not known"))
    };
    let code = if personal { "E063" } else { "E062" };
    let near = if personal { None } else { names::nearest(slot, known.iter().map(String::as_str)) };
    let inside = desk.found.spans.inside(path, &format!("{{{slot}}}"));
    let finding = desk.found.say_at(code, path, path, say);
    let span = inside.or_else(|| finding.span.clone());
    *finding = finding.clone().at(span).near(near);
    if personal {
        finding.advise("hapus; isinya dibaca di {tautan}", "leave it out; it is read at {tautan}");
    }
}

fn letters(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, letter) in &definition.letters {
        let path = format!("surat.{id}");
        if !definition.ends.contains_key(&letter.at_end) {
            let place = format!("{path}.pada");
            let at = Missing { code: "E064", path: &path, place: &place, id: "akhir", en: "end" };
            desk.missing(at, &letter.at_end, definition.ends.keys().map(String::as_str));
        }
        register(desk, &path, &letter.number);
        for (index, shown) in letter.qr.iter().enumerate() {
            let fixed = ["berlaku_sampai", "status", "nomor"].contains(&shown.as_str());
            let private = definition.files.get(shown).is_some_and(|file| file.personal.is_some());
            if !fixed && !private && !definition.fields.contains_key(shown) {
                let place = format!("{path}.qr.tampil[{index}]");
                let at = Missing { code: "E064", path: &path, place: &place, id: "isian", en: "field" };
                desk.missing(at, shown, definition.fields.keys().map(String::as_str));
            }
        }
    }
}

/// `surat.ID.nomor`: known parts, and one of them counts.
fn register(desk: &mut Desk, path: &str, template: &Template) {
    let known: Vec<String> = NUMBER.map(str::to_owned).to_vec();
    let number = format!("{path}.nomor");
    for slot in template.slots() {
        let (name, width) = slot.split_once(':').unwrap_or((slot, "01"));
        let padded = width.len() == 2 && width.starts_with('0') && width.ends_with(|c: char| ('1'..='9').contains(&c));
        if !NUMBER.contains(&name) || !padded || (slot.contains(':') && name != "urut") {
            placeholder(desk, &number, slot, &known);
        }
    }
    let told = desk.found.spans.key(&number).is_none() || desk.found.list.iter().any(|fault| fault.path == number);
    if !told && !template.slots().any(|slot| slot.split(':').next() == Some("urut")) {
        desk.found
            .say_at(
                "E064",
                &number,
                &number,
                Say::new("nomor surat harus memuat `{urut}`", "the number of a letter has to hold `{urut}`"),
            )
            .advise("misalnya `{urut:03}/{tahun}`", "for example `{urut:03}/{tahun}`");
    }
}
