//! Every code is explained, and every explanation is true: its wrong snippet has the fault, its right one has not.

use crate::{DATABASE, EXAMPLE};
use definition::Explanation;
use feeds::check::{Known, check};
use feeds::explain::all;
use kernel::Lang;
use std::collections::BTreeSet;
use std::path::Path;
use testkit::codes_in;

/// Codes that depend on what else is known, or take more than a snippet.
const ELSEWHERE: [&str; 3] = ["E623", "E634", "W607"];

fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// The example, wrong and right.
fn both(code: &str, one: &Explanation) -> (String, String) {
    let text = plain(if one.example == "basisdata" { DATABASE } else { EXAMPLE });
    let head = if one.under.is_empty() { String::new() } else { format!("[{}]", one.under) };
    let from = text.find(&head).unwrap_or_else(|| panic!("{code}: the example has no {head}"));
    let (before, after) = text.split_at(from);
    let (wrong, right) = (one.wrong.trim(), one.right.trim());
    assert!(after.contains(right), "{code}: the right snippet does not stand in the example");
    (format!("{before}{}", after.replacen(right, wrong, 1)), text.clone())
}

fn codes(text: &str) -> Vec<&'static str> {
    check(text, &Known::default()).findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = codes_in(&root.join("src")).unwrap();
    found.extend(codes_in(&root.join("../definition/src/reader")).unwrap());
    let explained: BTreeSet<String> = all().keys().cloned().collect();
    assert_eq!(explained, found);
}

#[test]
fn every_wrong_snippet_has_its_fault_alone_and_every_right_one_has_not() {
    for (code, one) in all().iter().filter(|(code, _)| !ELSEWHERE.contains(&code.as_str())) {
        let (wrong, right) = both(code, one);
        assert_eq!(codes(&wrong), [code.as_str()], "{code}");
        assert!(codes(&right).is_empty(), "{code}");
    }
}

#[test]
fn a_feed_without_columns_is_told_once() {
    let head = EXAMPLE.split("[kolom.nip]").next().unwrap();
    assert_eq!(codes(&format!("{head}[kolom]\n")), ["E623"]);
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
    let shown = all()["E621"].render("E621", Lang::Id);
    insta::assert_snapshot!(shown, @r#"
    E621: Kolom kunci ini tidak ada.
    Mengapa: Tanpa kunci yang benar, baris lama dan baru tidak dapat dibandingkan.

    Salah:
      [umpan]
      kunci = ["nipp"]

    Benar:
      [umpan]
      kunci = ["nip"]
    "#);
}
