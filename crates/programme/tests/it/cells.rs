//! Cells of a promise: read, refused with their column, written so that they are read as the same.

use programme::model::cells::{Cells, Known, cells, read};
use programme::model::promise::{Budget, Target};
use proptest::prelude::*;

fn known<T>(ask: impl FnOnce(&Known<'_>) -> T) -> T {
    let one = |known: &'static [&'static str]| move |text: &str| known.contains(&text).then(|| text.to_owned());
    let (unit, district, service) = (one(&["dinas-a", "dinas-b"]), one(&["35.17.01"]), one(&["jalan-rusak"]));
    let indicator = one(&["kanal_daring"]);
    ask(&Known { start: 2027, unit: &unit, district: &district, service: &service, indicator: &indicator })
}

fn mistakes(change: &[(&str, &str)]) -> Vec<(&'static str, &'static str)> {
    let mut cells = super::written("Jawaban cepat");
    for (column, text) in change {
        cells.set(column, *text);
    }
    let found = known(|known| read(&cells, known)).err().unwrap_or_default();
    found.into_iter().map(|mistake| (mistake.column, mistake.code)).collect()
}

#[test]
fn a_sound_row_becomes_a_promise_with_its_targets_and_money() {
    let written = known(|known| read(&super::written("Jawaban  cepat"), known)).unwrap();
    assert_eq!(written.sheet.name, "Jawaban cepat", "blanks are joined");
    assert_eq!(written.facts.targets[1], Target { year: 2028, value: "80".into() });
    assert_eq!(written.facts.budget, [Budget { year: 2027, source: "apbd".into(), amount: 250_000_000 }]);
    assert_eq!(written.facts.total(), 250_000_000);
}

#[test]
fn each_wrong_cell_is_named_with_its_column() {
    type Cells<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Cells<'_>, Cells<'_>); 18] = [
        (&[("nama", "ab")], &[("nama", "kosong")]),
        (&[("sub", "")], &[("sub", "kosong")]),
        (&[("sub", "buah")], &[("sub", "tak-dikenal")]),
        (&[("opd", "dinas-z")], &[("opd", "tak-dikenal")]),
        (&[("pendukung", "dinas-a")], &[("pendukung", "sendiri")]),
        (&[("mulai", "2026")], &[("mulai", "tahun")]),
        (&[("selesai", "2037")], &[("selesai", "tahun")]),
        (&[("target", "2026 = 5")], &[("target", "tahun")]),
        (&[("target", "2027 = banyak")], &[("target", "angka")]),
        (&[("target", "2027 =")], &[("target", "angka")]),
        (&[("target", "2027 = 1.250")], &[("target", "mendua")]),
        (&[("target", "2027 = 5; 2027 = 6")], &[("target", "dobel")]),
        (&[("anggaran", "2027 apbd banyak")], &[("anggaran", "uang")]),
        (&[("anggaran", "2027 arisan 500")], &[("anggaran", "tak-dikenal")]),
        (&[("anggaran", "2027 apbd 1; 2027 APBD 2")], &[("anggaran", "dobel")]),
        (&[("dpa", "2.16 bis")], &[("dpa", "kode")]),
        (&[("quick_win", "2028-01-01")], &[("quick_win", "quick")]),
        (&[("quick_win", "segera"), ("satuan", "")], &[("quick_win", "tanggal"), ("satuan", "kosong")]),
    ];
    for (change, expected) in cases {
        assert_eq!(mistakes(change), expected, "{change:?}");
    }
}

#[test]
fn a_quick_win_says_what_residents_will_notice() {
    assert_eq!(mistakes(&[("janji_quick_win", "")]), [("janji_quick_win", "kosong")]);
}

fn any_cells() -> impl Strategy<Value = Cells> {
    let targets = prop::collection::btree_map(2027_i16..=2029, 0_u32..100_000, 0..3);
    let money = prop::collection::btree_map(
        (2027_i16..=2029, prop::sample::select(vec!["apbd", "csr"])),
        1_i64..i64::from(u32::MAX),
        0..4,
    );
    (targets, money, "[A-Za-z ,;\"\n]{0,40}", any::<bool>()).prop_map(|(targets, money, text, down)| {
        let mut cells = super::written("Program contoh");
        let hundredths = |value: &u32| format!("{},{:02}", value / 100, value % 100);
        let targets: Vec<String> =
            targets.iter().map(|(year, value)| format!("{year} = {}", hundredths(value))).collect();
        let money: Vec<String> =
            money.iter().map(|((year, source), amount)| format!("{year} {source} {amount}")).collect();
        cells.set("target", targets.join("; "));
        cells.set("anggaran", money.join("\n"));
        cells.set("uraian", text);
        cells.set("arah", if down { "turun" } else { "naik" });
        cells
    })
}

proptest! {
    #[test]
    fn what_is_written_out_is_read_in_as_the_same(typed in any_cells()) {
        let once = known(|known| read(&typed, known)).unwrap();
        let again = known(|known| read(&cells(&once), known)).unwrap();
        prop_assert_eq!(once, again);
    }

    #[test]
    fn no_text_at_all_brings_the_reader_down(texts in prop::collection::vec((prop::sample::select(programme::model::cells::COLUMNS.to_vec()), ".{0,30}"), 0..12)) {
        let mut cells = super::written("Program contoh");
        for (column, text) in texts {
            cells.set(column, text);
        }
        let _ = known(|known| read(&cells, known));
    }
}
