//! The companions of the service language at the command line: difference, drawing, coverage, a first file, dry run.

use serde_json::Value as Json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ROADS: &str = include_str!("../../../../layanan/pengaduan/jalan-rusak.toml");

/// A folder with the roads of today and of tomorrow.
struct Folder(tempfile::TempDir);

/// What a command came to: exit code, output, object in its last line.
struct Said {
    code: i32,
    out: String,
    err: String,
    json: Json,
}

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("lama.toml", ROADS);
        let later = ROADS.replace("versi   = 3", "versi   = 4");
        folder.write("baru.toml", &later.replace("total    = \"14 hari kerja\"", "total    = \"20 hari kerja\""));
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.answering(arguments, "")
    }

    /// With lines that a person types.
    fn answering(&self, arguments: &[&str], typed: &str) -> Said {
        let mut child = Command::new(Path::new(env!("CARGO_BIN_EXE_gapura")))
            .args(arguments)
            .arg("--json")
            .current_dir(self.0.path())
            .env("RUST_LOG", "off")
            .env_remove("GAPURA_DATA")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let json = out.lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or(Json::Null);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        Said { code: output.status.code().unwrap(), out, err, json }
    }
}

#[test]
fn the_difference_is_said_for_residents_and_running_cases() {
    let folder = Folder::new();
    let said = folder.run(&["layanan", "beda", "lama.toml", "baru.toml"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("Bagi warga\n  ~ Selesai paling lambat: 14 hari kerja → 20 hari kerja"), "{}", said.out);
    assert_eq!(said.json["residents"][0]["path"], "tenggat.total");
    assert_eq!(said.json["running_cases"].as_array().unwrap().len(), 1);
    let same = folder.run(&["layanan", "beda", "lama.toml", "lama.toml", "--bahasa", "en"]);
    assert!(same.out.contains("nothing changes for anyone"), "{}", same.out);
}

#[test]
fn a_drawing_is_written_to_a_file_and_a_folder_is_refused() {
    let folder = Folder::new();
    let said = folder.run(&["layanan", "gambar", "lama.toml", "--ke", "alur.svg"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(folder.read("alur.svg").starts_with("<svg "));
    let many = folder.run(&["layanan", "gambar", "."]);
    assert_eq!(many.code, 1);
    assert!(many.err.contains("satu berkas"), "{}", many.err);
}

#[test]
fn scenarios_that_are_made_cover_the_rest_when_they_are_appended() {
    let folder = Folder::new();
    let before = folder.run(&["layanan", "uji", "lama.toml"]);
    assert!(before.out.contains("belum pernah: langkah.verifikasi.aksi.tolak"), "{}", before.out);
    let made = folder.run(&["layanan", "uji", "lama.toml", "--lengkapi"]);
    let toml = made.json["coverage"][0]["toml"].as_str().unwrap().to_owned();
    let printed: Vec<&str> = made.out.lines().filter(|line| !line.starts_with('{')).collect();
    folder.write("penuh.toml", &format!("{ROADS}\n{}\n", printed.join("\n")));
    assert!(folder.read("penuh.toml").contains(toml.trim()));
    let after = folder.run(&["layanan", "uji", "penuh.toml"]);
    assert_eq!(after.code, 0, "{}{}", after.out, after.err);
    let covered = &after.json["coverage"][0];
    assert_eq!(covered["ran"], covered["of"]);
}

#[test]
fn a_first_file_checks_clean_and_is_never_written_over() {
    let folder = Folder::new();
    let line = [
        "layanan",
        "baru",
        "parkir.toml",
        "--jenis",
        "pengaduan",
        "--nama",
        "Parkir liar",
        "--pemilik",
        "dinas-perhubungan",
        "--isian",
        "Sejak kapan?:tanggal",
        "--hari",
        "7",
    ];
    let said = folder.run(&line);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.json["service"], "parkir-liar");
    let tried = folder.run(&["layanan", "uji", "parkir.toml"]);
    assert_eq!((tried.code, tried.json["passed"].as_i64()), (0, Some(5)), "{}", tried.out);
    let checked = folder.run(&["layanan", "cek", "parkir.toml"]);
    assert_eq!((checked.json["errors"].as_i64(), checked.json["warnings"].as_i64()), (Some(0), Some(0)));
    folder.write("parkir.toml", "milik saya");
    let again = folder.run(&line);
    assert!(again.code == 1 && again.err.contains("sudah ada"), "{}", again.err);
    assert_eq!(folder.read("parkir.toml"), "milik saya");
}

#[test]
fn a_first_file_asks_for_what_the_line_does_not_say() {
    let folder = Folder::new();
    let typed = "\nPos ronda rusak\ndinas-pupr\nSejak kapan?:tanggal\n\n\n";
    let said = folder.answering(&["layanan", "baru", "pos.toml"], typed);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("Jenis (") && said.err.contains("Nama layanan"), "{}", said.err);
    let text = folder.read("pos.toml");
    assert!(text.contains("[isian.sejak_kapan]") && text.contains("total      = \"5 hari kerja\""), "{text}");
    let silent = folder.run(&["layanan", "baru", "lain.toml", "--jenis", "pengaduan"]);
    assert!(silent.code == 1 && silent.err.contains("--nama"), "{}", silent.err);
    let typo = folder.run(&[
        "layanan",
        "baru",
        "lain.toml",
        "--jenis",
        "informasi",
        "--nama",
        "X",
        "--pemilik",
        "dinas-pupx",
        "--hari",
        "4",
    ]);
    assert!(typo.err.contains("maksud Anda `dinas-pupr`?"), "{}", typo.err);
    assert!(!folder.path("lain.toml").exists());
}

#[test]
fn a_standard_becomes_a_page_or_a_row_for_the_national_catalogue() {
    let folder = Folder::new();
    let page = folder.run(&["layanan", "standar", "lama.toml", "--bentuk", "html"]);
    assert!(page.out.starts_with("<!doctype html>") && page.out.contains("<h2>14. "), "{}", page.out);
    let row = folder.run(&["layanan", "standar", "lama.toml", "--bentuk", "sippn"]);
    assert!(row.out.starts_with("layanan,penyelenggara,nomor_sk"), "{}", row.out);
    assert_eq!(row.json["standards"][0]["sippn"]["biaya"], "Gratis");
}

#[test]
fn a_dry_run_names_the_running_cases_and_refuses_an_unsound_text() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", "--region", "35.17"]).code, 0);
    assert_eq!(folder.run(&["layanan", "terbitkan"]).code, 0);
    let said = folder.run(&["layanan", "coba", "baru.toml"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!((said.json["running"].as_i64(), said.json["break"].as_i64()), (Some(0), Some(0)));
    folder.write("rusak.toml", &folder.read("baru.toml").replace("ke = \"survei\"", "ke = \"survey\""));
    let broken = folder.run(&["layanan", "coba", "rusak.toml"]);
    assert!(broken.code == 1 && broken.out.contains("E023"), "{}", broken.out);
}
