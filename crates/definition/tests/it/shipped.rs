//! The services that are shipped in `layanan/` are free of errors and warnings with what is shipped beside them.

use definition::diagnostic::{Severity, render_all};
use definition::{Lists, Region, Units};
use kernel::lang::Lang;
use std::path::{Path, PathBuf};

/// Every file below `folder` with this ending.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn every_shipped_service_checks_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let unit = std::fs::read_to_string(root.join("wilayah/baku/unit.toml")).unwrap();
    let units = Units::parse(&unit).unwrap();
    let mut lists = Lists::new();
    for file in files(&root.join("wilayah/baku/daftar"), "csv") {
        lists.add(name(&file), &std::fs::read_to_string(&file).unwrap()).unwrap();
    }
    let region = Region { units: &units, lists: &lists };
    let services = files(&root.join("layanan"), "toml");
    assert!(services.len() >= 45, "{services:?}");
    let mut said = String::new();
    for file in services {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut findings = definition::check(&text, &region).findings;
        findings.retain(|finding| finding.severity() != Severity::Note);
        said.push_str(&render_all(&findings, &name(&file), &text, Lang::Id));
    }
    assert!(said.is_empty(), "{said}");
}

#[test]
fn every_shipped_unit_file_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wilayah");
    let units = files(&root, "toml").into_iter().filter(|file| name(file) == "unit");
    for file in units {
        let text = std::fs::read_to_string(&file).unwrap();
        let faults = Units::parse(&text).err().unwrap_or_default();
        assert!(faults.is_empty(), "{}: {}", file.display(), render_all(&faults, "unit.toml", &text, Lang::Id));
    }
}
