//! Every code is explained, and every explanation is true: its wrong snippet has the fault, its right one has not.

use crate::examples::{DOMICILE, ROADS, SIGN};
use definition::explain::{Explanation, all};
use kernel::lang::Lang;
use std::collections::BTreeSet;
use std::path::Path;

/// An example without comments and without aligned columns, so that short snippets stand in it.
fn plain(text: &str) -> String {
    let mut lines = text.lines();
    let mut out = vec![lines.next().unwrap().split("   ").next().unwrap().to_owned()];
    for line in lines {
        let code = line.split(" #").next().unwrap();
        let code = if code.starts_with('#') { "" } else { code };
        out.push(code.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out.join("\n")
}

/// The explanation's definition, wrong and right.
fn both(code: &str, one: &Explanation) -> (String, String) {
    let text = plain(match one.example.as_str() {
        "jalan-rusak" => ROADS,
        "surat-domisili-usaha" => DOMICILE,
        "izin-reklame" => SIGN,
        other => panic!("{code}: no example `{other}`"),
    });
    let head = if one.under.is_empty() { String::new() } else { format!("[{}]", one.under) };
    let from = text.find(&head).unwrap_or_else(|| panic!("{code}: the example has no {head}"));
    let (before, after) = text.split_at(from);
    let with = |old: &str, new: &str| format!("{before}{}", after.replacen(old.trim(), new.trim(), 1));
    let (wrong, right) = (one.wrong.trim(), one.right.trim());
    let holds = |snippet: &str| after.contains(snippet);
    match (holds(wrong), holds(right)) {
        (false, true) => (with(right, wrong), text.clone()),
        (true, true) if right.len() > wrong.len() => (with(right, wrong), text.clone()),
        (true, _) => (text.clone(), with(wrong, right)),
        (false, false) => panic!("{code}: neither snippet stands in the example"),
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    crate::check(text).findings.iter().map(|finding| finding.code).collect()
}

/// Codes as they stand in the sources.
fn used(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            used(&path, into);
            continue;
        }
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let quoted = text.split('"').filter(|part| {
            part.len() == 4 && part.starts_with(['E', 'W', 'N']) && part[1..].bytes().all(|byte| byte.is_ascii_digit())
        });
        into.extend(quoted.map(str::to_owned));
    }
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    used(&root.join("src"), &mut found);
    used(&root.join("../cases/src"), &mut found);
    let explained: BTreeSet<String> = all().keys().cloned().collect();
    assert_eq!(explained, found);
}

#[test]
fn every_wrong_snippet_has_its_fault_alone_and_every_right_one_has_not() {
    let mut untrue = Vec::new();
    for (code, one) in all().iter().filter(|(code, _)| *code != "E095") {
        let (wrong, right) = both(code, one);
        let (found, mended) = (codes(&wrong), codes(&right));
        let first = found.iter().find(|other| other.starts_with(&code[..1]));
        let alone = !code.starts_with('E') || found.iter().filter(|other| other.starts_with('E')).count() == 1;
        if first.is_none_or(|first| first != code) && !found.contains(&code.as_str()) || !alone {
            untrue.push(format!("{code}: the wrong snippet gives {found:?}"));
        }
        if mended.contains(&code.as_str()) {
            untrue.push(format!("{code}: the right snippet gives {mended:?}"));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
}

#[test]
fn explanations_are_short_sentences_in_both_languages() {
    for (code, one) in all() {
        for text in [&one.means.id, &one.means.en, &one.why.id, &one.why.en] {
            assert!(text.ends_with('.'), "{code}: {text}");
            let longest = text.split(". ").map(|sentence| sentence.split_whitespace().count()).max();
            assert!(longest.is_some_and(|words| (3..=20).contains(&words)), "{code}: {text}");
        }
    }
}

#[test]
fn an_explanation_shows_the_rule_and_both_snippets_under_their_table() {
    let one = definition::explain("e026").unwrap();
    insta::assert_snapshot!(one.render("E026", Lang::Id), @r#"
    E026 (R45): `bukan` menyebut langkah yang tidak ada.
    Mengapa: Pemisahan orang yang salah tulis tidak memisahkan siapa pun.

    Salah:
      [langkah.tanda_tangan]
      bukan = ["parap"]

    Benar:
      [langkah.tanda_tangan]
      bukan = ["paraf"]
    "#);
    assert!(one.render("E026", Lang::En).contains("Why: A misspelt separation"));
}
