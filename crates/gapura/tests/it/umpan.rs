//! `gapura umpan` at a shell: a mapping file is checked and explained, a feed is tried and read.

use serde_json::Value as Json;
use std::path::Path;
use std::process::Command;

const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");
const EXAMPLE: &str = include_str!("../../../../docs/contoh/umpan-pegawai.toml");

/// Exit code and output of a line in a folder.
fn said(folder: &Path, line: &str) -> (Option<i32>, String) {
    let out = Command::new(GAPURA).args(line.split(' ')).current_dir(folder).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
}

fn last(out: &str) -> Json {
    serde_json::from_str(out.lines().last().unwrap()).unwrap()
}

#[test]
fn the_example_of_the_documents_is_clean_and_a_broken_one_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.toml"), EXAMPLE).unwrap();
    std::fs::write(folder.path().join("b.toml"), EXAMPLE.replace("[\"nip\"]", "[\"nipp\"]")).unwrap();
    assert_eq!(said(folder.path(), "umpan cek a.toml").0, Some(0));
    let (code, out) = said(folder.path(), "umpan cek .");
    assert_eq!(code, Some(1));
    assert!(out.contains("E621") && out.contains("b.toml:7:13") && out.contains("maksud Anda `nip`?"), "{out}");
    let (_, out) = said(folder.path(), "umpan jelaskan e621 --bahasa en");
    assert!(out.contains("E621: This column of the key is not there."), "{out}");
}

#[test]
fn a_dropped_file_is_tried_without_a_trace_and_then_read() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(said(folder.path(), "init --region 35.17 --data kota").0, Some(0));
    let kota = folder.path().join("kota");
    std::fs::create_dir_all(kota.join("umpan")).unwrap();
    std::fs::create_dir_all(kota.join("titipan/simpeg")).unwrap();
    let mapping = EXAMPLE.replace("pegawai-*.xlsx", "*.csv").replace("lembar      = \"Data\"\n", "");
    std::fs::write(kota.join("umpan/pegawai.toml"), mapping).unwrap();
    let table = "NIP,Nama lengkap,Golongan,Status,TMT\n198001012005011001,Siti,III/a,A,2005-01-01\n1,X,,,\n";
    std::fs::write(kota.join("titipan/simpeg/a.csv"), table).unwrap();
    std::fs::write(kota.join("titipan/simpeg/a.csv.selesai"), "").unwrap();
    let (code, out) = said(folder.path(), "umpan jalan pegawai --coba --data kota --json");
    assert_eq!((code, last(&out)["runs"][0]["counts"]["inserted"].clone()), (Some(0), 1.into()), "{out}");
    assert!(out.contains("baris 3: nip pola (*)") && kota.join("titipan/simpeg/a.csv").exists(), "{out}");
    let (code, out) = said(folder.path(), "umpan jalan pegawai --data kota --json");
    assert_eq!((code, last(&out)["runs"][0]["run"].clone()), (Some(0), 1.into()), "{out}");
    assert!(!kota.join("titipan/simpeg/a.csv").exists() && kota.join("titipan/simpeg/arsip").exists());
    let (code, out) = said(folder.path(), "umpan jalan pegawai --data kota");
    assert!(code == Some(0) && out.contains("tidak ada berkas baru"), "{out}");
    assert_eq!(said(folder.path(), "umpan jalan pegawe --data kota").0, Some(1));
}
