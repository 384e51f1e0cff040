//! The members of this workspace as their Cargo.toml files tell them.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where the repository lies and what it consists of.
pub struct Workspace {
    pub root: PathBuf,
    pub members: Vec<Member>,
}

/// One crate of ours.
pub struct Member {
    pub name: String,
    pub folder: PathBuf,
    pub dependencies: Vec<Dependency>,
}

/// One line of a dependency table.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency {
    pub name: String,
    /// Used by tests only.
    pub dev: bool,
}

impl Workspace {
    /// Reads the repository that this program was built in.
    pub fn read() -> Result<Self> {
        Self::read_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
    }

    fn read_at(root: &Path) -> Result<Self> {
        let root = root.canonicalize().with_context(|| format!("no folder {}", root.display()))?;
        let mut folders = vec![root.join("e2e")];
        for entry in std::fs::read_dir(root.join("crates")).context("no folder crates")? {
            folders.push(entry?.path());
        }
        folders.retain(|folder| folder.join("Cargo.toml").is_file());
        folders.sort();
        let members = folders
            .into_iter()
            .map(|folder| {
                let text = std::fs::read_to_string(folder.join("Cargo.toml"))?;
                read_member(&text, folder)
            })
            .collect::<Result<_>>()?;
        Ok(Self { root, members })
    }

    /// A text file of the repository.
    pub fn text(&self, path: &str) -> Result<String> {
        std::fs::read_to_string(self.root.join(path)).with_context(|| format!("cannot read {path}"))
    }

    /// `path` as written from the repository's root.
    pub fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.display().to_string()
    }
}

fn read_member(text: &str, folder: PathBuf) -> Result<Member> {
    let manifest: toml::Table = text.parse().with_context(|| format!("{}", folder.display()))?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .with_context(|| format!("{} has no package name", folder.display()))?
        .to_owned();
    let mut dependencies = Vec::new();
    for (table, dev) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)] {
        let Some(table) = manifest.get(table).and_then(toml::Value::as_table) else {
            continue;
        };
        dependencies.extend(table.iter().map(|(key, value)| Dependency { name: package_of(key, value), dev }));
    }
    Ok(Member { name, folder, dependencies })
}

/// A dependency renamed by `package = "…"` counts under its true name.
fn package_of(key: &str, value: &toml::Value) -> String {
    let renamed = value.get("package").and_then(toml::Value::as_str);
    renamed.unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_its_name_and_its_edges() {
        let text = "[package]\nname = \"desk\"\n[dependencies]\nkernel.workspace = true\n\
                    sql = { package = \"rusqlite\", version = \"1\" }\n[dev-dependencies]\ntestkit.workspace = true\n";
        let member = read_member(text, PathBuf::from("crates/desk")).unwrap();
        assert_eq!(member.name, "desk");
        let seen: Vec<(&str, bool)> =
            member.dependencies.iter().map(|dependency| (dependency.name.as_str(), dependency.dev)).collect();
        assert_eq!(seen, [("kernel", false), ("rusqlite", false), ("testkit", true)]);
    }

    #[test]
    fn a_manifest_without_a_name_is_refused() {
        assert!(read_member("[package]\n", PathBuf::from("x")).is_err());
    }

    #[test]
    fn this_workspace_has_a_kernel_and_browser_journeys() {
        let workspace = Workspace::read().unwrap();
        let names: Vec<&str> = workspace.members.iter().map(|member| member.name.as_str()).collect();
        assert!(names.contains(&"kernel") && names.contains(&"e2e"));
    }
}
