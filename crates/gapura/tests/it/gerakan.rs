//! `gapura gerakan`: a region's signed summary at the command line, and an installation that takes it.

use std::path::Path;
use std::process::{Command, Output};

fn gapura(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gapura")).args(arguments).env("RUST_LOG", "off").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A data folder for this region code.
fn founded(folder: &Path, name: &str, region: &str) -> String {
    let data = folder.join(name).display().to_string();
    let output = gapura(&["init", "--region", region, "--data", &data]);
    assert!(output.status.success(), "{}", complained(&output));
    data
}

#[test]
fn a_summary_is_made_verified_and_refused_by_name_once_it_was_altered() {
    let folder = tempfile::tempdir().unwrap();
    let data = founded(folder.path(), "kota", "35.17");
    let key = said(&gapura(&["gerakan", "kunci", "--data", &data]));
    let key = key.lines().next().unwrap();
    let made = gapura(&["gerakan", "ringkasan", "--data", &data]);
    assert!(made.status.success(), "{}", complained(&made));
    let file = folder.path().join("ringkasan.json");
    std::fs::write(&file, &made.stdout).unwrap();
    let check = |path: &Path, key: &str| gapura(&["gerakan", "periksa", &path.display().to_string(), "--kunci", key]);
    let sound = check(&file, key);
    assert!(sound.status.success(), "{}", complained(&sound));
    assert!(said(&sound).contains("35.17 Kabupaten Jombang") && said(&sound).contains("tanda tangan cocok"));
    let altered = folder.path().join("diubah.json");
    std::fs::write(&altered, said(&made).replacen("\"count\":", "\"count\":1", 1)).unwrap();
    let refused = check(&altered, key);
    assert_eq!(refused.status.code(), Some(1));
    assert!(complained(&refused).contains("diubah di perjalanan; mengaku dari 35.17"), "{}", complained(&refused));
    let other = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert!(complained(&check(&file, other)).contains("ditandatangani kunci lain"));
    assert!(complained(&check(&file, "abc")).contains("bukan kunci publik"));
    std::fs::write(&altered, "{\n!").unwrap();
    assert!(complained(&check(&altered, key)).contains("baris 2, kolom 1"));
}

#[test]
fn an_installation_of_the_country_takes_no_summary_without_a_registered_key() {
    let folder = tempfile::tempdir().unwrap();
    let (region, nation) = (founded(folder.path(), "kota", "35.17"), founded(folder.path(), "gerakan", "00"));
    let made = gapura(&["gerakan", "ringkasan", "--data", &region]);
    let file = folder.path().join("ringkasan.json");
    std::fs::write(&file, &made.stdout).unwrap();
    let file = file.display().to_string();
    let refused = gapura(&["gerakan", "terima", &file, "--data", &nation]);
    assert!(complained(&refused).contains("mengaku dari 35.17"), "{}", complained(&refused));
    let nowhere = gapura(&["gerakan", "terima", &file, "--data", &region]);
    assert_eq!(nowhere.status.code(), Some(1), "a region steers nobody");
}
