//! `cargo xtask tidy`: sizes, files that must and must not be, outside crates, words and documents.

use crate::evidence;
use crate::packages;
use crate::policy::{Budget, Policy};
use crate::services;
use crate::source::{self, Facts};
use crate::texts;
use crate::workspace::{Member, Workspace};
use crate::{architecture, guide};
use anyhow::{Context, Result};

/// Files by their place, each with its facts.
type Files = Vec<(String, Facts)>;

/// Everything untidy in this workspace.
pub fn problems(workspace: &Workspace) -> Result<Vec<String>> {
    let policy = Policy::read(workspace)?;
    let mut found = Vec::new();
    let mut files = Vec::new();
    for member in &workspace.members {
        found.extend(readme(workspace, member)?);
        let (read, unread) = files_of(workspace, member)?;
        files.extend(read);
        found.extend(unread);
    }
    found.extend(sizes(&files, &policy.budget));
    found.extend(density(&files, &policy.budget));
    found.extend(packages::problems(workspace, &policy)?);
    found.extend(texts::problems(workspace)?);
    found.extend(guide::broken(workspace)?);
    found.extend(statements(workspace)?);
    found.extend(evidence::problems(workspace)?);
    found.extend(services::problems(workspace)?);
    Ok(found)
}

/// The facts of each file of a crate, and the files that cannot be read.
fn files_of(workspace: &Workspace, member: &Member) -> Result<(Files, Vec<String>)> {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for path in source::rust_files(&member.folder)? {
        let place = workspace.relative(&path);
        let text = std::fs::read_to_string(&path).with_context(|| place.clone())?;
        match source::facts(&text, source::is_test_file(&place)) {
            Ok(facts) => files.push((place, facts)),
            Err(error) => unread.push(format!("{place}: {error:#}")),
        }
    }
    Ok((files, unread))
}

fn readme(workspace: &Workspace, member: &Member) -> Result<Vec<String>> {
    let folder = workspace.relative(&member.folder);
    if !member.folder.join("README.md").is_file() {
        return Ok(vec![format!("{folder} has no README.md")]);
    }
    let included = "include_str!(\"../README.md\")";
    for root in ["src/lib.rs", "src/main.rs"] {
        let path = member.folder.join(root);
        if path.is_file() && std::fs::read_to_string(path)?.contains(included) {
            return Ok(Vec::new());
        }
    }
    Ok(vec![format!("{folder}: the README is not the crate's documentation ({included})")])
}

fn sizes(files: &[(String, Facts)], budget: &Budget) -> Vec<String> {
    let mut found = Vec::new();
    for (place, facts) in files {
        if place.ends_with("/mod.rs") {
            found.push(format!("{place}: name the file after its module"));
        }
        if facts.lines > budget.file_lines {
            found.push(format!("{place} has {} lines, at most {}", facts.lines, budget.file_lines));
        }
        for (name, line, length) in &facts.functions {
            if *length > budget.function_lines {
                let most = budget.function_lines;
                found.push(format!("{place}:{line}: `{name}` has {length} lines, at most {most}"));
            }
        }
    }
    let counted: Vec<_> = files.iter().filter(|(_, facts)| facts.lines > 0).collect();
    let long = counted.iter().filter(|(_, facts)| facts.lines > budget.most_file_lines);
    let long = long.count();
    if long * 10 > counted.len() {
        found.push(format!(
            "{long} of {} files have more than {} lines, at most one in ten may",
            counted.len(),
            budget.most_file_lines
        ));
    }
    found
}

fn density(files: &[(String, Facts)], budget: &Budget) -> Vec<String> {
    let code: usize = files.iter().map(|(_, facts)| facts.code).sum();
    let tests: usize = files.iter().map(|(_, facts)| facts.tests).sum();
    if tests * 1000 >= code * budget.tests_per_thousand {
        return Vec::new();
    }
    vec![format!("{tests} tests for {code} lines of code, at least {} per thousand", budget.tests_per_thousand)]
}

/// Paths in backticks anywhere in ARCHITECTURE.md that look like our own and lead nowhere.
fn statements(workspace: &Workspace) -> Result<Vec<String>> {
    let text = workspace.text("ARCHITECTURE.md")?;
    Ok(text
        .lines()
        .flat_map(architecture::quoted)
        .filter(|word| is_own_path(word) && !workspace.root.join(word).exists())
        .map(|path| format!("ARCHITECTURE.md speaks of `{path}`, which is not there"))
        .collect())
}

fn is_own_path(word: &str) -> bool {
    let ours = ["crates/", "layanan/", "instrumen/", "rencana/", "wilayah/", "docs/", "e2e/", ".ci/"];
    let is_pattern = word.contains(['<', '*', '{', ' ', '…']);
    ours.iter().any(|folder| word.starts_with(folder)) && !is_pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        Budget { locked_packages: 1, file_lines: 500, most_file_lines: 300, function_lines: 60, tests_per_thousand: 12 }
    }

    fn file(place: &str, lines: usize, tests: usize) -> (String, Facts) {
        let facts = Facts { lines, code: lines, tests, functions: vec![("act".into(), 7, lines.min(80))] };
        (place.into(), facts)
    }

    #[test]
    fn a_long_file_and_a_long_function_are_reported_with_their_place() {
        let found = sizes(&[file("crates/a/src/b.rs", 501, 0)], &budget());
        assert!(found[0].contains("501 lines, at most 500"));
        assert!(found[1].contains("b.rs:7: `act` has 80 lines"));
    }

    #[test]
    fn one_file_in_ten_may_pass_three_hundred_lines() {
        let mut files: Vec<_> = (0..9).map(|number| file(&format!("{number}.rs"), 20, 0)).collect();
        files.push(file("long.rs", 301, 0));
        let complains = |files: &[_]| sizes(files, &budget()).iter().any(|problem| problem.contains("one in ten"));
        assert!(!complains(&files));
        files.push(file("longer.rs", 302, 0));
        assert!(complains(&files));
    }

    #[test]
    fn a_module_file_without_a_name_is_reported() {
        let found = sizes(&[file("crates/a/src/pages/mod.rs", 3, 0)], &budget());
        assert!(found[0].contains("name the file"));
    }

    #[test]
    fn twelve_tests_per_thousand_lines_are_enough_and_eleven_are_not() {
        assert!(density(&[file("a.rs", 1000, 12)], &budget()).is_empty());
        assert_eq!(density(&[file("a.rs", 1000, 11)], &budget()).len(), 1);
    }

    #[test]
    fn patterns_and_addresses_are_no_paths() {
        assert!(is_own_path("crates/kernel/src/clock.rs"));
        assert!(!is_own_path("wilayah/<code>/unit.toml"));
        assert!(!is_own_path("/kerja/kasus"));
    }
}
