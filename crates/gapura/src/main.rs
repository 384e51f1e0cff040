//! The binary: reads what was typed, runs it, prints what came of it.

use clap::Parser as _;
use gapura::report::Failure;
use gapura::{cli, commands};
use std::process::ExitCode;

/// Exit codes: 0 done, 1 refused, 2 wrong usage (the last by clap).
fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let json = cli.json;
    let outcome = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime.block_on(commands::run(cli)),
        Err(error) => Err(Failure::of(error)),
    };
    match outcome {
        Ok(report) => report.print(json),
        Err(failure) => failure.print(json),
    }
}
