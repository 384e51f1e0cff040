//! The binary: reads what was typed, runs it, prints what came of it.

use clap::Parser as _;
use gapura::report::Failure;
use gapura::{cli, commands};
use std::process::ExitCode;

/// Exit codes: 0 done, 1 refused, 2 wrong usage (the last by clap).
fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let json = cli.json;
    let outcome = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(commands::run(cli)),
        Err(error) => Err(Failure::of(error)),
    };
    match outcome {
        Ok(report) => report.print(json),
        Err(failure) => failure.print(json),
    }
}

/// Help goes to the output with code 0, a wrong line to the errors with code 2; a machine that asked gets its object.
fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.exit_code() == 0 {
        return ExitCode::SUCCESS;
    }
    if std::env::args().any(|argument| argument == "--json") {
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default();
        Failure(first.to_owned()).tell();
    }
    ExitCode::from(2)
}
