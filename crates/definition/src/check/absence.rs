//! W120: nobody is blocked when one person is absent (semantics R45, R46, R49).

use super::Desk;
use crate::model::{Area, By, Definition, Office, Step, UnitRef};
use crate::say::Say;

pub(super) fn check(desk: &mut Desk) {
    let definition = desk.definition;
    for (id, step) in &definition.steps {
        let By::Office(own) = &step.by else { continue };
        let higher = step.lapse.as_ref().and_then(|lapse| lapse.escalate.as_ref());
        let mut others = step.substitutes.iter().chain(higher);
        let free = |office: &Office| !same(definition, office, own) && excluding(definition, step, office).is_none();
        if others.any(free) {
            continue;
        }
        let path = format!("langkah.{id}");
        if let Some(before) = excluding(definition, step, own) {
            blocked(desk, &path, own, before);
        } else if let Some(before) = step.substitutes.iter().find_map(|one| excluding(definition, step, one)) {
            unreplaced(desk, &path, before);
        }
    }
}

fn blocked(desk: &mut Desk, path: &str, own: &Office, before: &str) {
    let finding = desk.found.say_at(
        "W120",
        path,
        &format!("{path}.bukan"),
        Say::new(
            format!("`{own}` juga memegang `{before}`: bila hanya satu orang, kasus berhenti di sini"),
            format!("`{own}` holds `{before}` too: where it is one person, the case stops here"),
        ),
    );
    *finding = finding.clone().help("tulis `pengganti` dari jabatan lain", "write a `pengganti` of another title");
}

fn unreplaced(desk: &mut Desk, path: &str, before: &str) {
    let finding = desk.found.say_at(
        "W120",
        path,
        &format!("{path}.pengganti"),
        Say::new(
            format!("setiap pengganti di sini memegang `{before}`, yang dikecualikan oleh `bukan`"),
            format!("every substitute here holds `{before}`, which `bukan` excludes"),
        ),
    );
    *finding = finding.clone().help("tambahkan pengganti dari jabatan lain", "add a substitute of another title");
}

/// The step named in `bukan` that this office holds.
fn excluding<'a>(definition: &Definition, step: &'a Step, office: &Office) -> Option<&'a str> {
    let holds = |id: &&String| match definition.steps.get(*id).map(|step| &step.by) {
        Some(By::Office(other)) => same(definition, other, office),
        _ => false,
    };
    step.not_by.iter().find(holds).map(String::as_str)
}

fn same(definition: &Definition, one: &Office, other: &Office) -> bool {
    one.title == other.title && resolved(definition, &one.unit) == resolved(definition, &other.unit)
}

/// `pemilik` is the owner, and all three spellings of the village office are one office (R7).
fn resolved<'a>(definition: &'a Definition, unit: &'a UnitRef) -> &'a UnitRef {
    match unit {
        UnitRef::Owner => match &definition.owner {
            UnitRef::Owner => unit,
            owner => resolved(definition, owner),
        },
        UnitRef::Area(Area::Village | Area::Kelurahan) => &UnitRef::Area(Area::Any),
        _ => unit,
    }
}
