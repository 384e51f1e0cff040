//! axe-core, which looks pages over for barriers: fetched into `target/tools` for the tests, never shipped.

use crate::tools::{find, output};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const NPM: &str = "axe-core@4.14.1";
/// The same file in a Python package, for machines without npm.
const PIP: &str = "axe-playwright-python==0.1.8";
const FILE: &str = "axe.min.js";

/// The file, fetched once; an error says why there is none.
pub fn fetched(root: &Path) -> Result<PathBuf> {
    match std::env::var_os("GAPURA_TEST_AXE") {
        Some(named) => Ok(PathBuf::from(named)),
        None => fetched_into(root),
    }
}

fn fetched_into(root: &Path) -> Result<PathBuf> {
    let tools = root.join("target/tools");
    let kept = tools.join(FILE);
    if kept.is_file() {
        return Ok(kept);
    }
    let work = tools.join("axe");
    std::fs::create_dir_all(&work)?;
    let found = match (find(&["npm"]), find(&["pip", "pip3"])) {
        (Some(npm), _) => from_npm(&npm, &work),
        (None, Some(pip)) => from_pip(&pip, &work),
        (None, None) => bail!("neither npm nor pip is installed"),
    };
    std::fs::rename(found?, &kept)?;
    std::fs::remove_dir_all(&work)?;
    Ok(kept)
}

fn from_npm(npm: &Path, work: &Path) -> Result<PathBuf> {
    println!("getting {NPM} with npm");
    output(Command::new(npm).current_dir(work).args(["pack", NPM]))?;
    let pack = ending_in(work, ".tgz")?;
    output(Command::new("tar").current_dir(work).arg("xzf").arg(pack).arg("package/axe.min.js"))?;
    Ok(work.join("package").join(FILE))
}

fn from_pip(pip: &Path, work: &Path) -> Result<PathBuf> {
    println!("getting {PIP} with pip");
    let wish = ["download", "--quiet", "--no-deps", PIP];
    output(Command::new(pip).current_dir(work).args(wish))?;
    let wheel = ending_in(work, ".whl")?;
    let unpack = ["-m", "zipfile", "-e"];
    output(Command::new("python3").current_dir(work).args(unpack).arg(wheel).arg("."))?;
    Ok(work.join("axe_playwright_python").join(FILE))
}

fn ending_in(folder: &Path, ending: &str) -> Result<PathBuf> {
    let files = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let mut fitting = files.filter(|path| path.to_string_lossy().ends_with(ending));
    fitting.next().with_context(|| format!("no file {ending} came"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_fetched_once_is_not_fetched_again() {
        let root = tempfile::tempdir().unwrap();
        let tools = root.path().join("target/tools");
        std::fs::create_dir_all(&tools).unwrap();
        std::fs::write(tools.join(FILE), "axe").unwrap();
        assert_eq!(fetched_into(root.path()).unwrap(), tools.join(FILE));
    }

    #[test]
    fn a_package_that_did_not_come_is_told() {
        let empty = tempfile::tempdir().unwrap();
        let error = ending_in(empty.path(), ".tgz").unwrap_err();
        assert!(error.to_string().contains(".tgz"));
    }
}
