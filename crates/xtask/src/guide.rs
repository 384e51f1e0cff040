//! `cargo xtask where WORD`: the guide of ARCHITECTURE.md, searched.

use crate::architecture;
use crate::workspace::Workspace;
use anyhow::Result;
use std::process::ExitCode;

/// Prints the rows of the guide that speak of `word`, or all of them where none does.
pub fn answer(workspace: &Workspace, word: &str) -> Result<ExitCode> {
    let rows = architecture::guide(&workspace.text("ARCHITECTURE.md")?)?;
    let hits = search(&rows, word);
    if hits.is_empty() {
        println!("nothing in the guide of ARCHITECTURE.md speaks of `{word}`; it knows:");
        for (looking, _) in &rows {
            println!("  {looking}");
        }
        return Ok(ExitCode::FAILURE);
    }
    for (looking, go) in hits {
        println!("looking for {looking}\n  go to {go}");
    }
    Ok(ExitCode::SUCCESS)
}

fn search<'a>(rows: &'a [(String, String)], word: &str) -> Vec<&'a (String, String)> {
    let word = word.to_lowercase();
    let speaks = |text: &str| text.to_lowercase().contains(&word);
    rows.iter().filter(|(looking, go)| speaks(looking) || speaks(go)).collect()
}

/// Paths of the guide that lead nowhere.
pub fn broken(workspace: &Workspace) -> Result<Vec<String>> {
    let rows = architecture::guide(&workspace.text("ARCHITECTURE.md")?)?;
    let mut found = Vec::new();
    for (looking, go) in rows {
        let places = architecture::quoted(&go);
        if places.is_empty() {
            found.push(format!("ARCHITECTURE.md: \"{looking}\" leads to no path"));
        }
        for place in places {
            if !workspace.root.join(&place).exists() {
                found.push(format!("ARCHITECTURE.md: \"{looking}\" leads to `{place}`, which is not there"));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_what_one_looks_for_and_in_where_it_leads() {
        let rows = [
            ("the working calendar".to_owned(), "`crates/kernel`".to_owned()),
            ("the inbox".to_owned(), "`crates/desk`".to_owned()),
        ];
        assert_eq!(search(&rows, "Calendar"), [&rows[0]]);
        assert_eq!(search(&rows, "desk"), [&rows[1]]);
        assert!(search(&rows, "banana").is_empty());
    }

    #[test]
    fn every_path_of_the_guide_exists() {
        let workspace = Workspace::read().unwrap();
        assert_eq!(broken(&workspace).unwrap(), Vec::<String>::new());
    }
}
