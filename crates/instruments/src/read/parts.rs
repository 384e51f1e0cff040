//! `[skala]`, `[predikat]`, `[domain]`, `[aspek]`, `[indikator]`.

use super::entries;
use crate::model::{Band, Group, Indicator, Scale};
use definition::Number;
use definition::reader::{Item, Table};
use indexmap::IndexMap;
use std::cmp::Ordering;

/// Scales have at most so many levels, bands, domains and aspects are at most so many, indicators five times as many.
const MOST: usize = 100;
const MOST_INDICATORS: usize = 500;

/// A weight or factor with more digits than this is a slip of the hand, and its sums would not fit.
const LONGEST: i128 = 1_000_000;

pub(super) fn scales(root: &Table) -> IndexMap<String, Scale> {
    let all = root.need("skala").and_then(|item| item.table());
    let each = |(id, item): (String, Item)| Some((id, scale(&item)?));
    all.map(|table| entries(&table, MOST).into_iter().filter_map(each).collect()).unwrap_or_default()
}

fn scale(item: &Item) -> Option<Scale> {
    let table = item.table()?;
    let range = table.need("rentang").and_then(|item| item.range().filter(|ends| fits(&item, *ends)));
    let scale = Scale {
        low: range.map_or(Number::whole(0), |(low, _)| low),
        high: range.map_or(Number::whole(0), |(_, high)| high),
        fractions: table.flag("pecahan"),
        cumulative: table.flag("bertingkat"),
        names: table.texts("tingkat"),
    };
    table.done();
    Some(scale)
}

/// A scale runs between whole numbers from 0 to 100 and has two levels at least.
fn fits(item: &Item, (low, high): (Number, Number)) -> bool {
    let whole = |number: Number| number.parts().1 == 1 && (0..=100).contains(&number.parts().0);
    let fits = whole(low) && whole(high) && low != high;
    if !fits {
        item.report(
            "E007",
            "skala berjalan di antara dua bilangan bulat berbeda dari 0 sampai 100",
            "a scale runs between two different whole numbers from 0 to 100",
        );
    }
    fits
}

pub(super) fn bands(root: &Table) -> IndexMap<String, Band> {
    let all = root.table("predikat");
    let each = |(id, item): (String, Item)| Some((id, band(&item)?));
    all.map(|table| entries(&table, MOST).into_iter().filter_map(each).collect()).unwrap_or_default()
}

fn band(item: &Item) -> Option<Band> {
    let table = item.table()?;
    let name = table.need("nama").and_then(|item| item.text());
    let limits = table.need("batas").and_then(|item| limits(&item));
    table.done();
    let (from, to, closed) = limits?;
    Some(Band { name: name.unwrap_or_default(), from, to, closed })
}

/// `"a..b"` with its upper end, `"a..<b"` without it.
fn limits(item: &Item) -> Option<(Number, Number, bool)> {
    let text = item.text()?;
    let parsed = text.split_once("..").and_then(|(low, high)| {
        let (high, closed) = high.strip_prefix('<').map_or((high, true), |high| (high, false));
        let (low, high): (Number, Number) = (low.parse().ok()?, high.parse().ok()?);
        let order = low.compare(high)?;
        (order == Ordering::Less || order == Ordering::Equal && closed).then_some((low, high, closed))
    });
    if parsed.is_none() {
        item.report(
            "E007",
            format!("`{text}` bukan batas; tulis \"1.8..<2.6\", atau \"76.61..88.30\" bila batas atasnya termasuk"),
            format!("`{text}` is no band; write \"1.8..<2.6\", or \"76.61..88.30\" if the upper end is included"),
        );
    }
    parsed
}

/// Domains, or aspects with the key that names their domain.
pub(super) fn groups(root: &Table, key: &'static str, parent: Option<&'static str>) -> IndexMap<String, Group> {
    let all = root.table(key);
    let each = |(id, item): (String, Item)| Some((id, group(&item, parent)?));
    all.map(|table| entries(&table, MOST).into_iter().filter_map(each).collect()).unwrap_or_default()
}

fn group(item: &Item, parent: Option<&'static str>) -> Option<Group> {
    let table = item.table()?;
    let group = Group {
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        weight: table.get("bobot").and_then(|item| above_zero(&item)),
        parent: parent.and_then(|key| table.text(key)),
    };
    table.done();
    Some(group)
}

pub(super) fn indicators(root: &Table, scales: &IndexMap<String, Scale>) -> IndexMap<String, Indicator> {
    let all = root.need("indikator").and_then(|item| item.table());
    let each = |(id, item): (String, Item)| Some((id, indicator(&item, scales)?));
    all.map(|table| entries(&table, MOST_INDICATORS).into_iter().filter_map(each).collect()).unwrap_or_default()
}

fn indicator(item: &Item, scales: &IndexMap<String, Scale>) -> Option<Indicator> {
    let table = item.table()?;
    let only = scales.keys().next().filter(|_| scales.len() == 1);
    let scale = match only {
        Some(only) => table.text("skala").unwrap_or_else(|| only.clone()),
        None => table.need("skala").and_then(|item| item.text()).unwrap_or_default(),
    };
    let indicator = Indicator {
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        aspect: table.text("aspek"),
        weight: table.get("bobot").and_then(|item| above_zero(&item)),
        scale,
        outside: table.text("luar"),
    };
    table.done();
    Some(indicator)
}

/// A weight: more than 0, at most a million, with at most six decimals or a small fraction.
pub(super) fn above_zero(item: &Item) -> Option<Number> {
    let number = item.number()?;
    let (top, bottom) = number.parts();
    let fits = top > 0 && bottom <= LONGEST && top / bottom <= LONGEST;
    if !fits {
        item.report(
            "E007",
            "harus lebih dari 0 dan paling banyak sejuta, dengan paling banyak enam desimal",
            "has to be more than 0 and at most a million, with at most six decimals",
        );
    }
    fits.then_some(number)
}
