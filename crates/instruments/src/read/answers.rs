//! `nilai` and `harap`/`terbit`: what was judged, and what was published.

use super::entries;
use crate::model::published::{Figure, Published};
use crate::model::{Answer, Answers};
use definition::Number;
use definition::names;
use definition::reader::{Item, Table};
use indexmap::IndexMap;
use toml::de::DeValue;

const MOST: usize = 500;

/// The word for an indicator that has no meaning here, and the sign for one that nobody knows.
pub(crate) const WORDS: [(&str, Answer); 2] = [("tidak berlaku", Answer::NotApplicable), ("?", Answer::Unknown)];

/// `1 = 3`, `2 = [1, 2]`, `3 = "tidak berlaku"`, `4 = "?"`.
pub(crate) fn answers(table: &Table) -> Answers {
    let each = |(id, item): (String, Item)| Some((id, answer(&item)?));
    entries(table, MOST).into_iter().filter_map(each).collect()
}

fn answer(item: &Item) -> Option<Answer> {
    match item.value.get_ref() {
        DeValue::String(text) => word(item, text.trim()),
        DeValue::Array(_) => Some(Answer::Met(item.list().iter().filter_map(|level| level.whole(0, 100)).collect())),
        _ => item.number().map(Answer::Level),
    }
}

fn word(item: &Item, text: &str) -> Option<Answer> {
    if let Some((_, answer)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Some(answer.clone());
    }
    if let Ok(number) = text.parse::<Number>() {
        return Some(Answer::Level(number));
    }
    let say = definition::Say::new(
        format!("`{text}` bukan tingkat; tulis angka, \"?\" bila belum diketahui, atau \"tidak berlaku\""),
        format!("`{text}` is no level; write a number, \"?\" if it is not known, or \"tidak berlaku\""),
    );
    let near = names::nearest(text, WORDS.iter().map(|(word, _)| *word));
    item.reader.fault(item.fault("E006", say).near(near));
    None
}

/// `indeks`, `predikat`, `domain.ID`, `aspek.ID`, `sebelum`, `perbaikan`.
pub(crate) fn published(table: &Table) -> Published {
    let read = Published {
        index: table.get("indeks").and_then(|item| figure(&item)),
        band: table.text("predikat"),
        domains: figures(table, "domain"),
        aspects: figures(table, "aspek"),
        previous: table.get("sebelum").and_then(|item| figure(&item)),
        improvement: table.get("perbaikan").and_then(|item| figure(&item)),
    };
    table.done();
    read
}

fn figures(table: &Table, key: &'static str) -> IndexMap<String, Figure> {
    let Some(inner) = table.table(key) else {
        return IndexMap::new();
    };
    let each = |(id, item): (String, Item)| Some((id, figure(&item)?));
    entries(&inner, MOST).into_iter().filter_map(each).collect()
}

/// A figure with as many decimals as were written.
fn figure(item: &Item) -> Option<Figure> {
    item.number()?;
    match item.value.get_ref() {
        DeValue::Integer(number) => Figure::parse(number.as_str()),
        DeValue::Float(number) => Figure::parse(number.as_str()),
        DeValue::String(text) => Figure::parse(text),
        _ => None,
    }
}
