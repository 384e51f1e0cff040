//! Every code is explained, and every explanation is true: its wrong snippet has the fault, its right one has not.

use crate::EXAMPLE;
use definition::explain::Explanation;
use instruments::explain::all;
use kernel::lang::Lang;
use std::collections::BTreeSet;
use std::path::Path;
use testkit::codes_in;

/// Codes of levels and of what cannot be shown in an instrument that is mended by one snippet.
const ELSEWHERE: [&str; 5] = ["E206", "E234", "E235", "W203", "N201"];

/// The example without aligned columns, so that short snippets stand in it.
fn plain() -> String {
    let lines = EXAMPLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The example, wrong and right.
fn both(code: &str, one: &Explanation) -> (String, String) {
    let text = plain();
    let head = if one.under.is_empty() { String::new() } else { format!("[{}]", one.under) };
    let from = text.find(&head).unwrap_or_else(|| panic!("{code}: the example has no {head}"));
    let (before, after) = text.split_at(from);
    let (wrong, right) = (one.wrong.trim(), one.right.trim());
    assert!(after.contains(right), "{code}: the right snippet does not stand in the example");
    (format!("{before}{}", after.replacen(right, wrong, 1)), text.clone())
}

fn codes(text: &str) -> Vec<&'static str> {
    instruments::check(text).findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = codes_in(&root.join("src")).unwrap();
    found.extend(codes_in(&root.join("../definition/src/reader")).unwrap());
    // Durations are read there too, and stand in no instrument.
    found.remove("E030");
    let explained: BTreeSet<String> = all().keys().cloned().collect();
    assert_eq!(explained, found);
}

#[test]
fn every_wrong_snippet_has_its_fault_alone_and_every_right_one_has_not() {
    for (code, one) in all().iter().filter(|(code, _)| !ELSEWHERE.contains(&code.as_str())) {
        let (wrong, right) = both(code, one);
        let errors: Vec<&str> = codes(&wrong).into_iter().filter(|found| found.starts_with(&code[..1])).collect();
        assert_eq!(errors, [code.as_str()], "{code}");
        assert!(codes(&right).is_empty(), "{code}");
    }
}

#[test]
fn explanations_are_short_sentences_in_both_languages() {
    for (code, one) in all() {
        for text in [&one.means.id, &one.means.en, &one.why.id, &one.why.en] {
            assert!(text.ends_with('.'), "{code}: {text}");
            let words = text.split_whitespace().count();
            assert!((3..=20).contains(&words), "{code}: {text}");
        }
    }
}

#[test]
fn an_explanation_shows_both_snippets_under_their_table() {
    let shown = all()["E210"].render("E210", Lang::Id);
    insta::assert_snapshot!(shown, @r#"
    E210: Di antara dua predikat ada celah.
    Mengapa: Indeks yang jatuh di celah itu tidak punya predikat.

    Salah:
      [predikat]
      cukup = { batas = "1.9..<3.5", nama = "Cukup" }

    Benar:
      [predikat]
      cukup = { batas = "1.8..<3.5", nama = "Cukup" }
    "#);
}
