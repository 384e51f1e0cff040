//! The services that are shipped in `layanan/` are free of errors and warnings.

use definition::diagnostic::{Severity, render_all};
use kernel::lang::Lang;

#[test]
fn every_shipped_service_checks_clean() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../layanan");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        for file in std::fs::read_dir(entry.path())
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = file.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".toml") {
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(file.path()).unwrap();
            let mut findings = crate::check(&text).findings;
            findings.retain(|finding| finding.severity() != Severity::Note);
            assert!(
                findings.is_empty(),
                "{}",
                render_all(&findings, &name, &text, Lang::Id)
            );
        }
    }
    assert!(seen >= 8, "{seen}");
}
