//! The command line as a newcomer meets it: right and wrong lines, exit codes, the last line for machines.

use crate::house::databases;
use serde_json::Value as Json;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const GAPURA: &str = env!("CARGO_BIN_EXE_gapura");

/// A newcomer at a shell in an empty folder.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a command came to.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The object in the last line.
    fn json(&self) -> Json {
        let last = self.out.lines().last().unwrap_or_default();
        let object = serde_json::from_str::<Json>(last);
        let object = object.unwrap_or_else(|_| panic!("no object: {}", self.all()));
        assert!(object.is_object(), "{object}");
        object
    }
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a city in `data`, as `init` leaves it.
    fn with_city() -> Self {
        let desk = Self::new();
        desk.done("init --region 35.17");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn config(&self) -> String {
        std::fs::read_to_string(self.path("data/gapura.toml")).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(GAPURA)
            .args(arguments)
            .current_dir(self.folder.path())
            .env("RUST_LOG", "off")
            .env_remove("GAPURA_DATA")
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// A line with `--json`, whose last line must be an object.
    fn line(&self, line: &str) -> Said {
        let mut arguments: Vec<&str> = line.split_whitespace().collect();
        arguments.push("--json");
        let said = self.run(&arguments);
        said.json();
        said
    }

    fn done(&self, line: &str) -> Said {
        let said = self.line(line);
        assert_eq!(said.code, 0, "{line}: {}", said.all());
        said
    }

    /// Refused with code 1, and the message names each of the `hints`.
    fn refused(&self, line: &str, hints: &[&str]) -> Said {
        let said = self.line(line);
        assert_eq!(said.code, 1, "{line}: {}", said.all());
        for hint in hints {
            assert!(said.all().contains(hint), "{line}: no {hint:?} in {}", said.all());
        }
        said
    }
}

#[test]
fn wrong_usage_is_code_two_and_says_what_is_usual() {
    let desk = Desk::new();
    for line in [
        "",
        "init",
        "bogus",
        "serve --listen nowhere",
        "import",
        "import cases x.csv",
        "petugas tambah sari",
        "petugas tambah sari --nama Sari --opd dinas-kominfo",
        "layanan cek",
        "layanan simulasi x",
        "backup",
        "restore",
        "kunci",
        "kunci putar",
        "region add",
        "export",
        "demo --port 99999",
        "doctor --bahasa fr",
    ] {
        let said = desk.run(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!(said.code, 2, "{line}: {}", said.all());
        assert!(said.err.contains("--help") || said.err.contains("Usage"), "{line}: {}", said.err);
        let machine = desk.line(line);
        assert!(line.is_empty() || machine.json()["ok"] == false, "{line}");
    }
    for line in ["--help", "import --help", "petugas tambah --help", "--version"] {
        let said = desk.run(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!(said.code, 0, "{line}");
        assert!(!said.out.is_empty());
    }
}

#[test]
fn every_command_without_a_city_says_how_to_make_one() {
    let desk = Desk::new();
    for line in [
        "serve",
        "worker",
        "migrate",
        "doctor",
        "region list",
        "region add 35.18",
        "import holidays x.csv",
        "export lapor",
        "petugas daftar",
        "petugas tautan sari",
        "petugas nonaktif sari",
        "layanan daftar",
        "layanan tarik lainnya",
        "layanan terbitkan",
        "backup x",
        "kunci putar k",
    ] {
        desk.refused(line, &["gapura init"]);
    }
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0);
}

#[test]
fn init_twice_is_refused_and_an_unknown_region_too() {
    let desk = Desk::new();
    desk.refused("init --region 99.99", &["99.99"]);
    desk.refused("init --region Jombang", &["Jombang"]);
    desk.done("init --region 35.17 --data kota");
    desk.refused("init --region 35.17 --data kota", &["sudah ada"]);
    let mode = |name: &str| std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o077;
    assert_eq!(mode("kota.kunci"), 0, "the key is for its owner alone");
}

#[test]
fn an_init_that_failed_can_be_tried_again() {
    let desk = Desk::new();
    let said = desk.refused(
        "init --region 35.17 --database postgres://nobody:rahasia@127.0.0.1:9/none",
        &["127.0.0.1:9/none", "tidak dapat dibuka"],
    );
    assert!(!said.all().contains("rahasia"), "{}", said.all());
    desk.done("init --region 35.17");
}

#[test]
fn a_fresh_city_is_healthy_but_for_what_is_still_to_do() {
    let desk = Desk::with_city();
    let said = desk.refused("doctor", &["gapura layanan terbitkan", "gapura petugas tambah"]);
    assert_eq!(said.json()["findings"].as_array().unwrap().len(), 2, "{}", said.out);
    assert!(desk.done("migrate").out.contains("sudah mutakhir"));
    assert!(desk.done("layanan daftar").out.contains("belum ada layanan"));
    assert_eq!(desk.done("petugas daftar").json()["officers"], serde_json::json!([]));
}

/// Runs the indented lines of a text in a shell, as somebody who copies them.
#[tokio::test]
async fn the_next_steps_that_init_prints_work_when_they_are_copied() {
    for database in databases().await {
        let desk = Desk::new();
        let mut line = vec!["init", "--region", "35.17", "--data", "kota kita"];
        line.extend(database.iter().flat_map(|url| ["--database", url]));
        let said = desk.run(&line);
        assert_eq!(said.code, 0, "{}", said.all());
        let mut steps: Vec<&str> = said.out.lines().filter(|line| line.starts_with("  gapura ")).collect();
        let serve = steps.pop().unwrap();
        assert!(serve.contains("serve"), "{serve}");
        for step in steps {
            let output = shell(&desk, step).output().unwrap();
            assert!(output.status.success(), "{step}: {output:?}");
        }
        let said = desk.run(&["doctor", "--data", "kota kita"]);
        let lines: Vec<&str> = said.out.trim().lines().collect();
        assert_eq!((said.code, lines.last()), (0, Some(&"sehat")), "{}", said.all());
        // A service that asks for a code where no message can be sent yet is named, and is no fault.
        assert!(lines.len() == 2 && lines[0].contains("gerbang_pesan"), "{}", said.all());
        assert_serves(&desk, serve).await;
    }
}

fn shell(desk: &Desk, line: &str) -> Command {
    let bin = Path::new(GAPURA).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("exec {}", line.trim())])
        .current_dir(desk.folder.path())
        .env("PATH", format!("{}:{path}", bin.display()));
    command
}

/// Starts it on a port of its own, reads the front page, and ends it with SIGTERM.
async fn assert_serves(desk: &Desk, line: &str) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let mut server = shell(desk, &format!("{line} --listen {address}"))
        .stderr(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = std::time::Instant::now();
    let page = loop {
        if let Ok(mut client) = crate::http::Client::open(address).await {
            break client.get("/layanan/jalan-rusak", "").await.unwrap();
        }
        assert!(begun.elapsed().as_secs() < 60, "it does not listen");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(page.status.as_u16(), 200);
    let pid = server.id().to_string();
    assert!(Command::new("kill").arg(pid).status().unwrap().success());
    assert!(server.wait().unwrap().success(), "a gentle end is code 0");
}

#[test]
fn an_officer_needs_a_role_and_a_unit_that_exist() {
    let desk = Desk::with_city();
    let add = "petugas tambah sari --nama Sari --peran";
    desk.refused(
        &format!("{add} verifikatr --opd dinas-kominfo"),
        &["verifikatr", "maksud Anda `verifikator`", "pemeriksa"],
    );
    desk.refused(&format!("{add} verifikator --opd dinas-kominf"), &["maksud Anda `dinas-kominfo`", "/atur/opd"]);
    let made = desk.done(&format!("{add} verifikator --opd dinas-kominfo"));
    assert!(made.json()["link"].as_str().unwrap().starts_with("http://127.0.0.1:8017/akun/atur/"));
    desk.refused(&format!("{add} verifikator --opd dinas-kominfo"), &["sari"]);
    desk.refused("petugas tautan budi", &["budi", "gapura petugas daftar"]);
    desk.refused("petugas nonaktif budi", &["budi", "gapura petugas daftar"]);
    assert_ne!(desk.done("petugas tautan sari").json(), made.json());
    desk.done("petugas nonaktif sari");
    let all = desk.done("petugas daftar").json();
    assert_eq!(all["officers"][0]["state"], "nonaktif");
}

#[test]
fn a_region_is_added_whatever_stands_in_the_configuration() {
    let desk = Desk::with_city();
    let text = desk
        .config()
        .replace("# [surel]", "[surel]")
        .replace("# server = ", "server = ")
        .replace("# port = ", "port = ")
        .replace("# pengirim = ", "pengirim = ")
        .replace("# kali = 1", "kali = 3")
        + "\n[[wilayah]]\nkode = \"35.18\"\nhost = [\"nganjuk.contoh.id\"]\n\n# akhir";
    desk.write("data/gapura.toml", &text);
    desk.done("region add 64.72 --host samarinda.contoh.id");
    assert!(desk.config().starts_with(text.trim_end()), "what stood there stands there");
    let said = desk.done("region add 31.71");
    assert!(said.out.contains("host = "), "{}", said.out);
    assert!(desk.done("region add 31.71").out.contains("sudah dilayani"));
    desk.refused("region add 99.99", &["99.99"]);
    let regions = desk.done("region list").json();
    let codes: Vec<&str> =
        regions["regions"].as_array().unwrap().iter().map(|one| one["region"].as_str().unwrap()).collect();
    assert_eq!(codes, ["35.17", "35.18", "64.72", "31.71"]);
    let config = gapura::config::Config::read(&desk.path("data")).unwrap();
    assert_eq!((config.batas.kali, config.wilayah[2].host.clone()), (3, vec!["samarinda.contoh.id".to_owned()]));
    desk.done("layanan terbitkan --wilayah 64.72");
    desk.refused("layanan daftar --wilayah 11.01", &["gapura region list"]);
}

#[test]
fn a_mapping_that_does_not_fit_is_shown_with_its_line_and_the_nearest_name() {
    let desk = Desk::with_city();
    desk.done("layanan terbitkan");
    desk.write("a.csv", "nomor,tanggal,isi\n1,2026-01-05 08:00:00,Halo\n");
    let mapping = |column: &str, service: &str| {
        format!(
            "#: pemetaan 1\n[pemetaan]\nsumber = \"contoh\"\nzona = \"wilayah\"\nwaktu = \"{{tahun}}-{{bulan}}-{{hari}} {{jam}}:{{menit}}:{{detik}}\"\n\n[kolom]\nnomor = \"nomor\"\ndilaporkan = \"{column}\"\nisi = \"isi\"\n\n[layanan]\n\"*\" = \"{service}\"\n"
        )
    };
    desk.write("salah.toml", &mapping("tangal", "lainnya"));
    desk.refused("import cases a.csv --mapping salah.toml", &["salah.toml:9", "\"tangal\"", "^", "`tanggal`"]);
    desk.write("salah.toml", &mapping("tanggal", "lainya"));
    desk.refused("import cases a.csv --mapping salah.toml", &["salah.toml:13", "^", "`lainnya`"]);
    desk.refused("import cases a.csv --mapping tiada.toml", &["tiada.toml"]);
    desk.refused("import cases tiada.csv --mapping salah.toml", &[]);
    desk.write("benar.toml", &mapping("tanggal", "lainnya"));
    desk.refused("import cases tiada.csv --mapping benar.toml", &["tiada.csv"]);
    assert_eq!(desk.done("import cases a.csv --mapping benar.toml").json()["accepted"], 1);
    desk.write("b.csv", "nomor,tanggal,isi\n1,2026-01-05 08:00:00,\"Halo\n");
    desk.refused("import cases b.csv --mapping benar.toml", &["b.csv"]);
}

#[tokio::test]
async fn what_leaves_the_house_is_for_its_owner_alone_and_stands_in_the_ledger() {
    let desk = Desk::with_city();
    desk.done("layanan terbitkan");
    let file = format!("{REPOSITORY}/crates/bridges/tests/data/lapor_tiruan.csv");
    desk.done(&format!("import lapor {file}"));
    let said = desk.done("export lapor --ke keluar.csv");
    for name in ["keluar.csv", "lapor_tiruan.catatan.csv"] {
        let mode = std::fs::metadata(desk.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let config = gapura::config::Config::read(&desk.path("data")).unwrap();
    let store = gapura::data::open(&config, &desk.path("data")).await.unwrap();
    let sql = "SELECT actor, data FROM store_events WHERE name = 'export.made'";
    let rows = store.heavy_rows(sql, Vec::new()).await.unwrap();
    store.close().await;
    assert_eq!(rows.len(), 1);
    let data: Json = serde_json::from_str(rows[0].text(1).unwrap()).unwrap();
    assert_eq!((&data["what"], &data["rows"]), (&"lapor".into(), &said.json()["rows"]));
    assert!(rows[0].text(0).unwrap().contains("operator"), "{:?}", rows[0].text(0));
    desk.refused("export lapor --ke tiada/keluar.csv", &["tiada/keluar.csv"]);
}

#[test]
fn other_imports_count_and_refuse_in_words() {
    let desk = Desk::with_city();
    let holidays = format!("import holidays {REPOSITORY}/wilayah/libur/nasional.csv");
    assert_eq!(desk.done(&holidays).json()["unchanged"], 6);
    desk.write("salah.csv", "tanggal,nama\n2027-01-01,Tahun Baru\n");
    desk.refused("import holidays salah.csv", &["salah.csv", "date"]);
    desk.refused("import agencies salah.csv", &["salah.csv", "unit"]);
    desk.refused("import holidays tiada.csv", &["tiada.csv"]);
    desk.refused("import boundaries salah.csv", &["salah.csv"]);
    desk.refused("import agencies tiada.toml", &["tiada.toml"]);
    desk.write("unit.toml", "#: format unit 1\n[unit.dinas-baru]\nnma = \"Dinas Baru\"\n");
    desk.refused("import agencies unit.toml", &["unit.toml:3", "^", "nama"]);
    desk.refused("import lapor salah.csv", &["wilayah/baku/lapor.toml:"]);
}

#[test]
fn definitions_are_checked_tried_and_shown_without_a_city() {
    let desk = Desk::new();
    let road = format!("{REPOSITORY}/layanan/pengaduan/jalan-rusak.toml");
    for verb in ["cek", "uji", "standar"] {
        desk.done(&format!("layanan {verb} {road}"));
        desk.refused(&format!("layanan {verb} tiada.toml"), &["tiada.toml"]);
    }
    let text = std::fs::read_to_string(&road).unwrap().replace("mulai   = true", "mulia   = true");
    desk.write("salah.toml", &text);
    desk.refused("layanan cek salah.toml", &["salah.toml:", "mulia", "^", "mulai"]);
    desk.refused(&format!("layanan simulasi {road} --jejak tiada.json"), &["tiada.json"]);
}

#[test]
fn a_service_is_published_listed_and_withdrawn() {
    let desk = Desk::with_city();
    let carried = gapura::starter::SERVICES.len();
    assert_eq!(desk.done("layanan terbitkan").json()["published"].as_array().unwrap().len(), carried);
    let again = desk.done("layanan terbitkan").json();
    assert!(again["published"].as_array().unwrap().iter().all(|one| one["unchanged"] == true));
    desk.done("layanan tarik pohon");
    let left = desk.done("layanan daftar").json();
    assert_eq!(left["services"].as_array().unwrap().len(), carried - 1);
    desk.refused("layanan tarik pohn", &["pohn", "gapura layanan daftar"]);
    desk.refused("layanan tarik sampa", &["maksud Anda `sampah`"]);
    desk.refused("layanan terbitkan tiada", &["tiada"]);
}

#[test]
fn a_service_may_name_a_list_of_the_city_itself() {
    let desk = Desk::with_city();
    let parking = include_str!("../../../../layanan/pengaduan/lalu-lintas.toml");
    desk.write("parkir.toml", &parking.replace("\"alasan-tolak\"", "\"alasan-parkir\""));
    desk.refused("layanan terbitkan parkir.toml", &["E07", "alasan-parkir"]);
    std::fs::create_dir(desk.path("data/daftar")).unwrap();
    desk.write("data/daftar/alasan-parkir.csv", "kode,label\ntidak-terbukti,Tidak ada mobil di sana\n");
    desk.done("layanan terbitkan parkir.toml");
    desk.write("data/daftar/alasan-parkir.csv", "nama\n");
    desk.refused("layanan daftar", &["alasan-parkir.csv", "kode,label"]);
}

#[test]
fn a_new_master_key_opens_everything_and_the_configuration_names_it() {
    let desk = Desk::with_city();
    desk.done("layanan terbitkan");
    desk.done(&format!("import lapor {REPOSITORY}/crates/bridges/tests/data/lapor_tiruan.csv"));
    desk.done("kunci putar baru.kunci");
    assert!(desk.config().contains("baru.kunci"), "{}", desk.config());
    desk.refused("kunci putar baru.kunci", &["sudah ada"]);
    std::fs::rename(desk.path("data.kunci"), desk.path("lama")).unwrap();
    assert!(desk.done("export lapor --ke keluar.csv").json()["rows"].as_u64().unwrap() > 0);
    std::fs::rename(desk.path("baru.kunci"), desk.path("hilang")).unwrap();
    desk.refused("doctor", &["baru.kunci", "kunci induk"]);
}

#[test]
fn a_backup_overwrites_nothing_and_is_restored_only_into_an_empty_place() {
    let desk = Desk::with_city();
    desk.done("layanan terbitkan");
    desk.done("backup cadangan");
    desk.refused("backup cadangan", &["sudah ada"]);
    desk.refused("restore cadangan", &["sudah ada", "data-pulih"]);
    desk.refused("restore tiada --data lain", &["bukan cadangan"]);
    desk.refused("restore cadangan --data lain", &["lain.kunci", "salin kunci induk"]);
    assert!(!desk.path("lain").exists(), "nothing is begun without the key");
    std::fs::copy(desk.path("data.kunci"), desk.path("lain.kunci")).unwrap();
    assert_eq!(desk.done("restore cadangan --data lain").json()["findings"], serde_json::json!([]));
    assert_eq!(desk.done("layanan daftar --data lain").json(), desk.done("layanan daftar").json());
    std::fs::remove_file(desk.path("lain/gapura.toml")).unwrap();
    desk.refused("restore cadangan --data lain", &["harus kosong"]);
}

#[test]
fn a_port_that_is_taken_is_said_with_its_address() {
    let desk = Desk::with_city();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    desk.refused(&format!("serve --listen {address}"), &["tidak dapat mendengar", &address]);
}

#[test]
fn a_configuration_with_a_wrong_key_is_refused_with_its_line() {
    let desk = Desk::with_city();
    desk.write("data/gapura.toml", &desk.config().replace("basis_data", "basisdata"));
    desk.refused("doctor", &["gapura.toml", "basisdata", "line 4"]);
}
