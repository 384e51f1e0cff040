//! Levels from files: what is taken, and what is refused with its cell.

use crate::{EXAMPLE, number, places, shipped};
use instruments::values::read;
use instruments::{Answer, Instrument};

fn example() -> Instrument {
    instruments::load(EXAMPLE).unwrap()
}

fn refused(text: &str) -> Vec<String> {
    places(&read(text, &example()).unwrap_err(), text)
}

#[test]
fn a_table_from_a_spreadsheet_is_taken_whatever_separates_its_columns() {
    for text in [
        "indikator,nilai,terpenuhi\n1,3,\n2,,\n3,,1 2 4\n",
        "\u{feff}Indikator;Nilai;Terpenuhi;Catatan\r\n1;3;;\"ada; surat\"\r\n2;?;;\r\n3;;1+2+4;\r\n\r\n",
        "indikator\tterpenuhi\tnilai\n1\t\t3\n2\t\t\n3\t1,2,4\t\n",
    ] {
        let (values, warnings) = read(text, &example()).unwrap();
        assert_eq!(values.answers["1"], Answer::Level(number("3")));
        assert_eq!(values.answers["2"], Answer::Unknown);
        assert_eq!(values.answers["3"], Answer::Met(vec![1, 2, 4]));
        assert!(warnings.is_empty());
    }
}

#[test]
fn the_empty_table_of_every_instrument_reads_as_nothing_known() {
    for instrument in instruments::shipped::all() {
        let (values, warnings) = read(&instruments::values::sheet(&instrument), &instrument).unwrap();
        assert_eq!(values.answers.len(), instrument.indicators.len());
        assert!(values.answers.values().all(|answer| *answer == Answer::Unknown) && warnings.is_empty());
    }
}

#[test]
fn a_decimal_comma_is_a_point_and_an_inapplicable_indicator_has_its_word() {
    let (values, _) = read("indikator;nilai\nwaktu;3,49\nbiaya;tidak berlaku\n", &shipped("skm-2017")).unwrap();
    assert_eq!(values.answers["waktu"], Answer::Level(number("3.49")));
    assert_eq!(values.answers["biaya"], Answer::NotApplicable);
}

#[test]
fn every_wrong_cell_of_a_table_is_told_with_its_place() {
    for (text, found) in [
        ("indikator,nilai\n1,3\n9,2\n", vec!["E230 3:1"]),
        ("indikator,nilai\n1,6\n2,2.5\n", vec!["E231 2:3", "E231 3:3"]),
        ("indikator,nilai\n1,3\n1,4\n", vec!["E009 3:1"]),
        ("indikator,nilai\n1,tiga\n", vec!["E006 2:3"]),
        ("indikator,nilai,terpenuhi\n3,4,1 2\n", vec!["E235 2:5"]),
        ("indikator,nilai,terpenuhi\n1,,1 2\n", vec!["E232 2:4"]),
        ("indikator,terpenuhi\n3,satu\n", vec!["E006 2:3"]),
        ("indikator,nilai\n,3\n", vec!["E003 2:1"]),
        ("indikator,tingkat\n1,3\n", vec!["E002 1:11"]),
        ("indikator\n1\n", vec!["E003 1:1"]),
        ("indikator,nilai\n", vec!["E003 -"]),
        ("indikator,nilai\n\"1\",\"7\"\n", vec!["E231 2:6"]),
    ] {
        assert_eq!(refused(text), found, "{text}");
    }
}

#[test]
fn a_file_of_levels_tells_whose_they_are_and_what_was_published() {
    let text = "#: format nilai 1\n[tentang]\ninstrumen = \"contoh-2020\"\njudul = \"Kota contoh\"\ntahun = 2024\n[nilai]\n1 = 3\n[terbit]\nindeks = 3.00\n";
    let (values, warnings) = read(text, &example()).unwrap();
    assert_eq!((values.title.as_deref(), values.year), (Some("Kota contoh"), Some(2024)));
    assert_eq!(values.published.index.unwrap().decimals, 2);
    assert!(warnings.is_empty());
}

#[test]
fn levels_for_another_instrument_are_refused_and_another_year_is_told() {
    let head = "#: format nilai 1\n[tentang]\n";
    assert_eq!(refused(&format!("{head}instrumen = \"spbe-2020\"\n[nilai]\n1 = 3\n")), ["E234 3:13"]);
    let text = format!("{head}tahun = 2019\n[nilai]\n1 = 3\n");
    let (_, warnings) = read(&text, &example()).unwrap();
    assert_eq!(places(&warnings, &text), ["W203 3:9"]);
}

#[test]
fn every_wrong_key_of_a_file_of_levels_is_told_with_its_place() {
    let head = "#: format nilai 1\n";
    for (text, found) in [
        ("[nilai]\n7 = 3\n", vec!["E230 3:1"]),
        ("[nilai]\n1 = 7\n", vec!["E231 3:5"]),
        ("[nilai]\n1 = true\n", vec!["E005 3:5"]),
        ("[nila]\n1 = 3\n", vec!["E002 2:2"]),
        ("[nilai]\n1 = 3\n[terbit]\naspek = { 9 = 2 }\n", vec!["E201 5:11"]),
        ("[nilai]\n1 = 3\n[terbit]\nindex = 2\n", vec!["E002 5:1"]),
    ] {
        assert_eq!(refused(&format!("{head}{text}")), found, "{text}");
    }
    assert_eq!(refused("[nilai]\n1 = 3\n"), ["E008 1:1"]);
}
