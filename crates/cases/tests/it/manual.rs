//! Every example of `docs/bahasa.md` and `docs/resep.md` is true: the first block of a page is a whole definition, each
//! later one is laid over it, checked, and its scenarios are run. `toml salah=CODE` has to be refused with that code.

use crate::scenarios::national;
use cases::run_scenarios;
use definition::diagnostic::render_all;
use definition::{Lists, Region, Severity, Units};
use kernel::lang::Lang;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use toml::{Table, Value};

const LANGUAGE: &str = include_str!("../../../../docs/bahasa.md");
const RECIPES: &str = include_str!("../../../../docs/resep.md");

/// A block of TOML, and the code with which it has to be refused.
struct Block<'a> {
    refused: Option<&'a str>,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let fenced = page.split("\n```toml").skip(1);
    fenced
        .map(|rest| {
            let (info, rest) = rest.split_once('\n').unwrap();
            let text = rest.split("\n```").next().unwrap();
            Block { refused: info.trim().strip_prefix("salah="), text }
        })
        .collect()
}

/// `over` laid over `base`: tables are joined, all else is replaced; the base's own scenarios are dropped.
fn laid(base: &Table, over: Table) -> Table {
    let mut out = base.clone();
    for (key, value) in over {
        match (out.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => *below = laid(below, above),
            (_, value) => drop(out.insert(key, value)),
        }
    }
    out
}

fn checked(text: &str) -> definition::Checked {
    let units = Units::parse(include_str!("../../../../wilayah/baku/unit.toml")).unwrap();
    let mut lists = Lists::new();
    lists.add("alasan-tolak", include_str!("../../../../wilayah/baku/daftar/alasan-tolak.csv")).unwrap();
    definition::check(text, &Region { units: &units, lists: &lists })
}

/// Whole definitions of a page, each with its block.
fn whole(page: &str) -> Vec<(Block<'_>, String)> {
    let mut blocks = blocks(page).into_iter();
    let first = blocks.next().unwrap();
    let base: Table = first.text.parse().unwrap();
    let mut out = vec![(Block { refused: None, text: first.text }, first.text.to_owned())];
    for block in blocks {
        let mut below = base.clone();
        below.remove("uji");
        let text = toml::to_string(&laid(&below, block.text.parse().unwrap())).unwrap();
        out.push((block, format!("#: format layanan 1\n{text}")));
    }
    out
}

fn is_true(page: &str) {
    for (block, text) in whole(page) {
        let found = checked(&text);
        let severe = found.findings.iter().filter(|one| one.severity() != Severity::Note && one.code != "W111");
        let codes: Vec<&str> = severe.map(|one| one.code).collect();
        let shown = render_all(&found.findings, "contoh.toml", &text, Lang::Id);
        assert_eq!(codes, block.refused.into_iter().collect::<Vec<_>>(), "{}\n{shown}", block.text);
        let Some(definition) = found.definition else { continue };
        for result in run_scenarios(&definition, &national()) {
            assert!(result.passed(), "{}: {:?}", result.name, result.differences);
        }
    }
}

#[test]
fn every_example_of_the_language_is_true() {
    is_true(LANGUAGE);
    assert!(blocks(LANGUAGE).len() >= 15);
}

#[test]
fn every_recipe_is_true_and_proves_itself() {
    is_true(RECIPES);
    let recipes = RECIPES.matches("\n## ").count();
    assert_eq!(blocks(RECIPES).len(), recipes + 1, "one example for each recipe");
    assert!(blocks(RECIPES).iter().all(|block| block.text.contains("[[uji]]")));
}

fn keys(schema: &Json, into: &mut BTreeSet<String>) {
    match schema {
        Json::Object(map) => {
            let properties = map.get("properties").and_then(Json::as_object);
            into.extend(properties.into_iter().flat_map(serde_json::Map::keys).cloned());
            map.values().for_each(|inner| keys(inner, into));
        }
        Json::Array(entries) => entries.iter().for_each(|inner| keys(inner, into)),
        _ => {}
    }
}

#[test]
fn the_reference_names_every_key_of_the_language() {
    let mut all = BTreeSet::new();
    keys(&definition::schema(), &mut all);
    // Words of code, and of examples inside sentences; the language's own names stand in them.
    let words: BTreeSet<&str> = LANGUAGE.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let missing: Vec<&String> = all.iter().filter(|key| !words.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
