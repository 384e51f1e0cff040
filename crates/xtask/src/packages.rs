//! Outside crates: how many are locked, which stand twice, and under which licence.

use crate::licence;
use crate::policy::Policy;
use crate::tools;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What `cargo metadata` answers, as far as it is needed here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

/// Everything wrong with the outside crates.
pub fn problems(workspace: &Workspace, policy: &Policy) -> Result<Vec<String>> {
    let mut found = locked(&workspace.text("Cargo.lock")?, policy)?;
    found.extend(duplicates(&built(workspace)?, policy));
    let packages = used(workspace)?;
    found.extend(licences(&packages, policy));
    found.extend(elsewhere(&packages));
    Ok(found)
}

fn locked(text: &str, policy: &Policy) -> Result<Vec<String>> {
    let lock: toml::Table = text.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let packages = packages.context("Cargo.lock lists no packages")?;
    let mut found = Vec::new();
    if packages.len() > policy.budget.locked_packages {
        found.push(format!(
            "Cargo.lock holds {} packages, the budget is {}",
            packages.len(),
            policy.budget.locked_packages
        ));
    }
    for name in packages.iter().filter_map(|package| package.get("name")?.as_str()) {
        if let Some(reason) = policy.banned.get(name) {
            found.push(format!("`{name}` is banned: {reason}"));
        }
    }
    Ok(found)
}

/// The packages that a build for this machine can use.
fn used(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut command = Command::new(tools::cargo());
    command
        .current_dir(&workspace.root)
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(["--filter-platform", &tools::host()?]);
    let text = tools::output(&mut command)?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    let used: BTreeSet<String> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
    let mut packages = metadata.packages;
    packages.retain(|package| package.source.is_some() && used.contains(&package.id));
    Ok(packages)
}

/// Name and version of each package that is compiled on this machine; `cargo metadata` also lists optional ones.
fn built(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let mut command = Command::new(tools::cargo());
    command.current_dir(&workspace.root).args([
        "tree",
        "--workspace",
        "--locked",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    Ok(tree(&tools::output(&mut command)?))
}

/// Reads lines such as `rand v0.9.5`, with more words behind.
fn tree(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let version = words.next()?.strip_prefix('v')?;
        Some((name.to_owned(), version.to_owned()))
    });
    lines.collect()
}

fn duplicates(packages: &[(String, String)], policy: &Policy) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in packages {
        versions.entry(name).or_default().insert(version);
    }
    let twice = |name: &str| versions.get(name).is_some_and(|versions| versions.len() > 1);
    let mut found: Vec<String> = versions
        .iter()
        .filter(|(name, versions)| versions.len() > 1 && !policy.duplicates.contains_key(**name))
        .map(|(name, versions)| {
            let versions: Vec<&str> = versions.iter().copied().collect();
            format!("`{name}` stands in versions {} and no reason is given", versions.join(", "))
        })
        .collect();
    let needless = policy.duplicates.keys().filter(|name| !twice(name));
    found.extend(needless.map(|name| format!("policy.toml tolerates `{name}` twice, but there is one version")));
    found
}

/// Packages that do not come from crates.io.
fn elsewhere(packages: &[Package]) -> Vec<String> {
    let home = "registry+https://github.com/rust-lang/crates.io-index";
    let strangers = packages.iter().filter(|package| package.source.as_deref() != Some(home));
    strangers.map(|package| format!("`{}` comes from {:?}, not from crates.io", package.name, package.source)).collect()
}

fn licences(packages: &[Package], policy: &Policy) -> Vec<String> {
    packages
        .iter()
        .filter(|package| !policy.licences.exceptions.contains_key(&package.name))
        .filter_map(|package| match &package.license {
            None => Some(format!("`{}` names no licence", package.name)),
            Some(licence) => (!licence::is_allowed(licence, &policy.licences.allowed))
                .then(|| format!("`{}` is under {licence}, which is not on the list", package.name)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        toml::from_str(
            "[budget]\nlocked_packages = 2\nfile_lines = 500\nmost_file_lines = 300\nfunction_lines = 60\n\
             tests_per_thousand = 12\n[licences]\nallowed = [\"MIT\"]\n[licences.exceptions]\nodd = \"only its data\"\n\
             [banned]\nopenssl = \"rustls is used instead\"\n[duplicates]\nsyn = \"two macro generations\"\n",
        )
        .unwrap()
    }

    fn package(name: &str, license: Option<&str>) -> Package {
        Package {
            id: name.into(),
            name: name.into(),
            license: license.map(str::to_owned),
            source: Some("git+https://example.org/a".into()),
        }
    }

    #[test]
    fn a_lock_file_over_its_budget_is_reported() {
        let lock = "[[package]]\nname = \"a\"\n[[package]]\nname = \"b\"\n[[package]]\nname = \"openssl\"\n";
        let found = locked(lock, &policy()).unwrap();
        assert!(found[0].contains("3 packages"));
        assert!(found[1].contains("rustls"));
    }

    #[test]
    fn a_second_version_needs_a_reason_and_a_reason_needs_a_second_version() {
        let packages = tree("rand v0.8.0\nrand v0.9.0 (*)\nrand v0.9.0\nsyn v2.0.0 (proc-macro)\n");
        let found = duplicates(&packages, &policy());
        assert!(found[0].contains("`rand` stands in versions 0.8.0, 0.9.0"));
        assert!(found[1].contains("`syn` twice"));
    }

    #[test]
    fn a_package_from_elsewhere_is_reported() {
        let mut known = package("known", Some("MIT"));
        known.source = Some("registry+https://github.com/rust-lang/crates.io-index".into());
        let found = elsewhere(&[known, package("stray", Some("MIT"))]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`stray`"));
    }

    #[test]
    fn a_licence_that_is_not_listed_is_reported_unless_excepted() {
        let packages = [
            package("good", Some("MIT OR GPL-3.0")),
            package("odd", Some("GPL-3.0")),
            package("bad", Some("GPL-3.0")),
            package("bare", None),
        ];
        let found = licences(&packages, &policy());
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("`bad`") && found[1].contains("`bare`"));
    }
}
