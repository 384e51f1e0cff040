//! For machines. Figures are rounded as people see them, with the exact number beside; all of them are texts, so that no
//! reader makes floating point of them. What is no decimal is a fraction.

use super::{Report, WhatIf, fixed};
use crate::model::published::{Comparison, Place, Verdict};
use definition::Number;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

/// One object; `simulation` is always true.
pub fn as_json(report: &Report) -> Value {
    let (instrument, simulation) = (report.instrument, &report.simulation);
    let decimals = instrument.result.decimals;
    let coverage = &simulation.coverage;
    let unknown: Vec<&str> = instrument.unknown.iter().map(|part| part.word()).collect();
    let levels = simulation.levels.iter().map(|(id, level)| (id.clone(), json!(level.map(exact))));
    let uncounted = simulation.uncounted.iter().map(|(id, level)| json!({ "indicator": id, "level": level }));
    json!({
        "simulation": true,
        "instrument": { "id": instrument.id, "version": instrument.version, "hash": instrument.hash },
        "title": report.values.title,
        "year": report.values.year,
        "index": simulation.index.map(|index| figure(index, decimals)),
        "band": report.band(simulation.band.as_deref()),
        "improvement": report.values.published.above_previous(simulation.index).map(exact),
        "domains": means(&simulation.domains),
        "aspects": means(&simulation.aspects),
        "levels": levels.collect::<Map<_, _>>(),
        "coverage": {
            "known": coverage.known, "unknown": coverage.unknown, "not_applicable": coverage.not_applicable,
            "weight": coverage.weight.map(exact), "of": coverage.of.map(exact),
        },
        "reach": simulation.reach.map(|(low, high)| json!([figure(low, decimals), figure(high, decimals)])),
        "uncounted": uncounted.collect::<Vec<_>>(),
        "published": report.comparisons.iter().map(compared).collect::<Vec<_>>(),
        "what_if": report.what_if.as_ref().map(|what_if| raised(report, what_if)),
        "not_known": unknown,
        "notes": instrument.notes,
    })
}

fn compared(one: &Comparison) -> Value {
    let place = match &one.place {
        Place::Index => "index".to_owned(),
        Place::Improvement => "improvement".to_owned(),
        Place::Domain(id) => format!("domain.{id}"),
        Place::Aspect(id) => format!("aspect.{id}"),
    };
    json!({
        "place": place,
        "published": fixed(one.published.value, one.published.decimals),
        "computed": one.ours.map(|ours| figure(ours, one.published.decimals)),
        "difference": one.difference.map(exact),
        "agreement": word(one.verdict),
    })
}

fn raised(report: &Report, what_if: &WhatIf) -> Value {
    let decimals = report.instrument.result.decimals;
    let raises = what_if.raises.iter().map(|one| {
        json!({ "indicator": one.indicator, "from": exact(one.from), "to": exact(one.to), "gain": exact(one.gain) })
    });
    let next = what_if.next.as_ref();
    json!({
        "raises": raises.collect::<Vec<_>>(),
        "together": what_if.together.index.map(|index| figure(index, decimals)),
        "band": report.band(what_if.together.band.as_deref()),
        "next_band": next.map(|(id, missing)| json!({ "band": report.band(Some(id)), "missing": exact(*missing) })),
    })
}

fn means(means: &IndexMap<String, Option<Number>>) -> Value {
    let each = means.iter().map(|(id, mean)| (id.clone(), json!(mean.map(|mean| figure(mean, 2)))));
    Value::Object(each.collect())
}

fn figure(number: Number, decimals: u32) -> Value {
    json!({ "shown": fixed(number, decimals), "exact": exact(number) })
}

fn exact(number: Number) -> String {
    number.to_string()
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::SameWhenCut => "same_when_cut",
        Verdict::LastDecimal => "last_decimal",
        Verdict::Open => "open",
        Verdict::Different => "different",
        Verdict::Incomparable => "incomparable",
    }
}
