//! `gapura indikator` at a shell, and every computed indicator against an independent script over the exported ledger.

use crate::house;
use crate::town::Town;
use kernel::{Clock as _, SystemClock, Zone};
use programme::indicator::{Period, Span};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");
const HOME: &str = env!("CARGO_MANIFEST_DIR");

/// Exit code and output of a line in a folder.
fn said(folder: &Path, line: &str) -> (Option<i32>, String) {
    let out = Command::new(GAPURA).args(line.split(' ')).current_dir(folder).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
}

fn last(out: &str) -> Json {
    serde_json::from_str(out.lines().last().unwrap()).unwrap()
}

#[test]
fn the_shipped_indicators_are_checked_listed_and_explained_at_a_shell() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out) = said(folder.path(), "indikator cek --json");
    assert_eq!(
        (code, last(&out)["errors"].clone(), last(&out)["files"].clone()),
        (Some(0), 0.into(), 6.into()),
        "{out}"
    );
    let (_, out) = said(folder.path(), "indikator daftar --json");
    let listed = last(&out)["indicators"].clone();
    assert!(listed.as_array().unwrap().len() >= 40);
    let (_, out) = said(folder.path(), "indikator fakta");
    assert!(out.contains("kasus_masuk") && out.contains("Laporan dan permohonan yang dibuka"), "{out}");
    let (_, out) = said(folder.path(), "indikator jelaskan e313 --bahasa en");
    assert!(out.contains("E313: In the end the formula rests on itself."), "{out}");
}

#[test]
fn init_takes_baselines_from_a_table_never_waits_for_anybody_and_the_same_table_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("salah.csv"), "indikator,tahun,nilai\nstuntin,2025,17\n").unwrap();
    let (code, _) = said(folder.path(), "init --region 35.17 --data kota --garis-dasar salah.csv");
    assert!(code == Some(1) && !folder.path().join("kota").exists(), "nothing is made of a wrong table");
    std::fs::write(folder.path().join("dasar.csv"), "indikator,tahun,nilai\nstunting,2025,17\nair_minum,2025,91\n")
        .unwrap();
    let (code, out) = said(folder.path(), "init --region 35.17 --data kota --garis-dasar dasar.csv --json");
    assert_eq!(code, Some(0), "{out}");
    let bare = last(&out)["without_baseline"].as_u64().unwrap();
    assert!(bare >= 38 && out.contains(&format!("Garis dasar belum ada pada {bare} indikator")), "{out}");
    let (code, out) = said(folder.path(), "indikator garis-dasar dasar.csv --data kota --json");
    assert_eq!((code, last(&out)["set"].clone(), last(&out)["same"].clone()), (Some(0), 0.into(), 2.into()), "{out}");
    std::fs::write(folder.path().join("lain.csv"), "indikator,tahun,nilai\nstunting,2025,16\n").unwrap();
    let (code, _) = said(folder.path(), "indikator garis-dasar lain.csv --data kota");
    assert_eq!(code, Some(1), "moved without a reason");
}

#[test]
fn a_circle_over_two_files_is_refused_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let indicator = |id: &str, other: &str| {
        format!(
            "#: format indikator 1\n[pustaka]\nnama = \"Contoh\"\n[indikator.{id}]\nnama = {{ id = \"A\", en = \"A\" }}\n\
             arti = {{ id = \"A.\", en = \"A.\" }}\nsatuan = \"persen\"\narah = \"naik\"\npilar = \"society\"\n\
             subdimensi = \"belajar\"\nperiode = \"tahun\"\nsumber = \"rumus\"\nrumus = \"{other}\"\n\
             pemilik = \"bappeda\"\ndasar = \"Buatan\"\n"
        )
    };
    std::fs::write(folder.path().join("a.toml"), indicator("satu", "dua")).unwrap();
    std::fs::write(folder.path().join("b.toml"), indicator("dua", "satu")).unwrap();
    let (code, out) = said(folder.path(), "indikator cek .");
    assert_eq!(code, Some(1));
    assert!(out.contains("E313") && out.contains("a.toml:13:9") && out.contains("b.toml:13:9"), "{out}");
}

/// Past the capture of the test harness, so that whoever runs the tests can list it.
fn absent(what: &str, why: &str) {
    use std::io::Write as _;
    std::io::stdout().write_all(format!("\nABSENT: {what}: {why}\n").as_bytes()).unwrap();
}

/// What the script finds in the exported ledger; none where there is no Python.
fn script(events: &Path, period: Period, unit: Option<&str>) -> Option<Json> {
    let mut python = Command::new("python3");
    python.arg(format!("{HOME}/tests/bukti/indikator.py")).arg(events).args([&period.to_string(), "7"]).args(unit);
    match python.output() {
        Ok(out) => {
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            Some(serde_json::from_slice(&out.stdout).unwrap())
        }
        Err(error) => {
            absent("independent indicators", &format!("python3: {error}"));
            None
        }
    }
}

/// Holds every computed indicator of a town against the script, for these periods and units; which ones had a value.
fn agrees(town: &Town, periods: &[Period], units: &[Option<&str>]) -> BTreeSet<String> {
    let events = town.data.with_extension("jsonl");
    let computed = |period: Period, unit: Option<&str>| {
        let period = period.to_string();
        let mut line = vec!["indikator", "hitung", "--json", "--periode", &period];
        line.extend(unit.map(|unit| ["--unit", unit]).into_iter().flatten());
        last(&town.run(&line))["values"].clone()
    };
    // The first one counts what waits; the export is of the same ledger.
    computed(periods[0], None);
    town.run(&["export", "peristiwa", "--ke", events.to_str().unwrap()]);
    let mut known = BTreeSet::new();
    for period in periods {
        for unit in units {
            let Some(expected) = script(&events, *period, *unit) else { return known };
            let told = computed(*period, *unit);
            for (indicator, value) in expected.as_object().unwrap() {
                let ours = told[indicator].get("exact").cloned().unwrap_or_default();
                assert_eq!(ours, *value, "{indicator} {period} {unit:?}");
                if !value.is_null() && value != "0/1" {
                    known.insert(indicator.clone());
                }
            }
        }
    }
    known
}

#[test]
fn the_computed_indicators_of_the_sample_city_agree_with_an_independent_script_over_its_events() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town { data: folder.path().join("kota"), address: "127.0.0.1:0".parse().unwrap() };
    let made = Command::new(GAPURA)
        .args(["demo", "--siapkan-saja", "--port", "0", "--folder", town.data.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let today = SystemClock.now().date(Zone::Wib);
    let month = Period::of(today, Span::Month);
    let mut periods = vec![month.moved(-1), month, month.moved(-2)];
    periods.extend([Span::Quarter, Span::Year].map(|span| Period::of(today, span)));
    let known = agrees(&town, &periods, &[None, Some("dinas-pupr"), Some("dinas-kominfo")]);
    assert!(known.len() >= 12, "{known:?}");
}

#[tokio::test]
async fn the_computed_indicators_of_imported_cases_agree_with_the_script_on_each_database() {
    let folder = tempfile::tempdir().unwrap();
    for (at, url) in house::databases().await.into_iter().enumerate() {
        let town = Town { data: folder.path().join(format!("kota-{at}")), address: "127.0.0.1:0".parse().unwrap() };
        let database = url.as_deref().map_or_else(Vec::new, |url| vec!["--database", url]);
        town.run(&[&["init", "--region", "35.78"][..], &database].concat());
        town.run(&["layanan", "terbitkan", &format!("{HOME}/../../layanan")]);
        let (file, mapping) =
            (format!("{HOME}/tests/bukti/keluhan_tiruan.csv"), format!("{HOME}/../../wilayah/35.78/mediacenter.toml"));
        town.run(&["import", "cases", &file, "--mapping", &mapping]);
        let years: Vec<Period> = (2020..=2027).map(|year: i16| year.to_string().parse().unwrap()).collect();
        let known = agrees(&town, &years, &[None]);
        assert!(known.contains("waktu_jawab_median") && known.contains("jawaban_tepat_waktu"), "{known:?}");
    }
}

#[test]
fn a_citys_own_indicators_stand_beside_the_shipped_ones_and_a_broken_file_is_named_at_start_up() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town { data: folder.path().join("kota"), address: "127.0.0.1:0".parse().unwrap() };
    town.run(&["init", "--region", "35.17"]);
    let own = town.data.join("indikator");
    std::fs::create_dir(&own).unwrap();
    let text = "#: format indikator 1\n[pustaka]\nnama = \"Kota\"\n[indikator.layanan_per_petugas]\n\
                nama = { id = \"Layanan per petugas\", en = \"Services per officer\" }\narti = { id = \"A.\", en = \"A.\" }\n\
                satuan = \"layanan per petugas\"\narah = \"naik\"\npilar = \"governance\"\nsubdimensi = \"birokrasi\"\n\
                periode = \"bulan\"\nsumber = \"rumus\"\nrumus = \"layanan_daring / petugas_terdaftar\"\n\
                pemilik = \"bappeda\"\ndasar = \"Buatan\"\n";
    std::fs::write(own.join("kota.toml"), text).unwrap();
    town.run(&["layanan", "terbitkan", &format!("{HOME}/../../layanan")]);
    town.run(&["petugas", "tambah", "sari", "--nama", "Sari", "--peran", "verifikator", "--opd", "dinas-kominfo"]);
    town.run(&["indikator", "cek", own.to_str().unwrap()]);
    let month = Period::of(SystemClock.now().date(Zone::Wib), Span::Month).to_string();
    let told = last(&town.run(&["indikator", "hitung", "layanan_per_petugas", "--periode", &month, "--json"]));
    let value = told["values"]["layanan_per_petugas"]["exact"].as_str().unwrap().to_owned();
    assert!(value.ends_with("/1") && value != "0/1", "{value}");
    std::fs::write(own.join("kota.toml"), text.replace("layanan_daring /", "layanan_darin /")).unwrap();
    let out = town.output(&["indikator", "hitung", "--periode", &month]);
    let complained = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(
        !out.status.success() && complained.contains("E311") && complained.contains("kota.toml:13:10"),
        "{complained}"
    );
}
