//! `check`, `test` and `demo`: the other commands in the right order.

use crate::cluster::Cluster;
use crate::policy::Policy;
use crate::steps::{Outcome, Run, cargo};
use crate::workspace::Workspace;
use crate::{axe, clients, floors, tidy, tools};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

const CLIPPY: [&str; 6] = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];

/// `cargo WORD --workspace` with everything that a feature brings, then `rest`.
fn whole<'a>(policy: &'a Policy, word: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&[word, "--workspace", "--features", &policy.typesetting.features], rest].concat()
}

/// The quick loop, cheapest first.
pub fn check(workspace: &Workspace) -> Result<ExitCode> {
    let mut run = Run::new(false);
    let root = &workspace.root;
    run.command("fmt", &mut cargo(root, &["fmt", "--all", "--check"]));
    run.check("tidy", || tidy::problems(workspace));
    run.check("floors", || floors::problems(workspace));
    run.command("clippy", &mut cargo(root, &CLIPPY));
    data(&mut run, |words| cargo(root, &[&["run", "--quiet", "--package", "gapura", "--"], words].concat()));
    let unit = ["test", "--workspace", "--lib", "--bins"];
    run.command("unit tests", &mut cargo(root, &unit));
    Ok(run.finish())
}

/// Everything, on both databases and in a browser.
pub fn test(workspace: &Workspace, strict: bool) -> Result<ExitCode> {
    let mut run = Run::new(strict);
    let root = &workspace.root;
    let policy = Policy::read(workspace)?;
    tools::install_missing();
    run.command("fmt", &mut cargo(root, &["fmt", "--all", "--check"]));
    run.check("tidy", || tidy::problems(workspace));
    run.check("floors", || floors::problems(workspace));
    run.command("clippy", &mut cargo(root, &whole(&policy, "clippy", &CLIPPY[2..])));
    run.command("build", &mut cargo(root, &whole(&policy, "test", &["--no-run", "--quiet"])));
    // The program that the tests use: `cargo run` would build it, and much of what it needs, with other features again.
    let program = std::env::current_exe()?.with_file_name("gapura");
    data(&mut run, |words| with_words(&program, root, words));
    let mut tests = cargo(root, &whole(&policy, "test", &["--no-fail-fast"]));
    let cluster = with_postgres(&mut run, &mut tests);
    with_old_systems(&mut run, &mut tests);
    with_browsers(&mut run, root, &mut tests);
    with_readers_of_pdf(&mut run, &mut tests);
    with_clients(&mut run, root, &mut tests);
    real_files(&mut run, workspace, &mut tests);
    run.command("tests", &mut tests);
    drop(cluster);
    Ok(run.finish())
}

/// Every definition must check clean and keep what its scenarios promise; every instrument must give what was published, and
/// every indicator must be computable.
fn data(run: &mut Run, gapura: impl Fn(&[&str]) -> Command) {
    let checks = [
        ("definitions", "layanan", "cek"),
        ("scenarios", "layanan", "uji"),
        ("instruments", "instrumen", "cek"),
        ("indicators", "indikator", "cek"),
    ];
    for (name, noun, verb) in checks {
        run.command(name, &mut gapura(&[noun, verb, &format!("{noun}/")]));
    }
}

fn with_words(program: &Path, root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(words).current_dir(root);
    command
}

fn with_postgres(run: &mut Run, tests: &mut Command) -> Option<Cluster> {
    let Some(programs) = tools::postgres() else {
        run.note("PostgreSQL", Outcome::Skipped("its programs are not installed".into()));
        return None;
    };
    match Cluster::start(&programs) {
        Ok(cluster) => {
            tests.env("GAPURA_TEST_POSTGRES", cluster.url());
            run.note("PostgreSQL", Outcome::Passed);
            Some(cluster)
        }
        Err(error) => {
            println!("PostgreSQL: {error:#}");
            run.note("PostgreSQL", Outcome::Skipped("its temporary cluster does not start".into()));
            None
        }
    }
}

/// Servers like those of agencies, which feeds read.
fn with_old_systems(run: &mut Run, tests: &mut Command) {
    let servers = [
        ("MariaDB", "GAPURA_TEST_MARIADB", tools::mariadb(), "no mariadb-server"),
        ("SFTP", "GAPURA_TEST_SSHD", tools::sshd(), "no openssh-server and openssh-client"),
    ];
    for (name, variable, found, missing) in servers {
        match found {
            Some(program) => {
                tests.env(variable, program);
                run.note(name, Outcome::Passed);
            }
            None => run.note(name, Outcome::Skipped(missing.into())),
        }
    }
}

fn with_browsers(run: &mut Run, root: &Path, tests: &mut Command) {
    match (tools::chromium(), tools::chromedriver()) {
        (Some(chromium), Some(driver)) => {
            tests.env("GAPURA_TEST_CHROMIUM", chromium);
            tests.env("GAPURA_TEST_CHROMEDRIVER", driver);
            run.note("browser", Outcome::Passed);
        }
        _ => run.note("browser", Outcome::Skipped("no chromium and chromedriver".into())),
    }
    match axe::fetched(root) {
        Ok(file) => {
            tests.env("GAPURA_TEST_AXE", file);
            run.note("axe", Outcome::Passed);
        }
        Err(error) => {
            println!("axe: {error:#}");
            run.note("axe", Outcome::Skipped("axe-core could not be fetched".into()));
        }
    }
    match tools::find(&["w3m"]) {
        Some(program) => {
            tests.env("GAPURA_TEST_W3M", program);
            run.note("text browser", Outcome::Passed);
        }
        None => run.note("text browser", Outcome::Skipped("no w3m".into())),
    }
}

fn with_readers_of_pdf(run: &mut Run, tests: &mut Command) {
    if tools::reads_pdf() {
        tests.env("GAPURA_TEST_PDF", "1");
        run.note("readers of PDF", Outcome::Passed);
    } else {
        run.note("readers of PDF", Outcome::Skipped("no poppler-utils, qpdf and zbar-tools".into()));
    }
}

/// Clients that others wrote, and PHP: they talk to the whole program in `crates/gapura/tests/it/clients.rs`.
fn with_clients(run: &mut Run, root: &Path, tests: &mut Command) {
    let fetched = [
        ("Python clients", "GAPURA_TEST_PYTHON_CLIENTS", clients::python(root)),
        ("Node clients", "GAPURA_TEST_NODE_CLIENTS", clients::node(root)),
        ("PHP", "GAPURA_TEST_PHP", tools::php().context("no PHP with the HTTP client of Laravel")),
    ];
    for (name, variable, found) in fetched {
        match found {
            Ok(path) => {
                tests.env(variable, path);
                run.note(name, Outcome::Passed);
            }
            Err(error) => {
                println!("{name}: {error:#}");
                run.note(name, Outcome::Skipped("they could not be fetched".into()));
            }
        }
    }
}

/// Tests on real files read them beside the repository; a clone alone has none.
fn real_files(run: &mut Run, workspace: &Workspace, tests: &mut Command) {
    let shared = workspace.root.join("../shared");
    let outcome = if shared.join("data/real").is_dir() {
        tests.env("GAPURA_SHARED", shared);
        Outcome::Passed
    } else {
        Outcome::Absent("../shared/data is not there: its tests say so and pass".into())
    };
    run.note("real files", outcome);
}

/// Builds the program and becomes `gapura demo`, so that signals reach it alone.
pub fn demo(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let mut command = cargo(&workspace.root, &["run", "--package", "gapura", "--", "demo"]);
    let error = command.args(arguments).exec();
    Err(error).context("cannot run cargo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_errors_in_every_run() {
        assert_eq!(CLIPPY[4..], ["-D", "warnings"]);
    }

    #[test]
    fn the_whole_run_builds_what_only_a_feature_brings() {
        let policy = Policy::read(&Workspace::read().unwrap()).unwrap();
        let words = whole(&policy, "clippy", &CLIPPY[2..]).join(" ");
        assert_eq!(words, "clippy --workspace --features gapura/surat --all-targets -- -D warnings");
    }

    #[test]
    fn real_files_beside_the_repository_are_absent_or_there_but_never_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: folder.path().join("clone"), members: Vec::new() };
        let mut run = Run::new(true);
        real_files(&mut run, &workspace, &mut Command::new("true"));
        assert_eq!(format!("{:?}", run.finish()), format!("{:?}", ExitCode::SUCCESS));
    }
}
