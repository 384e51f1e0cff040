//! Definitions that are broken in one way each: one fault, one message, at the right place.

use crate::examples::{DOMICILE, ROADS, SIGN};
use definition::{Diagnostic, Severity};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What is broken, the example, what is replaced, by what, the code, and line and column.
type Row = [String; 6];

#[derive(serde::Deserialize)]
struct Table {
    rows: Vec<Row>,
}

fn rows() -> Vec<Row> {
    let table: Table = toml::from_str(include_str!("../data/broken.toml")).unwrap();
    table.rows
}

fn text([name, example, old, new, ..]: &Row) -> String {
    let whole = match example.as_str() {
        "jalan" => ROADS,
        "domisili" => DOMICILE,
        "reklame" => SIGN,
        other => panic!("{name}: no example `{other}`"),
    };
    assert!(whole.contains(old.as_str()), "{name}: the example no longer holds {old}");
    whole.replacen(old.as_str(), new, 1)
}

/// Findings as severe as `code`, without what the example itself is warned of.
fn findings(text: &str, code: &str) -> Vec<Diagnostic> {
    let severity = Diagnostic::new("E000", "", definition::Say::default()).severity();
    let severe = if code.starts_with('E') { severity } else { Severity::Warning };
    let mut found = crate::check(text).findings;
    found.retain(|one| one.severity() == severe && (one.code != "W111" || code == "W111"));
    found
}

fn place(finding: &Diagnostic, text: &str) -> String {
    finding.position(text).map_or_else(|| "-".to_owned(), |(line, column)| format!("{line}:{column}"))
}

#[test]
fn every_broken_definition_has_its_one_finding_at_its_place() {
    let rows = rows();
    assert!(rows.len() >= 200, "{}", rows.len());
    let mut wrong = String::new();
    for row in &rows {
        let [name, .., code, at] = row;
        let text = text(row);
        let found: Vec<String> =
            findings(&text, code).iter().map(|one| format!("{} {}", one.code, place(one, &text))).collect();
        if found != [format!("{code} {at}")] {
            writeln!(wrong, "{name}: {code} {at} expected, found {found:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_two_broken_definitions_have_one_name() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names.len(), rows.len());
}

#[test]
fn every_finding_underlines_something_and_is_said_in_both_languages() {
    for row in rows() {
        let text = text(&row);
        for one in findings(&text, &row[4]) {
            let [name, .., at] = &row;
            let span = one.span.clone().unwrap_or_default();
            assert!(text.get(span.clone()).is_some(), "{name}: {span:?}");
            assert!(*at == "-" || span.start <= text.len(), "{name}: {span:?}");
            assert!(!one.say.id.is_empty() && !one.say.en.is_empty() && one.say.id != one.say.en, "{name}");
        }
    }
}

/// A definition that is large or deep, and the code with which it is refused.
fn giants() -> Vec<(&'static str, String, &'static str)> {
    let fields: String = (0..101).fold(String::new(), |mut all, at| {
        write!(all, "\n[isian.f{at}]\nlabel = \"Isian\"\ntipe = \"tanggal\"\n").unwrap();
        all
    });
    let steps: String = (0..61).fold(String::new(), |mut all, at| {
        write!(all, "\n[langkah.s{at}]\nnama = \"L\"\noleh = \"@pelapor\"\naksi.a = {{ ke = \"ditolak\" }}\n").unwrap();
        all
    });
    let options: String = (0..301).fold(String::new(), |mut all, at| {
        write!(all, "o{at} = \"P\", ").unwrap();
        all
    });
    let many = "usaha = \"Usaha\", ";
    let items = "\"panjang_m:angka\", ".repeat(301);
    let branches: Vec<String> = (0..9).map(|at| format!("\"s{at}\"")).collect();
    vec![
        ("ten megabytes", format!("{ROADS}{}", "#".repeat(10 * 1024 * 1024)), "E001"),
        ("brackets in brackets", format!("{ROADS}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000)), "E001"),
        ("braces in braces", format!("{ROADS}\nx = {}1{}\n", "{ a = ".repeat(20_000), " }".repeat(20_000)), "E001"),
        ("a dotted key", format!("{ROADS}\n{}a = 1\n", "a.".repeat(50_000)), "E001"),
        ("a dotted table", format!("{ROADS}\n[{}a]\n", "a.".repeat(50_000)), "E001"),
        ("a hundred and one fields", format!("{ROADS}{fields}"), "E007"),
        ("too many steps", format!("{ROADS}{steps}"), "E007"),
        ("too many options", SIGN.replacen(many, &format!("{options}{many}"), 1), "E007"),
        ("too many items", ROADS.replacen("\"panjang_m:angka\", ", &items, 1), "E007"),
        (
            "too many branches",
            ROADS.replacen("ke = \"perbaikan\" }", &format!("ke = [{}] }}", branches.join(", ")), 1),
            "E007",
        ),
    ]
}

#[test]
fn giants_are_refused_in_one_word_and_at_once() {
    for (name, text, code) in giants() {
        let begun = Instant::now();
        let found = findings(&text, code);
        let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
        assert_eq!(codes, [code], "{name}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_thousand_faults_are_told_as_two_hundred() {
    let keys: String = (0..5000).fold(String::new(), |mut all, at| {
        writeln!(all, "k{at} = {at}").unwrap();
        all
    });
    let text = ROADS.replacen("[layanan]\n", &format!("[layanan]\n{keys}"), 1);
    assert_eq!(crate::check(&text).findings.len(), 200);
}
