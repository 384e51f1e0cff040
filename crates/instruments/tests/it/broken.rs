//! Instruments that are broken in one way each: one fault, one message, at the right place.

use crate::{EXAMPLE, places};
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

fn broken([name, old, new, _]: &Row) -> String {
    assert!(EXAMPLE.contains(old.as_str()), "{name}: the example no longer holds {old}");
    EXAMPLE.replacen(old.as_str(), new, 1)
}

#[test]
fn the_example_itself_has_nothing_to_be_told() {
    assert_eq!(instruments::check(EXAMPLE).findings, []);
}

#[test]
fn every_broken_instrument_has_its_one_finding_at_its_place() {
    let rows = rows();
    assert!(rows.len() >= 60, "{}", rows.len());
    let mut wrong = String::new();
    for row in &rows {
        let [name, .., expected] = row;
        let text = broken(row);
        let found = places(&instruments::check(&text).findings, &text);
        if found != [expected.clone()] {
            writeln!(wrong, "{name}: {expected} expected, found {found:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_two_broken_instruments_have_one_name() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names.len(), rows.len());
}

#[test]
fn every_finding_is_said_in_both_languages_and_underlines_something() {
    for row in rows() {
        let text = broken(&row);
        for one in instruments::check(&text).findings {
            assert!(!one.say.id.is_empty() && one.say.id != one.say.en, "{}", row[0]);
            assert!(one.span.is_some_and(|span| text.get(span).is_some()), "{}", row[0]);
        }
    }
}

#[test]
fn several_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = EXAMPLE
        .replacen("versi   = 1", "versi   = 0", 1)
        .replacen("domain = \"1\"", "domain = \"7\"", 1)
        .replacen("\"1.8..<3.5\"", "\"3.5..<1.8\"", 1);
    assert_eq!(places(&instruments::check(&text).findings, &text), ["E007 5:11", "E007 28:20", "E201 36:16"]);
}

#[test]
fn giants_are_refused_in_one_word_and_at_once() {
    let indicators: String = (10..600).fold(String::new(), |mut all, at| {
        writeln!(all, "{at} = {{ aspek = \"1\", skala = \"proses\", bobot = 1, nama = \"I\" }}").unwrap();
        all
    });
    let giants = [
        ("ten megabytes", format!("{EXAMPLE}{}", "#".repeat(10 * 1024 * 1024)), "E001"),
        ("brackets in brackets", format!("{EXAMPLE}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000)), "E001"),
        ("six hundred indicators", EXAMPLE.replacen("[[contoh]]", &format!("{indicators}\n[[contoh]]"), 1), "E007"),
    ];
    for (name, text, code) in giants {
        let begun = Instant::now();
        let found = instruments::check(&text).findings;
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [code], "{name}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
    }
}
