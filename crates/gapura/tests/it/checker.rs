//! `gapura layanan jelaskan`, `skema` and `cek --awasi`, as an author at a shell meets them.

use serde_json::Value as Json;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Exit code and output of a line without blanks in its words.
fn said(line: &str) -> (Option<i32>, String) {
    let out = Command::new(GAPURA).args(line.split(' ')).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
}

#[test]
fn a_code_is_explained_in_both_languages_with_a_wrong_and_a_right_snippet() {
    let (code, out) = said("layanan jelaskan e023");
    assert_eq!(code, Some(0));
    for part in ["E023 (R39, R61)", "Mengapa:", "Salah:\n  [langkah.verifikasi]", "ke = \"survey\"", "Benar:"] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(said("layanan jelaskan E023 --bahasa en").1.contains("Why: A case cannot move"));
}

#[test]
fn without_a_code_every_code_has_its_line() {
    let (code, out) = said("layanan jelaskan --json");
    assert_eq!(code, Some(0));
    let last: Json = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    let codes = last["codes"].as_array().unwrap();
    assert_eq!(codes.len(), definition::explain::all().len());
    assert_eq!(out.lines().count(), codes.len() + 1);
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest_one() {
    let (code, out) = said("layanan jelaskan E0233");
    assert_eq!(code, Some(1));
    assert!(out.contains("kode E0233 tidak ada; maksud Anda E0"), "{out}");
}

#[test]
fn the_schema_is_printed_as_it_is_committed() {
    let committed = std::fs::read_to_string(Path::new(REPOSITORY).join("docs/layanan.schema.json")).unwrap();
    assert_eq!(said("layanan skema").1, committed);
    let line = said("layanan skema --json").1;
    assert_eq!(serde_json::from_str::<Json>(&line).unwrap(), definition::schema());
}

#[test]
fn a_watched_definition_is_checked_again_at_each_save_until_the_author_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lampu.toml");
    let text = std::fs::read_to_string(Path::new(REPOSITORY).join("layanan/pengaduan/lampu-jalan.toml")).unwrap();
    std::fs::write(&path, &text).unwrap();
    let mut command = Command::new(GAPURA);
    command.args(["layanan", "cek", "--awasi"]).arg(&path).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |part: &str| lines.by_ref().map(Result::unwrap).any(|line| line.contains(part));
    assert!(until("1 berkas diperiksa: 0 galat"));
    assert!(until("Ctrl-C"));
    std::fs::write(&path, text.replacen("versi   = 1", "versii   = 1", 1)).unwrap();
    assert!(until("galat[E002]"));
    assert!(until("1 berkas diperiksa: 1 galat"));
    std::fs::remove_file(&path).unwrap();
    assert!(until("lampu.toml"));
    let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_source_is_noted_as_missing_only_where_the_installation_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../definition/tests/data/surat-domisili-usaha.toml");
    let line = format!("layanan cek {example} --data {}", folder.path().display());
    let bare = said(&line).1;
    assert!(bare.contains("N306") && bare.contains("`dukcapil`") && bare.contains("`oss`"), "{bare}");
    let sources = "[[wilayah]]\nkode = \"35.17\"\n\n[wilayah.sumber.dukcapil]\nberkas = \"d.csv\"\n\
                   kunci = \"NIK\"\nambil = { nama = \"NAMA\" }\n";
    std::fs::write(folder.path().join("gapura.toml"), sources).unwrap();
    let set_up = said(&line).1;
    assert!(!set_up.contains("`dukcapil`") && set_up.contains("`oss`"), "{set_up}");
}
