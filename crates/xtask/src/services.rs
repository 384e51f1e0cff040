//! What the shipped services in `layanan/` owe their readers beyond what the checker of the language asks.

use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// A sentence that a neighbour reads in one breath.
const WORDS_IN_A_SENTENCE: usize = 20;

/// Every shipped service that owes something.
pub fn problems(workspace: &Workspace) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in definitions(&workspace.root.join("layanan"))? {
        let place = workspace.relative(&path);
        let text = std::fs::read_to_string(&path)?;
        let service: Table = text.parse().with_context(|| place.clone())?;
        found.extend(debts(&service).into_iter().map(|debt| format!("{place}: {debt}")));
    }
    Ok(found)
}

fn definitions(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(definitions(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn debts(service: &Table) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(unfounded(service));
    let scenarios = service.get("uji").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if scenarios.len() < 3 {
        found.push(format!("{} scenarios, at least 3", scenarios.len()));
    }
    if !scenarios.iter().any(|scenario| scenario.to_string().contains("terlampaui = [\"")) {
        found.push("no scenario shows what silence does".to_owned());
    }
    found.extend(unannounced(service));
    found.extend(long_sentences(service));
    found
}

/// A legal basis is named; whoever adopts the service by decree has had one of its entries checked.
fn unfounded(service: &Table) -> Option<String> {
    let standard = service.get("standar");
    let basis = standard.and_then(|standard| standard.get("dasar_hukum"));
    let entries = basis.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let checked = entries.iter().any(|entry| entry.get("diperiksa_oleh").is_some() && entry.get("pada").is_some());
    let adopted = standard.is_some_and(|standard| standard.get("penetapan").is_some());
    match (entries.is_empty(), adopted && !checked) {
        (true, _) => Some("dasar_hukum names nothing".to_owned()),
        (_, true) => Some("adopted by decree, but no entry of dasar_hukum says who checked it and when".to_owned()),
        _ => None,
    }
}

/// Steps at which the resident is asked, but never told.
fn unannounced(service: &Table) -> Vec<String> {
    let Some(steps) = service.get("langkah").and_then(Value::as_table) else {
        return Vec::new();
    };
    let told = |step: &str| service.get("kabar").is_some_and(|kabar| kabar.get(format!("masuk:{step}")).is_some());
    let asks = |step: &Value| matches!(step.get("oleh").and_then(Value::as_str), Some("@pelapor" | "@pemohon"));
    steps
        .iter()
        .filter(|(id, step)| asks(step) && !told(id))
        .map(|(id, _)| format!("the resident is asked at `{id}` and no message says so"))
        .collect()
}

fn long_sentences(service: &Table) -> Vec<String> {
    let Some(messages) = service.get("kabar").and_then(Value::as_table) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, text) in messages {
        for sentence in text.as_str().unwrap_or_default().split(['.', '?', '!']) {
            let words = sentence.split_whitespace().count();
            if words > WORDS_IN_A_SENTENCE {
                found.push(format!("kabar `{key}`: a sentence of {words} words, at most {WORDS_IN_A_SENTENCE}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[standar]
dasar_hukum = [{ nama = "UU 1/2000", diperiksa_oleh = "Sari", pada = 2026-11-22 }, "UU 2/2000"]
[langkah.konfirmasi]
oleh = "@pelapor"
[kabar]
"masuk:konfirmasi" = "Sudah selesai. Benarkah?"
[[uji]]
harap = { akhir = "selesai", terlampaui = ["langkah.konfirmasi"] }
[[uji]]
harap = { akhir = "selesai" }
[[uji]]
harap = { akhir = "ditolak" }
"#;

    fn owes(text: &str) -> Vec<String> {
        debts(&text.parse().unwrap())
    }

    #[test]
    fn a_service_that_keeps_its_manners_owes_nothing() {
        assert_eq!(owes(GOOD), Vec::<String>::new());
    }

    #[test]
    fn a_service_without_a_legal_basis_is_reported() {
        let text = GOOD
            .replace("\"UU 2/2000\"", "")
            .replace("{ nama = \"UU 1/2000\", diperiksa_oleh = \"Sari\", pada = 2026-11-22 },", "");
        assert!(owes(&text)[0].contains("names nothing"));
    }

    #[test]
    fn a_draft_may_rest_on_what_nobody_checked_and_a_decree_may_not() {
        let draft = GOOD.replace("diperiksa_oleh = \"Sari\", ", "");
        assert_eq!(owes(&draft), Vec::<String>::new());
        let decree = "[standar]\npenetapan = { nomor = \"1\", tanggal = 2026-11-22 }";
        assert!(owes(&draft.replace("[standar]", decree))[0].contains("decree"));
        assert_eq!(owes(&GOOD.replace("[standar]", decree)), Vec::<String>::new());
    }

    #[test]
    fn a_service_without_silence_or_with_two_scenarios_is_reported() {
        let text = GOOD.replace("terlampaui = [\"langkah.konfirmasi\"]", "terlampaui = []");
        assert!(owes(&text)[0].contains("silence"));
        let text = GOOD.replacen("[[uji]]\nharap = { akhir = \"ditolak\" }\n", "", 1);
        assert!(owes(&text)[0].contains("2 scenarios"));
    }

    #[test]
    fn a_resident_who_is_asked_must_be_told() {
        let text = GOOD.replace("masuk:konfirmasi", "diterima");
        assert!(owes(&text)[0].contains("`konfirmasi`"));
    }

    #[test]
    fn a_sentence_of_twenty_one_words_is_too_long() {
        let sentence = |words: usize| format!("{}selesai.", "sangat ".repeat(words - 1));
        let text = GOOD.replace("Sudah selesai.", &sentence(20));
        assert!(owes(&text).is_empty());
        let text = GOOD.replace("Sudah selesai.", &sentence(21));
        assert!(owes(&text)[0].contains("21 words"));
    }

    #[test]
    fn the_shipped_services_keep_their_manners() {
        let workspace = Workspace::read().unwrap();
        assert_eq!(problems(&workspace).unwrap(), Vec::<String>::new());
    }
}
