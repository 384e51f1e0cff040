//! Independent clients in Python and JavaScript, fetched below `target/tools` for the tests, never shipped: exact versions stand
//! beside the scripts that use them.

use crate::tools::{find, output};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where scripts and versions are kept.
const SCRIPTS: &str = "crates/gapura/tests/klien";
/// Holds the versions that a folder was filled with.
const STAMP: &str = "dipasang.txt";

/// The folder of the Python packages, filled once per list of versions; an error says why there is none.
pub fn python(root: &Path) -> Result<PathBuf> {
    let list = root.join(SCRIPTS).join("python.txt");
    let program = find(&["python3"]).context("no python3")?;
    filled(&root.join("target/tools/py"), &list, |folder| {
        println!("getting clients with pip");
        let wish = ["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "--target"];
        let mut pip = Command::new(&program);
        output(pip.args(wish).arg(folder).arg("--requirement").arg(&list))
    })
}

/// The folder that holds `node_modules`, filled once per lock file; an error says why there is none.
pub fn node(root: &Path) -> Result<PathBuf> {
    let scripts = root.join(SCRIPTS);
    let npm = find(&["npm"]).context("no npm")?;
    find(&["node"]).context("no node")?;
    filled(&root.join("target/tools/js"), &scripts.join("package-lock.json"), |folder| {
        println!("getting clients with npm");
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(scripts.join(name), folder.join(name))?;
        }
        let wish = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        output(Command::new(&npm).current_dir(folder).args(wish))
    })
}

/// Fills a folder anew unless it was filled with exactly this list.
fn filled(folder: &Path, list: &Path, fill: impl FnOnce(&Path) -> Result<String>) -> Result<PathBuf> {
    let wanted = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
    let stamp = folder.join(STAMP);
    if std::fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(folder.to_owned());
    }
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    fill(folder)?;
    std::fs::write(stamp, wanted)?;
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn a_folder_is_filled_once_for_each_list_of_versions_and_again_after_a_failure() {
        let root = tempfile::tempdir().unwrap();
        let (folder, list) = (root.path().join("py"), root.path().join("python.txt"));
        let mut times = 0;
        let mut fill = |text: &str, fails: bool| {
            std::fs::write(&list, text).unwrap();
            filled(&folder, &list, |_| {
                times += 1;
                if fails { bail!("no network") } else { Ok(String::new()) }
            })
            .is_ok()
        };
        assert!(!fill("satu==1", true));
        assert!(fill("satu==1", false) && fill("satu==1", false));
        assert!(fill("satu==2", false));
        assert_eq!(times, 3);
    }

    #[test]
    fn every_client_has_an_exact_version() {
        let root = crate::workspace::Workspace::read().unwrap().root;
        let list = std::fs::read_to_string(root.join(SCRIPTS).join("python.txt")).unwrap();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let (_, version) = line.split_once("==").unwrap_or_else(|| panic!("{line}"));
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{line}");
        }
        let package = std::fs::read_to_string(root.join(SCRIPTS).join("package.json")).unwrap();
        assert!(!package.contains('^') && !package.contains('~'), "{package}");
    }
}
