//! `docs/mission.md` and `docs/asvs.csv` name tests and documents as proof: each of them must exist.

use crate::source;
use crate::workspace::Workspace;
use crate::{architecture, architecture::tables};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// One requirement of the security register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    /// For example `V3.3.1`.
    id: String,
    /// `yes`, `later` (it will apply, the room is not there) or `no`.
    applies: String,
    /// Tests as `crate::test_name` and documents as paths, separated by blanks.
    evidence: String,
    why: String,
}

/// Functions that are written in each crate; a test is one of them.
struct Names(HashMap<String, BTreeSet<String>>);

/// Everything that the two registers promise and the repository does not hold.
pub fn problems(workspace: &Workspace) -> Result<Vec<String>> {
    let names = Names::read(workspace)?;
    let mission = workspace.text("docs/mission.md")?;
    let mut found = Vec::new();
    for row in mission_tests(&mission)? {
        found.extend(names.missing(&row).map(|why| format!("docs/mission.md: {why}")));
    }
    found.extend(unknown_identifiers(&workspace.text("GLOSSARY.md")?, &words(workspace)?)?);
    let register = requirements(&workspace.text("docs/asvs.csv")?)?;
    found.extend(complaints(&register));
    for requirement in &register {
        for proof in requirement.evidence.split_whitespace() {
            let missing = if proof.contains("::") {
                names.missing(proof)
            } else {
                let path = proof.split('#').next().unwrap_or(proof);
                let there = workspace.root.join(path).exists();
                (!there).then(|| format!("`{path}` is not there"))
            };
            found.extend(missing.map(|why| format!("docs/asvs.csv: {}: {why}", requirement.id)));
        }
    }
    Ok(found)
}

impl Names {
    fn read(workspace: &Workspace) -> Result<Self> {
        let mut names: HashMap<String, BTreeSet<String>> = HashMap::new();
        for member in &workspace.members {
            let known = names.entry(member.name.clone()).or_default();
            for path in source::rust_files(&member.folder)? {
                known.extend(functions(&std::fs::read_to_string(path)?));
            }
        }
        Ok(Self(names))
    }

    /// What is wrong with `crate::test_name`, if anything.
    fn missing(&self, proof: &str) -> Option<String> {
        let (krate, test) = proof.split_once("::")?;
        match self.0.get(krate) {
            None => Some(format!("`{krate}` of `{proof}` is no crate")),
            Some(names) if names.contains(test) => None,
            Some(_) => Some(format!("test `{proof}` is not there")),
        }
    }
}

/// Names behind `fn`, also inside macros that make tests.
fn functions(text: &str) -> BTreeSet<String> {
    let words = text.split("fn ").skip(1);
    words
        .filter_map(|rest| rest.split(is_no_identifier).next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The tests named in the column `test` of the mission's table.
fn mission_tests(text: &str) -> Result<Vec<String>> {
    let all = tables(text);
    let head = ["row", "what is asked", "page", "test", "works"];
    let table = architecture::table(&all, &head).context("docs/mission.md")?;
    let cells = table.rows.iter().filter_map(|row| row.get(3));
    Ok(cells.flat_map(|cell| architecture::quoted(cell)).collect())
}

/// Every word of every Rust source.
fn words(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let mut words = BTreeSet::new();
    for member in &workspace.members {
        for path in source::rust_files(&member.folder.join("src"))? {
            let text = std::fs::read_to_string(path)?;
            words.extend(text.split(is_no_identifier).map(str::to_owned));
        }
    }
    Ok(words)
}

fn is_no_identifier(c: char) -> bool {
    !c.is_ascii_alphanumeric() && c != '_'
}

/// Identifiers of the glossary that no source uses.
fn unknown_identifiers(text: &str, words: &BTreeSet<String>) -> Result<Vec<String>> {
    let all = tables(text);
    let head = ["public word (Indonesian)", "meaning", "identifier", "source"];
    let table = architecture::table(&all, &head).context("GLOSSARY.md")?;
    let mut found = Vec::new();
    for row in &table.rows {
        let identifiers = row.get(2).map(|cell| architecture::quoted(cell)).unwrap_or_default();
        for identifier in identifiers {
            if !identifier.split("::").all(|part| words.contains(part)) {
                found.push(format!("GLOSSARY.md: no source speaks of `{identifier}`"));
            }
        }
    }
    Ok(found)
}

fn requirements(text: &str) -> Result<Vec<Requirement>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<_>, _> = reader.deserialize().collect();
    rows.context("docs/asvs.csv")
}

fn complaints(register: &[Requirement]) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for Requirement { id, applies, evidence, why } in register {
        let mut complain = |text: &str| found.push(format!("docs/asvs.csv: {id}: {text}"));
        if !seen.insert(id) {
            complain("stands twice");
        }
        match applies.as_str() {
            "yes" if evidence.trim().is_empty() => complain("applies, but names no proof"),
            "no" | "later" if why.trim().is_empty() => complain("gives no reason"),
            "yes" | "no" | "later" => {}
            _ => complain("applies must be yes, later or no"),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let text = "#[test]\nfn a_day_is_a_day() {}\nboth! { async fn a_story(ledger) {} }";
        Names(HashMap::from([("kernel".to_owned(), functions(text))]))
    }

    #[test]
    fn a_test_is_found_by_its_crate_and_name() {
        assert_eq!(names().missing("kernel::a_day_is_a_day"), None);
        assert_eq!(names().missing("kernel::a_story"), None);
        assert!(names().missing("kernel::a_night").unwrap().contains("not there"));
        assert!(names().missing("cellar::a_day_is_a_day").unwrap().contains("no crate"));
    }

    #[test]
    fn a_requirement_that_applies_needs_a_proof_and_another_a_reason() {
        let text =
            "id,applies,evidence,why\nV1.1.1,yes,,\nV1.1.2,no,,\nV1.1.3,perhaps,,x\nV1.1.3,later,,a room to come\n";
        let found = complaints(&requirements(text).unwrap());
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[3].contains("stands twice"));
    }

    #[test]
    fn the_tests_of_the_mission_are_read_from_its_fourth_column() {
        let text = "| row | what is asked | page | test | works |\n|---|---|---|---|---|\n\
                    | S1 | x | `/` | `kernel::a`, `desk::b` | yes |\n| S2 | y | – | – | no |\n";
        assert_eq!(mission_tests(text).unwrap(), ["kernel::a", "desk::b"]);
    }

    #[test]
    fn an_identifier_of_the_glossary_must_be_used() {
        let text = "| public word (Indonesian) | meaning | identifier | source |\n|---|---|---|---|\n\
                    | kasus | a report | `Case`, `ClosedBy::Silence` | ours |\n| kabar | a message | `Pigeon` | ours |\n";
        let words = ["Case", "ClosedBy", "Silence"].map(str::to_owned).into();
        let found = unknown_identifiers(text, &words).unwrap();
        assert_eq!(found, ["GLOSSARY.md: no source speaks of `Pigeon`"]);
    }

    #[test]
    fn every_proof_that_this_repository_names_is_there() {
        let workspace = Workspace::read().unwrap();
        assert_eq!(problems(&workspace).unwrap(), Vec::<String>::new());
    }
}
