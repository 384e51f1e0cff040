use crate::vectors::{example, shared};
use cases::scenario::diagnostics;
use cases::{ScenarioResult, run_scenarios};
use kernel::Calendar;
use kernel::calendar::{CalendarPlan, holidays_from_csv};
use std::path::{Path, PathBuf};

/// The national calendar where it is there, else the town's.
pub fn national() -> Calendar {
    let carried = std::fs::read_to_string("../../wilayah/libur/nasional.csv").ok();
    match carried.or_else(|| shared("data/holidays_2022_2027.csv")) {
        Some(text) => Calendar::new(CalendarPlan::with_holidays(holidays_from_csv(&text).unwrap())),
        None => crate::town::calendar(),
    }
}

fn explain(results: &[ScenarioResult]) -> Vec<String> {
    let failed = results.iter().filter(|result| !result.passed());
    failed.map(|result| format!("{}: {:?}", result.name, result.differences)).collect()
}

/// The road report with other scenarios.
fn with_scenario(uji: &str) -> (String, Vec<ScenarioResult>) {
    let text = std::fs::read_to_string("../definition/tests/data/jalan-rusak.toml").unwrap();
    let head = text.split("[[uji]]").next().unwrap();
    let text = format!("{head}[[uji]]\nnama = \"coba\"\n{uji}\n");
    let definition = definition::load(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let results = run_scenarios(&definition, &crate::town::calendar());
    (text, results)
}

fn passes(uji: &str) {
    let (_, results) = with_scenario(uji);
    assert_eq!(explain(&results), Vec::<String>::new());
}

fn fails(uji: &str) -> String {
    let (_, results) = with_scenario(uji);
    let lines = results[0].differences.iter();
    let lines: Vec<String> = lines.map(|one| format!("{}: {}", one.key, one.say.id)).collect();
    lines.join("; ")
}

#[test]
fn the_scenarios_of_the_examples_pass() {
    for (id, count) in [("jalan-rusak", 5), ("surat-domisili-usaha", 3), ("izin-reklame", 3)] {
        let results = run_scenarios(&example(id), &national());
        assert_eq!(results.len(), count, "{id}");
        assert_eq!(explain(&results), Vec::<String>::new(), "{id}");
    }
}

/// E095 is the one code that only a run can give; the others are proved beside the checker.
#[test]
fn the_explanation_of_a_failed_scenario_is_true() {
    let one = definition::explain("E095").unwrap();
    let run = "isi = { status_jalan = \"provinsi\" }\njalan = [\"limpahkan\"]";
    let (text, results) = with_scenario(&format!("{run}\n{}", one.wrong));
    let codes: Vec<&str> = diagnostics(&text, &results).iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["E095"]);
    passes(&format!("{run}\n{}", one.right));
}

#[test]
fn a_wrong_end_is_explained_and_underlined() {
    let uji = "isi = { status_jalan = \"provinsi\" }\njalan = [\"limpahkan\"]\nharap = { akhir = \"selesai\" }";
    assert_eq!(fails(uji), "akhir: diharapkan selesai, ternyata dilimpahkan");
    let (text, results) = with_scenario(uji);
    let findings = diagnostics(&text, &results);
    let span = findings[0].span.clone().unwrap();
    assert_eq!(&text[span], "harap = { akhir = \"selesai\" }");
    assert!(findings[0].say.en.contains("expected selesai, found dilimpahkan"));
}

#[test]
fn an_entry_refused_on_the_way_stops_the_scenario_and_says_where() {
    let uji =
        "isi = { status_jalan = \"desa\" }\njalan = [\"teruskan\", \"jadwalkan\"]\nharap = { akhir = \"selesai\" }";
    let said = fails(uji);
    assert!(said.starts_with("jalan[0]: ditolak dengan `syarat_tidak_terpenuhi`"), "{said}");
}

#[test]
fn a_refusal_that_is_expected_of_the_last_entry_passes() {
    passes(
        "isi = { status_jalan = \"kabupaten\" }\njalan = [\"minta_data\", \"kirim\", \"minta_data\"]\nharap = { tolak = \"aksi_habis\" }",
    );
    let said = fails("jalan = [\"minta_data\"]\nharap = { tolak = \"aksi_habis\" }");
    assert_eq!(said, "tolak: diharapkan aksi_habis, ternyata diterima");
}

#[test]
fn waiting_hours_of_work_passes_nights_and_weekends() {
    passes(
        "mulai = 2026-10-16T15:30:00+07:00\njalan = [{ tunggu = \"4 jam kerja\" }]\nharap = { langkah = \"verifikasi\", terpakai = \"0.4 hari kerja\", tenggat_langkah = 2026-10-19T16:00:00+07:00 }",
    );
}

#[test]
fn silence_is_seen_in_what_was_told_and_what_lapsed() {
    passes(
        "isi = { status_jalan = \"kabupaten\" }\njalan = [{ tunggu = \"2 hari kerja\" }]\nharap = { naik = [\"kabid-ikp@dinas-kominfo\"], terlampaui = [\"langkah.verifikasi\"], tenggat_total = \"14 hari kerja\" }",
    );
}

#[test]
fn required_and_shown_fields_follow_the_answers() {
    passes(
        "isi = { bahaya = \"ya\" }\nharap = { isian_wajib = [\"lokasi\", \"jenis_rusak\", \"bahaya\", \"rincian_bahaya\"], tampil = [\"rincian_bahaya\"], berkas_wajib = [] }",
    );
    let said = fails("isi = { bahaya = \"tidak\" }\nharap = { tampil = [\"rincian_bahaya\"] }");
    assert_eq!(said, "tampil: diharapkan rincian_bahaya, ternyata tersembunyi");
}

#[test]
fn a_scenario_in_a_year_without_holidays_asks_for_the_list() {
    let said = fails(
        "mulai = 2031-01-02T09:00:00+07:00\njalan = [{ tunggu = \"1 hari kerja\" }]\nharap = { langkah = \"verifikasi\" }",
    );
    assert_eq!(said, "jalan[0]: daftar hari libur tahun 2031 belum ada; impor dahulu");
}

/// Every `.toml` below a folder.
fn services(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inside = |path: PathBuf| if path.is_dir() { services(&path) } else { vec![path] };
    entries.flat_map(inside).filter(|path| path.extension().is_some_and(|end| end == "toml")).collect()
}

#[test]
fn every_service_that_ships_proves_itself() {
    let mut tried = 0;
    for path in services(Path::new("../../layanan")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let definition = definition::load(&text);
        let definition = definition.unwrap_or_else(|faults| panic!("{path:?}: {faults:?}"));
        let results = run_scenarios(&definition, &national());
        let said: Vec<String> = diagnostics(&text, &results)
            .iter()
            .map(|finding| finding.render(&path.to_string_lossy(), &text, kernel::Lang::Id))
            .collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        assert!(!results.is_empty(), "{path:?} has no scenario");
        tried += results.len();
    }
    println!("{tried} scenarios");
}
