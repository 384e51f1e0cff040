//! Small value languages: ranges, sizes, offices, templates.

use crate::model::{Area, Office, Part, Template, UnitRef};
use crate::names;
use crate::number::Number;
use crate::reader::Item;
use crate::say::Say;
use serde_json::Value as Json;
use toml::de::DeValue;

/// `a..b` of whole numbers that fit.
pub(super) fn counts(item: &Item, highest: u32) -> Option<(u32, u32)> {
    let (low, high) = item.range()?;
    let whole = |number: Number| match number.parts() {
        (top, 1) => u32::try_from(top).ok().filter(|count| *count <= highest),
        _ => None,
    };
    let found = whole(low).zip(whole(high)).filter(|(_, high)| *high >= 1);
    if found.is_none() {
        item.report(
            "E007",
            format!("harus bilangan bulat dari 0 sampai {highest}"),
            format!("has to be whole numbers from 0 to {highest}"),
        );
    }
    found
}

/// `N UNIT` with one of the units, which give a factor.
pub(super) fn size(item: &Item, units: &[(&str, u64)]) -> Option<u64> {
    let text = item.text()?;
    let parsed = text.split_once(' ').and_then(|(number, unit)| {
        let factor = units.iter().find(|(name, _)| *name == unit)?.1;
        let plain = !number.starts_with('0') && number.len() <= 6 && number.bytes().all(|b| b.is_ascii_digit());
        number.parse::<u64>().ok().filter(|_| plain)?.checked_mul(factor)
    });
    if parsed.is_none() {
        let names: Vec<&str> = units.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        item.report(
            "E007",
            format!("`{text}` bukan ukuran; tulis angka, satu spasi, lalu {names}"),
            format!("`{text}` is no size; write a number, one space, then {names}"),
        );
    }
    parsed
}

/// A unit: an id, `pemilik`, `wilayah…` or `isian.FIELD`, with or without `@` before it (R7).
pub(super) fn unit(text: &str) -> Option<UnitRef> {
    let name = text.strip_prefix('@').unwrap_or(text);
    Some(match name {
        "pemilik" => UnitRef::Owner,
        "wilayah" => UnitRef::Area(Area::Any),
        "wilayah.desa" => UnitRef::Area(Area::Village),
        "wilayah.kelurahan" => UnitRef::Area(Area::Kelurahan),
        "wilayah.kecamatan" => UnitRef::Area(Area::District),
        _ if names::is_slug(name) => UnitRef::Named(name.to_owned()),
        _ => UnitRef::Answer(name.strip_prefix("isian.").filter(|field| names::is_id(field))?.to_owned()),
    })
}

/// `title@unit` (R7).
pub(super) fn office(item: &Item) -> Option<Office> {
    let text = item.text()?;
    let parsed = text.split_once('@').and_then(|(title, name)| {
        let unit = unit(name).filter(|_| !name.starts_with('@'))?;
        names::is_slug(title).then(|| Office { title: title.to_owned(), unit })
    });
    if parsed.is_none() {
        item.report("E006", format!("`{text}` bukan `jabatan@unit`"), format!("`{text}` is not `title@unit`"));
    }
    parsed
}

/// A text with placeholders; `{{` is a brace (R58). The error is the byte at which it cannot be read.
pub fn template(text: &str) -> Result<Template, usize> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        if from.starts_with("{{") || from.starts_with("}}") {
            plain.push_str(&from[..1]);
            rest = &from[2..];
            continue;
        }
        let here = text.len() - from.len();
        let close = from.find('}').filter(|_| from.starts_with('{')).ok_or(here)?;
        if from[1..close].contains('{') {
            return Err(here);
        }
        if !plain.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut plain)));
        }
        parts.push(Part::Slot(from[1..close].to_owned()));
        rest = &from[close + 1..];
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    Ok(Template { parts })
}

pub(super) fn template_of(item: &Item) -> Template {
    let Some(text) = item.text() else {
        return Template::default();
    };
    template(&text).unwrap_or_else(|at| {
        let say = Say::new(
            "kurung kurawal tidak berpasangan; untuk kurung sungguhan tulis `{{`",
            "a brace has no partner; for a real brace write `{{`",
        );
        // Where the text was trimmed or composed, its bytes are not those of the file.
        let as_written = item.as_str() == Some(text.as_str());
        let span = if as_written { item.inside(&(at..at + 1)) } else { item.span() };
        item.reader.fault(item.fault("E060", say).at(Some(span)));
        Template::default()
    })
}

/// A TOML value as plain JSON, numbers exact as far as JSON numbers are.
pub(super) fn json(value: &DeValue) -> Json {
    match value {
        DeValue::String(text) => Json::String(text.to_string()),
        DeValue::Integer(number) => number
            .as_str()
            .replace('_', "")
            .parse::<i64>()
            .map_or_else(|_| Json::String(number.to_string()), Json::from),
        DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(flag) => Json::Bool(*flag),
        DeValue::Datetime(stamp) => Json::String(stamp.to_string()),
        DeValue::Array(entries) => entries.iter().map(|entry| json(entry.get_ref())).collect(),
        DeValue::Table(map) => {
            map.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect()
        }
    }
}
