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

/// Cargo.lock.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// Everything wrong with the outside crates.
pub fn problems(workspace: &Workspace, policy: &Policy) -> Result<Vec<String>> {
    let mut found = locked(&workspace.text("Cargo.lock")?, policy)?;
    found.extend(duplicates(&built(workspace, &[])?, &policy.duplicates, &BTreeMap::new()));
    let typesetting = &policy.typesetting;
    let with = built(workspace, &["--features", &typesetting.features])?;
    found.extend(duplicates(&with, &typesetting.duplicates, &policy.duplicates));
    let packages = used(workspace)?;
    found.extend(licences(&packages, policy));
    found.extend(elsewhere(&packages));
    Ok(found)
}

fn locked(text: &str, policy: &Policy) -> Result<Vec<String>> {
    let lock: Lock = toml::from_str(text).context("Cargo.lock")?;
    let mut found = Vec::new();
    let typesetting = &policy.typesetting;
    let without = lock.reached_without(&typesetting.through);
    for (count, budget, what) in [
        (without, policy.budget.locked_packages, "without the typesetter"),
        (lock.package.len(), typesetting.locked_packages, "in all"),
    ] {
        if count > budget {
            found.push(format!("Cargo.lock holds {count} packages {what}, the budget is {budget}"));
        }
    }
    for package in &lock.package {
        if let Some(reason) = policy.banned.get(&package.name) {
            found.push(format!("`{}` is banned: {reason}", package.name));
        }
    }
    Ok(found)
}

impl Lock {
    /// How many packages our own crates need if `through` needed nothing.
    fn reached_without(&self, through: &str) -> usize {
        let mut open: Vec<&Locked> = self.package.iter().filter(|package| package.source.is_none()).collect();
        let mut reached = BTreeSet::new();
        while let Some(package) = open.pop() {
            if !reached.insert((&package.name, &package.version)) || package.name == through {
                continue;
            }
            for needed in &package.dependencies {
                let mut words = needed.split_whitespace();
                let (name, version) = (words.next().unwrap_or_default(), words.next());
                let fits = |one: &&Locked| one.name == name && version.is_none_or(|version| one.version == version);
                open.extend(self.package.iter().filter(fits));
            }
        }
        reached.len()
    }
}

/// The packages that a build for this machine can use.
fn used(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut command = Command::new(tools::cargo());
    command
        .current_dir(&workspace.root)
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .args(["--filter-platform", &tools::host()?]);
    let text = tools::output(&mut command)?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    let used: BTreeSet<String> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
    let mut packages = metadata.packages;
    packages.retain(|package| package.source.is_some() && used.contains(&package.id));
    Ok(packages)
}

/// Name and version of each package that is compiled on this machine; `cargo metadata` also lists optional ones.
fn built(workspace: &Workspace, features: &[&str]) -> Result<Vec<(String, String)>> {
    let mut command = Command::new(tools::cargo());
    let words = ["tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p}"];
    command.current_dir(&workspace.root).args(words).args(features);
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

/// What stands twice without a reason, and reasons of `own` for what does not.
fn duplicates(
    packages: &[(String, String)],
    own: &BTreeMap<String, String>,
    more: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in packages {
        versions.entry(name).or_default().insert(version);
    }
    let twice = |name: &str| versions.get(name).is_some_and(|versions| versions.len() > 1);
    let tolerated = |name: &str| own.contains_key(name) || more.contains_key(name);
    let mut found: Vec<String> = versions
        .iter()
        .filter(|(name, versions)| versions.len() > 1 && !tolerated(name))
        .map(|(name, versions)| {
            let versions: Vec<&str> = versions.iter().copied().collect();
            format!("`{name}` stands in versions {} and no reason is given", versions.join(", "))
        })
        .collect();
    let needless = own.keys().filter(|name| !twice(name) || more.contains_key(*name));
    found.extend(needless.map(|name| format!("policy.toml tolerates `{name}` twice without need")));
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
             [banned]\nopenssl = \"rustls is used instead\"\n[duplicates]\nsyn = \"two macro generations\"\n\
             [typesetting]\nthrough = \"paper\"\nfeatures = \"gapura/surat\"\nlocked_packages = 4\n\
             [typesetting.duplicates]\n",
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

    fn lock(packages: &[(&str, &str, &str)]) -> String {
        let line = |(name, source, needs): &(&str, &str, &str)| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n{source}dependencies = [{needs}]\n")
        };
        packages.iter().map(line).collect()
    }

    const OUTSIDE: &str = "source = \"registry\"\n";

    #[test]
    fn a_lock_file_over_its_budget_is_reported() {
        let text = lock(&[("own", "", "\"a\", \"openssl\""), ("a", OUTSIDE, ""), ("openssl", OUTSIDE, "")]);
        let found = locked(&text, &policy()).unwrap();
        assert!(found[0].contains("3 packages without"));
        assert!(found[1].contains("rustls"));
    }

    #[test]
    fn what_only_the_typesetter_needs_counts_in_its_own_budget() {
        let own = [("gapura", "", "\"paper\""), ("paper", "", "\"typst 1.0.0\"")];
        let text = lock(&[own[0], own[1], ("typst", OUTSIDE, "\"krilla\""), ("krilla", OUTSIDE, "")]);
        assert!(locked(&text, &policy()).unwrap().is_empty());
        let more =
            lock(&[own[0], own[1], ("typst", OUTSIDE, "\"krilla\""), ("krilla", OUTSIDE, ""), ("x", OUTSIDE, "")]);
        assert!(locked(&more, &policy()).unwrap()[0].contains("5 packages in all"));
    }

    #[test]
    fn a_second_version_needs_a_reason_and_a_reason_needs_a_second_version() {
        let packages = tree("rand v0.8.0\nrand v0.9.0 (*)\nrand v0.9.0\nsyn v2.0.0 (proc-macro)\n");
        let found = duplicates(&packages, &policy().duplicates, &BTreeMap::new());
        assert!(found[0].contains("`rand` stands in versions 0.8.0, 0.9.0"));
        assert!(found[1].contains("`syn` twice"));
    }

    #[test]
    fn a_reason_that_is_given_for_all_builds_is_not_given_again_for_the_typesetter() {
        let packages = tree("syn v1.0.0\nsyn v2.0.0\n");
        let all = policy().duplicates;
        assert!(duplicates(&packages, &BTreeMap::new(), &all).is_empty());
        assert!(duplicates(&packages, &all, &all)[0].contains("`syn` twice without need"));
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
