//! Which crate may depend on which: the floor table of ARCHITECTURE.md against the manifests and sources.

use crate::architecture::{self, Banned, Floor, FloorRow, May};
use crate::source;
use crate::workspace::{Dependency, Member, Workspace};
use anyhow::Result;

/// Everything in this workspace that breaks the floor table.
pub fn problems(workspace: &Workspace) -> Result<Vec<String>> {
    let text = workspace.text("ARCHITECTURE.md")?;
    let rows = architecture::floor_rows(&text)?;
    let banned = architecture::banned(&text)?;
    let mut found = check(&rows, &banned, &workspace.members);
    for member in &workspace.members {
        found.extend(banned_paths(workspace, &rows, &banned, member)?);
    }
    Ok(found)
}

fn check(rows: &[FloorRow], banned: &[Banned], members: &[Member]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        if !members.iter().any(|member| member.name == row.name) {
            found.push(format!("`{}` stands in the floor table but is no crate", row.name));
        }
        for word in &row.never {
            if !banned.iter().any(|entry| entry.word == *word) {
                found.push(format!("`{}` must never touch `{word}`, a word without meaning", row.name));
            }
        }
    }
    for member in members {
        let Some(row) = row_of(rows, &member.name) else {
            found.push(format!("`{}` is missing from the floor table of ARCHITECTURE.md", member.name));
            continue;
        };
        for dependency in &member.dependencies {
            found.extend(edge(rows, banned, row, dependency));
        }
    }
    found
}

fn row_of<'a>(rows: &'a [FloorRow], name: &str) -> Option<&'a FloorRow> {
    rows.iter().find(|row| row.name == name)
}

/// What is wrong with one line of a manifest, if anything.
fn edge(rows: &[FloorRow], banned: &[Banned], from: &FloorRow, to: &Dependency) -> Option<String> {
    let Some(target) = row_of(rows, &to.name) else {
        let word = never(banned, from).find(|entry| !to.dev && entry.crates.contains(&to.name))?;
        return Some(format!("`{}` must never touch {}: it depends on `{}`", from.name, word.word, to.name));
    };
    let tested = to.dev && target.name == "testkit" && from.floor != Floor::Number(0);
    if tested || allows(&from.may, target) {
        return None;
    }
    let direction = match (from.floor, target.floor) {
        (Floor::Number(own), Floor::Number(other)) if other > own => "up",
        (Floor::Number(own), Floor::Number(other)) if other == own => "sideways",
        _ => "where it may not",
    };
    Some(format!("`{}` points {direction}, to `{}`", from.name, target.name))
}

fn allows(may: &May, target: &FloorRow) -> bool {
    match may {
        May::Nothing => false,
        May::Everything => true,
        May::Names(names) => names.contains(&target.name),
        May::UpTo(top) => matches!(target.floor, Floor::Number(floor) if floor <= *top),
    }
}

fn never<'a>(banned: &'a [Banned], row: &'a FloorRow) -> impl Iterator<Item = &'a Banned> {
    banned.iter().filter(|entry| row.never.contains(&entry.word))
}

/// Banned paths written in the sources of a crate, outside its tests.
fn banned_paths(workspace: &Workspace, rows: &[FloorRow], banned: &[Banned], member: &Member) -> Result<Vec<String>> {
    let Some(row) = row_of(rows, &member.name) else {
        return Ok(Vec::new());
    };
    let paths: Vec<&String> = never(banned, row).flat_map(|entry| &entry.paths).collect();
    let mut found = Vec::new();
    if paths.is_empty() {
        return Ok(found);
    }
    for file in source::rust_files(&member.folder.join("src"))? {
        let text = std::fs::read_to_string(&file)?;
        let place = workspace.relative(&file);
        if source::is_test_file(&place) {
            continue;
        }
        for (number, line) in source::production_lines(&text) {
            for path in paths.iter().filter(|path| names(line, path)) {
                found.push(format!("{place}:{number}: `{}` may not name `{path}`", row.name));
            }
        }
    }
    Ok(found)
}

fn names(line: &str, path: &str) -> bool {
    !line.trim_start().starts_with("//") && line.contains(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn row(name: &str, floor: u8, may: May, never: &[&str]) -> FloorRow {
        FloorRow {
            name: name.into(),
            floor: Floor::Number(floor),
            may,
            never: never.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    fn house() -> Vec<FloorRow> {
        let mut testkit = row("testkit", 9, May::UpTo(1), &[]);
        testkit.floor = Floor::Beside;
        vec![
            row("kernel", 0, May::Nothing, &["async"]),
            row("store", 1, May::Names(vec!["kernel".into()]), &[]),
            row("desk", 2, May::UpTo(1), &["database"]),
            row("places", 2, May::UpTo(1), &["database"]),
            row("gapura", 3, May::Everything, &[]),
            testkit,
        ]
    }

    fn words() -> Vec<Banned> {
        [("async", "tokio"), ("database", "rusqlite")]
            .map(|(word, name)| Banned { word: word.into(), crates: vec![name.into()], paths: vec![] })
            .into()
    }

    fn wrong(from: &str, to: &str, dev: bool) -> Option<String> {
        let rows = house();
        let dependency = Dependency { name: to.into(), dev };
        let row = row_of(&rows, from).unwrap();
        edge(&rows, &words(), row, &dependency)
    }

    #[test]
    fn an_edge_that_points_down_is_allowed() {
        assert_eq!(wrong("desk", "store", false), None);
        assert_eq!(wrong("gapura", "desk", false), None);
        assert_eq!(wrong("store", "kernel", false), None);
    }

    #[test]
    fn an_edge_that_points_up_is_refused() {
        assert!(wrong("kernel", "store", false).unwrap().contains("up"));
        assert!(wrong("store", "desk", false).unwrap().contains("up"));
    }

    #[test]
    fn a_room_that_depends_on_another_room_is_refused_even_in_tests() {
        assert!(wrong("desk", "places", false).unwrap().contains("sideways"));
        assert!(wrong("desk", "places", true).unwrap().contains("sideways"));
    }

    #[test]
    fn the_test_kit_is_for_tests_only_and_never_for_the_kernel() {
        assert_eq!(wrong("desk", "testkit", true), None);
        assert!(wrong("desk", "testkit", false).is_some());
        assert!(wrong("kernel", "testkit", true).is_some());
    }

    #[test]
    fn a_banned_outside_crate_is_refused_outside_tests() {
        assert!(wrong("desk", "rusqlite", false).unwrap().contains("database"));
        assert_eq!(wrong("desk", "rusqlite", true), None);
        assert_eq!(wrong("store", "rusqlite", false), None);
        assert!(wrong("kernel", "tokio", false).unwrap().contains("async"));
    }

    #[test]
    fn a_crate_missing_from_the_table_is_refused_and_so_is_a_row_without_a_crate() {
        let member = Member { name: "shed".into(), folder: PathBuf::new(), dependencies: vec![] };
        let found = check(&house(), &words(), &[member]);
        assert!(found.iter().any(|problem| problem.contains("`shed` is missing")));
        assert!(found.iter().any(|problem| problem.contains("`desk` stands in the floor table")));
    }

    #[test]
    fn a_comment_may_name_what_the_code_may_not() {
        assert!(names("    let text = std::fs::read(path);", "std::fs"));
        assert!(!names("    // not std::fs here", "std::fs"));
    }

    #[test]
    fn the_house_as_it_stands_keeps_its_floors() {
        let workspace = Workspace::read().unwrap();
        assert_eq!(problems(&workspace).unwrap(), Vec::<String>::new());
    }
}
