//! What authors, operators and machines do wrong: templates that lead out of their folder, giant and deep definitions, a
//! clock that was set back.

use crate::house::{Home, set};
use http::StatusCode;
use kernel::Role;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const LETTER: &str = include_str!("../../../../layanan/surat/surat-domisili.toml");

/// Exit code and everything that is said.
fn gapura(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gapura"));
    let output = command.args(arguments).current_dir(folder).env("RUST_LOG", "off").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_template_that_lies_outside_its_folder_is_not_published() {
    let folder = tempfile::tempdir().unwrap();
    let services = folder.path().join("layanan");
    std::fs::create_dir_all(services.join("templat")).unwrap();
    std::fs::write(folder.path().join("rahasia.typ"), "sandi: 12345").unwrap();
    std::os::unix::fs::symlink("../../rahasia.typ", services.join("templat/tautan.typ")).unwrap();
    assert_eq!(gapura(folder.path(), &["init", "--region", "35.17"]).0, 0);
    for template in ["../rahasia.typ", "templat/../../rahasia.typ", "/etc/hostname", "templat/tautan.typ"] {
        let text = LETTER.replace("templat/domisili.typ", template);
        std::fs::write(services.join("surat-domisili.toml"), text).unwrap();
        let (code, said) = gapura(folder.path(), &["layanan", "terbitkan", "layanan"]);
        assert!(code == 1 && said.contains("folder layanan ini"), "{template}: {said}");
        assert!(!said.contains("12345"), "{template}: {said}");
    }
    assert!(gapura(folder.path(), &["layanan", "daftar"]).1.contains("belum ada layanan"));
}

/// Definitions that are meant to hurt whoever reads them, and the code with which each is refused.
fn hurtful() -> Vec<(&'static str, String, &'static str)> {
    let road = include_str!("../../../../layanan/pengaduan/lampu-jalan.toml");
    let circle = road
        .replace("wajib = true\n\n[isian.nomor_tiang]", "wajib = true\ntampil = 'ada jumlah'\n\n[isian.nomor_tiang]")
        .replace("tampil  = 'gangguan dalam [mati, berkedip, siang]'", "tampil  = 'bahaya == ya'");
    assert_ne!(circle, road);
    let deep = format!("tampil  = '{}gangguan == mati{}'", "(".repeat(200), ")".repeat(200));
    let deep = road.replace("tampil  = 'gangguan dalam [mati, berkedip, siang]'", &deep);
    vec![
        ("ten megabytes", format!("{road}{}", "#".repeat(10 << 20)), "E001"),
        ("brackets in brackets", format!("{road}\nx = {}{}\n", "[".repeat(20_000), "]".repeat(20_000)), "E001"),
        ("a condition that rests on itself", circle, "E014"),
        ("a condition in two hundred brackets", deep, "E015"),
    ]
}

#[test]
fn a_hurtful_definition_is_refused_at_the_command_line_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, code) in hurtful() {
        std::fs::write(folder.path().join("salah.toml"), text).unwrap();
        let begun = Instant::now();
        let (exit, said) = gapura(folder.path(), &["layanan", "cek", "salah.toml"]);
        assert!(exit == 1 && said.contains(&format!("galat[{code}]")), "{name}: {}", &said[..said.len().min(2000)]);
        assert!(said.len() < 20_000, "{name}: {} characters are said", said.len());
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_hurtful_definition_is_refused_in_the_browser_and_the_city_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::found(folder.path(), None, "http://127.0.0.1:8017").await;
    home.hire("agus", Role::CityAdmin, "dinas-kominfo").await;
    let mut agus = home.officer("agus").await;
    let form = agus.get("/atur/layanan/tulis").await.fields("/atur/layanan/tulis");
    for (name, text, code) in hurtful() {
        let mut fields = form.clone();
        set(&mut fields, "naskah", &text);
        set(&mut fields, "_langkah", "periksa");
        let page = agus.post("/atur/layanan/tulis", &fields).await;
        match text.len() {
            0..65_536 => {
                assert!(page.status == StatusCode::OK && page.text().contains(code), "{name}: {}", page.status)
            }
            _ => assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{name}"),
        }
    }
    assert_eq!(home.visitor().get("/layanan/lampu-jalan").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_clock_that_lies_behind_what_was_recorded_is_found_by_doctor() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::found(folder.path(), None, "http://127.0.0.1:8017").await;
    home.clock.set(kernel::Instant::parse("2199-01-05T08:00:00+07:00").unwrap());
    home.hire("agus", Role::CityAdmin, "dinas-kominfo").await;
    home.house.store.close().await;
    let data = home.data.display().to_string();
    let (code, said) = gapura(folder.path(), &["doctor", "--data", &data]);
    assert!(code == 1 && said.contains("di belakang peristiwa terakhir"), "{said}");
}
