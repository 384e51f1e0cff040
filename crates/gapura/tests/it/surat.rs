//! The typesetter in its own process, and `gapura surat cek`.
#![cfg(feature = "surat")]

use gapura::press::Workshop;
use kernel::{Instant, Lang};
use paper::book::{Binding, Block, Book, values};
use paper::{Order, Sheet};
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");
const GOOD: &str = "#set document(title: \"x\")\nIsi";

fn typeset(workshop: &Workshop, template: &str) -> Result<Sheet, String> {
    let at = Instant::parse("2027-03-05T09:00:00+07:00").unwrap();
    let made = workshop.typeset(&Order { template, values: &json!({ "data": {} }), at });
    made.map_err(|faults| faults.iter().map(|fault| fault.short(Lang::Id)).collect())
}

fn check(paths: &[&Path]) -> (i32, String) {
    let output: Output = Command::new(GAPURA).args(["surat", "cek"]).args(paths).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), said.into_owned())
}

#[test]
fn every_shipped_template_is_typeset_with_all_answers_and_with_few() {
    let (code, said) = check(&[&Path::new(REPOSITORY).join("layanan")]);
    assert_eq!(code, 0, "{said}");
    assert!(said.lines().last().unwrap().starts_with("16 surat dicetak: 0 galat"), "{said}");
}

#[test]
fn a_broken_template_is_shown_with_its_line_wherever_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let services = Path::new(REPOSITORY).join("layanan/surat");
    let service = std::fs::read_to_string(services.join("surat-domisili.toml")).unwrap();
    let template = std::fs::read_to_string(services.join("templat/domisili.typ")).unwrap();
    std::fs::create_dir(folder.path().join("templat")).unwrap();
    let (toml, typ) = (folder.path().join("domisili.toml"), folder.path().join("templat/domisili.typ"));
    std::fs::write(&toml, service).unwrap();
    std::fs::write(&typ, template.replace("isian.sejak", "isian.sejjak")).unwrap();
    for path in [&toml, &typ] {
        let (code, said) = check(&[path]);
        assert_eq!(code, 1, "{said}");
        for words in ["galat: isian \"sejjak\" tidak ada", "domisili.typ:11:", "^^^", "mungkin maksud Anda `sejak`"] {
            assert!(said.contains(words), "{words}\n{said}");
        }
    }
}

#[test]
fn a_template_that_never_ends_or_eats_all_memory_is_stopped_and_the_next_letter_is_typeset() {
    let workshop = Workshop::apart(GAPURA.into());
    let started = std::time::Instant::now();
    let endless =
        "#let n = 10000\n#for i in range(n) { for j in range(n) { for k in range(n) { let x = calc.sin(k) } } }";
    assert!(typeset(&workshop, endless).unwrap_err().contains("tidak selesai dalam 10 detik"));
    assert!(started.elapsed() < Duration::from_secs(60));
    let greedy = "#let a = (\"x\" * 1000,)\n#for i in range(60) { a = a + a }\n#a.len()";
    let said = typeset(&workshop, greedy).unwrap_err();
    assert!(said.contains("memori") || said.contains("berhenti mendadak"), "{said}");
    assert!(typeset(&workshop, GOOD).unwrap().pdf.starts_with(b"%PDF"));
}

#[test]
fn the_process_apart_and_this_one_give_the_same_bytes() {
    let (apart, here) = (Workshop::apart(GAPURA.into()), Workshop::here().unwrap());
    assert_eq!(typeset(&apart, GOOD).unwrap(), typeset(&here, GOOD).unwrap());
    assert_eq!(typeset(&apart, GOOD).unwrap(), typeset(&here, GOOD).unwrap(), "the same process again");
}

#[test]
fn a_standard_is_written_as_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let service = Path::new(REPOSITORY).join("layanan/surat/surat-domisili.toml");
    let mut command = Command::new(GAPURA);
    command.args(["layanan", "standar", "--bentuk", "pdf", "--ke"]).args([folder.path(), &service]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let entries: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(entries.len(), 1);
    assert!(std::fs::read(entries[0].path()).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_book_of_two_hundred_pages_comes_through_the_process_apart() {
    let blocks = (0..200).flat_map(|page| [Block::NewPage, Block::Text(format!("Halaman ke-{page}"))]);
    let book = Book {
        title: "Buku".into(),
        subtitle: String::new(),
        issuer: "Kabupaten Contoh".into(),
        day: String::new(),
        lang: Lang::Id,
        binding: Binding::Report,
        landscape: false,
        blocks: blocks.collect(),
    };
    let workshop = Workshop::apart(GAPURA.into());
    let at = Instant::parse("2027-03-05T09:00:00+07:00").unwrap();
    let sheet = workshop.typeset(&Order { template: paper::BOOK, values: &values(&book), at }).unwrap();
    assert_eq!(sheet.pages, 201, "the letterhead, and each page that was asked for");
}
