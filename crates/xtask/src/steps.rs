//! A run of several steps and the table that tells afterwards what ran, what was skipped and what is absent.

use crate::tools;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed,
    /// It should have run here; under `--strict` this fails.
    Skipped(String),
    /// What it needs is not part of a clone; never a failure.
    Absent(String),
}

/// The steps of one run.
pub struct Run {
    strict: bool,
    rows: Vec<(String, Outcome, Duration)>,
    /// Lines in which `cargo test` sums up.
    closing: Vec<String>,
}

impl Run {
    /// A run in which a skipped step fails or not.
    pub const fn new(strict: bool) -> Self {
        Self { strict, rows: Vec::new(), closing: Vec::new() }
    }

    /// Notes a step that did not run.
    pub fn note(&mut self, name: &str, outcome: Outcome) {
        self.rows.push((name.to_owned(), outcome, Duration::ZERO));
    }

    /// Runs a check of our own that answers with the problems it found.
    pub fn check(&mut self, name: &str, problems: impl FnOnce() -> anyhow::Result<Vec<String>>) {
        let started = begin(name);
        let outcome = match problems() {
            Ok(found) if found.is_empty() => Outcome::Passed,
            Ok(found) => {
                for problem in found {
                    println!("  {problem}");
                }
                Outcome::Failed
            }
            Err(error) => {
                println!("  {error:#}");
                Outcome::Failed
            }
        };
        self.rows.push((name.to_owned(), outcome, started.elapsed()));
    }

    /// Runs a command; its output passes through and its closing lines are kept.
    pub fn command(&mut self, name: &str, command: &mut Command) {
        let started = begin(name);
        let outcome = match self.pass_through(command, &mut std::io::stdout()) {
            Ok(true) => Outcome::Passed,
            Ok(false) => Outcome::Failed,
            Err(error) => {
                println!("  {error}");
                Outcome::Failed
            }
        };
        self.rows.push((name.to_owned(), outcome, started.elapsed()));
    }

    fn pass_through(&mut self, command: &mut Command, out: &mut dyn Write) -> std::io::Result<bool> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        if let Some(pipe) = child.stdout.take() {
            for line in BufReader::new(pipe).split(b'\n') {
                let line = line?;
                let text = String::from_utf8_lossy(&line);
                writeln!(out, "{text}")?;
                if let Some((name, why)) = absent(&text) {
                    self.note(name, Outcome::Absent(why.to_owned()));
                }
                if text.starts_with("test result: ") {
                    self.closing.push(text.into_owned());
                }
            }
        }
        Ok(child.wait()?.success())
    }

    /// Prints the table and the closing lines, and says whether the run is good.
    pub fn finish(self) -> ExitCode {
        println!("\n{}", self.table());
        if !self.closing.is_empty() {
            println!("{}", sum(&self.closing));
        }
        if self.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn is_good(&self) -> bool {
        self.rows.iter().all(|(_, outcome, _)| match outcome {
            Outcome::Passed | Outcome::Absent(_) => true,
            Outcome::Failed => false,
            Outcome::Skipped(_) => !self.strict,
        })
    }

    fn table(&self) -> String {
        let width = self.rows.iter().map(|(name, ..)| name.chars().count()).max();
        let width = width.unwrap_or(0);
        let lines = self.rows.iter().map(|(name, outcome, took)| {
            let state = match outcome {
                Outcome::Passed => format!("passed   {:.1} s", took.as_secs_f64()),
                Outcome::Failed => format!("FAILED   {:.1} s", took.as_secs_f64()),
                Outcome::Skipped(why) => format!("skipped  {why}"),
                Outcome::Absent(why) => format!("absent   {why}"),
            };
            format!("{name:<width$}  {state}")
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn begin(name: &str) -> Instant {
    println!("── {name}");
    Instant::now()
}

/// What a test cannot do on this machine, told in a line `ABSENT: NAME: WHY` that passes the capture of `cargo test`.
fn absent(line: &str) -> Option<(&str, &str)> {
    line.split_once("ABSENT: ")?.1.split_once(": ")
}

/// A cargo command in the workspace.
pub fn cargo(root: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(tools::cargo());
    command.current_dir(root).args(arguments);
    command
}

/// One line for all test binaries, in the words of `cargo test`.
fn sum(closing: &[String]) -> String {
    let count = |word: &str| -> u64 {
        let counts = closing.iter().flat_map(|line| line.split(';'));
        counts.filter_map(|part| part.trim().strip_suffix(word)?.trim().rsplit(' ').next()?.parse::<u64>().ok()).sum()
    };
    let (passed, failed, ignored) = (count("passed"), count("failed"), count("ignored"));
    let word = if failed == 0 { "ok" } else { "FAILED" };
    format!(
        "test result: {word}. {passed} passed; {failed} failed; {ignored} ignored; in {} test binaries",
        closing.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_with(strict: bool, outcome: Outcome) -> Run {
        let mut run = Run::new(strict);
        run.note("fmt", Outcome::Passed);
        run.note("browser", outcome);
        run
    }

    #[test]
    fn a_skip_fails_only_under_strict() {
        let skipped = || Outcome::Skipped("no Chromium".into());
        assert!(run_with(false, skipped()).is_good());
        assert!(!run_with(true, skipped()).is_good());
    }

    #[test]
    fn what_is_absent_is_told_and_never_fails() {
        let run = run_with(true, Outcome::Absent("../shared is not there".into()));
        assert!(run.is_good());
        assert!(run.table().contains("browser  absent   ../shared is not there"));
    }

    #[test]
    fn the_output_of_a_failing_command_passes_through_and_its_closing_line_is_kept() {
        let mut run = Run::new(false);
        let mut command = Command::new("sh");
        let lines = "running 4 tests\ntest result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        command.args(["-c", &format!("printf '{lines}'; exit 1")]);
        let mut out = Vec::new();
        assert!(!run.pass_through(&mut command, &mut out).unwrap());
        assert_eq!(out, lines.as_bytes());
        assert_eq!(run.closing.len(), 1);
    }

    #[test]
    fn what_a_test_cannot_do_on_this_machine_stands_in_the_table() {
        let mut run = Run::new(true);
        let mut command = Command::new("echo");
        command.arg("test power ... ABSENT: power cut: mount: permission denied");
        assert!(run.pass_through(&mut command, &mut Vec::new()).unwrap());
        assert!(run.table().contains("power cut  absent   mount: permission denied"));
        assert!(run.is_good());
    }

    #[test]
    fn closing_lines_add_up() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; finished in 0.10s",
            "test result: ok. 30 passed; 0 failed; 0 ignored; 0 measured; finished in 1.00s",
        ]
        .map(str::to_owned);
        assert_eq!(sum(&lines), "test result: ok. 42 passed; 0 failed; 1 ignored; in 2 test binaries");
    }

    #[test]
    fn a_check_with_problems_fails() {
        let mut run = Run::new(false);
        run.check("tidy", || Ok(vec!["a long file".into()]));
        assert!(!run.is_good());
    }
}
