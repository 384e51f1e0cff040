//! `cargo xtask bench`: builds the program and the measuring program `bench` for release, runs the second several times
//! and prints one JSON object per benchmark.
//!
//! `bench` prints one JSON object per measurement on a line of its own, with at least the key `benchmark` (a name).
//! Of every number the median over the runs is reported; other keys are conditions and are kept.

use crate::steps;
use crate::tools;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::process::{Command, ExitCode};

/// How often the program runs unless `--runs N` says otherwise.
const RUNS: usize = 3;

/// Runs the measuring program with `arguments`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let (runs, arguments) = runs_of(arguments)?;
    let mut build = vec!["build", "--release", "--package", "gapura", "--package", "bench"];
    // The typesetter is built where its benchmark is asked for, or all of them.
    if arguments.is_empty() || arguments.iter().any(|part| matches!(part.as_str(), "buku" | "letter")) {
        build.extend(["--features", "gapura/surat"]);
    }
    if !tools::succeeds(&mut steps::cargo(&workspace.root, &build)) {
        bail!("the release build fails");
    }
    let (machine, load) = (machine(), load());
    let mut lines = Vec::new();
    let mut good = true;
    for run in 1..=runs {
        eprintln!("run {run} of {runs}");
        let mut command = Command::new(workspace.root.join("target/release/bench"));
        match tools::output(command.current_dir(&workspace.root).args(arguments)) {
            Ok(text) => lines.extend(measurements(&text)),
            Err(error) => {
                good = false;
                eprintln!("{error:#}");
            }
        }
    }
    for mut object in medians(lines) {
        object.entry("load").or_insert_with(|| load.clone());
        object.entry("machine").or_insert_with(|| machine.clone());
        println!("{}", Value::Object(object));
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Takes `--runs N` from the front.
fn runs_of(arguments: &[String]) -> Result<(usize, &[String])> {
    match arguments {
        [flag, count, rest @ ..] if flag == "--runs" => {
            let count = count.parse().ok().filter(|count| *count > 0);
            Ok((count.context("--runs needs a number above 0")?, rest))
        }
        rest => Ok((RUNS, rest)),
    }
}

/// The measurements among the lines that a program printed.
fn measurements(text: &str) -> Vec<Map<String, Value>> {
    let objects = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    objects
        .filter_map(|value| match value {
            Value::Object(object) if object.contains_key("benchmark") => Some(object),
            _ => None,
        })
        .collect()
}

/// One object per benchmark and its conditions in words: the keys of its first run, each number replaced by its median over
/// the runs.
fn medians(lines: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
    let mut benchmarks: Vec<Vec<Map<String, Value>>> = Vec::new();
    for line in lines {
        let same =
            |runs: &&mut Vec<Map<String, Value>>| runs.first().is_some_and(|first| words(first).eq(words(&line)));
        match benchmarks.iter_mut().find(same) {
            Some(runs) => runs.push(line),
            None => benchmarks.push(vec![line]),
        }
    }
    benchmarks.iter().filter_map(|runs| summed(runs)).collect()
}

/// What a measurement says in words: its name and its conditions.
fn words(line: &Map<String, Value>) -> impl Iterator<Item = (&String, &str)> {
    line.iter().filter_map(|(key, value)| Some((key, value.as_str()?)))
}

fn summed(runs: &[Map<String, Value>]) -> Option<Map<String, Value>> {
    let mut object = runs.first()?.clone();
    for (key, value) in &mut object {
        if value.is_number() {
            let values: Vec<f64> = runs.iter().filter_map(|run| run.get(key)?.as_f64()).collect();
            *value = json!(median(&values));
        }
    }
    object.insert("runs".into(), json!(runs.len()));
    Some(object)
}

/// The middle value, or the mean of the two in the middle; nothing has no median.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(*upper);
    }
    let lower = sorted.get(middle.checked_sub(1)?)?;
    Some(f64::midpoint(*lower, *upper))
}

/// What this machine is.
fn machine() -> Value {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    json!({
        "cores": std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        "cpu": after_colon(&read("/proc/cpuinfo"), "model name"),
        "memory": after_colon(&read("/proc/meminfo"), "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
        "compiler": tools::output(Command::new("rustc").arg("--version")).unwrap_or_default().trim(),
        "profile": "release",
    })
}

/// Load averages over 1, 5 and 15 minutes: who reads a figure should know how busy the machine was.
fn load() -> Value {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let averages = text.split_whitespace().take(3);
    json!(averages.filter_map(|word| word.parse::<f64>().ok()).collect::<Vec<_>>())
}

fn after_colon(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_odd_and_an_even_number_of_runs() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn measurements_are_found_among_other_lines() {
        let text = "warming up\n{\"benchmark\":\"open\",\"value\":1.5,\"unit\":\"ms\"}\n{\"other\":1}\n";
        assert_eq!(measurements(text).len(), 1);
    }

    #[test]
    fn several_runs_of_one_benchmark_become_one_object() {
        let line = |value: f64| {
            let text = format!("{{\"benchmark\":\"open\",\"cpu_ms\":{value},\"unit\":\"ms\",\"cases\":1000}}");
            measurements(&text).remove(0)
        };
        let objects = medians(vec![line(3.0), line(1.0), line(2.0)]);
        assert_eq!(objects.len(), 1);
        assert_eq!(objects[0]["cpu_ms"], json!(2.0));
        assert_eq!(objects[0]["runs"], json!(3));
        assert_eq!(objects[0]["cases"], json!(1000.0));
        assert_eq!(objects[0]["unit"], json!("ms"));
    }

    #[test]
    fn one_benchmark_under_conditions_of_other_words_stays_apart() {
        let text = ["1 KiB", "10 KiB", "1 KiB"].map(|body| format!("{{\"benchmark\":\"open\",\"body\":\"{body}\"}}\n"));
        let objects = medians(measurements(&text.concat()));
        let found: Vec<(&Value, &Value)> = objects.iter().map(|one| (&one["body"], &one["runs"])).collect();
        assert_eq!(found, [(&json!("1 KiB"), &json!(2)), (&json!("10 KiB"), &json!(1))]);
    }

    #[test]
    fn the_number_of_runs_is_taken_from_the_front() {
        let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let arguments = words("--runs 5 inbox");
        assert_eq!(runs_of(&arguments).unwrap(), (5, &arguments[2..]));
        assert_eq!(runs_of(&words("inbox")).unwrap().0, RUNS);
        assert!(runs_of(&words("--runs none")).is_err());
        assert!(runs_of(&words("--runs 0")).is_err());
    }

    #[test]
    fn the_machine_names_its_cores_and_its_compiler() {
        let machine = machine();
        assert!(machine["cores"].as_u64().unwrap() >= 1);
        assert!(machine["compiler"].as_str().unwrap().starts_with("rustc"));
    }
}
