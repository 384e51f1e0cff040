use definition::model::Definition;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;

/// The text of a file under the shared folder, if that is there.
pub fn shared(path: &str) -> Option<String> {
    let root = std::env::var("GAPURA_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let text = std::fs::read_to_string(format!("{root}/{path}")).ok();
    if text.is_none() {
        println!("absent: {root}/{path}");
    }
    text
}

/// The published examples, as the language carries them.
pub fn example(id: &str) -> Definition {
    let text = std::fs::read_to_string(format!("../definition/tests/data/{id}.toml")).unwrap();
    definition::load(&text).unwrap_or_else(|faults| panic!("{id}: {faults:?}"))
}

/// The carried vectors: the same entries as the published ones, so that a bare clone runs the same code.
pub fn carried() -> Value {
    let packed = include_bytes!("../data/clock_vectors.json.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Everything the expectation says must be so; what the answer says beyond it is its own.
fn differs(expected: &Value, found: &Value, path: &str, out: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let at = format!("{path}.{key}");
                match found.get(key) {
                    Some(found) => differs(value, found, &at, out),
                    None => out.push(format!("{at}: missing, expected {value}")),
                }
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            if expected.len() != found.len() {
                out.push(format!("{path}: {} entries, expected {}", found.len(), expected.len()));
            }
            for (index, (value, found)) in expected.iter().zip(found).enumerate() {
                differs(value, found, &format!("{path}[{index}]"), out);
            }
        }
        _ if expected == found => {}
        _ => out.push(format!("{path}: {found}, expected {expected}")),
    }
}

/// Compares one answered entry with its expectation: only what an answer must say.
fn compare(expected: &Value, found: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for key in ["tenggat", "lihat", "galat", "setelah_mulai", "peristiwa"] {
        if let Some(value) = expected.get(key) {
            differs(value, &found[key], key, &mut out);
        }
    }
    let commands = expected.get("perintah").and_then(Value::as_array);
    for (index, command) in commands.into_iter().flatten().enumerate() {
        let found = &found["perintah"][index];
        for key in ["hasil", "keadaan"] {
            let at = format!("perintah[{index}].{key}");
            differs(&command[key], &found[key], &at, &mut out);
        }
        let clocks = command["keadaan"]["jam"].as_object().map(serde_json::Map::len);
        let shown = found["keadaan"]["jam"].as_object().map(serde_json::Map::len);
        if clocks != shown {
            out.push(format!("perintah[{index}]: {shown:?} clocks, expected {clocks:?}"));
        }
    }
    out
}

/// Runs a file of vectors; answers how many of `key` there are and what differs.
pub fn run(
    vectors: &Value,
    key: &str,
    only: Option<&str>,
    definitions: &BTreeMap<String, Definition>,
) -> (usize, Vec<String>) {
    let answer = cases::simulate(vectors, &|id| definitions.get(id));
    let entries = vectors[key].as_array().unwrap().iter().zip(answer[key].as_array().unwrap());
    let entries = entries.filter(|(expected, _)| only.is_none_or(|id| expected["definisi"] == id));
    let mut count = 0;
    let mut faults = Vec::new();
    for (expected, found) in entries {
        count += 1;
        assert_eq!(expected["id"], found["id"]);
        let out = compare(expected, found);
        if let Some(first) = out.first() {
            faults.push(format!("{}: {first} ({} differences)", expected["id"], out.len()));
        }
    }
    (count, faults)
}

fn published() -> Option<Value> {
    shared("domain/clock_vectors.json").map(|text| serde_json::from_str(&text).unwrap())
}

fn met(key: &str, only: Option<&str>, expected: usize) {
    let examples = only.map(|id| (id.to_owned(), example(id)));
    let definitions = examples.into_iter().collect();
    for vectors in [Some(carried()), published()].into_iter().flatten() {
        let (count, faults) = run(&vectors, key, only, &definitions);
        assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
        assert_eq!(count, expected);
    }
}

#[test]
fn every_clock_is_met() {
    met("jam", None, 159);
}

#[test]
fn every_trace_of_the_road_report_is_met() {
    met("alur", Some("jalan-rusak"), 35);
}

#[test]
fn every_trace_of_the_letter_is_met() {
    met("alur", Some("surat-domisili-usaha"), 35);
}

#[test]
fn a_trace_whose_definition_is_absent_is_answered_with_an_error_and_the_rest_goes_on() {
    let vectors = carried();
    let road = example("jalan-rusak");
    let find = |id: &str| (id == "jalan-rusak").then_some(&road);
    let answer = cases::simulate(&vectors, &find);
    let traces = answer["alur"].as_array().unwrap();
    let failed = traces.iter().filter(|trace| trace["galat"]["keluarga"] == "definisi");
    assert_eq!(failed.count(), 35);
    let run = traces.iter().filter(|trace| trace["peristiwa"].is_array());
    assert_eq!(run.count(), 35);
    assert_eq!(answer["jam"].as_array().unwrap().len(), 159);
}

#[test]
fn a_trace_that_cannot_be_read_says_which_key_and_the_rest_goes_on() {
    let trace = serde_json::json!({
        "kalender": { "rusak": { "jam": { "senin": [["16:00", "07:30"]] } } },
        "jam": [
            { "id": "a", "kalender": "tidak-ada", "zona": "WIB", "mulai": "2026-10-12T07:30:00+07:00", "lama": "1 jam" },
            { "id": "b", "kalender": "rusak", "zona": "WIB", "mulai": "kemarin", "lama": "1 jam" },
        ],
        "alur": [{ "id": "c" }],
    });
    let answer = cases::simulate(&trace, &|_| None);
    assert_eq!(answer["galat"][0]["kunci"], "kalender.rusak.jam");
    assert_eq!(answer["jam"][0]["galat"]["kunci"], "kalender");
    assert_eq!(answer["jam"][1]["id"], "b");
    assert_eq!(answer["alur"][0]["galat"]["kunci"], "definisi");
}

#[test]
fn a_command_before_the_latest_instant_is_refused_by_a_trace() {
    let mut vectors = carried();
    let trace = &mut vectors["alur"][0];
    trace["perintah"][1]["pada"] = "2027-08-01T00:00:00+09:00".into();
    let road = example("jalan-rusak");
    let answer = cases::simulate(&vectors, &|id| (id == "jalan-rusak").then_some(&road));
    let commands = &answer["alur"][0]["perintah"];
    assert_eq!(commands[1]["hasil"], "ditolak:waktu_mundur");
    assert_eq!(commands[4]["hasil"], "diterima");
}

#[test]
fn a_clock_that_needs_a_missing_year_says_which_and_the_trace_goes_on() {
    let mut vectors = carried();
    vectors["alur"] = serde_json::json!([{
        "id": "a", "definisi": "jalan-rusak", "kalender": "nasional", "zona": "WIT",
        "mulai": "2027-12-30T09:00:00+09:00", "isi": {},
        "perintah": [{ "pada": "2028-02-01T09:00:00+09:00", "lihat": true }],
    }]);
    let road = example("jalan-rusak");
    let answer = cases::simulate(&vectors, &|_| Some(&road));
    let trace = &answer["alur"][0];
    let due = &trace["setelah_mulai"]["jam"]["total"]["tenggat"];
    assert_eq!(*due, serde_json::json!({ "galat": "kalender", "tahun": 2028 }));
    assert_eq!(trace["perintah"][0]["hasil"], "diterima");
    let events = trace["peristiwa"].as_array().unwrap();
    let names: Vec<&str> = events.iter().filter_map(|one| one["peristiwa"].as_str()).collect();
    assert_eq!(names, ["case.opened", "step.entered", "clock.lapsed", "case.escalated"]);
}
