//! The JSON Schema for editors says what the reader says: same keys, and what checks clean fits it.

use crate::examples::{DOMICILE, ROADS, SIGN};
use regex_automata::meta::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A definition as editors see it: dates and times are strings.
fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(stamp) => json!(stamp.to_string()),
        toml::Value::Array(entries) => entries.iter().map(plain).collect(),
        toml::Value::Table(map) => map.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
    }
}

fn read(text: &str) -> Value {
    plain(&toml::Value::Table(text.parse().unwrap()))
}

/// Where a value does not fit: the words of draft 7 that the schema uses, and no others.
fn misfits(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in schema.as_object().unwrap() {
        let fits = match (word.as_str(), value) {
            ("$schema" | "title" | "description" | "patternProperties" | "additionalProperties", _) => true,
            ("type", _) => is(rule.as_str().unwrap(), value),
            ("enum", _) => rule.as_array().unwrap().contains(value),
            ("anyOf", _) => rule.as_array().unwrap().iter().any(|one| misfits(one, value, at).is_empty()),
            ("pattern", Value::String(text)) => Regex::new(rule.as_str().unwrap()).unwrap().is_match(text),
            ("minLength", Value::String(text)) => text.chars().count() as u64 >= rule.as_u64().unwrap(),
            ("minimum", Value::Number(number)) => number.as_f64() >= rule.as_f64(),
            ("maximum", Value::Number(number)) => number.as_f64() <= rule.as_f64(),
            ("required", Value::Object(map)) => {
                rule.as_array().unwrap().iter().all(|key| map.contains_key(key.as_str().unwrap()))
            }
            ("items", Value::Array(entries)) => {
                let each = entries.iter().enumerate();
                found.extend(each.flat_map(|(index, entry)| misfits(rule, entry, &format!("{at}[{index}]"))));
                true
            }
            ("properties" | "pattern" | "minLength" | "minimum" | "maximum" | "required" | "items", _) => true,
            _ => panic!("the schema uses `{word}`"),
        };
        if !fits {
            found.push(format!("{at}: {word} {rule}, not {value}"));
        }
    }
    if let Value::Object(map) = value {
        found.extend(map.iter().flat_map(|(key, value)| entry(schema, key, value, at)));
    }
    found
}

/// A key of an object: named, of a pattern, or one of the others.
fn entry(schema: &Value, key: &str, value: &Value, at: &str) -> Vec<String> {
    let at = format!("{at}.{key}");
    if let Some(named) = schema["properties"].get(key) {
        return misfits(named, value, &at);
    }
    let empty = Map::new();
    let patterns = schema["patternProperties"].as_object().unwrap_or(&empty);
    let fitting = patterns.iter().find(|(pattern, _)| Regex::new(pattern).unwrap().is_match(key));
    match (fitting, &schema["additionalProperties"]) {
        (Some((_, one)), _) => misfits(one, value, &at),
        (None, Value::Bool(false)) => vec![format!("{at}: unknown")],
        (None, Value::Object(_)) => misfits(&schema["additionalProperties"], value, &at),
        (None, _) => Vec::new(),
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the schema uses the type `{other}`"),
    }
}

fn fits(text: &str) -> Vec<String> {
    misfits(&definition::schema(), &read(text), "")
}

#[test]
fn the_examples_and_every_shipped_service_fit() {
    for text in [ROADS, DOMICILE, SIGN] {
        assert_eq!(fits(text), Vec::<String>::new());
    }
    for file in crate::shipped::files(&root().join("layanan"), "toml") {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(fits(&text), Vec::<String>::new(), "{file:?}");
    }
}

#[test]
fn what_an_editor_should_underline_does_not_fit() {
    let broken = [
        ("versi   = 3", "versi   = \"3\""),
        ("versi   = 3", "versii  = 3"),
        ("tipe  = \"ya_tidak\"", "tipe  = \"boolean\""),
        ("tenggat = \"7 hari kerja\"", "tenggat = \"7 minggu\""),
        ("oleh    = \"pengawas-jalan@dinas-pupr\"", "oleh    = \"pengawas-jalan\""),
        ("ke = \"perbaikan\"", "ka = \"perbaikan\""),
        ("[isian.jenis_rusak]", "[isian.jenis-rusak]"),
        ("hasil = \"berhasil\"", "hasil = \"sukses\""),
        ("terbuka      = [\"jenis_rusak\"", "terbuka      = [7"),
    ];
    for (old, new) in broken {
        assert!(ROADS.contains(old), "{old}");
        assert!(!fits(&ROADS.replacen(old, new, 1)).is_empty(), "{new}");
    }
}

#[test]
fn the_committed_schema_is_the_printed_one() {
    let committed = std::fs::read_to_string(root().join("docs/layanan.schema.json")).unwrap();
    let printed = format!("{:#}\n", definition::schema());
    assert!(committed == printed, "write it anew: gapura layanan skema > docs/layanan.schema.json");
}

fn properties(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            into.extend(map.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned());
            map.values().for_each(|inner| properties(inner, into));
        }
        Value::Array(entries) => entries.iter().for_each(|inner| properties(inner, into)),
        _ => {}
    }
}

/// Every key that the reader asks a table for.
fn asked() -> BTreeSet<String> {
    let ways = ["get", "need", "text", "flag", "table", "list", "texts", "clock", "measure", "due"];
    let mut found = BTreeSet::new();
    for file in ["fields", "flow", "head", "letters", "scenarios", "step"] {
        let text = std::fs::read_to_string(format!("src/read/{file}.rs")).unwrap();
        for way in ways {
            let call = format!("{way}(\"");
            let parts = text.split(&call).skip(1);
            found.extend(parts.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
        for rest in text.split("checks(").skip(1).filter_map(|rest| rest.split("\")").next()) {
            found.extend(rest.rsplit('"').next().map(str::to_owned).filter(|key| definition::names::is_id(key)));
        }
    }
    let tables = std::fs::read_to_string("src/reader/file.rs").unwrap();
    assert!(tables.contains("root.done()"));
    found
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let mut told = BTreeSet::new();
    properties(&definition::schema(), &mut told);
    assert_eq!(told, asked());
}
