//! E201–E205: every part has its place, and scales have the levels they name.

use super::Desk;
use crate::model::index::whole_levels;
use definition::Say;
use indexmap::IndexSet;

pub(super) fn check(desk: &mut Desk) {
    scales(desk);
    let whole = |desk: &Desk, table: &str| !desk.found.unread(&[table]);
    if whole(desk, "domain") && whole(desk, "aspek") {
        aspects(desk);
    }
    if whole(desk, "aspek") && whole(desk, "skala") {
        indicators(desk);
    }
    if !desk.found.has(&["E20"]) && whole(desk, "domain") && whole(desk, "aspek") && whole(desk, "indikator") {
        empty(desk);
    }
}

fn scales(desk: &mut Desk) {
    let instrument = desk.instrument;
    for (id, scale) in &instrument.scales {
        let path = format!("skala.{id}");
        if desk.found.unread(&[&path]) {
            continue;
        }
        if scale.cumulative && scale.fractions {
            let say = Say::new(
                "tingkat yang harus dipenuhi berurutan tidak dapat pecahan",
                "levels that have to be met one after the other are no fractions",
            );
            desk.found.say("E205", &format!("{path}.pecahan"), say);
        }
        let (levels, named) = (whole_levels(scale).count(), scale.names.len());
        if named > 0 && named != levels {
            let say =
                Say::new(format!("{named} nama untuk {levels} tingkat"), format!("{named} names for {levels} levels"));
            desk.found.say("E205", &format!("{path}.tingkat"), say);
        }
    }
}

fn aspects(desk: &mut Desk) {
    let instrument = desk.instrument;
    for (id, aspect) in &instrument.aspects {
        let path = format!("aspek.{id}");
        match &aspect.parent {
            Some(domain) if !instrument.domains.contains_key(domain) => {
                desk.missing(&format!("{path}.domain"), "domain", domain, instrument.domains.keys());
            }
            None if !instrument.domains.is_empty() => {
                let say = Say::new("aspek ini tidak berada di satu domain pun", "this aspect is in no domain");
                desk.found.say_key("E202", &path, say);
            }
            _ => {}
        }
    }
}

fn indicators(desk: &mut Desk) {
    let instrument = desk.instrument;
    for (id, indicator) in &instrument.indicators {
        let path = format!("indikator.{id}");
        match &indicator.aspect {
            Some(aspect) if !instrument.aspects.contains_key(aspect) => {
                desk.missing(&format!("{path}.aspek"), "aspek", aspect, instrument.aspects.keys());
            }
            None if !instrument.aspects.is_empty() => {
                let say = Say::new("indikator ini tidak berada di satu aspek pun", "this indicator is in no aspect");
                desk.found.say_key("E202", &path, say);
            }
            _ => {}
        }
        if !instrument.scales.contains_key(&indicator.scale) && !desk.found.unread(&[&path]) {
            desk.missing(&format!("{path}.skala"), "skala", &indicator.scale, instrument.scales.keys());
        }
    }
}

/// Domains without aspects, aspects without indicators, and an instrument without anything.
fn empty(desk: &mut Desk) {
    let instrument = desk.instrument;
    if instrument.indicators.is_empty() {
        desk.found.say_key("E203", "indikator", Say::new("tidak ada indikator", "there is no indicator"));
        return;
    }
    let used: IndexSet<&String> = instrument.indicators.values().filter_map(|one| one.aspect.as_ref()).collect();
    for id in instrument.aspects.keys().filter(|id| !used.contains(id)) {
        let say = Say::new("aspek ini tidak berisi indikator", "this aspect holds no indicator");
        desk.found.say_key("E203", &format!("aspek.{id}"), say);
    }
    let used: IndexSet<&String> = instrument.aspects.values().filter_map(|one| one.parent.as_ref()).collect();
    for id in instrument.domains.keys().filter(|id| !used.contains(id)) {
        let say = Say::new("domain ini tidak berisi aspek", "this domain holds no aspect");
        desk.found.say_key("E203", &format!("domain.{id}"), say);
    }
}
