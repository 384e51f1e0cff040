use definition::model::Definition;
use serde_json::Value;
use std::collections::BTreeMap;

/// The text of a file under the shared folder, if that is there.
pub fn shared(path: &str) -> Option<String> {
    let root = std::env::var("GAPURA_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let text = std::fs::read_to_string(format!("{root}/{path}")).ok();
    if text.is_none() {
        println!("absent: {root}/{path}");
    }
    text
}

pub fn example(id: &str) -> Option<Definition> {
    let text = shared(&format!("design/examples/{id}.toml"))?;
    Some(definition::load(&text).unwrap_or_else(|faults| panic!("{id}: {faults:?}")))
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
                out.push(format!(
                    "{path}: {} entries, expected {}",
                    found.len(),
                    expected.len()
                ));
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
        let clocks = command["keadaan"]["jam"]
            .as_object()
            .map(serde_json::Map::len);
        let shown = found["keadaan"]["jam"]
            .as_object()
            .map(serde_json::Map::len);
        if clocks != shown {
            out.push(format!(
                "perintah[{index}]: {shown:?} clocks, expected {clocks:?}"
            ));
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
    let entries = vectors[key]
        .as_array()
        .unwrap()
        .iter()
        .zip(answer[key].as_array().unwrap());
    let entries = entries.filter(|(expected, _)| only.is_none_or(|id| expected["definisi"] == id));
    let mut count = 0;
    let mut faults = Vec::new();
    for (expected, found) in entries {
        count += 1;
        assert_eq!(expected["id"], found["id"]);
        let out = compare(expected, found);
        if let Some(first) = out.first() {
            faults.push(format!(
                "{}: {first} ({} differences)",
                expected["id"],
                out.len()
            ));
        }
    }
    (count, faults)
}

fn published() -> Option<Value> {
    shared("domain/clock_vectors.json").map(|text| serde_json::from_str(&text).unwrap())
}

fn met(key: &str, only: Option<&str>, expected: usize) {
    let Some(vectors) = published() else {
        return;
    };
    let examples = only.and_then(|id| Some((id.to_owned(), example(id)?)));
    let definitions = examples.into_iter().collect();
    let (count, faults) = run(&vectors, key, only, &definitions);
    assert!(
        faults.is_empty(),
        "{} of {count}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert_eq!(count, expected);
}

#[test]
fn every_published_clock_is_met() {
    met("jam", None, 159);
}

#[test]
fn every_published_trace_of_the_road_report_is_met() {
    met("alur", Some("jalan-rusak"), 35);
}

#[test]
fn every_published_trace_of_the_letter_is_met() {
    met("alur", Some("surat-domisili-usaha"), 35);
}

#[test]
fn a_trace_whose_definition_is_absent_is_answered_with_an_error_and_the_rest_goes_on() {
    let Some(vectors) = published() else {
        return;
    };
    let answer = cases::simulate(&vectors, &|_| None);
    let traces = answer["alur"].as_array().unwrap();
    assert_eq!(traces.len(), vectors["alur"].as_array().unwrap().len());
    assert!(
        traces
            .iter()
            .all(|trace| trace["galat"]["keluarga"] == "definisi")
    );
    assert_eq!(answer["jam"].as_array().unwrap().len(), 159);
}
