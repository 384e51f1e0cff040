//! Answers as people write them in scenarios, traces and the API: plain JSON, typed by the field.

use crate::model::{Definition, Field, FieldKind, Options};
use crate::names;
use crate::say::Say;
use crate::value::{Address, Answers, Point, Value};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

/// A plain value that does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The field.
    pub field: String,
    /// `E011` no such field, `E012` no such option, `E013` other type.
    pub code: &'static str,
    /// What is wrong.
    pub say: Say,
    /// The nearest known name.
    pub near: Option<String>,
}

/// Reads `{"luas": 20, "status_tempat": "milik", "nik": {"nilai": "…", "sumber": "dukcapil"}}` by the types of the
/// definition's fields. Only types and options are checked (R64), not ranges or requirements.
///
/// # Errors
/// Every value that does not fit.
pub fn answers(definition: &Definition, plain: &Map<String, Json>) -> Result<Answers, Vec<Misfit>> {
    of_fields(&definition.fields, plain)
}

pub(crate) fn of_fields(fields: &IndexMap<String, Field>, plain: &Map<String, Json>) -> Result<Answers, Vec<Misfit>> {
    let mut answers = Answers::new();
    let mut misfits = Vec::new();
    for (id, json) in plain {
        let Some(field) = fields.get(id) else {
            misfits.push(Misfit {
                field: id.clone(),
                code: "E011",
                say: Say::new(format!("isian `{id}` tidak ada"), format!("there is no field `{id}`")),
                near: names::nearest(id, fields.keys().map(String::as_str)),
            });
            continue;
        };
        let (json, source) = sourced(json);
        match value(&field.kind, json) {
            Ok(value) => {
                answers.insert(id.clone(), value);
                if let Some(source) = source {
                    answers.sources.insert(id.clone(), source.to_owned());
                }
            }
            Err(wrong) => {
                misfits.push(Misfit { field: id.clone(), code: wrong.code, say: wrong.say, near: wrong.near })
            }
        }
    }
    if misfits.is_empty() { Ok(answers) } else { Err(misfits) }
}

/// Answers as [`answers`] reads them, without their sources.
pub fn written(answers: &Answers) -> Map<String, Json> {
    answers.values.iter().map(|(id, value)| (id.clone(), plain(value))).collect()
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Option(text) => json!(text),
        // A fraction has no decimal spelling; it stays a text.
        Value::Number(number) => {
            let text = number.to_string();
            serde_json::from_str(&text).unwrap_or(Json::String(text))
        }
        Value::Date(date) => json!(date.to_string()),
        Value::Set(set) => json!(set),
        Value::Point(point) => {
            json!({ "desa": point.village, "patokan": point.landmark, "koordinat": point.coordinate })
        }
        Value::Address(address) => json!({ "desa": address.village, "teks": address.text }),
    }
}

fn sourced(json: &Json) -> (&Json, Option<&str>) {
    match (json.get("nilai"), json.get("sumber").and_then(Json::as_str)) {
        (Some(value), source) => (value, source),
        _ => (json, None),
    }
}

struct Wrong {
    code: &'static str,
    say: Say,
    near: Option<String>,
}

fn mistyped(id: &str, en: &str) -> Wrong {
    let say = Say::new(format!("di sini harus {id}"), format!("this has to be {en}"));
    Wrong { code: "E013", say, near: None }
}

fn value(kind: &FieldKind, json: &Json) -> Result<Value, Wrong> {
    match kind {
        FieldKind::Number { .. } => number(json),
        FieldKind::Date => {
            let date = json.as_str().and_then(|text| text.parse().ok());
            date.map(Value::Date).ok_or_else(|| mistyped("tanggal YYYY-MM-DD", "a date YYYY-MM-DD"))
        }
        FieldKind::YesNo => {
            let word = option(json, &["ya", "tidak"].map(str::to_owned))?;
            Ok(Value::Option(word))
        }
        FieldKind::Choice(options) => chosen(options, json).map(Value::Option),
        FieldKind::Many(options) => {
            let entries = json.as_array().ok_or_else(|| mistyped("daftar pilihan", "a list of options"))?;
            let chosen: Result<Vec<String>, Wrong> = entries.iter().map(|entry| chosen(options, entry)).collect();
            Ok(Value::Set(chosen?))
        }
        FieldKind::Point { .. } => point(json).map(Value::Point),
        FieldKind::Address => match json {
            Json::String(text) => Ok(Value::Address(Address { village: None, text: kernel::text::normal(text) })),
            _ => Ok(Value::Address(Address {
                village: text_of(json, "desa"),
                text: text_of(json, "teks").ok_or_else(|| mistyped("alamat", "an address"))?,
            })),
        },
        _ => {
            let text = json.as_str().ok_or_else(|| mistyped("teks", "a text"))?;
            Ok(Value::Text(kernel::text::normal(text)))
        }
    }
}

fn number(json: &Json) -> Result<Value, Wrong> {
    let text = match json {
        Json::Number(number) => number.to_string(),
        _ => return Err(mistyped("angka", "a number")),
    };
    text.parse().map(Value::Number).map_err(|_| mistyped("angka", "a number"))
}

fn chosen(options: &Options, json: &Json) -> Result<String, Wrong> {
    match options {
        Options::Inline(options) => {
            let ids: Vec<String> = options.keys().cloned().collect();
            option(json, &ids)
        }
        Options::List(_) => {
            let code = json.as_str().ok_or_else(|| mistyped("kode daftar", "a code of the list"))?;
            Ok(code.to_owned())
        }
    }
}

fn option(json: &Json, options: &[String]) -> Result<String, Wrong> {
    let word = json.as_str().ok_or_else(|| mistyped("pilihan", "an option"))?;
    if options.iter().any(|option| option == word) {
        return Ok(word.to_owned());
    }
    Err(Wrong {
        code: "E012",
        say: Say::new(format!("pilihan `{word}` tidak ada"), format!("there is no option `{word}`")),
        near: names::nearest(word, options.iter().map(String::as_str)),
    })
}

fn point(json: &Json) -> Result<Point, Wrong> {
    if let Json::String(landmark) = json {
        let landmark = Some(kernel::text::normal(landmark));
        return Ok(Point { landmark, ..Point::default() });
    }
    let pair = json.get("koordinat").and_then(Json::as_array).map(Vec::as_slice);
    let coordinate = match pair {
        None => None,
        Some([lat, lon]) => lat.as_f64().zip(lon.as_f64()),
        Some(_) => return Err(mistyped("[lintang, bujur]", "[latitude, longitude]")),
    };
    let point = Point { village: text_of(json, "desa"), landmark: text_of(json, "patokan"), coordinate };
    if point == Point::default() {
        return Err(mistyped("tempat { desa, patokan, koordinat }", "a place { desa, patokan, koordinat }"));
    }
    Ok(point)
}

fn text_of(json: &Json, key: &str) -> Option<String> {
    json.get(key).and_then(Json::as_str).map(kernel::text::normal)
}
