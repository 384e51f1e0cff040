//! E230–E233 in `[[contoh]]`: published results are computed again, and every figure has to come out.

use super::Desk;
use super::levels::{Spot, levels};
use crate::model::index::simulate;
use crate::model::published::{Miss, Place, Rounding, first_miss};
use crate::model::{Example, Instrument};
use definition::names;
use definition::{Number, Say, Severity};

pub(super) fn check(desk: &mut Desk) {
    let instrument = desk.instrument;
    for (index, example) in instrument.examples.iter().enumerate() {
        let path = format!("contoh[{index}]");
        if desk.found.unread(&[&path]) {
            continue;
        }
        let before = desk.found.list.len();
        named(desk, &path, example);
        if desk.found.list.len() == before && !desk.found.list.iter().any(|one| one.severity() == Severity::Error) {
            comes_out(desk, &path, example);
        }
    }
}

/// What the example names has to stand in the instrument.
fn named(desk: &mut Desk, path: &str, example: &Example) {
    let instrument = desk.instrument;
    let spans = &desk.found.spans;
    let spot = |id: &str| {
        let path = format!("{path}.nilai.{id}");
        Spot { key: spans.key(&path), value: spans.value(&path), path }
    };
    desk.found.list.extend(levels(instrument, &example.answers, &spot));
    let published = &example.published;
    for id in published.domains.keys().filter(|id| !instrument.domains.contains_key(*id)) {
        absent(desk, &format!("{path}.harap.domain.{id}"), "domain", id, instrument.domains.keys());
    }
    for id in published.aspects.keys().filter(|id| !instrument.aspects.contains_key(*id)) {
        absent(desk, &format!("{path}.harap.aspek.{id}"), "aspek", id, instrument.aspects.keys());
    }
    if let Some(id) = published.band.as_ref().filter(|id| !instrument.bands.contains_key(*id)) {
        let place = format!("{path}.harap.predikat");
        desk.missing(&place, "predikat", id, instrument.bands.keys());
    }
    if published.improvement.is_some() && published.previous.is_none() {
        let say = Say::new("perbaikan butuh `sebelum`", "an improvement needs `sebelum`");
        desk.found.say_key("E003", &format!("{path}.harap.perbaikan"), say);
    }
    let says_nothing = published.index.is_none() && published.domains.is_empty() && published.aspects.is_empty();
    if says_nothing {
        let say = Say::new("contoh ini tidak mengharapkan angka apa pun", "this example expects no figure");
        desk.found.say_key("E003", &format!("{path}.harap"), say);
    }
}

fn absent<'n>(desk: &mut Desk, path: &str, what: &str, id: &str, known: impl Iterator<Item = &'n String>) {
    let say = Say::new(format!("{what} `{id}` tidak ada"), format!("there is no {what} `{id}`"));
    let near = names::nearest(id, known.map(String::as_str));
    desk.found.say_key("E201", path, say).suggest(near);
}

fn comes_out(desk: &mut Desk, path: &str, example: &Example) {
    let instrument = desk.instrument;
    let simulation = simulate(instrument, &example.answers);
    let Some(miss) = first_miss(instrument, &simulation, &example.published, example.rounding) else {
        return;
    };
    match miss {
        Miss::Band(ours) => {
            let ours = band_name(instrument, ours.as_deref());
            let say = Say::new(format!("predikatnya menjadi {ours}"), format!("the band comes out as {ours}"));
            desk.found.say("E233", &format!("{path}.harap.predikat"), say);
        }
        Miss::Figure(one) => {
            let place = match &one.place {
                Place::Index => "indeks".to_owned(),
                Place::Improvement => "perbaikan".to_owned(),
                Place::Domain(id) => format!("domain.{id}"),
                Place::Aspect(id) => format!("aspek.{id}"),
            };
            let ours =
                one.ours.map_or_else(|| "?".to_owned(), |ours| shown(ours, example.rounding, one.published.decimals));
            let say = Say::new(
                format!("dihitung {ours}, bukan {}", one.published.value),
                format!("{ours} is computed, not {}", one.published.value),
            );
            desk.found.say("E233", &format!("{path}.harap.{place}"), say);
        }
    }
}

/// With two decimals more than were published, so that the reader sees why.
fn shown(ours: Number, rounding: Rounding, decimals: u32) -> String {
    rounding.apply(ours, decimals + 2).to_string()
}

fn band_name(instrument: &Instrument, id: Option<&str>) -> String {
    let band = id.and_then(|id| instrument.bands.get(id));
    band.map_or_else(|| "?".to_owned(), |band| format!("`{}`", band.name))
}
