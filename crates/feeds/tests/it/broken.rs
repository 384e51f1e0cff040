//! Mapping files that are broken in one way each: one fault, one message, at the right place.

use crate::EXAMPLE;
use definition::Diagnostic;
use feeds::check::{Known, check};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What is broken, what is replaced, by what, and the code with line and column.
type Row = [String; 4];

#[derive(serde::Deserialize)]
struct Table {
    rows: Vec<Row>,
}

fn rows() -> Vec<Row> {
    let table: Table = toml::from_str(include_str!("../data/broken.toml")).unwrap();
    table.rows
}

fn found(text: &str) -> Vec<Diagnostic> {
    check(text, &Known::default()).findings
}

fn places(found: &[Diagnostic], text: &str) -> Vec<String> {
    let place = |one: &Diagnostic| {
        one.position(text).map_or_else(|| "-".to_owned(), |(line, column)| format!("{line}:{column}"))
    };
    found.iter().map(|one| format!("{} {}", one.code, place(one))).collect()
}

fn broken([name, old, new, _]: &Row) -> String {
    let old = old.replace("\\n", "\n");
    assert!(EXAMPLE.contains(&old), "{name}: the example no longer holds {old}");
    EXAMPLE.replacen(&old, &new.replace("\\n", "\n"), 1)
}

#[test]
fn the_example_itself_has_nothing_to_be_told() {
    assert_eq!(found(EXAMPLE), []);
}

#[test]
fn every_broken_mapping_file_has_its_one_finding_at_its_place() {
    let rows = rows();
    assert!(rows.len() >= 60, "{}", rows.len());
    let mut wrong = String::new();
    for row in &rows {
        let [name, .., expected] = row;
        let text = broken(row);
        let told = places(&found(&text), &text);
        if told != [expected.clone()] {
            writeln!(wrong, "{name}: {expected} expected, found {told:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_finding_is_said_in_both_languages_underlines_something_and_has_a_name_of_its_own() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names.len(), rows.len());
    for row in rows {
        let text = broken(&row);
        for one in found(&text) {
            assert!(!one.say.id.is_empty() && one.say.id != one.say.en, "{}", row[0]);
            assert!(one.span.is_some_and(|span| text.get(span).is_some()), "{}", row[0]);
        }
    }
}

#[test]
fn several_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = EXAMPLE.replacen("15 menit", "1 menit", 1).replacen("[\"nip\"]", "[\"npi\"]", 1).replacen(
        "P = \"Pensiun\"",
        "P = \"Purna\"",
        1,
    );
    assert_eq!(places(&found(&text), &text), ["E621 7:13", "E630 8:12", "E627 44:30"]);
}

#[test]
fn units_and_applications_that_are_not_known_are_told_with_the_nearest_name() {
    let known = Known { units: vec!["bkpsdmd".into()], applications: vec!["simpeg2".into()] };
    let findings = check(EXAMPLE, &known).findings;
    assert_eq!(places(&findings, EXAMPLE), ["E634 6:12", "W607 5:12"]);
    let near: Vec<&str> = findings.iter().map(|one| one.label.as_ref().unwrap().id.as_str()).collect();
    assert_eq!(near, ["maksud Anda `bkpsdmd`?", "maksud Anda `simpeg2`?"]);
}

#[test]
fn giants_are_refused_in_one_word_and_at_once() {
    let columns: String = (0..400).map(|at| format!("[kolom.k{at}]\njenis = \"teks\"\n")).collect();
    let giants = [
        ("ten megabytes", format!("{EXAMPLE}{}", "#".repeat(10 * 1024 * 1024)), "E001"),
        ("brackets in brackets", format!("{EXAMPLE}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000)), "E001"),
        ("four hundred columns", format!("{EXAMPLE}\n{columns}"), "E007"),
    ];
    for (name, text, code) in giants {
        let begun = Instant::now();
        assert_eq!(found(&text).iter().map(|one| one.code).collect::<Vec<_>>(), [code], "{name}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
    }
}
