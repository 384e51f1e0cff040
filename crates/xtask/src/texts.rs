//! What the tracked texts may not say, and which documents must be there.

use crate::tools;
use crate::workspace::Workspace;
use anyhow::Result;
use std::process::Command;

/// Words of unfinished work, put together here so that this file does not hold them.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("coming", " soon"),
    concat!("segera", " hadir"),
    concat!("unimplem", "ented!"),
];

/// Beginnings of paths and names that exist on one machine only.
const PRIVATE: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("C:", "\\"),
    concat!(".corp", "."),
];

const DOCUMENTS: [&str; 10] = [
    "README.md",
    "ARCHITECTURE.md",
    "STYLE.md",
    "GLOSSARY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "NOTICE",
    "LICENSE",
    "docs/mission.md",
    "docs/asvs.csv",
];

const TEXTS: [&str; 14] =
    ["rs", "toml", "md", "html", "ftl", "sql", "css", "js", "csv", "txt", "service", "json", "yml", "svg"];

/// Everything wrong with the texts of the repository.
pub fn problems(workspace: &Workspace) -> Result<Vec<String>> {
    let mut found: Vec<String> = DOCUMENTS
        .iter()
        .filter(|path| !workspace.root.join(path).is_file())
        .map(|path| format!("{path} is missing"))
        .collect();
    for path in tracked(workspace)? {
        let Ok(text) = std::fs::read_to_string(workspace.root.join(&path)) else {
            continue;
        };
        found.extend(said(&path, &text));
        if path.ends_with(".md") {
            found.extend(dead_links(workspace, &path, &text));
        }
    }
    Ok(found)
}

/// Text files that git knows or would add; vendored browser libraries are others' words.
fn tracked(workspace: &Workspace) -> Result<Vec<String>> {
    let mut command = Command::new("git");
    command.current_dir(&workspace.root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let listing = tools::output(&mut command)?;
    let is_text = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').is_none_or(|(_, ending)| TEXTS.contains(&ending))
    };
    Ok(listing.lines().filter(|path| is_text(path) && !path.contains("/vendor/")).map(str::to_owned).collect())
}

fn said(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for word in UNFINISHED.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{path}:{number}: `{word}`: finish it or take it out"));
        }
        for word in PRIVATE.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{path}:{number}: `{word}` names a place on one machine"));
        }
    }
    found
}

/// Links of a document that point at files which are not there.
fn dead_links(workspace: &Workspace, path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    links(text)
        .into_iter()
        .filter(|link| !workspace.root.join(folder).join(link).exists())
        .map(|link| format!("{path}: links to {link}, which is not there"))
        .collect()
}

/// Targets of markdown links within the repository, without their anchors.
fn links(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|link| link.split('#').next().unwrap_or(link))
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.contains(' ') && !link.starts_with("mailto:"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_work_is_seen_with_its_line() {
        let text = format!("fine\n// {}: later\n", UNFINISHED[0]);
        let found = said("a.rs", &text);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("a.rs:2:"));
    }

    #[test]
    fn a_path_of_one_machine_is_seen() {
        let text = format!("see {}someone/notes", PRIVATE[1]);
        assert_eq!(said("README.md", &text).len(), 1);
        assert!(said("README.md", "GET /kerja/kasus and ../shared").is_empty());
    }

    #[test]
    fn links_within_the_repository_are_followed_and_others_left_alone() {
        let text = "[a](docs/a.md#part) [b](https://example.go.id) [c](#here) ![d](docs/gambar/d.png)";
        assert_eq!(links(text), ["docs/a.md", "docs/gambar/d.png"]);
    }
}
