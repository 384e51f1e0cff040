//! `gapura instrumen`, as somebody who judges a region meets it at a shell.

use serde_json::Value as Json;
use std::path::Path;
use std::process::Command;

const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Exit code, output and errors of a line in a folder.
fn said(folder: &Path, line: &str) -> (Option<i32>, String, String) {
    let out = Command::new(GAPURA).args(line.split(' ')).current_dir(folder).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
}

/// A folder with files of these names and texts.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn last(out: &str) -> Json {
    serde_json::from_str(out.lines().last().unwrap()).unwrap()
}

const KEDIRI: &str = "indikator;nilai\ndasar;3,60\nkeluaran;3,21\nhasil;3,23\ndampak;3,07\nquick-win;3,65\n";

#[test]
fn an_index_is_computed_and_held_against_the_published_one() {
    let folder = folder(&[("kediri.csv", KEDIRI)]);
    let (code, out, _) =
        said(folder.path(), "instrumen hitung gerakan-evaluasi-b kediri.csv --terbit 3,31 --sebelum 3.06 --json");
    assert_eq!(code, Some(0));
    assert!(out.starts_with("SIMULASI, bukan hasil resmi"), "{out}");
    assert!(
        out.contains("terbit 3.31, dihitung 3.3150, selisih +0.0050: sama bila desimal lebihnya dipotong"),
        "{out}"
    );
    assert!(out.contains("Terhadap penilaian sebelumnya (3.06): +0.2550"), "{out}");
    let object = last(&out);
    assert_eq!(object["improvement"], "0.255");
    assert_eq!(object["simulation"], true);
    assert_eq!(object["index"]["exact"], "3.315");
    assert_eq!(object["published"][0]["agreement"], "same_when_cut");
    let english = said(folder.path(), "instrumen hitung gerakan-evaluasi-b kediri.csv --bahasa en").1;
    assert!(english.starts_with("SIMULATION (simulasi), not an official result"), "{english}");
}

#[test]
fn what_would_raise_the_index_most_is_told_when_asked() {
    let folder = folder(&[("nilai.csv", "indikator,terpenuhi\n1,1 2\n19,1 2\n20,1\n")]);
    let (code, out, _) = said(folder.path(), "instrumen hitung pemdi-2026 nilai.csv --andai --json");
    assert_eq!(code, Some(0));
    let raises = last(&out)["what_if"]["raises"].clone();
    assert_eq!(raises[0]["indicator"], "20");
    assert!(out.contains("3 dari 20 indikator dinilai, bobot 30 dari 100"), "{out}");
}

#[test]
fn wrong_levels_are_refused_with_their_cell() {
    let folder = folder(&[("nilai.csv", "indikator,nilai\n1,9\n")]);
    let (code, out, _) = said(folder.path(), "instrumen hitung spbe-2020 nilai.csv --json");
    assert_eq!(code, Some(1));
    assert!(out.contains("galat[E231]") && out.contains("nilai.csv:2:3"), "{out}");
    assert_eq!(last(&out)["errors"], 1);
}

#[test]
fn an_unknown_instrument_or_figure_is_refused_with_what_was_meant() {
    let folder = folder(&[("nilai.csv", "indikator,nilai\n1,3\n")]);
    let (code, _, errors) = said(folder.path(), "instrumen hitung spbe-202 nilai.csv");
    assert_eq!(code, Some(1));
    assert!(errors.contains("instrumen `spbe-202` tidak ada; maksud Anda `spbe-20"), "{errors}");
    let (code, _, errors) = said(folder.path(), "instrumen hitung spbe-2020 nilai.csv --terbit baik");
    assert_eq!(code, Some(1));
    assert!(errors.contains("--terbit baik: tulis angka"), "{errors}");
    let (code, _, errors) = said(folder.path(), "instrumen hitung spbe-2020 hilang.csv");
    assert_eq!(code, Some(1));
    assert!(errors.contains("hilang.csv tidak ada"), "{errors}");
}

#[test]
fn shipped_instruments_are_listed_and_check_without_errors() {
    let (code, out, _) = said(Path::new(REPOSITORY), "instrumen cek instrumen/ --json");
    assert_eq!((code, last(&out)["errors"].clone()), (Some(0), 0.into()), "{out}");
    assert!(out.contains("peringatan[W201]") && out.contains("indeks dibagi dengan 19.8"), "{out}");
    let (code, carried, _) = said(Path::new("/"), "instrumen cek");
    assert_eq!(code, Some(0));
    assert!(carried.contains("8 berkas diperiksa: 0 galat, 1 peringatan"), "{carried}");
    let sheet = said(Path::new("/"), "instrumen lembar pemdi-2026").1;
    assert!(sheet.starts_with("indikator,nilai,terpenuhi,catatan\n1,,,\"Tata Kelola Pemdi\"\n"), "{sheet}");
    let listed = last(&said(Path::new("/"), "instrumen daftar --json").1);
    assert_eq!(listed["instruments"].as_array().unwrap().len(), 8);
}

#[test]
fn a_broken_instrument_is_shown_with_line_and_column_and_its_code_is_explained() {
    let text = std::fs::read_to_string(Path::new(REPOSITORY).join("instrumen/spbe-2020.toml")).unwrap();
    let folder = folder(&[("spbe.toml", &text.replacen("\"1.8..<2.6\"", "\"1.9..<2.6\"", 1))]);
    let (code, out, _) = said(folder.path(), "instrumen cek spbe.toml --bahasa en");
    assert_eq!(code, Some(1));
    assert!(out.contains("error[E210]: predikat.cukup.batas: a gap: between 1.8 and 1.9 there is no band"), "{out}");
    assert!(out.contains("1 file checked: 1 errors, 0 warnings"), "{out}");
    let explained = said(folder.path(), "instrumen jelaskan e210").1;
    assert!(explained.contains("Di antara dua predikat ada celah"), "{explained}");
    let (code, unknown, _) = said(folder.path(), "instrumen jelaskan E999");
    assert!(code == Some(1) && unknown.contains("gapura instrumen jelaskan"), "{unknown}");
}

#[test]
fn every_line_of_the_guide_runs_as_it_is_written() {
    let guide = std::fs::read_to_string(Path::new(REPOSITORY).join("docs/indeks.md")).unwrap();
    let folder = folder(&[]);
    let programs = Path::new(GAPURA).parent().unwrap().display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    // What is said about a line stands behind it, after more than one blank.
    let lines = guide.lines().filter(|line| line.starts_with("gapura ")).filter_map(|line| line.split("  ").next());
    let mut ran = 0;
    for line in lines {
        let mut shell = Command::new("sh");
        let status = shell.args(["-c", line]).current_dir(folder.path()).env("PATH", &path).output().unwrap().status;
        assert!(status.success(), "{line}");
        ran += 1;
    }
    assert!(ran >= 5, "{ran}");
}
