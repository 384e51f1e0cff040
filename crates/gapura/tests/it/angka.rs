//! Real complaint files through the built program, and the figures of the pages against an independent script.

use crate::house::{self, Visitor};
use crate::town::Town;
use bridges::Source;
use gapura::data::World;
use gapura::serve::House;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const HOME: &str = env!("CARGO_MANIFEST_DIR");
const ALL_TIME: &str = "dari=2000-01&sampai=2099-12";

/// One complaint file and where it belongs.
struct Sample {
    region: &'static str,
    kind: &'static str,
    file: PathBuf,
    boundaries: Option<PathBuf>,
}

impl Sample {
    fn real(region: &'static str, kind: &'static str, file: &str, outlines: &str) -> Option<Self> {
        Some(Self {
            region,
            kind,
            file: shared(&format!("real/{file}"))?,
            boundaries: shared(&format!("boundaries/{outlines}")),
        })
    }

    fn invented(region: &'static str, kind: &'static str, file: &str) -> Self {
        Self { region, kind, file: Path::new(HOME).join(file), boundaries: None }
    }
}

/// A file of the shared folder, which need not be there.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(HOME).join("../../../shared");
    let folder = std::env::var_os("GAPURA_SHARED").map_or_else(beside, PathBuf::from);
    let path = folder.join("data").join(name);
    if path.exists() {
        return Some(path);
    }
    absent("real complaint files", "../shared/data is not there");
    None
}

/// Past the capture of the test harness, so that whoever runs the tests can list it.
fn absent(what: &str, why: &str) {
    let line = format!("\nABSENT: {what}: {why}\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

/// A fresh data folder with services, on each database that is there.
async fn towns(folder: &Path, region: &str) -> Vec<Town> {
    let mut towns = Vec::new();
    for url in house::databases().await {
        let town = Town { data: folder.join(format!("kota-{}", towns.len())), address: "127.0.0.1:0".parse().unwrap() };
        let database = url.as_deref().map_or_else(Vec::new, |url| vec!["--database", url]);
        town.run(&[&["init", "--region", region][..], &database].concat());
        town.run(&["layanan", "terbitkan", &format!("{HOME}/../../layanan")]);
        towns.push(town);
    }
    towns
}

/// The last line of a command with `--json`.
fn counted(town: &Town, arguments: &[&str]) -> Json {
    let said = town.run(&[arguments, &["--json"]].concat());
    serde_json::from_str(said.lines().last().unwrap()).unwrap()
}

fn numbers(counts: &Json) -> [u64; 4] {
    ["accepted", "repaired", "rejected", "unchanged"].map(|key| counts[key].as_u64().unwrap())
}

/// Imports the sample twice; the counts of the first time and the list of what was noted.
async fn twice(town: &Town, sample: &Sample) -> ([u64; 4], String) {
    let list = town.data.with_extension("catatan.csv");
    let file = sample.file.to_str().unwrap();
    let mapping = format!("{HOME}/../../wilayah/{}/mediacenter.toml", sample.region);
    let mut import = vec!["import"];
    match sample.kind {
        "lapor" => import.extend(["lapor", file]),
        _ => import.extend(["cases", file, "--mapping", &mapping]),
    }
    import.extend(["--tolakan", list.to_str().unwrap()]);
    if let Some(outlines) = &sample.boundaries {
        let outlines = ["import", "boundaries", outlines.to_str().unwrap()];
        let [accepted, _, rejected, _] = numbers(&counted(town, &outlines));
        assert!(accepted > 0 && rejected == 0, "{accepted} {rejected}");
        let again = numbers(&counted(town, &outlines));
        assert_eq!(again, [0, 0, 0, accepted]);
    }
    let first = numbers(&counted(town, &import));
    let noted = std::fs::read_to_string(&list).unwrap_or_default();
    let before = state(town).await;
    let second = numbers(&counted(town, &import));
    assert_eq!(second[0] + second[1], 0, "the second time nothing is new");
    assert_eq!(second[2], first[2]);
    assert_eq!(second[3], first[0] + first[1] + first[3]);
    assert_eq!(state(town).await, before, "and nothing changes");
    (first, noted)
}

async fn state(town: &Town) -> String {
    let store = town.store().await;
    let hash = store.state_hash().await.unwrap();
    store.close().await;
    hash
}

/// The figures of the file itself.
fn script(name: &str, sample: &Sample, arguments: &[&str], input: &str) -> Option<Json> {
    let mut child = match Command::new("python3")
        .arg(format!("{HOME}/tests/bukti/{name}"))
        .args([&format!("{HOME}/../.."), sample.region])
        .args(arguments)
        .arg(&sample.file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(child) => child,
        Err(error) => {
            absent("independent figures", &format!("python3: {error}"));
            return None;
        }
    };
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(input.as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{name}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The public figures of the town, as JSON and as the page shows them.
async fn figures(town: &Town) -> (Json, String) {
    let config = gapura::config::Config::read(&town.data).unwrap();
    let house = House::open(config, &town.data, town.store().await, World::real()).await.unwrap();
    let mut visitor = Visitor::new(house.router().await.unwrap());
    let json = visitor.get(&format!("/api/v1/transparansi?{ALL_TIME}")).await;
    let page = visitor.get(&format!("/transparansi?{ALL_TIME}")).await;
    house.store.close().await;
    (json.json(), page.text())
}

/// Histograms tell tenths of a working day up to 20 days, and whole days beyond (semantics R16).
fn is_median(told: &Json, middle: &Json) -> bool {
    let (Some(told), Some(middle)) = (told.as_f64(), middle.as_array()) else {
        return told.is_null() && middle.is_null();
    };
    let (low, high) = (middle[0].as_f64().unwrap(), middle[1].as_f64().unwrap());
    let width = if high < 20.0 { 0.1 } else { 1.0 };
    told >= low - width && told <= high + width
}

fn compare(what: &str, told: &Json, expected: &Json) {
    for (key, count) in expected["counts"].as_object().unwrap() {
        assert_eq!(told["counts"][key], *count, "{what}: {key}");
    }
    assert_eq!(told["counts"]["overdue"], told["counts"]["open"], "{what}: every promise of these years has passed");
    let median = &told["median_working_days_to_answer"];
    assert!(is_median(median, &expected["middle"]), "{what}: {median} is not in {}", expected["middle"]);
}

fn compare_lines(what: &str, told: &Json, expected: &Json) {
    let told: BTreeMap<&str, &Json> =
        told.as_array().unwrap().iter().map(|line| (line["code"].as_str().unwrap(), line)).collect();
    let expected = expected.as_object().unwrap();
    assert!(told.keys().eq(expected.keys()), "{what}: {told:?} {expected:?}");
    for (code, line) in expected {
        compare(&format!("{what} {code}"), told[code.as_str()], line);
    }
}

/// The page and the JSON say what the script counted in the file.
async fn assert_figures(town: &Town, sample: &Sample) -> Option<Json> {
    let expected = script("angka.py", sample, &[sample.kind], "")?;
    let (told, page) = figures(town).await;
    compare("all", &told["all"], &expected["all"]);
    compare_lines("agency", &told["units"], &expected["units"]);
    compare_lines("service", &told["services"], &expected["services"]);
    for key in ["received", "open", "time_unknown"] {
        let count = expected["all"]["counts"][key].as_i64().unwrap();
        let shown = thousands(count);
        assert!(page.contains(&format!(">{shown}<")), "{key}: {shown}: {page}");
    }
    Some(expected)
}

/// As the page writes it: 6.312.
fn thousands(count: i64) -> String {
    match count {
        0..1000 => count.to_string(),
        _ => format!("{}.{:03}", count / 1000, count % 1000),
    }
}

/// What the program kept of the places of each report: number, village, district.
async fn placed(town: &Town) -> Vec<[String; 3]> {
    let store = town.store().await;
    let sql = "SELECT outside, village, district FROM desk_cases ORDER BY outside";
    let rows = store.heavy_rows(sql, Vec::new()).await.unwrap();
    store.close().await;
    rows.iter().map(|row| [0, 1, 2].map(|column| row.string(column).unwrap())).collect()
}

/// No report stands in another district than its row's but by a named alias; what stands on no village is listed.
async fn assert_places(town: &Town, sample: &Sample, noted: &str) -> Option<f64> {
    let places = placed(town).await;
    let lines: String = places.iter().map(|place| place.join(",") + "\n").collect();
    let told = script("tempat.py", sample, &[], &lines)?;
    assert_eq!(told["against"], Json::Array(Vec::new()));
    for number in told["without"].as_array().unwrap() {
        let number = number.as_str().unwrap().trim_start_matches('=');
        assert!(noted.contains(number), "{number} is not in the list");
    }
    let share = told["on_village"].as_f64().unwrap() / told["rows"].as_f64().unwrap();
    println!("{} of {} on a village, {} by alias", told["on_village"], told["rows"], told["by_alias"]);
    Some(share)
}

#[tokio::test]
async fn the_real_surabaya_file_stands_on_its_villages_and_makes_the_figures_of_the_script() {
    let Some(sample) = Sample::real(
        "35.78",
        "mediacenter",
        "surabaya_mediacenter_keluhan.dev.csv.gz",
        "35.78_kota_surabaya_villages.geojson",
    ) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for town in towns(folder.path(), sample.region).await {
        let ([accepted, repaired, rejected, _], noted) = twice(&town, &sample).await;
        assert_eq!((accepted + repaired, rejected), (6312, 0));
        if let Some(share) = assert_places(&town, &sample, &noted).await {
            assert!(share >= 0.99, "{share}");
        }
        if let Some(expected) = assert_figures(&town, &sample).await {
            println!("{}", expected["all"]);
        }
    }
}

#[tokio::test]
async fn the_real_lapor_file_makes_the_figures_of_the_script_and_goes_out_as_it_came() {
    let Some(sample) =
        Sample::real("64.72", "lapor", "samarinda_lapor_export.dev.csv.gz", "64.72_kota_samarinda_villages.geojson")
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for town in towns(folder.path(), sample.region).await {
        let ([accepted, repaired, rejected, _], _) = twice(&town, &sample).await;
        assert_eq!((accepted + repaired, rejected), (137, 0));
        assert_figures(&town, &sample).await;
        assert_export(&town, &sample);
    }
}

/// Byte for byte.
fn assert_export(town: &Town, sample: &Sample) {
    let out = town.data.with_extension("keluar.csv");
    let rows = counted(town, &["export", "lapor", "--ke", out.to_str().unwrap()]);
    let mut came = Vec::new();
    let source = Source::Path(sample.file.clone());
    source.open().unwrap().read_to_end(&mut came).unwrap();
    assert!(rows["rows"].as_u64().unwrap() > 0);
    assert!(std::fs::read(out).unwrap() == came, "not the file that came in");
}

#[tokio::test]
async fn an_invented_file_with_the_same_dirt_makes_the_figures_of_the_script() {
    let sample = Sample::invented("35.78", "mediacenter", "tests/bukti/keluhan_tiruan.csv");
    let folder = tempfile::tempdir().unwrap();
    for town in towns(folder.path(), sample.region).await {
        let (counts, noted) = twice(&town, &sample).await;
        assert_eq!(counts, [32, 6, 5, 1]);
        for (number, why) in [("9014", "waktu_salah"), ("9015", "2199"), ("9018", "Asemrowo"), ("9202", "")] {
            assert!(noted.contains(number) && noted.contains(why) || why == "waktu_salah", "{number}: {noted}");
        }
        assert_places(&town, &sample, &noted).await;
        assert_figures(&town, &sample).await;
    }
}

#[tokio::test]
async fn an_invented_lapor_file_makes_the_figures_of_the_script() {
    let sample = Sample::invented("64.72", "lapor", "../bridges/tests/data/lapor_tiruan.csv");
    let folder = tempfile::tempdir().unwrap();
    for town in towns(folder.path(), sample.region).await {
        let (_, noted) = twice(&town, &sample).await;
        assert!(!noted.is_empty());
        assert_figures(&town, &sample).await;
    }
}
