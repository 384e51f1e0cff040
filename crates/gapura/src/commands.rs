//! One file per group of commands; each parses nothing and prints nothing, it returns a report.

mod layanan;

use crate::cli::{Cli, Command, Layanan};
use crate::report::Outcome;
use kernel::Lang;

/// Runs what was typed.
pub async fn run(cli: Cli) -> Outcome {
    let lang = Lang::parse(&cli.bahasa).unwrap_or_default();
    match cli.command {
        Command::Layanan(Layanan::Cek(files)) => layanan::check(&files, lang),
        Command::Layanan(Layanan::Uji(files)) => layanan::scenarios(&files, lang),
        Command::Layanan(Layanan::Simulasi { path, jejak }) => layanan::simulate(&path, &jejak),
        _ => Err(crate::report::Failure("belum".to_owned())),
    }
}
