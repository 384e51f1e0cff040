#![doc = include_str!("../README.md")]

mod architecture;
mod axe;
mod bench;
mod clients;
mod cluster;
mod evidence;
mod floors;
mod guide;
mod licence;
mod packages;
mod policy;
mod services;
mod source;
mod steps;
mod suite;
mod texts;
mod tidy;
mod tools;
mod workspace;

use anyhow::Result;
use std::process::ExitCode;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask demo [ARGS…]     a running city on an embedded database; ARGS go to `gapura demo`
                             (--region 35.17, --real, --port 8080)
cargo xtask test [--strict]  everything, on both databases and in a browser; --strict: a skip fails
cargo xtask check            the quick loop: fmt, tidy, floors, clippy, definitions, unit tests
cargo xtask bench [--runs N] [ARGS…]
                             the benchmarks, one JSON object each: the median of N (3) runs
cargo xtask floors           which crate may depend on which
cargo xtask tidy             sizes, licences, duplicate versions, words, documents
cargo xtask where WORD       looking for something? go to …";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let workspace = Workspace::read()?;
    let Some((command, rest)) = arguments.split_first() else {
        return Ok(usage());
    };
    match (command.as_str(), rest) {
        ("floors", []) => Ok(verdict("floors", &floors::problems(&workspace)?)),
        ("tidy", []) => Ok(verdict("tidy", &tidy::problems(&workspace)?)),
        ("where", [_, ..]) => guide::answer(&workspace, &rest.join(" ")),
        ("check", []) => suite::check(&workspace),
        ("test", []) => suite::test(&workspace, false),
        ("test", [strict]) if strict == "--strict" => suite::test(&workspace, true),
        ("demo", rest) => suite::demo(&workspace, rest),
        ("bench", rest) => bench::run(&workspace, rest),
        _ => Ok(usage()),
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn verdict(name: &str, problems: &[String]) -> ExitCode {
    for problem in problems {
        println!("{name}: {problem}");
    }
    if problems.is_empty() {
        println!("{name}: nothing found");
        ExitCode::SUCCESS
    } else {
        println!("{name}: {} found", problems.len());
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_the_usage_text_is_known() {
        let commands: Vec<&str> = USAGE
            .lines()
            .filter_map(|line| line.strip_prefix("cargo xtask "))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(commands, ["demo", "test", "check", "bench", "floors", "tidy", "where"]);
    }

    #[test]
    fn an_unknown_command_is_wrong_usage() {
        let arguments = ["fly".to_owned()];
        let code = run(&arguments).unwrap();
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(2)));
    }
}
