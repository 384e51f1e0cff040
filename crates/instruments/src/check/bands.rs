//! E210–E212: every value of the index has one band.

use super::Desk;
use crate::model::index::ends;
use crate::model::{Band, ResultRule};
use definition::{Number, Say};
use std::cmp::Ordering;

pub(super) fn check(desk: &mut Desk) {
    let instrument = desk.instrument;
    let mut bands: Vec<(&String, &Band)> = instrument.bands.iter().collect();
    bands.sort_by(|(_, left), (_, right)| left.from.compare(right.from).unwrap_or(Ordering::Equal));
    for pair in bands.windows(2) {
        if let [(_, lower), (id, upper)] = pair {
            between(desk, lower, id, upper);
        }
    }
    let (Some((low_id, lowest)), Some((high_id, highest)), Some((low, high))) =
        (bands.first(), bands.last(), ends(instrument))
    else {
        return;
    };
    if lowest.from.compare(low) == Some(Ordering::Greater) {
        end(desk, low_id, "mulai", "begin", lowest.from, low);
    }
    if !highest.holds(high) && highest.to.compare(high) != Some(Ordering::Greater) {
        end(desk, high_id, "berakhir", "end", highest.to, high);
    }
}

fn between(desk: &mut Desk, lower: &Band, id: &str, upper: &Band) {
    let Some(order) = upper.from.compare(lower.to) else { return };
    let path = format!("predikat.{id}.batas");
    let overlap = order == Ordering::Less || order == Ordering::Equal && lower.closed;
    if overlap {
        let say = Say::new(
            format!("tumpang tindih dengan `{}`, yang berakhir di {}", lower.name, lower.to),
            format!("overlaps with `{}`, which ends at {}", lower.name, lower.to),
        );
        desk.found.say("E211", &path, say);
    } else if order == Ordering::Greater && !neighbours(&desk.instrument.result, lower, upper) {
        let say = Say::new(
            format!("celah: di antara {} dan {} tidak ada predikat", lower.to, upper.from),
            format!("a gap: between {} and {} there is no band", lower.to, upper.from),
        );
        desk.found.say("E210", &path, say);
    }
}

/// Where the index is rounded first, no value lies between two neighbours of its last decimal.
fn neighbours(rule: &ResultRule, lower: &Band, upper: &Band) -> bool {
    let step = 10_i128.checked_pow(rule.decimals).and_then(|scale| Number::fraction(1, scale));
    let next = step.and_then(|step| lower.to.plus(step));
    rule.band_of_rounded
        && lower.closed
        && next.and_then(|next| upper.from.compare(next)).is_some_and(|order| order != Ordering::Greater)
}

fn end(desk: &mut Desk, id: &str, verb: &str, english: &str, ours: Number, index: Number) {
    let say = Say::new(
        format!("predikat {verb} di {ours}, sedangkan indeks dapat mencapai {index}"),
        format!("the bands {english} at {ours}, but the index can be {index}"),
    );
    desk.found.say("E212", &format!("predikat.{id}.batas"), say);
}
