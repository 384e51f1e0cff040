//! What ships is whole: no errors, the counts of the regulations, a source for everything.

use crate::shipped;
use definition::Severity;
use instruments::model::Part;
use instruments::{Instrument, shipped::TEXTS};

fn counts(one: &Instrument) -> (usize, usize, usize) {
    (one.domains.len(), one.aspects.len(), one.indicators.len())
}

#[test]
fn every_shipped_instrument_checks_without_errors_and_is_named_after_its_id() {
    for (name, text) in TEXTS {
        let checked = instruments::check(text);
        let errors: Vec<_> = checked.findings.iter().filter(|one| one.severity() == Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert_eq!(format!("{}.toml", checked.instrument.unwrap().id), *name);
    }
}

#[test]
fn every_file_of_the_folder_is_shipped() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../instrumen");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap()).collect();
    files.sort();
    let carried: Vec<&str> = TEXTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(files, carried);
}

#[test]
fn instruments_have_the_domains_aspects_and_indicators_of_their_regulations() {
    assert_eq!(counts(&shipped("spbe-2020")), (4, 8, 47));
    // 35 indicators, the last of them for up to three services.
    assert_eq!(counts(&shipped("spbe-2018")), (3, 7, 37));
    assert_eq!(counts(&shipped("pemdi-2026")), (0, 7, 20));
    assert_eq!(counts(&shipped("gerakan-kesiapan")), (0, 3, 9));
    assert_eq!(counts(&shipped("gerakan-seleksi")), (0, 0, 9));
    assert_eq!(counts(&shipped("skm-2017")), (0, 0, 9));
    for version in ["gerakan-evaluasi-a", "gerakan-evaluasi-b"] {
        assert_eq!(counts(&shipped(version)), (0, 0, 5));
    }
}

#[test]
fn the_only_weights_that_do_not_add_up_are_those_of_2018_and_that_is_said() {
    for (name, text) in TEXTS {
        let found = instruments::check(text).findings;
        let warned: Vec<&str> =
            found.iter().filter(|one| one.severity() == Severity::Warning).map(|one| one.path.as_str()).collect();
        let expected: &[&str] = if *name == "spbe-2018.toml" { &["aspek.7.bobot"] } else { &[] };
        assert_eq!(warned, expected, "{name}");
    }
}

#[test]
fn what_no_source_tells_is_called_unknown() {
    assert_eq!(shipped("spbe-2018").unknown, [Part::Bands]);
    let selection = shipped("gerakan-seleksi");
    assert_eq!(selection.unknown, [Part::Years, Part::Weights, Part::Scales, Part::Bands, Part::Formula]);
    assert!(shipped("spbe-2020").unknown.is_empty());
}

#[test]
fn a_level_of_pemdi_counts_only_if_all_lower_ones_are_met() {
    let pemdi = shipped("pemdi-2026");
    assert!(pemdi.scales.values().all(|scale| scale.cumulative));
    let outside: Vec<&str> =
        pemdi.indicators.iter().filter(|(_, one)| one.outside.is_some()).map(|(id, _)| id.as_str()).collect();
    assert_eq!(outside, ["5", "6", "7"]);
}
