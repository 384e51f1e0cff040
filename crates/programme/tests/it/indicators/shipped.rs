//! What ships is whole, broad enough and rests on offices that exist.

use definition::{Severity, Units};
use programme::indicator::model::Tag;
use programme::indicator::{facts, shipped};
use programme::reference::reference;
use std::collections::BTreeSet;

const UNITS: &str = include_str!("../../../../../wilayah/baku/unit.toml");

#[test]
fn every_file_of_the_folder_is_shipped_and_has_nothing_to_be_told() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../indikator");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap()).collect();
    files.sort();
    let carried: Vec<&str> = shipped::TEXTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(files, carried);
    let (library, checked) = programme::indicator::check(&shipped::files());
    for one in checked {
        assert_eq!(one.findings, [], "{}", one.file);
    }
    assert_eq!(library.unwrap().len(), shipped::library().len());
}

#[test]
fn at_least_forty_indicators_cover_every_part_of_every_pillar_and_every_criterion() {
    let library = shipped::library();
    assert!(library.len() >= 40, "{}", library.len());
    for (id, pillar) in &reference().pillars {
        for part in pillar.sub.keys() {
            assert!(library.iter().any(|one| one.pillar == *id && one.part == *part), "{id}/{part}");
        }
    }
    for (word, tag) in Tag::WORDS {
        assert!(library.iter().any(|one| one.tags.contains(&tag)), "{word}");
    }
}

#[test]
fn at_least_twelve_indicators_are_computed_from_the_ledger() {
    let library = shipped::library();
    let computed = library.iter().filter(|one| one.source.word() == "fakta").count();
    assert!(computed >= 12, "{computed}");
    let named: BTreeSet<&str> = library
        .iter()
        .filter_map(|one| one.source.formula())
        .flat_map(|formula| formula.expr.fields())
        .filter(|name| facts::fact_of(name).is_some())
        .collect();
    assert!(named.len() >= 20, "{named:?}");
}

#[test]
fn every_indicator_belongs_to_an_office_of_the_standard_region_and_says_where_it_comes_from() {
    let units = Units::parse(UNITS).unwrap();
    for one in shipped::library().iter() {
        assert!(units.units.contains_key(&one.owner), "{}: {}", one.id, one.owner);
        assert!(one.basis.len() > 10 && one.means.id.ends_with('.') && one.means.en.ends_with('.'), "{}", one.id);
    }
}

#[test]
fn no_shipped_file_has_an_error() {
    let (_, checked) = programme::indicator::check(&shipped::files());
    assert!(checked.iter().flat_map(|one| &one.findings).all(|one| one.severity() != Severity::Error));
}
