//! Programs that we did not write read the same letter: `pdfinfo`, `qpdf`, `pdftotext`, `pdftoppm`, `zbarimg`. They run
//! where `GAPURA_TEST_PDF` is set, as `cargo xtask test` does once they are installed.

use super::{CODE, TEMPLATE, typeset, values};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

pub(crate) fn wanted() -> bool {
    let wanted = std::env::var_os("GAPURA_TEST_PDF").is_some();
    if !wanted {
        eprintln!("skipped: GAPURA_TEST_PDF is not set");
    }
    wanted
}

pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn kept(folder: &Path) -> String {
    kept_with(folder, &values())
}

fn kept_with(folder: &Path, values: &Value) -> String {
    let path = folder.join("surat.pdf");
    std::fs::write(&path, typeset(TEMPLATE, values).unwrap().pdf).unwrap();
    path.display().to_string()
}

#[test]
fn the_pdf_is_sound_tagged_and_says_what_it_is() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = kept(folder.path());
    said("qpdf", &["--check", &path]);
    let about = said("pdfinfo", &[&path]);
    for line in [
        "Tagged:          yes",
        "Pages:           1",
        "470/001/DUKCAPIL/2027",
        "(A4)",
        "JavaScript:      no",
        "Creator:         Gapura",
    ] {
        assert!(about.contains(line), "{line}\n{about}");
    }
    let deep = said("pdfinfo", &["-meta", &path]);
    for word in ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "<rdf:li>id"] {
        assert!(deep.contains(word), "{word}\n{deep}");
    }
}

#[test]
fn every_font_is_embedded_and_every_word_can_be_copied() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = kept(folder.path());
    let fonts = said("pdffonts", &[&path]);
    assert!(
        fonts.lines().skip(2).all(|line| line.contains("LibertinusSerif") && line.contains(" yes yes yes")),
        "{fonts}"
    );
    let text = said("pdftotext", &["-layout", &path, "-"]);
    for words in [
        "SURAT KETERANGAN DOMISILI",
        "Budi Santoso",
        "3517010101900001",
        "5 September 2027",
        "1a2b 3c4d 5e6f 7081",
        "Kepala Desa",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_renewal_names_its_first_day_under_the_number_and_another_letter_none() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let first = said("pdftotext", &["-layout", &kept(folder.path()), "-"]);
    assert!(!first.contains("Berlaku sejak"), "{first}");
    let mut renewed = values();
    renewed["data"]["berlaku_sejak"] = json!("6 Maret 2027");
    let text = said("pdftotext", &["-layout", &kept_with(folder.path(), &renewed), "-"]);
    assert!(text.contains("Berlaku sejak 6 Maret 2027 sampai dengan 5 September 2027"), "{text}");
}

#[test]
fn a_reader_of_codes_reads_the_code_from_the_printed_page() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = kept(folder.path());
    // As a printer and a phone see it: 150 dots per inch.
    let page = folder.path().join("halaman").display().to_string();
    said("pdftoppm", &["-r", "150", "-png", "-singlefile", &path, &page]);
    assert_eq!(said("zbarimg", &["--raw", "--quiet", &format!("{page}.png")]).trim(), CODE);
}
