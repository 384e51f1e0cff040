//! `crates/xtask/policy.toml`: the budgets and lists that `tidy` holds the repository to.

use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub budget: Budget,
    pub licences: Licences,
    /// Outside crates that may not be locked at all, each with its reason.
    pub banned: BTreeMap<String, String>,
    /// Crates of which more than one version is tolerated, each with its reason.
    pub duplicates: BTreeMap<String, String>,
    pub typesetting: Typesetting,
}

/// What is tolerated only because of the typesetter, which only one feature builds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typesetting {
    /// Our crate through which all of it comes.
    pub through: String,
    /// The features that bring it in, as `cargo --features` takes them.
    pub features: String,
    /// Packages in Cargo.lock with it.
    pub locked_packages: usize,
    /// As above.
    pub duplicates: BTreeMap<String, String>,
}

/// Numbers that may not be passed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Packages in Cargo.lock.
    pub locked_packages: usize,
    /// Lines of any file, its tests not counted.
    pub file_lines: usize,
    /// Lines that nine files in ten stay within.
    pub most_file_lines: usize,
    /// Lines of code in a function's body.
    pub function_lines: usize,
    /// Least tests per thousand lines of code, over the whole workspace.
    pub tests_per_thousand: usize,
}

/// Which licences outside crates may have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licences {
    pub allowed: Vec<String>,
    /// Crates allowed in spite of their licence, each with its reason.
    pub exceptions: BTreeMap<String, String>,
}

impl Policy {
    /// Reads the policy of this repository.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let path = "crates/xtask/policy.toml";
        toml::from_str(&workspace.text(path)?).context(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tolerated_duplicate_and_exception_gives_its_reason() {
        let policy = Policy::read(&Workspace::read().unwrap()).unwrap();
        let reasons = policy.duplicates.iter().chain(&policy.licences.exceptions).chain(&policy.banned);
        let reasons = reasons.chain(&policy.typesetting.duplicates);
        for (name, reason) in reasons {
            assert!(reason.split_whitespace().count() >= 3, "{name}: {reason}");
        }
    }
}
