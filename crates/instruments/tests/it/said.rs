//! What people read.

use crate::{EXAMPLE, shipped};
use definition::diagnostic::render_all;
use instruments::report::{as_json, as_lines, report};
use instruments::values::read;
use kernel::lang::Lang;

const KEDIRI: &str = "#: format nilai 1\n[tentang]\njudul = \"Kota Kediri\"\ntahun = 2022\n[nilai]\ndasar = 3.60\nkeluaran = 3.21\nhasil = 3.23\ndampak = 3.07\nquick-win = 3.65\n[terbit]\nindeks = 3.31\n";

const CITY: &str = "#: format nilai 1\n[tentang]\njudul = \"Kota contoh\"\ntahun = 2024\n[nilai]\n1 = 3\n2 = \"?\"\n3 = [1, 2, 4]\n[terbit]\nindeks = 2.4\npredikat = \"baik\"\naspek = { 1 = 2.25 }\n";

fn said(instrument: &instruments::Instrument, levels: &str, what_if: bool, lang: Lang) -> String {
    let (values, _) = read(levels, instrument).unwrap();
    as_lines(&report(instrument, &values, what_if), lang).join("\n")
}

#[test]
fn a_result_says_that_it_is_a_simulation_and_how_it_differs_from_what_was_published() {
    insta::assert_snapshot!(said(&shipped("gerakan-evaluasi-b"), KEDIRI, false, Lang::Id));
}

#[test]
fn a_result_tells_what_is_open_what_does_not_count_and_what_would_raise_it() {
    let example = instruments::load(EXAMPLE).unwrap();
    insta::assert_snapshot!("example_id", said(&example, CITY, true, Lang::Id));
    insta::assert_snapshot!("example_en", said(&example, CITY, true, Lang::En));
}

#[test]
fn machines_get_exact_numbers_and_the_word_simulation() {
    let example = instruments::load(EXAMPLE).unwrap();
    let (values, _) = read(CITY, &example).unwrap();
    let object = as_json(&report(&example, &values, true));
    assert_eq!(object["simulation"], true);
    insta::assert_snapshot!(format!("{object:#}"));
}

#[test]
fn a_finding_underlines_its_place_and_suggests_the_nearest_name() {
    let text = EXAMPLE.replacen("skala = \"layanan\"", "skala = \"layann\"", 1);
    let found = instruments::check(&text).findings;
    insta::assert_snapshot!("finding_id", render_all(&found, "contoh.toml", &text, Lang::Id));
    insta::assert_snapshot!("finding_en", render_all(&found, "contoh.toml", &text, Lang::En));
}

#[test]
fn weights_that_do_not_add_up_are_told_with_what_is_divided_by() {
    let text = instruments::shipped::text("spbe-2018").unwrap();
    let found: Vec<_> = instruments::check(text).findings.into_iter().filter(|one| one.code == "W201").collect();
    insta::assert_snapshot!(render_all(&found, "spbe-2018.toml", text, Lang::Id));
}
