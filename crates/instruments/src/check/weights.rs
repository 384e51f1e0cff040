//! E204, E206, W201, W202: weights are there for all or for none, and what does not add up is said. The index divides by
//! the weights that are there, whatever was written above them.

use super::Desk;
use crate::model::Group;
use definition::{Number, Say};

pub(super) fn check(desk: &mut Desk) {
    let instrument = desk.instrument;
    let weighed = instrument.indicators.values().filter(|one| one.weight.is_some()).count();
    if weighed > 0 && weighed < instrument.indicators.len() {
        lacking(desk);
        return;
    }
    let all = instrument.indicators.values().map(|one| instrument.weight(one));
    if sum(all).is_none() {
        let say = Say::new(
            "jumlah bobot tidak muat; tulis bobot sebagai desimal",
            "the sum of the weights does not fit; write weights as decimals",
        );
        desk.found.say_key("E206", "indikator", say);
        return;
    }
    for (id, aspect) in &instrument.aspects {
        let of_aspect = instrument.indicators.values().filter(|one| one.aspect.as_ref() == Some(id));
        let below = sum(of_aspect.map(|one| instrument.weight(one)));
        held(desk, &format!("aspek.{id}"), aspect.weight, [below, None]);
    }
    for (id, domain) in &instrument.domains {
        let of_domain = instrument.indicators.values().filter(|one| instrument.domain_of(one) == Some(id));
        let below = sum(of_domain.map(|one| instrument.weight(one)));
        let aspects = instrument.aspects.values().filter(|one| one.parent.as_ref() == Some(id));
        held(desk, &format!("domain.{id}"), domain.weight, [below, written(aspects)]);
    }
    total(desk);
}

fn lacking(desk: &mut Desk) {
    for (id, indicator) in &desk.instrument.indicators {
        if indicator.weight.is_none() {
            let say = Say::new(
                "indikator ini tidak berbobot, sedangkan yang lain berbobot",
                "this indicator has no weight while others have one",
            );
            desk.found.say_key("E204", &format!("indikator.{id}"), say);
        }
    }
}

/// A written weight is held against the indicators below it, and against the groups between: where one of those is wrong
/// that is said there, and this one is right as soon as it agrees with either.
fn held(desk: &mut Desk, path: &str, weight: Option<Number>, below: [Option<Number>; 2]) {
    let ([Some(all), _], Some(weight)) = (below, weight) else { return };
    if below.contains(&Some(weight)) {
        return;
    }
    let say = Say::new(
        format!("tertulis {weight}, sedangkan indikatornya berjumlah {all}; indeks dibagi dengan {all}"),
        format!("{weight} is written, but its indicators add up to {all}; the index is divided by {all}"),
    );
    desk.found.say("W201", &format!("{path}.bobot"), say);
}

/// `hasil.jumlah` in the same way.
fn total(desk: &mut Desk) {
    let instrument = desk.instrument;
    let Some(total) = instrument.result.total else { return };
    let Some(all) = sum(instrument.indicators.values().map(|one| instrument.weight(one))) else { return };
    let groups = [&instrument.domains, &instrument.aspects].map(|groups| written(groups.values()));
    if total == all || groups.contains(&Some(total)) {
        return;
    }
    let say = Say::new(
        format!("tertulis {total}, sedangkan bobotnya berjumlah {all}; indeks dibagi dengan {all}"),
        format!("{total} is written, but the weights add up to {all}; the index is divided by {all}"),
    );
    desk.found.say("W202", "hasil.jumlah", say);
}

/// The sum of the weights written at groups; `None` where one has none, or there are none.
fn written<'a>(groups: impl Iterator<Item = &'a Group>) -> Option<Number> {
    let weights: Vec<Number> = groups.map(|one| one.weight).collect::<Option<_>>()?;
    if weights.is_empty() { None } else { sum(weights.into_iter()) }
}

fn sum(mut weights: impl Iterator<Item = Number>) -> Option<Number> {
    weights.try_fold(Number::whole(0), Number::plus)
}
