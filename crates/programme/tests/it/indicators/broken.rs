//! Files that are broken in one way each: one fault, one message, at the right place.

use super::{EXAMPLE, found, places};
use std::fmt::Write as _;

/// What is broken, what is replaced, by what, and the code with line and column.
type Row = [String; 4];

#[derive(serde::Deserialize)]
struct Table {
    rows: Vec<Row>,
}

fn rows() -> Vec<Row> {
    let table: Table = toml::from_str(include_str!("../../data/indikator_rusak.toml")).unwrap();
    table.rows
}

#[test]
fn the_example_itself_has_nothing_to_be_told() {
    assert_eq!(found(EXAMPLE), []);
}

#[test]
fn every_broken_file_has_its_one_finding_at_its_place() {
    let mut wrong = String::new();
    let rows = rows();
    assert!(rows.len() >= 30, "{}", rows.len());
    for [name, old, new, expected] in &rows {
        assert!(EXAMPLE.contains(old.as_str()), "{name}: the example no longer holds {old}");
        let text = EXAMPLE.replacen(old.as_str(), new, 1);
        let found = found(&text);
        if places(&found, &text) != [expected.clone()] {
            writeln!(wrong, "{name}: {expected} expected, found {:?}", places(&found, &text)).unwrap();
        }
        for one in found {
            assert!(!one.say.id.is_empty() && one.say.id != one.say.en, "{name}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn an_indicator_that_stands_in_two_files_is_told_in_the_second() {
    let files = [("a.toml".to_owned(), EXAMPLE.to_owned()), ("b.toml".to_owned(), EXAMPLE.to_owned())];
    let (library, checked) = programme::indicator::check(&files);
    assert!(library.is_none() && checked[0].findings.is_empty());
    let codes: Vec<&str> = checked[1].findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["E301"; 4]);
}

#[test]
fn a_circle_over_three_files_is_told_at_each_of_its_formulas() {
    let file = |id: &str, other: &str| {
        let text = EXAMPLE.replace("indikator.bagian_desa", &format!("indikator.{id}"));
        let rest = text.split("[indikator.").filter(|part| !part.starts_with(id)).count();
        assert_eq!(rest, 4);
        let head = "#: format indikator 1\n[pustaka]\nnama = \"Contoh\"\n";
        let own = text.split("[indikator.").find(|part| part.starts_with(id)).unwrap();
        (format!("{id}.toml"), format!("{head}[indikator.{own}").replace("desa_daring / desa * 100", other))
    };
    let (library, checked) =
        programme::indicator::check(&[file("satu", "dua"), file("dua", "tiga"), file("tiga", "satu")]);
    assert!(library.is_none());
    for one in &checked {
        assert_eq!(one.findings.iter().map(|one| one.code).collect::<Vec<_>>(), ["E313"], "{}", one.file);
        assert!(one.findings[0].say.id.contains(" → "), "{}", one.findings[0].say.id);
    }
}
