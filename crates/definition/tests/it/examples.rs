//! The two acceptance examples. `surat-domisili-usaha.toml` exercises the language and is not to be shipped.

use definition::diagnostic::render_all;
use definition::model::{By, Target};
use kernel::lang::Lang;

pub const ROADS: &str = include_str!("../data/jalan-rusak.toml");
pub const DOMICILE: &str = include_str!("../data/surat-domisili-usaha.toml");

fn loaded(file: &str, text: &str) -> definition::Definition {
    definition::load(text)
        .unwrap_or_else(|faults| panic!("{}", render_all(&faults, file, text, Lang::Id)))
}

#[test]
fn the_road_example_loads() {
    let roads = loaded("jalan-rusak.toml", ROADS);
    assert_eq!(
        (roads.id.as_str(), roads.version, roads.start()),
        ("jalan-rusak", 3, "verifikasi")
    );
    assert_eq!(roads.steps.len(), 7);
    assert_eq!(roads.steps["pelapor"].by, By::Reporter);
    assert_eq!(roads.scenarios.len(), 5);
    assert_eq!(roads.hash.len(), 64);
    let ends = &roads.steps["verifikasi"].actions["limpahkan"].targets;
    assert_eq!(ends, &[Target::End("dilimpahkan".into())]);
}

#[test]
fn the_letter_example_loads() {
    let letter = loaded("surat-domisili-usaha.toml", DOMICILE);
    assert_eq!(letter.steps["periksa"].actions["lengkap"].targets.len(), 2);
    assert!(
        letter.letters["keterangan"]
            .renewal
            .as_ref()
            .is_some_and(|renewal| renewal.prefill)
    );
}
