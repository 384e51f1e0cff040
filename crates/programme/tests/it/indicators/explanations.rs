//! Every code is explained, and every explanation is true: its wrong snippet has the fault, its right one has not.

use super::{EXAMPLE, found};
use definition::explain::Explanation;
use programme::indicator::explain::all;
use std::collections::BTreeSet;
use std::path::Path;
use testkit::codes_in;

/// What one file alone cannot show.
const ELSEWHERE: [&str; 1] = ["E301"];

/// The example without aligned columns, so that short snippets stand in it.
fn plain() -> String {
    let lines = EXAMPLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

fn both(code: &str, one: &Explanation) -> (String, String) {
    let text = plain();
    let head = if one.under.is_empty() { String::new() } else { format!("[{}]", one.under) };
    let from = text.find(&head).unwrap_or_else(|| panic!("{code}: the example has no {head}"));
    let (before, after) = text.split_at(from);
    let (wrong, right) = (one.wrong.trim(), one.right.trim());
    assert!(after.contains(right), "{code}: the right snippet does not stand in the example");
    (format!("{before}{}", after.replacen(right, wrong, 1)), text.clone())
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut codes = codes_in(&root.join("src/indicator")).unwrap();
    codes.extend(codes_in(&root.join("../definition/src/reader")).unwrap());
    // Durations are read there too, and the reader of formulas has codes of its own; neither is told here.
    codes.remove("E030");
    codes.remove("E011");
    let explained: BTreeSet<String> = all().keys().cloned().collect();
    assert_eq!(explained, codes);
}

#[test]
fn every_wrong_snippet_has_its_fault_alone_and_every_right_one_has_not() {
    for (code, one) in all().iter().filter(|(code, _)| !ELSEWHERE.contains(&code.as_str())) {
        let (wrong, right) = both(code, one);
        let codes: Vec<&str> = found(&wrong).iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [code.as_str()], "{code}");
        assert!(found(&right).is_empty(), "{code}: {:?}", found(&right));
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
