//! The two acceptance examples and a permit with fees. Only the first could be shipped; the others exercise the
//! language.

use definition::diagnostic::render_all;
use definition::model::{By, Target};
use kernel::lang::Lang;

pub const ROADS: &str = include_str!("../data/jalan-rusak.toml");
pub const DOMICILE: &str = include_str!("../data/surat-domisili-usaha.toml");
pub const SIGN: &str = include_str!("../data/izin-reklame.toml");

fn loaded(file: &str, text: &str) -> definition::Definition {
    definition::load(text).unwrap_or_else(|faults| panic!("{}", render_all(&faults, file, text, Lang::Id)))
}

#[test]
fn the_road_example_loads() {
    let roads = loaded("jalan-rusak.toml", ROADS);
    assert_eq!((roads.id.as_str(), roads.version, roads.start()), ("jalan-rusak", 3, "verifikasi"));
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
    assert!(letter.letters["keterangan"].renewal.as_ref().is_some_and(|renewal| renewal.prefill));
}

fn checked(file: &str, text: &str) -> (String, Vec<&'static str>) {
    let found = crate::check(text);
    let codes = found.findings.iter().map(|finding| finding.code).collect();
    (render_all(&found.findings, file, text, Lang::Id), codes)
}

#[test]
fn the_road_example_has_only_notes_of_what_does_not_run_yet() {
    let (rendered, codes) = checked("jalan-rusak.toml", ROADS);
    assert_eq!(codes, ["N303"], "{rendered}");
}

#[test]
fn the_letter_example_warns_of_its_inner_returns_and_of_nothing_else() {
    let (rendered, codes) = checked("surat-domisili-usaha.toml", DOMICILE);
    let notes = codes.iter().filter(|code| code.starts_with('N')).count();
    assert_eq!(codes.len() - notes, 1, "{rendered}");
    assert!(!codes.contains(&"N310"), "a proved phone number runs: {rendered}");
    let warning = "\
peringatan[W111]: surat-domisili-usaha.toml: paling lambat hari kerja ke-3 dari 3,
  tetapi ke-9 bila pengembalian antarpetugas terpakai semua. Janji 3 hari bergantung
  pada tidak adanya pengembalian itu.";
    assert!(rendered.contains(warning), "{rendered}");
}

#[test]
fn the_permit_example_has_only_notes_of_what_does_not_run_yet() {
    let (rendered, codes) = checked("izin-reklame.toml", SIGN);
    assert_eq!(codes, ["N308"], "{rendered}");
}
